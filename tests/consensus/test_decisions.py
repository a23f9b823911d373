"""What every kind's consensus keeps to: the answer where all agree, the same whoever says what, and an answer that may
be given to the question."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.kinds import KINDS, Subject, check_part, check_value, checked
from workers.deciding import METHODS, decide
from workers.measures import Context

KEYS = ["a", "b", "c", "d"]


def of_ranking(random, ties):
    keys = random.sample(KEYS, len(KEYS))
    places = []
    for key in keys:
        if places and ties and random.random() < 0.4:
            places[-1].append(key)
        else:
            places.append([key])
    return {"f": [place[0] if len(place) == 1 else place for place in places]}


def of_preference(random):
    winner = random.choice([*KEYS, "tie"])
    strength = {} if winner == "tie" else {"strength": random.randint(1, 3)}
    return {"f": {"winner": winner, "shown": random.sample(KEYS, len(KEYS))} | strength}


RESPONSES = Subject(text="?", responses=dict.fromkeys(KEYS, "…"))


def asked(media, kind, **options):
    return {"media": media, "fields": [{"name": "f", "kind": kind, **options}]}


def some(random, things):
    """Most of these things: everybody overlooks one now and then, and finds one that is not there."""
    seen = [thing for thing in things if random.random() < 0.85]
    return [seen[0], *seen] if seen and random.random() < 0.1 else seen


def regions(random, things, make):
    found = [
        {"id": f"r{n}", "label": random.choice(["甲", "甲", "甲", "乙"])} | make(thing)
        for n, thing in enumerate(things)
    ]
    return {"f": found}


def near(random, *numbers, by=3.0):
    return [number + random.choice([0.0, random.uniform(-by, by)]) for number in numbers]


def said(random):
    """Attributes, of which one waits for another."""
    found = {"sure": random.random() < 0.7, "size": random.choice([1, 2, 2.5])}
    return {"attributes": found | ({"why": random.choice(["近", "近处", "远"])} if found["sure"] else {})}


ATTRIBUTES = [
    {"name": "sure", "kind": "switch"},
    {"name": "why", "kind": "text", "required": True, "visible_when": [{"attribute": "sure", "equals": True}]},
    {"name": "size", "kind": "number"},
]
LABELS = {"labels": [{"name": "甲"}, {"name": "乙"}]}
PICTURE = Subject(width=400, height=300)
PLACES = [(60, 60), (150, 80), (250, 150), (320, 220), (80, 220)]


def of_boxes(random, turned=True):
    def make(place):
        x, y, width, height = near(random, place[0], place[1], 60.0, 30.0)
        turn = random.choice([0.0, random.uniform(-5, 5), 178.0, -179.0, 90.0]) if turned else 0.0
        if turn == 90.0:
            x, y, width, height = x + (width - height) / 2, y + (height - width) / 2, height, width
            turn += random.uniform(-3, 3)
        return {"x": x, "y": y, "width": width, "height": height, "rotation": turn} | said(random)

    return regions(random, some(random, PLACES), make)


def of_ellipses(random):
    def make(place):
        names = ("x", "y", "rx", "ry", "rotation")
        return dict(zip(names, near(random, *place, 40.0, 20.0, random.choice([0.0, 180.0])), strict=True))

    return regions(random, some(random, PLACES), make)


def of_points(random, together=1):
    def make(place):
        return {"points": [near(random, place[0] + 15 * n, place[1]) for n in range(random.randint(1, together))]}

    return regions(random, some(random, PLACES), make)


def of_skeletons(random):
    def make(place):
        joints = {
            name: [*near(random, place[0] + 20 * n, place[1] + 10 * n), random.choice([0, 1, 2, 2])]
            for n, name in enumerate(["head", "hand", "foot"])
        }
        return {"joints": joints | {"head": [*joints["head"][:2], 2]}}

    return regions(random, some(random, PLACES), make)


def of_lines(random, corners=4):
    def make(place):
        steps = [(0, 0), (40, 0), (40, 30), (0, 30)][:corners]
        return {"points": [near(random, place[0] + x, place[1] + y) for x, y in steps]}

    return regions(random, some(random, PLACES), make)


def of_segments(random, overlapping=False, **more):
    """Stretches of which one often follows another at once."""
    found, at = [], 0.0
    while at < 18:
        end = min(round(at + random.choice([1.0, 2.0, 2.0, random.uniform(0.5, 3)]), 3), 20.0)
        if random.random() < 0.8:
            start = max(at - 1, 0.0) if overlapping else at
            found.append({"start": start, "end": end, "text": random.choice(["你好", "你好吗", "您好"])} | more)
        at = end + random.choice([0.0, 0.0, 0.25])
    value = regions(random, found, lambda one: one | said(random))
    for one in value["f"] if more else []:
        one["channel"] = random.choice(["1", "2"])
    return value


def of_spans(random):
    def make(start):
        end = start + random.choice([2, 2, 3])
        return {"start": start, "end": end} | said(random)

    starts = sorted({min(6 * n + random.choice([0, 0, 1]), 16) for n in range(3)})
    return regions(random, dict.fromkeys(some(random, starts)), make)


def of_relations(random):
    spans = [
        {
            "id": f"s{n}",
            "label": random.choice(["PER", "PER", "ORG"]),
            "start": start,
            "end": start + random.choice([2, 2, 3]),
        }
        for n, start in enumerate([0, 5, 10])
    ]
    ends = [(a["id"], b["id"]) for a in spans for b in spans if a is not b]
    drawn = random.sample(ends, random.randint(0, 3))
    pairs = {}
    for head, tail in drawn:
        label = random.choice(["knows", "works"])
        key = (label, *sorted((head, tail))) if label == "knows" else (label, head, tail)
        pairs.setdefault(key, {"label": label, "from": head, "to": tail})
    return {"spans": spans, "f": [{"id": f"r{n}"} | one for n, one in enumerate(pairs.values())]}


def of_tracks(random, shape="box", turned=False):
    def place(x, y, frame):
        x, y = near(random, x + frame, y)
        if shape == "points":
            return {"points": [[x, y], [x + 20, y + 10]]}
        turn = random.choice([0.0, 10.0, 175.0, 185.0]) if turned else 0.0
        width, height = near(random, 50.0, 40.0)
        return {"x": x, "y": y, "width": width, "height": height, "rotation": turn}

    def make(at):
        first = random.choice([0, 0, 3])
        frames = [first, *sorted(random.sample(range(first + 1, 50), random.randint(0, 4)))]
        keys = [{"frame": frame} | place(*at, frame) for frame in frames]
        for key in keys[1:]:
            key |= {"outside": True} if random.random() < 0.15 else {}
        for key in keys:
            key |= {"occluded": True} if random.random() < 0.2 else {}
            key |= (
                {"attributes": {"pose": random.choice(["站", "坐"])}} if random.random() < 0.5 or key is keys[0] else {}
            )
        return {"keyframes": keys} | said(random)

    return regions(random, some(random, PLACES[:3]), make)


FILM = Subject(width=400, height=300, facts={"frames": 60})
POSE = {"name": "pose", "kind": "choice", "labels": [{"name": "站"}, {"name": "坐"}], "required": True}
TRACKS = {"attributes": [*ATTRIBUTES, POSE], "changing": ["pose"], **LABELS}
SPANS = {"name": "spans", "kind": "span", "labels": [{"name": "PER"}, {"name": "ORG"}]}
RULES = [{"label": "knows", "symmetric": True}, {"label": "works"}]
RELATIONS = asked("text", "relation", field="spans", labels=[{"name": "knows"}, {"name": "works"}], rules=RULES)
WITH_MORE = {"attributes": ATTRIBUTES, **LABELS}
JOINTS = {"joints": [{"name": name} for name in ("head", "hand", "foot")]}
SPOKEN = {"overlapping": False, "transcript": "required", "shortest": 0.2, **WITH_MORE}
SOUND, TEXT = Subject(duration=20.0, facts={"channels": 2}), Subject(text="甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")


# name -> (schema, subject, random -> the answers of one person)
CASES = {
    "ranking": (asked("text", "ranking"), RESPONSES, lambda random: of_ranking(random, ties=False)),
    "ranking with ties": (asked("text", "ranking", ties=True), RESPONSES, lambda random: of_ranking(random, ties=True)),
    "box": (asked("image", "box", **WITH_MORE), PICTURE, lambda random: of_boxes(random, turned=False)),
    "turned box": (asked("image", "box", **WITH_MORE), PICTURE, of_boxes),
    "few boxes": (asked("image", "box", maximum=6, **WITH_MORE), PICTURE, of_boxes),
    "ellipse": (asked("image", "ellipse", **LABELS), PICTURE, of_ellipses),
    "points": (asked("image", "points", **LABELS), PICTURE, of_points),
    "points together": (
        asked("image", "points", together=3, **LABELS),
        PICTURE,
        lambda random: of_points(random, together=3),
    ),
    "skeleton": (asked("image", "skeleton", **JOINTS, **LABELS), PICTURE, of_skeletons),
    "polygon": (asked("image", "polygon", **LABELS), PICTURE, of_lines),
    "polyline": (asked("image", "polyline", **LABELS), PICTURE, lambda random: of_lines(random, corners=3)),
    "segment": (asked("audio", "segment", **SPOKEN), SOUND, of_segments),
    "segment of a channel": (
        asked("audio", "segment", **(SPOKEN | {"by_channel": True})),
        SOUND,
        lambda random: of_segments(random, channel="1"),
    ),
    "overlapping segments": (
        asked("audio", "segment", transcript="optional", **WITH_MORE),
        SOUND,
        lambda random: of_segments(random, overlapping=True),
    ),
    "span": (asked("text", "span", overlapping=False, **WITH_MORE), TEXT, of_spans),
    "relation": (RELATIONS | {"fields": [*RELATIONS["fields"], SPANS]}, TEXT, of_relations),
    "track": (asked("video", "track", **TRACKS), FILM, of_tracks),
    "turned track": (asked("video", "track", **TRACKS), FILM, lambda random: of_tracks(random, turned=True)),
    "track of points": (
        asked("video", "track", shape="points", together=2, **TRACKS),
        FILM,
        lambda random: of_tracks(random, shape="points"),
    ),
    "preference": (asked("text", "preference", strengths=3), RESPONSES, of_preference),
}


def drawn(case, seed, people, spread=1.0):
    """Answers of several people, of which each says with a chance of `spread` what nobody else says."""
    body, subject, make = CASES[case]
    shared = Random(seed)
    common = shared.getrandbits(32)
    seeds = [shared.getrandbits(32) if shared.random() < spread else common for _ in range(people)]
    return [check_value(body, make(Random(one)), subject) for one in seeds]


def decided(case, answers):
    """annotator -> whole answer; returns the decision on the field f."""
    return decided_all(case, answers)["f"]


def decided_all(case, answers):
    fields = {field.name: field for field in checked(CASES[case][0]).fields}
    return {
        name: decide(
            KINDS[field.kind],
            {who: answer[name] for who, answer in answers.items()},
            context=Context(answers, field, fields),
        )
        for name, field in fields.items()
    }


def plain(value):
    """Without what is nobody's answer: ids, the order of regions, and in which order somebody saw the responses."""
    names = {one["id"]: str(one["start"]) for one in value.get("spans", [])}

    def of(part):
        if isinstance(part, dict):
            ends = {key: names[part[key]] for key in ("from", "to") if key in part}
            return {key: of(one) for key, one in part.items() if key not in ("id", "shown")} | ends
        return [of(one) for one in part] if isinstance(part, list) else part

    return {name: sorted(of(part), key=str) if is_regions(part) else of(part) for name, part in value.items()}


