"""Regions that are sets of places: decided run by run, and the same as place by place."""

from itertools import combinations

import numpy as np
import pytest

from annotation.kinds import KINDS, rle
from workers.consensus import pixel_vote, staple
from workers.consensus.covers import covered_regions, place_staple, place_vote
from workers.deciding import decide


def pictures(rng, people, shape=(23, 17)):
    """Pictures of one thing, by people of whom each is careless in their own way."""
    truth = np.zeros(shape, dtype=bool)
    truth[5:15, 4:12] = True
    return [truth ^ (rng.random(shape) < slip) for slip in rng.uniform(0, 0.3, people)]


@pytest.mark.parametrize("people", [1, 2, 3, 4, 7])
def test_runs_are_decided_as_their_pixels_are(people, rng):
    masks = pictures(rng, people)
    edges = [rle.edges_in(mask) for mask in masks]
    for by_pixel, by_run in (
        (pixel_vote(masks), place_vote(edges)),
        (staple(masks), place_staple(edges, masks[0].size)),
    ):
        assert by_run.edges.tolist() == rle.edges_in(by_pixel.mask).tolist()
        assert by_run.confidence == pytest.approx(by_pixel.confidence, abs=1e-9)


def test_nothing_chosen_is_nothing():
    assert place_vote([np.array([3, 5]), np.array([7, 9])]).edges.tolist() == []


def masks(*drawn):
    """annotator -> the masks they painted, each a label and a picture."""
    return {
        who: [{"id": f"r{i}", "label": label} | KINDS["mask"].of_pixels(bits) for i, (label, bits) in enumerate(those)]
        for who, those in enumerate(drawn)
    }


def test_a_mask_is_what_the_careful_ones_painted(rng):
    truth = np.zeros((40, 40), dtype=bool)
    truth[10:30, 10:30] = True
    careful = [truth ^ (rng.random(truth.shape) < 0.01) for _ in range(2)]
    careless = [truth ^ (rng.random(truth.shape) < 0.3) for _ in range(2)]
    wrong = np.zeros_like(truth)
    wrong[0:3, 0:3] = True
    drawn = [[("road", bits)] for bits in (*careful, *careless)]
    drawn[3].append(("road", wrong))
    found = decide(KINDS["mask"], masks(*drawn))
    assert found.method == "staple"
    [region] = found.value  # one of four saw the other thing
    apart = (KINDS["mask"].pixels(region) ^ truth).sum()
    assert apart < min((bits ^ truth).sum() for bits in (*careful, *careless)) + 5
    assert apart < (pixel_vote([*careful, *careless]).mask ^ truth).sum()
    assert 0.8 < found.confidence < 1


def test_two_people_keep_the_pixels_of_both():
    one, two = np.zeros((2, 4, 4), dtype=bool)
    one[:, :3], two[:, 1:] = True, True
    found = decide(KINDS["mask"], masks([("road", one)], [("road", two)]))
    assert found.method == "voted_places"
    assert KINDS["mask"].pixels(found.value[0]).tolist() == (one & two).tolist()
    assert found.confidence == pytest.approx((8 + 8 * 0.5) / 16)


def test_a_span_in_parts_is_the_characters_that_most_marked():
    def span(*parts):
        whole = {"id": "r1", "label": "PER", "start": parts[0][0], "end": parts[-1][1], "text": "…"}
        return [whole | ({"parts": [list(part) for part in parts]} if len(parts) > 1 else {})]

    answers = {1: span((0, 2), (5, 7)), 2: span((0, 2), (5, 8)), 3: span((0, 8))}
    found = decide(KINDS["span"], answers)
    assert found.value == [{"id": "r1", "label": "PER", "start": 0, "end": 8, "parts": [[0, 2], [5, 8]]}]
    assert found.method == "voted_places"
    assert found.confidence == pytest.approx((2 * 1 + 3 * 2 / 3 + 2 * 1 + 1 * 2 / 3) / 8)


def test_where_no_place_has_enough_votes_one_person_s_region_stands_for_all():
    """Four people, of whom each two share one stretch alone: no character has three."""
    kind, stretches = KINDS["span"], {pair: 3 * at for at, pair in enumerate(combinations(range(4), 2))}
    parts = [[[at, at + 2] for pair, at in stretches.items() if who in pair] for who in range(4)]
    answers = {
        who: [{"id": "r1", "label": "PER", "start": mine[0][0], "end": mine[-1][1], "parts": mine}]
        for who, mine in enumerate(parts)
    }
    [found] = covered_regions(answers, kind.similarity, kind.runs, kind.of_runs, alike=0.1)
    assert found.by == (0, 1, 2, 3)
    assert found.region["parts"] in parts


def test_the_edges_of_a_region_give_the_region_again():
    for name in ("mask", "span"):
        kind = KINDS[name]
        assert kind.runs is not None
        example = kind.example(kind.options(name="f", kind=name, labels=[{"name": "PER"}]))
        made = [kind.of_runs(kind.runs(region), region) for region in example]
        shown = ("start", "end", "parts", "size", "counts", "box")
        assert made == [{key: region[key] for key in shown if key in region} for region in example]
