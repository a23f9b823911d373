"""Records as a release holds them, small and awkward."""

import itertools
from hashlib import sha256
from io import BytesIO

import numpy as np

from annotation.kinds import KINDS
from workers.formats import About, Format, Record

TEXTS = {
    "media": "text",
    "fields": [
        {"name": "entities", "kind": "span", "labels": [{"name": "PER"}, {"name": "ORG"}, {"name": "地点"}]},
        {"name": "mood", "kind": "choice", "labels": [{"name": "calm"}, {"name": "=angry"}]},
        {"name": "topics", "kind": "choices", "labels": [{"name": "trade"}, {"name": "care"}]},
        {"name": "links", "kind": "relation", "field": "entities", "labels": [{"name": "works_for"}, {"name": "其他"}]},
    ],
}
IMAGES = {
    "media": "image",
    "fields": [
        {
            "name": "objects",
            "kind": "box",
            "labels": [{"name": "car", "attributes": [{"name": "plate", "kind": "text"}]}, {"name": "汽车"}],
            "attributes": [{"name": "hidden", "kind": "switch"}, {"name": "doors", "kind": "number"}],
        },
        {"name": "weather", "kind": "choice", "labels": [{"name": "sun"}]},
    ],
}
SHAPES = {
    "media": "image",
    "fields": [
        {"name": "areas", "kind": "polygon", "labels": [{"name": "car"}]},
        {"name": "round", "kind": "ellipse", "labels": [{"name": "car"}]},
        {"name": "masks", "kind": "mask", "labels": [{"name": "car"}]},
        {"name": "lanes", "kind": "polyline", "labels": [{"name": "car"}]},
        {"name": "spots", "kind": "points", "labels": [{"name": "car"}]},
        {
            "name": "bodies",
            "kind": "skeleton",
            "labels": [{"name": "person"}],
            "joints": [{"name": "head"}, {"name": "hand"}, {"name": "hip"}],
            "edges": [["head", "hip"], ["head", "hand"]],
        },
    ],
}
MASKS = {
    "media": "image",
    "fields": [{"name": "surface", "kind": "mask", "labels": [{"name": "car", "color": "#d33"}, {"name": "路"}]}],
}
TIMES = {
    "media": "audio",
    "fields": [
        {
            "name": "speech",
            "kind": "segment",
            "transcript": "optional",
            "labels": [{"name": "speaker 1"}, {"name": "说话人<乙>"}],
            "attributes": [{"name": "unclear", "kind": "switch"}],
        },
        {"name": "sounds", "kind": "segment", "by_channel": True, "labels": [{"name": "noise"}]},
        {"name": "note", "kind": "text"},
    ],
}
SERIES = {
    "media": "series",
    "fields": [
        {
            "name": "events",
            "kind": "segment",
            "by_channel": True,
            "labels": [{"name": "anomaly"}, {"name": "=检修"}],
            "attributes": [{"name": "sure", "kind": "switch"}],
        },
        {"name": "quality", "kind": "choice", "labels": [{"name": "good"}]},
    ],
}
TRACKS = {
    "media": "video",
    "fields": [
        {
            "name": "things",
            "kind": "track",
            "labels": [{"name": "car"}, {"name": "行人<甲>", "attributes": [{"name": "plate", "kind": "text"}]}],
            "attributes": [
                {"name": "sure", "kind": "switch"},
                {"name": "turning", "kind": "choice", "labels": [{"name": "left"}, {"name": "right"}]},
            ],
            "changing": ["turning"],
        },
        {"name": "spots", "kind": "track", "shape": "points", "together": 2, "labels": [{"name": "hand"}]},
        {"name": "weather", "kind": "choice", "labels": [{"name": "sun"}]},
    ],
}
COLUMNS = {"label": str, "start": int, "end": int, "text": str, "parts": list, "id": str}
COLUMNS |= {"channel": str}
COLUMNS |= {"from": str, "to": str, "related": str, "attributes": dict}
COLUMNS |= dict.fromkeys(("x", "y", "width", "height", "rotation"), float)
COLUMNS |= {"points": list, "holes": list, "joints": dict, "rx": float, "ry": float}
COLUMNS |= {"size": list, "counts": str, "area": int}
ABOUT_TEXT = About({1: TEXTS}, KINDS, COLUMNS)
ABOUT_IMAGE = About({1: IMAGES}, KINDS, COLUMNS)
ABOUT_SHAPES = About({1: SHAPES}, KINDS, COLUMNS)
ABOUT_MASKS = About({1: MASKS}, KINDS, COLUMNS)
ABOUT_SERIES = About({1: SERIES}, KINDS, COLUMNS | {"start": float, "end": float})
ABOUT_TRACKS = About(
    {1: TRACKS}, KINDS, COLUMNS | {"frame": int, "outside": bool, "occluded": bool, "frame_attributes": dict}
)
ABOUT_TIMES = About({1: TIMES}, KINDS, COLUMNS | {"start": float, "end": float})