def is_regions(part):
    return isinstance(part, list) and all(isinstance(one, dict) for one in part)


seeds, peoples = st.integers(0, 2**31), st.integers(2, 5)


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=25, deadline=None)
@given(seed=seeds, people=peoples)
def test_where_all_say_the_same_that_is_it(case, seed, people):
    body, subject, _ = CASES[case]
    answers = drawn(case, seed, people, spread=0)
    found = decided_all(case, dict(enumerate(answers)))
    assert found["f"].confidence == pytest.approx(1)
    value = check_part(body, {name: one.value for name, one in found.items()}, subject)
    assert plain(value) == plain(answers[0])


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=25, deadline=None)
@given(seed=seeds, people=peoples, data=st.data())
def test_it_does_not_matter_who_says_what(case, seed, people, data):
    answers = drawn(case, seed, people)
    turned = data.draw(st.permutations(answers))
    assert decided(case, dict(enumerate(turned))) == decided(case, dict(enumerate(answers)))


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=25, deadline=None)
@given(seed=seeds, people=peoples, spread=st.sampled_from([0.3, 0.6, 1.0]))
def test_it_is_an_answer_to_the_question(case, seed, people, spread):
    body, subject, _ = CASES[case]
    answers = drawn(case, seed, people, spread)
    found = decided_all(case, dict(enumerate(answers)))
    assert 0 <= found["f"].confidence <= 1
    assert found["f"].method in METHODS
    if found["f"].value is not None:
        assert check_part(body, {name: one.value for name, one in found.items()}, subject)


