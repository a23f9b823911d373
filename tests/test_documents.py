"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    path
    for folder in (
        ROOT,
        ROOT / "docs",
        ROOT / "docs" / "decisions",
        ROOT / "requirements",
        ROOT / "workers" / "samples",
    )
    for path in folder.glob("*.md")
)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
FILE = re.compile(r"`((?:projects|annotation|workers|config|static|tests|docs|templates)/[\w./-]+\.\w+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_named_files_exist(document):
    text = document.read_text(encoding="utf-8")
    linked = [document.parent / target for target in LINK.findall(text) if "://" not in target]
    named = [ROOT / name for name in FILE.findall(text) if "NAME" not in name and "NNNN" not in name]
    missing = [str(path) for path in (*linked, *named) if not path.exists()]
    assert not missing


def test_there_are_documents():
    assert ROOT / "README.md" in DOCUMENTS
