"""The sample projects as files: enough of them, true to themselves, and fit for the schemas they are for."""

import io
import wave
from collections import defaultdict
from itertools import pairwise

import numpy as np
import orjson
import pytest
from PIL import Image

from annotation.facts import IN_THE_TEXT, NAMES
from annotation.kinds import KINDS, Subject, check_schema, check_value
from workers.agreement import Counts, alpha
from workers.samples import roads, surfaces, tones, vibrations
from workers.samples.accounts import people
from workers.samples.content import HERE, ORDER, Sample, samples

TEXTS = [sample for sample in samples() if sample.about["content"] == "texts"]
IMAGES = [sample for sample in samples() if sample.schema["media"] == "image"]
SERIES = Sample("shenyang-vibration")
SOUNDS = Sample("hefei-tones")
SIZES = {"shenyang": (surfaces.WIDTH, surfaces.HEIGHT), "baoding": (roads.WIDTH, roads.HEIGHT), "changsha": (640, 360)}


def tasks(sample):
    """External id -> what an answer has to fit."""
    if sample in TEXTS:
        return {line["id"]: Subject(text=line["text"]) for line in sample.lines("tasks")}
    if sample == SERIES:
        facts = {"channels": list(vibrations.CHANNELS)}
        return {line["id"]: Subject(duration=vibrations.ROWS - 1.0, facts=facts) for line in sample.lines("runs")}
    if sample == SOUNDS:
        lines = sample.lines("recordings")
        return {line["id"]: Subject(duration=line["seconds"], facts={"channels": 1}) for line in lines}
    width, height = SIZES[sample.slug]
    name = {"shenyang": "parts", "baoding": "scenes", "changsha": "frames"}[sample.slug]
    return {line["id"]: Subject(width=width, height=height) for line in sample.lines(name)}


def pairs(sample):
    """The answers of the tasks that both sample annotators did: (a, b)."""
    given = defaultdict(dict)
    for answer in sample.answers:
        given[answer["task"]][answer["by"]] = answer["value"]
    return [(both["a"], both["b"]) for both in given.values() if len(both) == 2]


def test_every_pilot_city_has_a_project_and_every_medium_that_can_be_made_here():
    cities = {sample.about["organisation"]: sample.about["city"]["zh"] for sample in samples()}
    assert list(cities) == ["datong", "haikou", "chengdu", "hefei", "shenyang", "baoding", "changsha"]
    assert list(cities.values()) == ["大同", "海口", "成都", "合肥", "沈阳", "保定", "长沙"]
    assert {sample.schema["media"] for sample in samples()} == {"text", "image", "audio", "series"}
    assert len({sample.about["name"] for sample in samples()}) == len(ORDER)


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.slug)
def test_what_a_task_tells_of_itself_has_names_that_people_read(sample):
    is_text = sample in TEXTS
    metas = (line["meta"] for line in sample.lines("tasks")) if is_text else (one.meta for one in sample.materials())
    assert {name for meta in metas for name in meta} <= NAMES.keys() | IN_THE_TEXT


@pytest.mark.parametrize("sample", TEXTS, ids=lambda sample: sample.slug)
def test_text_projects_have_sixty_different_texts_said_to_be_generated(sample):
    lines = list(sample.lines("tasks"))
    assert len({line["text"] for line in lines}) == len({line["id"] for line in lines}) == len(lines) >= 60
    assert all(line["meta"]["generated"] is True for line in lines)
    assert {line["meta"]["licence"] for line in lines} == {"CC0-1.0"}


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.slug)
def test_every_answer_is_of_a_task_and_fits_the_schema_as_it_stands(sample):
    check_schema(sample.schema)
    subjects = tasks(sample)
    seen = set()
    for answer in sample.answers:
        assert (answer["task"], answer["by"]) not in seen
        seen.add((answer["task"], answer["by"]))
        value = check_value(sample.schema, answer["value"], subjects[answer["task"]])
        assert {name: value[name] for name in answer["value"]} == answer["value"]
        assert 0 < answer["seconds"] < 600


@pytest.mark.parametrize("sample", TEXTS, ids=lambda sample: sample.slug)
def test_spans_carry_the_text_they_point_at(sample):
    texts = {line["id"]: line["text"] for line in sample.lines("tasks")}
    spans = [
        (texts[answer["task"]], span)
        for answer in sample.answers
        for name, regions in answer["value"].items()
        if name in ("entities", "slots")
        for span in regions
    ]
    assert all(text[span["start"] : span["end"]] == span["text"] for text, span in spans)
    assert all(span["text"] == span["text"].strip(" ,;:，。；：、") for _, span in spans)


