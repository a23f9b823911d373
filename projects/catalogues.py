"""Finds every text that the code shows to people, and keeps the Chinese catalogues in step with it.

Needs Babel, which only developers have; the running site reads compiled catalogues.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
APPS = ("projects", "annotation", "workers", "config")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sdf]|%[sd]|%%")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_Hans",
    "Plural-Forms": "nplurals=1; plural=0;",
}

# Texts of Django that its own Chinese lacks, or where it says 你 beside our 您. With their plurals.
OF_DJANGO = {
    "This password is too short. It must contain at least %d character.": (
        "This password is too short. It must contain at least %d characters."
    ),
    "Your password must contain at least %(min_length)d character.": (
        "Your password must contain at least %(min_length)d characters."
    ),
    "Your old password was entered incorrectly. Please enter it again.": "",
    "Your password can’t be too similar to your other personal information.": "",
    "Your password can’t be a commonly used password.": "",
    "Your password can’t be entirely numeric.": "",
}

Key = tuple[str | None, str]  # context, text


@dataclass
class Text:
    """One text to translate, and the files it is in."""

    plural: str = ""
    files: set[str] = field(default_factory=set)


def texts(domain: str) -> dict[Key, Text]:
    """All texts of a domain: `django` is Python and templates, `djangojs` is TypeScript."""
    found: dict[Key, Text] = {}
    for path, method, content in _sources() if domain == "django" else _scripts():
        # Babel's own names for the Python and the JavaScript reader.
        for _line, message, _comments, context in extract(
            method, io.BytesIO(content.encode()), KEYWORDS, options={"encoding": "utf-8", "jsx": True}
        ):
            text, plural = message[:2] if isinstance(message, tuple) else (message, "")
            entry = found.setdefault((context, text), Text())
            entry.plural = entry.plural or plural or ""
            entry.files.add(path.relative_to(ROOT).as_posix())
    if domain == "django":
        found |= {(None, text): Text(plural, {"projects/catalogues.py"}) for text, plural in OF_DJANGO.items()}
    return found


def _sources() -> Iterator[tuple[Path, str, str]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, "python", path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.*")):
        # What is not text to translate comes out as BBB; its indentation would not be Python's.
        lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines()
        yield path, "python", "\n".join(line.strip() for line in lines)


def _scripts() -> Iterator[tuple[Path, str, str]]:
    for path in sorted((ROOT / "static" / "src").rglob("*.ts*")):
        if not path.name.endswith(".test.ts"):
            yield path, "javascript", path.read_text(encoding="utf-8")


def catalogue(domain: str) -> polib.POFile:
    """The catalogue as it is in the tree; empty when there is none."""
    path = LOCALE / f"{domain}.po"
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)


def renewed(domain: str) -> polib.POFile:
    """The catalogue with exactly the texts of the code: known translations kept, new texts empty, old ones gone."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue(domain) if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = HEADER
    for (context, text), found in sorted(texts(domain).items(), key=lambda item: (min(item[1].files), item[0][1])):
        entry = polib.POEntry(
            msgctxt=context, msgid=text, msgid_plural=found.plural, occurrences=[(f, "") for f in sorted(found.files)]
        )
        old = known.get((context, text))
        if found.plural:
            entry.msgstr_plural = {0: (old.msgstr_plural.get(0) or old.msgstr) if old else ""}
        else:
            entry.msgstr = old.msgstr if old else ""
        if PLACEHOLDER.search(text):
            entry.flags = ["python-format"]
        if old is not None and old.fuzzy:
            entry.flags.append("fuzzy")
        fresh.append(entry)
    return fresh


def complaints(domain: str) -> list[str]:
    """What is wrong with a catalogue, a sentence each: texts missing, unused, doubtful or with other placeholders."""
    there = {(entry.msgctxt, entry.msgid): entry for entry in catalogue(domain) if not entry.obsolete}
    wanted = texts(domain)
    said = [f"{domain}.po: not used any more: {text!r}" for (_c, text) in there.keys() - wanted.keys()]
    said += [f"{domain}.po: obsolete entry: {entry.msgid!r}" for entry in catalogue(domain).obsolete_entries()]
    for (context, text), found in wanted.items():
        entry = there.get((context, text))
        translation = (entry.msgstr_plural.get(0, "") if found.plural else entry.msgstr) if entry else ""
        if not translation:
            said.append(f"{domain}.po: not translated: {text!r} ({min(found.files)})")
        elif entry is not None and entry.fuzzy:
            said.append(f"{domain}.po: marked fuzzy: {text!r}")
        elif not _same_places(found.plural or text, translation):
            said.append(f"{domain}.po: other placeholders: {text!r} → {translation!r}")
    return sorted(said)


def _same_places(text: str, translation: str) -> bool:
    return sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(translation))
