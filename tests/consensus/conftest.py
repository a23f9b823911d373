"""Real answers where they lie beside the checkout, and printed or simulated ones that stand for them."""

import json
from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from tests.real_sets import read_set

Documents = list[dict[int, list[dict[str, Any]]]]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20261123)


@pytest.fixture
def pedestrians(rng) -> Documents:
    """Boxes by image and annotator. Where the real ones are absent: people who miss, invent and draw carelessly."""
    images: dict[str, dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in read_set("branson2017_pedestrian_boxes"):
        boxes = images[row["task"]][int(row["worker"]) + 1]
        if row["x"]:
            x, y, w, h = (float(row[name]) for name in ("x", "y", "sx", "sy"))
            boxes.append({"label": "ped", "x": x - w / 2, "y": y - h / 2, "width": w, "height": h})
    return list(images.values()) or [drawn_boxes(rng) for _ in range(120)]


def drawn_boxes(rng, people=6) -> dict[int, list[dict[str, Any]]]:
    there = [(100.0 * i, 50.0, 40.0, 80.0) for i in range(int(rng.integers(1, 6)))]
    answers = {}
    for who in range(1, people + 1):
        seen = [box for box in there if rng.random() < 0.85] + [(900.0, 900.0, 40.0, 80.0)] * int(rng.random() < 0.1)
        moved = [np.array(box) + rng.normal(0, 5, 4) for box in seen]
        names = ("x", "y", "width", "height")
        answers[who] = [{"label": "ped"} | dict(zip(names, box.tolist(), strict=True)) for box in moved]
    return answers


@pytest.fixture
def highlights(rng) -> Documents:
    """Highlighted events by sentence and annotator, from the first to the last event word that a highlight holds."""
    sentences: dict[str, dict[int, list[dict[str, Any]]]] = defaultdict(dict)
    for row in read_set("crowdtruth_event_spans"):
        words = [part.split("__") for part in row["events"].split("###")]
        marked = json.loads(row["tagged_events"]) if row["tagged_events"].startswith('["') else []
        spans = []
        for text in marked:
            ends = [(int(start), int(end)) for word, start, end in words if word in text]
            if ends:
                spans.append({"label": "event", "start": min(ends)[0], "end": max(end for _, end in ends)})
        sentences[row["task"]][int(row["worker"]) + 1] = spans
    return list(sentences.values()) or [marked_spans(rng) for _ in range(60)]


def marked_spans(rng, people=8) -> dict[int, list[dict[str, Any]]]:
    there = [(20 * i, 20 * i + 8) for i in range(int(rng.integers(1, 5)))]
    return {
        who: [
            {"label": "event", "start": start, "end": end + 4 * int(rng.random() < 0.3)}
            for start, end in there
            if rng.random() < 0.8
        ]
        for who in range(1, people + 1)
    }
