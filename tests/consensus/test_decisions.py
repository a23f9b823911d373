"""What every kind's consensus keeps to: the answer where all agree, the same whoever says what, and an answer that may
be given to the question."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.kinds import KINDS, Subject, check_part, check_value, checked
from workers.deciding import decide
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


# name -> (schema, subject, random -> the answers of one person)
CASES = {
    "ranking": (asked("text", "ranking"), RESPONSES, lambda random: of_ranking(random, ties=False)),
    "ranking with ties": (asked("text", "ranking", ties=True), RESPONSES, lambda random: of_ranking(random, ties=True)),
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
    body = CASES[case][0]
    options = {field.name: field for field in checked(body).fields}["f"]
    given = {who: answer["f"] for who, answer in answers.items()}
    return decide(KINDS[options.kind], given, context=Context(answers, options))


def plain(value):
    """Without what is nobody's answer: ids, and in which order somebody saw the responses."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items() if key not in ("id", "shown")}
    return [plain(part) for part in value] if isinstance(value, list) else value


seeds, peoples = st.integers(0, 2**31), st.integers(2, 5)


@pytest.mark.parametrize("case", CASES)
@given(seed=seeds, people=peoples)
def test_where_all_say_the_same_that_is_it(case, seed, people):
    body, subject, _ = CASES[case]
    answers = drawn(case, seed, people, spread=0)
    found = decided(case, dict(enumerate(answers)))
    assert found.confidence == pytest.approx(1)
    value = check_part(body, answers[0] | {"f": found.value}, subject)["f"]
    assert sorted(map(str, plain([value]))) == sorted(map(str, plain([answers[0]["f"]])))


@pytest.mark.parametrize("case", CASES)
@given(seed=seeds, people=peoples, data=st.data())
def test_it_does_not_matter_who_says_what(case, seed, people, data):
    answers = drawn(case, seed, people)
    turned = data.draw(st.permutations(answers))
    assert decided(case, dict(enumerate(turned))) == decided(case, dict(enumerate(answers)))


@pytest.mark.parametrize("case", CASES)
@given(seed=seeds, people=peoples, spread=st.sampled_from([0.3, 0.6, 1.0]))
def test_it_is_an_answer_to_the_question(case, seed, people, spread):
    body, subject, _ = CASES[case]
    answers = drawn(case, seed, people, spread)
    found = decided(case, dict(enumerate(answers)))
    assert 0 <= found.confidence <= 1
    if found.value is not None:
        assert check_part(body, answers[0] | {"f": found.value}, subject)


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
