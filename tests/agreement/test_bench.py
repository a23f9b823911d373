"""`manage.py bench agreement` measures what it says, with the same answers as those it is compared with."""

import pytest

from workers.bench import agreement, peers
from workers.bench.peers.data import ANNOTATORS, LABELS, answers, boxes, spans

pytestmark = pytest.mark.once


def test_every_row_is_measured_beside_a_peer_in_the_same_run():
    figures = list(agreement.measure({"with_peers": False, "small": True}))
    assert all(figure.value > 0 for figure in figures)
    beside = {figure.peer: figure.ratio for figure in figures if figure.peer_value}
    assert {"krippendorff", "scikit-learn", "seqeval"} <= set(beside)
    assert all(ratio > 0 for ratio in beside.values())


def test_a_peer_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setitem(peers.PACKAGES, "alpha", {"no_such_module": "no-such-package"})
    assert peers.ask("alpha", 1000, folder=tmp_path) is None


def test_both_sides_measure_the_same_thing(tmp_path):
    found = peers.ask("alpha", 5000, folder=tmp_path)
    data = answers(5000)
    assert agreement.alpha(agreement.counts_of(data.unit, data.label, LABELS)) == pytest.approx(
        found["value"], abs=1e-9
    )


def test_the_answers_are_what_they_claim():
    data = answers(20_000)
    assert data.annotator.max() < ANNOTATORS
    pairs = set(zip(data.unit.tolist(), data.annotator.tolist(), strict=True))
    assert len(pairs) == len(data.unit)  # nobody answers twice
    assert len(boxes(50).box) == len(boxes(50).document)
    assert (spans(50).end > spans(50).start).all()