def test_who_saw_the_responses_in_another_order_still_agrees():
    given = {1: {"winner": "a", "shown": ["a", "b"]}, 2: {"winner": "a", "shown": ["b", "a"]}}
    found = decide(KINDS["preference"], given)
    assert (found.value, found.confidence, found.method) == ({"winner": "a"}, 1, "majority")


def test_how_clearly_is_the_median_of_those_who_chose_it():
    given = {1: {"winner": "a", "strength": 1}, 2: {"winner": "a", "strength": 3}, 3: {"winner": "b", "strength": 3}}
    found = decide(KINDS["preference"], given)
    assert (found.value, found.confidence) == ({"winner": "a", "strength": 1}, pytest.approx(2 / 3))


def test_a_preference_with_as_many_for_either_ties():
    found = decide(KINDS["preference"], {1: {"winner": "a"}, 2: {"winner": "b"}})
    assert (found.value, found.confidence) == (None, 0.5)


def test_a_circle_of_orders_ties():
    found = decide(KINDS["ranking"], {1: ["a", "b", "c"], 2: ["b", "c", "a"], 3: ["c", "a", "b"]})
    assert (found.value, found.method) == (None, "kemeny")


def relation(head, tail, label="knows", number=1):
    return {"id": f"r{number}", "label": label, "from": head, "to": tail, "field": "spans"}


