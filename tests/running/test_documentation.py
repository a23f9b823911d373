"""What can be set and called is written down, and what is written down is there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from config.environment import SETTINGS

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def documented_settings():
    section = OPERATIONS.partition("\n## Settings")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)


def test_each_setting_is_documented_and_each_documented_one_exists():
    assert documented_settings() == [setting.name for setting in SETTINGS]


def test_settings_are_read_from_the_environment_in_one_place_only():
    for folder in ("config", "projects", "annotation", "workers"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.name not in ("environment.py", "bootstrap.py") and "services" not in path.parts:
                named = re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", path.read_text())
                assert set(named) <= {"DJANGO_SETTINGS_MODULE", "XDG_RUNTIME_DIR"}, path


def test_each_command_the_guide_names_exists():
    named = set(re.findall(r"manage\.py ([a-z_]+)", OPERATIONS))
    assert named
    assert named <= set(get_commands())


def test_our_own_test_command_stands_before_djangos():
    assert get_commands()["test"] == "workers"
