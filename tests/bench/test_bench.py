"""`manage.py bench` runs to its end and says what it measured, at sizes that measure nothing."""

import io
import json

import pytest

from workers.bench.report import Figure, show
from workers.management.commands.bench import SUBJECTS
from workers.services.console import Stop  # what a subject raises when a part of it fails

pytestmark = pytest.mark.once

KEYS = {"work", "value", "unit", "peer", "peer_value", "ratio"}
TINY = [
    ("agreement", {"with_peers": False, "small": True}),
    ("exchange", {"texts": 40, "images": 2, "tasks": 20, "database": "SQLite"}),
    ("fresh", {"rate": 10, "seconds": 3, "database": "SQLite"}),
    ("labelling", {"small": True, "only": "polygons", "with_peers": False}),
    ("labelling", {"small": True, "only": "audio", "with_peers": False}),
    ("quality", {"answers": 300, "requests": 2, "database": "SQLite"}),
    ("queue", {"clients": 2, "seconds": 1, "tasks": 2000, "database": "SQLite"}),
]


@pytest.mark.parametrize(("subject", "options"), TINY, ids=[f"{name} {of.get('only', '')}" for name, of in TINY])
def test_a_subject_measures_in_lines_for_programs_and_in_a_table_for_people(subject, options):
    try:
        figures = list(SUBJECTS[subject].measure(options))
    except Stop as stop:
        pytest.fail(str(stop))
    lines, table = io.StringIO(), io.StringIO()
    show(figures, lines, as_json=True)
    show(figures, table, as_json=False)
    docs = [json.loads(line) for line in lines.getvalue().splitlines()]
    head, *rows = table.getvalue().splitlines()
    assert len(docs) == len(rows) == len(figures) > 2
    for doc, row in zip(docs, rows, strict=True):
        assert set(doc) == KEYS
        assert doc["work"] in row
        assert doc["unit"] in row
        assert doc["value"] > 0
        assert (doc["ratio"] is None) == (doc["peer_value"] is None)
    assert head.split()[:4] == ["work", "value", "unit", "peer"]
    assert any(doc["peer"] for doc in docs)


def test_the_ratio_is_the_value_over_the_peers():
    out = io.StringIO()
    show([Figure("导出 boxes", 30.0, "tasks/s", "reading alone", 120.0), Figure("alone", 5.0, "s")], out, as_json=False)
    head, first, second = out.getvalue().splitlines()
    assert first.split() == ["导出", "boxes", "30", "tasks/s", "reading", "alone", "120", "0.25"]
    assert second.split() == ["alone", "5", "s"]
    assert head.index("value") == first.index("30") + 2  # two characters of the name are twice as wide
