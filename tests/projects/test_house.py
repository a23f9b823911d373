"""The filters that templates of the house use."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation

from projects.templatetags.house import thousands


def test_large_numbers_are_written_in_groups_of_three():
    assert [thousands(n) for n in (None, "", 0, 999, 1000, 1234567)] == ["", "", "0", "999", "1,000", "1,234,567"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_days_and_moments_are_written_alike_in_both_languages_and_in_local_time(language):
    late = datetime(2026, 11, 30, 20, 5, tzinfo=UTC)
    said = Template("{% load house %}{{ on|day }} {{ at|day }} {{ at|moment }} {{ never|day }}{{ never|moment }}")
    with translation.override(language), timezone.override("Asia/Shanghai"):
        assert said.render(Context({"on": date(2026, 3, 2), "at": late})) == "2026-03-02 2026-12-01 2026-12-01 04:05 "


def test_no_template_writes_dates_in_a_way_of_its_own():
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    found = {path.name: re.findall(r"\|date(?!:'c')\b[^}]*", path.read_text(encoding="utf-8")) for path in templates}
    assert {name: ways for name, ways in found.items() if ways} == {}
