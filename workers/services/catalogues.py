"""Translations as Django reads them: `.mo` beside each `.po`, without the gettext tools."""

from pathlib import Path

import polib


def compile_all(locale: Path) -> int:
    """Compile each catalogue that is newer than its compiled form; the number of those."""
    stale = [po for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) if is_stale(po)]
    for po in stale:
        polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
    return len(stale)


def is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime <= po.stat().st_mtime
