"""The locks narrow everything to one version with hashes, and name no address."""

import json
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"^([a-z0-9._-]+(?:\[[a-z,-]+\])?)==(\S+)", re.MULTILINE)


def pins(name):
    return dict(PINNED.findall((ROOT / "requirements" / f"{name}.txt").read_text()))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_names_an_address(lock):
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "no --index-url, --find-links or -e"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_each_package_of_a_lock_has_a_hash(lock):
    entries = re.split(r"^(?=\S)", lock.read_text(), flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_tests_run_on_the_versions_that_run():
    run, test = pins("run"), pins("test")
    assert len(run) > 20
    assert {name: test.get(name) for name in run} == run


def test_the_lock_of_the_browser_packages_names_no_address():
    text = (ROOT / "package-lock.json").read_text()
    assert "resolved" not in text
    packages = json.loads(text)["packages"]
    assert [path for path, package in packages.items() if path and "integrity" not in package] == []


def test_npm_is_told_to_keep_it_so():
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().splitlines()