def text(identity: str, content: str, *answers: dict, **meta) -> Record:
    return {
        "id": identity,
        "name": f"{identity}.txt",
        "media": "text",
        "text": content,
        "text_sha256": sha256(content.encode()).hexdigest(),
        "meta": meta,
        "annotations": list(answers),
    }


def image(identity: str, *answers: dict, **meta) -> Record:
    file = {"file": f"{identity}.png", "sha256": "ab" * 32, "width": 320, "height": 240, "mime": "image/png"}
    return {
        "id": identity,
        "name": identity,
        "media": "image",
        "image": file,
        "meta": meta,
        "annotations": list(answers),
    }


def audio(identity: str, *answers: dict, **meta) -> Record:
    facts = {"sample_rate": 16_000, "channels": 2, "samples": 960_001}
    file = {"file": f"{identity}.wav", "sha256": "cd" * 32, "mime": "audio/wav", "duration": 960_001 / 16_000}
    return {
        "id": identity,
        "name": identity,
        "media": "audio",
        "audio": file | {"facts": facts},
        "meta": meta,
        "annotations": list(answers),
    }


def video(identity: str, *answers: dict, **meta) -> Record:
    facts = {"frames": 100, "fps": 25.0, "timing": {"timescale": 25, "start": 0, "runs": [[100, 1]]}}
    file = {"file": f"{identity}.mp4", "sha256": "0a" * 32, "mime": "video/mp4", "duration": 4.0, "facts": facts}
    return {
        "id": identity,
        "name": identity,
        "media": "video",
        "video": file | {"width": 320, "height": 240},
        "meta": meta,
        "annotations": list(answers),
    }


def track(number: int, *keyframes: dict, label: str = "car", **more) -> dict:
    return {"id": f"r{number}", "label": label, "keyframes": list(keyframes), **more}


def key(frame: int, x: float = 10.5, y: float = 20.0, width: float = 0.1, height: float = 0.2, **more) -> dict:
    return {"frame": frame, "x": x, "y": y, "width": width, "height": height, "rotation": 0.0, **more}


def series(identity: str, *answers: dict, **meta) -> Record:
    time = {"column": "时间", "kind": "iso", "first": "2026-01-01 00:00:00", "unit": 1e-6}
    facts = {"channels": ["温度", "p"], "rows": 2880, "step": 30.0, "usual_step": 30.0, "time": time}
    file = {"file": f"{identity}.csv", "sha256": "ef" * 32, "mime": "text/csv", "duration": 86_400.0, "facts": facts}
    return {
        "id": identity,
        "name": identity,
        "media": "series",
        "series": file,
        "meta": meta,
        "annotations": list(answers),
    }


def event(number: int, start: float, end: float, label: str = "anomaly", **more) -> dict:
    return segment(number, start, end, label, **more)


def segment(number: int, start: float, end: float, label: str = "speaker 1", **more) -> dict:
    return {"id": f"r{number}", "label": label, "start": start, "end": end, **more}


def answer(who: str = "a1", state: str = "submitted", **value) -> dict:
    return {"annotator": who, "value": value, "schema": 1, "state": state, "seconds": 12.5}


def span(number: int, content: str, start: int, end: int, label: str = "PER") -> dict:
    return {"id": f"r{number}", "label": label, "start": start, "end": end, "text": content[start:end]}


def box(number: int, x: float, y: float, width: float, height: float, label: str = "car", rotation: float = 0.0):
    place = {"x": x, "y": y, "width": width, "height": height, "rotation": rotation}
    return {"id": f"r{number}", "label": label, **place}


def attributed(number: int, **attributes) -> dict:
    return {**box(number, 1.0, 2.0, 3.0, 4.0), "attributes": attributes}


def shape(number: int, label: str = "car", **place) -> dict:
    return {"id": f"r{number}", "label": label, **place}


