"""Real answers of many annotators; where a set is absent, the printed table that stands for it."""

import numpy as np
import pytest

from tests.agreement.test_published import counts_of
from workers.agreement import Counts, Tally, ac1, alpha, multi_pi
from workers.agreement.regions import Criterion, contribution, f1_estimate, mean_estimate
from workers.matching import box_overlaps

HALF = Criterion("f1_50", 0.5, mean="mean_iou")


def boxes_alike(one, two):
    corners = [[(r["x"], r["y"], r["width"], r["height"]) for r in regions] for regions in (one, two)]
    return box_overlaps(*corners)


@pytest.mark.parametrize(
    "name, expected, printed, printed_values",
    [
        ("snow2008_rte", (0.242, 0.273), "gwet_distrib6raters", (0.4204384, 0.4448007)),
        ("welinder2010_bluebirds", (0.126, 0.222), "gwet_cont3x3abstractors", (0.7972585, 0.8493305)),
    ],
)
def test_alpha_and_ac1_of_a_real_set(name, expected, printed, printed_values, labels_of, published):
    units = labels_of(name)
    counts = Counts.of(units) if units else counts_of(published[printed])
    wanted, tolerance = (expected, 1e-3) if units else (printed_values, 1e-6)
    assert (alpha(counts), ac1(counts)) == pytest.approx(wanted, abs=tolerance)


def test_the_table_of_a_real_set_stays_small(labels_of, published):
    units = labels_of("snow2008_rte")
    counts = Counts.of(units) if units else counts_of(published["fleiss1971_psychiatric_30x6"])
    n, raters = (len(units), 10) if units else (30, 6)
    assert counts.to_rows().units.sum() == n
    assert set(counts.to_rows().raters) == {raters}
    assert len(counts) < n
    assert 1 - (1 - multi_pi(counts)) * (1 - 1 / (n * raters)) == pytest.approx(alpha(counts), abs=1e-12)


def test_pedestrian_boxes(pedestrians):
    """Where the set is absent: one image, three people, worked by hand below."""
    ours = [
        {
            1: [box(0, 0, 10, 10), box(50, 50, 10, 10)],
            2: [box(0, 0, 10, 8), box(90, 90, 5, 5)],
            3: [],
        }
    ]
    tally = Tally()
    for image in pedestrians or ours:
        tally.merge(contribution(image, boxes_alike, [HALF]))
    f1, mean = f1_estimate(tally, HALF), mean_estimate(tally, HALF)
    # By hand: of 8 boxes in three pairs one pair matches, with IoU 80 / 100.
    wanted = (0.8453, 0.7533) if pedestrians else (2 * 1 / 8, 0.8)
    assert (f1.value, mean.value) == pytest.approx(wanted, abs=5e-5)
    if pedestrians:
        assert f1.low < f1.value < f1.high
        assert f1.high - f1.low < 0.03


def box(x, y, width, height):
    return {"label": "ped", "x": x, "y": y, "width": width, "height": height}


def test_interval_of_boxes_holds_what_resampled_images_say(pedestrians, rng):
    """The delta method against the bootstrap it stands for."""
    images = pedestrians[:300] or [
        {1: [box(0, 0, 10, 10)] * n, 2: [box(0, 0, 10, 10 - 6 * (n % 2))] * n} for n in range(1, 41)
    ]
    parts = [contribution(image, boxes_alike, [HALF]) for image in images]
    matched = np.array([part.rows.get(("sums", "regions", "", "f1_50"), 0) for part in parts])
    regions = np.array([part.rows.get(("sums", "regions", "", "n"), 0) for part in parts])
    tally = Tally()
    for part in parts:
        tally.merge(part)
    found = f1_estimate(tally, HALF)
    drawn = rng.multinomial(len(images), np.full(len(images), 1 / len(images)), size=2000)
    low, high = np.quantile(2 * (drawn @ matched) / (drawn @ regions), [0.025, 0.975])
    width = high - low
    assert found.value == pytest.approx(2 * matched.sum() / regions.sum())
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.15 * width)