def test_some_spans_hold_characters_beyond_the_basic_plane():
    haikou = next(sample for sample in TEXTS if sample.slug == "haikou")
    found = [s["text"] for a in haikou.answers for s in a["value"]["entities"] if max(map(ord, s["text"])) > 0xFFFF]
    assert {"冷冻𩽾𩾌鱼", "𠮷野商事株式会社"} <= set(found)


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.slug)
def test_two_annotators_did_enough_in_common_and_left_something_to_do(sample):
    both = len(pairs(sample))
    if sample in (SERIES, SOUNDS):  # part of it: the others are there to be labelled
        assert 10 <= both < len(tasks(sample))
        return
    assert both == len(tasks(sample)) if sample in IMAGES else both >= 35
    if sample in TEXTS:
        assert 0.55 <= len({answer["task"] for answer in sample.answers}) / len(tasks(sample)) <= 0.8


@pytest.mark.parametrize(
    "slug, field", [("datong", "sentiment"), ("chengdu", "request"), ("hefei", "intent"), ("changsha", "shot")]
)
def test_choices_agree_as_people_do(slug, field):
    sample = next(sample for sample in samples() if sample.slug == slug)
    value = alpha(Counts.of([[a[field], b[field]] for a, b in pairs(sample)]))
    assert value is not None
    assert 0.6 <= value <= 0.86


@pytest.mark.parametrize("slug, field", [("haikou", "entities"), ("hefei", "slots")])
def test_spans_agree_as_people_do(slug, field):
    sample = next(sample for sample in samples() if sample.slug == slug)
    assert 0.6 <= f1(sample, field, lambda a, b: (a["start"], a["end"]) == (b["start"], b["end"])) <= 0.9


@pytest.mark.parametrize("slug, field", [("shenyang", "defects"), ("baoding", "objects")])
def test_boxes_agree_as_people_do(slug, field):
    sample = next(sample for sample in samples() if sample.slug == slug)
    assert 0.6 <= f1(sample, field, lambda a, b: KINDS["box"].similarity(a, b) >= 0.5) <= 0.95


@pytest.mark.parametrize(("sample", "field"), [(SERIES, "events"), (SOUNDS, "sounds")], ids=["series", "sounds"])
def test_segments_agree_as_people_do_and_lie_where_the_events_were_put(sample, field):
    similarity = KINDS["segment"].similarity
    assert 0.6 <= f1(sample, field, lambda a, b: similarity(a, b) >= 0.5) <= 0.95
    name, draw = ("runs", vibrations.draw) if sample == SERIES else ("recordings", tones.draw)
    truth = {
        line["id"]: [{"start": start, "end": end} for _label, start, end in draw(line)[1]]
        for line in sample.lines(name)
    }
    given = [(answer["task"], one) for answer in sample.answers for one in answer["value"][field]]
    found = [any(similarity(one, event) > 0.7 for event in truth[task]) for task, one in given]
    assert sum(found) / len(found) > 0.9


def test_events_are_there_to_be_seen_and_sounds_to_be_heard():
    for run in SERIES.lines("runs"):
        table = np.genfromtxt(vibrations.draw(run)[0].decode().splitlines()[1:], delimiter=",", usecols=(1, 2, 3))
        assert table.shape == (vibrations.ROWS, len(vibrations.CHANNELS))
        quiet = np.median(table[:, 0])
        for event in run["events"]:
            shaking, warm, speed = table[event["from"] : event["to"]].T
            seen = {
                "anomaly": shaking.mean() > 2 * quiet,
                "precursor": shaking[-30:].mean() > 1.3 * quiet,
                "service": speed.max() == 0,
                "sensor": np.ptp(warm) == 0,
            }
            assert seen[event["label"]], (run["id"], event)
    for recording in SOUNDS.lines("recordings"):
        with wave.open(io.BytesIO(tones.draw(recording)[0])) as file:
            heard = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
        assert len(heard) == round(recording["seconds"] * tones.RATE)
        outside = np.ones(len(heard), bool)
        for sound in recording["sounds"]:
            outside[round(sound["from"] * tones.RATE) : round(sound["to"] * tones.RATE)] = False
        for sound in recording["sounds"]:
            part = heard[round(sound["from"] * tones.RATE) : round(sound["to"] * tones.RATE)]
            assert np.abs(part).max() > 1.5 * heard[outside].std(), (recording["id"], sound)


@pytest.mark.parametrize("sample", [*IMAGES, SERIES, SOUNDS], ids=lambda sample: sample.slug)
def test_what_is_made_says_its_licence_and_that_it_was_made(sample):
    for made in sample.materials():
        assert made.meta["licence"]
        assert made.meta.get("generated") is True or "source" in made.meta


