"""Real sets of answers, where they lie beside the checkout."""

import csv
from collections.abc import Iterator
from pathlib import Path

SETS = Path(__file__).parents[2] / "shared" / "data" / "agreement"


def read_set(name: str) -> Iterator[dict[str, str]]:
    """The rows of a real set, or nothing where it is absent."""
    path = SETS / f"{name}.csv"
    if path.exists():
        with path.open(newline="") as file:
            yield from csv.DictReader(file)