def span(name, start, end, label="PER"):
    return {"id": name, "label": label, "start": start, "end": end}


def test_relations_lead_from_span_to_span_of_the_consensus():
    """Three people, who call the spans as they like, and of whom one begins the first one later."""
    answers = {
        1: {"spans": [span("a", 0, 2), span("b", 5, 7)], "f": [relation("a", "b", "works")]},
        2: {
            "spans": [span("x", 0, 2), span("y", 5, 7)],
            "f": [relation("x", "y", "works"), relation("y", "x", "works")],
        },
        3: {"spans": [span("b", 0, 3), span("a", 5, 7), span("c", 9, 11)], "f": [relation("a", "c", "works")]},
    }
    found = decided_all("relation", answers)
    assert [(one["id"], one["start"], one["end"]) for one in found["spans"].value] == [("r1", 0, 2), ("r2", 5, 7)]
    assert found["f"].value == [relation("r1", "r2", "works", 3)]
    assert found["f"].confidence == pytest.approx(2 / 3)  # of three relations: two have it, and twice two have it not
    assert found["f"].method == "voted_relations"


def test_a_relation_without_direction_is_one_whichever_way_it_was_drawn():
    def answer(head, tail):
        return {"spans": [span("a", 0, 2), span("b", 5, 7)], "f": [relation(head, tail)]}

    found = decided("relation", {1: answer("a", "b"), 2: answer("b", "a"), 3: answer("b", "a")})
    assert found.value == [relation("r1", "r2", number=3)]
    assert found.confidence == 1


def a_box(x, **attributes):
    box = {"id": "r1", "label": "甲", "x": x, "y": 10.0, "width": 50.0, "height": 40.0, "rotation": 0.0}
    return {"f": [box | {"attributes": attributes}]}


def test_regions_carry_what_most_say_of_them():
    found = decided(
        "box",
        {
            1: a_box(10.0, sure=True, why="近", size=1),
            2: a_box(12.0, sure=True, why="远处"),
            3: a_box(14.0, sure=True, why="远"),
        },
    )
    [box] = found.value
    assert box["x"] == 12
    assert box["attributes"] == {"sure": True, "why": "远"}  # of three words the closest; one of three said a size


def test_what_is_asked_of_a_region_and_was_answered_by_nobody_who_agrees():
    """Two are sure and say why, two are not: as many, so off, and nothing is asked then."""
    sure, unsure = a_box(10.0, sure=True, why="近"), a_box(10.0, sure=False)
    found = decided("box", {1: sure, 2: sure, 3: unsure, 4: unsure})
    assert found.value[0]["attributes"] == {"sure": False}


def test_of_spans_that_may_not_overlap_the_one_that_most_have_is_there():
    one, two = {"f": [span("a", 0, 2, "甲")]}, {"f": [span("a", 0, 3, "乙")]}
    assert [each["label"] for each in decided("span", {1: one, 2: one, 3: two}).value] == ["甲"]
    assert decided("span", {1: one, 2: two}).value == []