def test_the_same_description_gives_the_same_bytes():
    run, recording = next(SERIES.lines("runs")), next(SOUNDS.lines("recordings"))
    assert vibrations.draw(run)[0] == vibrations.draw(run)[0]
    assert tones.draw(recording)[0] == tones.draw(recording)[0]


def f1(sample, field, same):
    """Regions of one annotator found by the other, both ways."""
    hits = total = 0
    for a, b in pairs(sample):
        ones, twos = a.get(field, []), b.get(field, [])
        total += len(ones) + len(twos)
        hits += sum(any(same(x, y) and x["label"] == y["label"] for y in twos) for x in ones)
        hits += sum(any(same(x, y) and x["label"] == y["label"] for x in ones) for y in twos)
    return hits / total


def test_turns_of_a_dialogue_follow_each_other_with_the_right_context():
    datong = next(sample for sample in TEXTS if sample.slug == "datong")
    dialogues = defaultdict(list)
    for line in datong.lines("tasks"):
        dialogues[line["meta"]["dialogue"]].append(line)
    assert len(dialogues) >= 10
    for turns in dialogues.values():
        assert [turn["meta"]["turn"] for turn in turns] == list(range(1, len(turns) + 1))
        said = [{"speaker": turn["meta"]["speaker"], "text": turn["text"]} for turn in turns]
        for i, turn in enumerate(turns):
            assert turn["meta"]["context"] == said[max(0, i - 3) : i]


@pytest.mark.parametrize("draw, slug, name", [(surfaces.draw, "shenyang", "parts"), (roads.draw, "baoding", "scenes")])
def test_the_same_description_draws_the_same_picture(draw, slug, name):
    line = orjson.loads((HERE / slug / f"{name}.jsonl").read_bytes().splitlines()[0])
    assert draw(line)[0].tobytes() == draw(line)[0].tobytes()


def test_sample_defect_boxes_lie_where_the_defects_were_drawn():
    shenyang = next(sample for sample in IMAGES if sample.slug == "shenyang")
    found = total = 0
    for part in shenyang.lines("parts"):
        truth = surfaces.draw(part)[1]
        for answer in shenyang.answers:
            if answer["task"] == part["id"]:
                given = [(d["x"], d["y"], d["width"], d["height"]) for d in answer["value"].get("defects", [])]
                total += len(given)
                found += sum(any(overlap(box, true) > 0.4 for true in truth) for box in given)
    assert found / total > 0.9


def test_sample_road_boxes_lie_where_the_things_were_drawn():
    baoding = next(sample for sample in IMAGES if sample.slug == "baoding")
    found = total = 0
    for scene in baoding.lines("scenes"):
        truth = [box for box in roads.draw(scene)[1] if box]
        for answer in baoding.answers:
            if answer["task"] == scene["id"]:
                given = [(o["x"], o["y"], o["width"], o["height"]) for o in answer["value"].get("objects", [])]
                total += len(given)
                found += sum(any(overlap(box, true) > 0.6 for true in truth) for box in given)
    assert total > 100
    assert found / total > 0.9


def overlap(one, two):
    keys = ("x", "y", "width", "height")
    return KINDS["box"].similarity(dict(zip(keys, one, strict=True)), dict(zip(keys, two, strict=True)))


def test_every_photograph_names_its_source_and_a_free_licence_and_all_are_small():
    sources = orjson.loads((HERE / "photos" / "sources.json").read_bytes())
    photos = sorted(path for path in (HERE / "photos").iterdir() if path.suffix == ".jpg")
    assert [path.name for path in photos] == sorted(sources)
    assert {source["licence"] for source in sources.values()} == {"CC0-1.0", "Public domain", "CC-BY-2.0"}
    assert sum(path.stat().st_size for path in photos) < 1_500_000
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    assert all(name in readme for name in sources)


def test_frames_lie_inside_their_photographs_and_keep_their_proportions():
    changsha = next(sample for sample in IMAGES if sample.slug == "changsha")
    for frame in changsha.lines("frames"):
        x, y, width, height = frame["crop"]
        with Image.open(HERE / "photos" / frame["photo"]) as photo:
            assert 0 <= x < x + width <= photo.width
            assert 0 <= y < y + height <= photo.height
        assert abs(width / height - 16 / 9) < 0.02


def test_sample_annotators_are_not_among_the_accounts_to_sign_in_with():
    who = people()
    assert {one["role"] for one in who["visitors"]} == {"owner", "annotator", "reviewer", "auditor"}
    names = [one["username"] for one in who["visitors"]] + [one["username"] for one in who["annotators"].values()]
    assert all(a != b for a, b in pairwise(sorted(names)))
