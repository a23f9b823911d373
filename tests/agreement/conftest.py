"""Data with known answers: printed tables carried here, and real sets where they lie beside the checkout."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.real_sets import read_set

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def published() -> dict[str, Any]:
    """Printed examples by name; see published.json for their sources."""
    return json.loads((HERE / "published.json").read_text())


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20261123)


@pytest.fixture
def labels_of():
    """name -> the labels of each task of a real set of `task,worker,label`, or [] where it is absent."""

    def read(name: str) -> list[list[str]]:
        tasks: dict[str, list[str]] = defaultdict(list)
        for row in read_set(name):
            tasks[row["task"]].append(row["label"])
        return list(tasks.values())

    return read


@pytest.fixture
def pedestrians() -> list[dict[int, list[dict[str, Any]]]]:
    """Real boxes by image and annotator, or [] where they are absent. A row without numbers says: no pedestrian."""
    images: dict[str, dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in read_set("branson2017_pedestrian_boxes"):
        boxes = images[row["task"]][int(row["worker"]) + 1]
        if row["x"]:
            x, y, w, h = (float(row[name]) for name in ("x", "y", "sx", "sy"))
            boxes.append({"label": "ped", "x": x - w / 2, "y": y - h / 2, "width": w, "height": h})
    return list(images.values())