TRIANGLE = [[10.5, 10.0], [200.25, 20.0], [30.0, 200.0]]
JOINTS = {"head": [50.0, 10.5, 2], "hand": [0.0, 0.0, 0], "hip": [60.0, 110.0, 1]}


def mask(number: int, x: int, y: int, width: int, height: int, label: str = "car", **more) -> dict:
    """A rectangle of pixels, with one missing in the middle."""
    bits = np.zeros((240, 320), bool)
    bits[y : y + height, x : x + width] = True
    bits[y + height // 2, x + width // 2] = False
    return {"id": f"r{number}", "label": label, **KINDS["mask"].of_pixels(bits), **more}


MIXED = "𠮷野家的👍🏽小明says=1+1，在“北京”。"
LINES = '\t第一行\r\n  second line, with "quotes"\n'
EDGES = "COVID19 小明 好"
SAMPLES: dict[str, tuple[About, list[Record]]] = {
    "a plain sentence": (
        ABOUT_TEXT,
        [text("s1", "小明在北京", answer(entities=[span(1, "小明在北京", 0, 2), span(2, "小明在北京", 3, 5, "地点")]))],
    ),
    "characters outside the basic plane": (
        ABOUT_TEXT,
        [text("=2", MIXED, answer(entities=[span(1, MIXED, 0, 3, "ORG"), span(2, MIXED, 6, 8)]), note="𠀀")],
    ),
    "several answers, several fields": (
        ABOUT_TEXT,
        [
            text(
                "-3",
                "+好",
                answer("a1", entities=[span(1, "+好", 0, 2)], mood="=angry", topics=[]),
                answer("a2", "accepted", mood="calm", topics=["trade", "care"], entities=[]),
            )
        ],
    ),
    "nobody has answered": (ABOUT_TEXT, [text("4", "'quoted")]),
    "an answer that says nothing": (ABOUT_TEXT, [text("5", "", answer())]),
    "overlapping spans": (
        ABOUT_TEXT,
        [
            text(
                "6",
                "上海交通大学",
                answer(entities=[span(1, "上海交通大学", 0, 2), span(2, "上海交通大学", 0, 6, "ORG")]),
            )
        ],
    ),
    "a span with an attribute": (
        ABOUT_TEXT,
        [text("6c", "老王", answer(entities=[span(1, "老王", 0, 2) | {"attributes": {"sure": False}}]))],
    ),
    "a span in two parts": (
        ABOUT_TEXT,
        [
            text(
                "6b",
                "左肺和右肺炎",
                answer(entities=[span(1, "左肺和右肺炎", 0, 6) | {"text": "左肺 … 炎", "parts": [[0, 2], [5, 6]]}]),
            )
        ],
    ),
    "related spans": (
        ABOUT_TEXT,
        [
            text(
                "6c",
                "小明在北京",
                answer(
                    entities=[span(1, "小明在北京", 0, 2), span(2, "小明在北京", 3, 5, "地点")],
                    links=[{"id": "r3", "label": "其他", "from": "r1", "to": "r2", "field": "entities"}],
                ),
                answer("a2", entities=[], links=[]),
            )
        ],
    ),
    "line breaks and spaces": (ABOUT_TEXT, [text("7", LINES, answer(entities=[span(1, LINES, 1, 4)]))]),
    "its own tokens": (
        ABOUT_TEXT,
        [text("8", "年轻的 印度", answer(entities=[span(1, "年轻的 印度", 4, 6)]), tokens=["年轻", "的", "印度"])],
    ),
    "spans that end inside a word or a space": (
        ABOUT_TEXT,
        [text("9", EDGES, answer(entities=[span(1, EDGES, 0, 5), span(2, EDGES, 7, 10)]))],
    ),
    "tokens of another text": (
        ABOUT_TEXT,
        [
            text("10", "在海口", answer(entities=[]), tokens=["在", "海\t口"]),
            text("11", "好", answer(entities=[]), tokens=7),
        ],
    ),
    "boxes with fractions": (
        ABOUT_IMAGE,
        [image("road/街.jpg", answer(objects=[box(1, 10.5, 20.25, 30.0, 40.0), box(2, 0.1, 0.2, 1e-3, 1.0, "汽车")]))],
    ),
    "an image without boxes between two with": (
        ABOUT_IMAGE,
        [
            image("i1", answer(objects=[box(1, 1.0, 2.0, 3.0, 4.0)])),
            image("i2", answer(objects=[])),
            image("i3", answer("a2", objects=[box(1, 5.0, 6.0, 7.0, 8.0)]), city="海口"),
        ],
    ),
    "two people, one of them saw more": (
        ABOUT_IMAGE,
        [
            image(
                "i4",
                answer("a1", objects=[box(1, 1.0, 2.0, 3.0, 4.0)], weather="sun"),
                answer("a2", objects=[]),
                answer("a3", "accepted", objects=[box(1, 9.0, 9.0, 9.0, 9.0)]),
            )
        ],
    ),
    "nobody has answered the image": (ABOUT_IMAGE, [image("i6"), image("i7", answer(objects=[]))]),
    "an image with nothing said of boxes": (ABOUT_IMAGE, [image("i8", answer(weather="sun"))]),
    "boxes with attributes": (
        ABOUT_IMAGE,
        [image("i9", answer(objects=[attributed(1, hidden=True, doors=2.5, plate="=川A"), attributed(2, doors=4)]))],
    ),
    "polygons, a mask and joints": (
        ABOUT_SHAPES,
        [
            image(
                "s1",
                answer(
                    areas=[shape(1, points=TRIANGLE)],
                    round=[],
                    masks=[mask(2, 10, 20, 30, 40)],
                    lanes=[],
                    spots=[],
                    bodies=[shape(3, "person", joints=JOINTS)],
                ),
            )
        ],
    ),
    "an area with a hole": (
        ABOUT_SHAPES,
        [image("s2", answer(areas=[shape(1, points=TRIANGLE, holes=[[[40.0, 40.0], [60.0, 40.0], [50.0, 60.0]]])]))],
    ),
    "a turned ellipse": (
        ABOUT_SHAPES,
        [image("s3", answer(round=[shape(1, x=100.0, y=80.0, rx=50.0, ry=20.5, rotation=30.0)]))],
    ),
    "lines and points": (
        ABOUT_SHAPES,
        [image("s4", answer(lanes=[shape(1, points=TRIANGLE[:2])], spots=[shape(2, points=TRIANGLE[:1])]))],
    ),
    "masks": (ABOUT_MASKS, [image("m1", answer(surface=[mask(1, 0, 0, 30, 40), mask(2, 100, 50, 220, 190, "路")]))]),
    "masks of two people in a folder": (
        ABOUT_MASKS,
        [image("road/街.jpg", answer("a1", surface=[mask(1, 5, 5, 9, 9)]), answer("a2", surface=[])), image("m2")],
    ),
    "a field of masks that was not answered": (
        ABOUT_MASKS,
        [image("m3", answer(), city="海口"), image("m4", answer(surface=[mask(1, 0, 0, 320, 240, "路")]))],
    ),
    "masks that overlap, of one label": (
        ABOUT_MASKS,
        [image("m5", answer(surface=[mask(1, 0, 0, 30, 40), mask(2, 20, 20, 30, 40)]))],
    ),
    "masks with attributes and ids of their own": (
        ABOUT_MASKS,
        [
            image(
                "m6",
                answer(surface=[mask(7, 0, 0, 30, 40, "路"), mask(3, 60, 20, 30, 40, attributes={"hidden": True})]),
            )
        ],
    ),
    "who speaks when": (
        ABOUT_TIMES,
        [
            audio("calls/a b.wav", answer(speech=[segment(1, 0.125, 2.5), segment(2, 2.5, 60.0, "说话人<乙>")])),
            audio("calls/b.wav", answer(speech=[])),
        ],
    ),
    "milliseconds and silence": (
        ABOUT_TIMES,
        [audio("=m1", answer(speech=[segment(1, 0.001, 3599.999)]), line="客服")],
    ),
    "segments that follow each other": (
        ABOUT_TIMES,
        [audio("m2", answer(speech=[segment(n, n * 0.5, n * 0.5 + 0.5) for n in range(6)]))],
    ),
    "borders on samples": (
        ABOUT_TIMES,
        [audio("m3", answer(speech=[segment(1, 7 / 16_000, 1 / 3), segment(2, 0.1 + 0.2, 960_001 / 16_000)]))],
    ),
    "what is said": (
        ABOUT_TIMES,
        [
            audio(
                "m4",
                answer(speech=[segment(1, 0.0, 1.0, text='“你好” & <嗯> "quoted"'), segment(2, 0.5, 2.0, text="a: b")]),
                answer("a2", speech=[segment(1, 0.0, 1.0, text="𠮷野家\n第二行")]),
            )
        ],
    ),
    "what is said, with empty lines and names": (
        ABOUT_TIMES,
        [audio("m5", answer(speech=[segment(1, 0.0, 1.0, text=" 一\n\n二 "), segment(2, 2.0, 3.0, text="speaker 1")]))],
    ),
    "segments with attributes, in channels, and a note": (
        ABOUT_TIMES,
        [
            audio(
                "m6",
                answer(
                    speech=[segment(7, 0.0, 1.0, attributes={"unclear": True})],
                    sounds=[segment(3, 0.0, 1.0, "noise", channel="1"), segment(4, 0.0, 1.0, "noise", channel="2")],
                    note="背景吵",
                ),
            ),
            audio("m7", answer(note="空")),
            audio("m8"),
        ],
    ),
    "segments of two channels by two people": (
        ABOUT_SERIES,
        [
            series(
                "plant/1",
                answer("a1", events=[event(1, 0.0, 90.0, channel="温度"), event(2, 60.0, 86_400.0, channel="p")]),
                answer(
                    "a2", "accepted", events=[event(3, 30.0, 120.0, "=检修", channel="p", attributes={"sure": True})]
                ),
            ),
            series("plant/2", answer(events=[]), city="大同"),
            series("plant/3"),
        ],
    ),
    "a series with nothing said of segments": (ABOUT_SERIES, [series("plant/4", answer(quality="good"))]),
    "segments of a series, all answered": (
        ABOUT_SERIES,
        [series("plant/5", answer(events=[event(1, 0.1 + 0.2, 1 / 3, channel="p")])), series("plant/6", answer())],
    ),
    "tracks": (
        ABOUT_TRACKS,
        [
            video("road/街.mp4", answer(things=[track(1, key(0), key(30, 1 / 3, 0.1)), track(7, key(12))], spots=[])),
            video("b", answer(things=[], spots=[])),
        ],
    ),
    "tracks that end, and are hidden for a while": (
        ABOUT_TRACKS,
        [
            video("c", answer(things=[track(1, key(0), key(9, occluded=True), key(20), key(40, outside=True))])),
            video("d"),
        ],
    ),
    "turned boxes and points that move": (
        ABOUT_TRACKS,
        [
            video(
                "e",
                answer(
                    "a1",
                    things=[track(3, key(0, 50.0, 50.0, 20.0, 10.0) | {"rotation": -33.3}, label="行人<甲>")],
                    spots=[
                        track(4, {"frame": 2, "points": [[1.0, 2.5], [0.1, 7.0]]}, label="hand"),
                        track(9, {"frame": 3, "points": [[5.0, 6.0]]}, label="hand"),
                    ],
                ),
                answer("a2", things=[]),
                city="海口",
            )
        ],
    ),
    "tracks with attributes, some of which change": (
        ABOUT_TRACKS,
        [
            video(
                "f",
                answer(
                    things=[
                        track(
                            1,
                            key(0, attributes={"turning": "left"}),
                            key(5),
                            key(9, attributes={"turning": "right"}),
                            label="行人<甲>",
                            attributes={"sure": True, "plate": "=川A"},
                        )
                    ]
                ),
            )
        ],
    ),
    "a video with another question": (ABOUT_TRACKS, [video("g", answer(things=[], weather="sun"))]),
    "a turned box": (ABOUT_IMAGE, [image("i5", answer(objects=[box(1, 10.0, 10.0, 20.0, 10.0, rotation=90.0)]))]),
}


def variants(fmt: Format) -> list[dict]:
    """Every combination of the options that have a few choices."""
    choices = {
        name: [True, False] if field.annotation is bool else list(field.json_schema_extra["choices"])
        for name, field in fmt.options.model_fields.items()
        if field.annotation is bool or "choices" in (field.json_schema_extra or {})
    }
    return [dict(zip(choices, picked, strict=True)) for picked in itertools.product(*choices.values())]


def written(fmt: Format, about: About, records: list[Record], **options) -> tuple[bytes, dict]:
    """The file as bytes, and what was lost."""
    target = BytesIO()
    lost = fmt.write(lambda: records, target, about, fmt.options(**options))
    return target.getvalue(), lost
