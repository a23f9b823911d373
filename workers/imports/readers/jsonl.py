"""JSONL: an object a line.

    {"text": "…"}  or  {"image": "photos/a.jpg"}       what is labelled; a file by the name of its medium
    {"turns": [{"speaker": "…", "text": "…", "time": 3.5}, …]}       a dialogue; speaker and time may be left out
    "id", "name"                                       of the task; without an id, its file and line are its id
    "prompt": …, "responses": […]                      responses of language models, see `workers.imports.responses`
    "predictions": [{"model": "…", "version": "…", "value": {…}}, …]  what models suggest, see `annotation.predictions`
    "meta": {…}, "context": …, anything else           kept with the task

The lines of a release have the same keys, with the content's hash beside it, which an import compares, and with the
answers as `annotations`, see `workers.imports.answers`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotation.turns import joined
from projects.media import EXAMINERS
from projects.schema import MEDIA
from workers.imports import responses
from workers.imports.encodings import Line
from workers.imports.rows import Fault, Options, Row, checked

# What a release says of a task besides its content. Only there are they left out of what is kept.
RELEASED = {"media", "text_sha256", "annotations", "consensus"}

# Whole numbers beyond 64 bits would be rounded when they are read.
LEAST, MOST = -(2**63), 2**64 - 1
LONG_NUMBER = re.compile(r"\d{19}")


def read(lines: Iterable[Line], options: Options) -> Iterator[Row | Fault]:
    annotated = 0
    for line in lines:
        if line.fault:
            yield Fault.of(line.fault, line.number)
        elif line.text.strip():
            found = row_of(line, options.media)
            if isinstance(found, Row) and not options.answers:
                annotated += found.annotated
                found.answers = []
            yield found
    if annotated:
        message = ngettext(
            "%(count)d line carries answers. Its task was imported, the answers were left out, as chosen.",
            "%(count)d lines carry answers. Their tasks were imported, the answers were left out, as chosen.",
            annotated,
        )
        yield Fault(None, "annotations", message % {"count": annotated}, refused=False)


def row_of(line: Line, media: str) -> Row | Fault:
    try:
        found = orjson.loads(line.text)
    except orjson.JSONDecodeError as error:
        message = _("This is not JSON from column %(column)d on. Every line must be one complete object.")
        return Fault(line.number, "bad_json", message % {"column": error.colno})
    if not isinstance(found, dict):
        return Fault(line.number, "bad_json", _('A line must be an object, such as {"text": "…"}.'))
    if LONG_NUMBER.search(line.text) and (number := rounded(line.text)):
        message = _("The number %(number)s is too long to be kept exactly. Put it into quotation marks.")
        return Fault(line.number, "bad_number", message % {"number": number})
    row = Row(line=line.number)
    row.predictions = found.pop("predictions", None) or []
    if not isinstance(row.predictions, list):
        message = _('“predictions” must be a list such as [{"model": "…", "version": "…", "value": {…}}].')
        return Fault(line.number, "bad_predictions", message)
    fault = _dialogue(row, found, media) or _content(row, found, media) or _identity(row, found)
    if fault:
        return Fault(line.number, *fault)
    meta = found.pop("meta", None)
    if isinstance(meta, dict):
        row.meta = meta | found | row.meta
    elif meta is None:
        row.meta = found | row.meta
    else:
        return Fault(line.number, "bad_meta", _('“meta” must be an object such as {"source": "…"}.'))
    return checked(row)


def rounded(text: str) -> str:
    """The first whole number in JSON that is longer than what is kept, cut to be shown; "" when there is none."""
    found: list[str] = []

    def look(digits: str) -> int:
        if len(digits) > 20 or not LEAST <= int(digits) <= MOST:
            found.append(digits if len(digits) <= 30 else f"{digits[:29]}…")
        return 0

    try:
        json.loads(text, parse_int=look)
    except RecursionError:  # nested deeper than this reader goes, and as deep as the other one
        return ""
    return found[0] if found else ""


def _dialogue(row: Row, found: dict[str, Any], media: str) -> tuple[str, str] | None:
    """Put the turns together to one text. Beside a text they are facts like any other."""
    if media != "text" or "turns" not in found or found.get("text") is not None:
        return None
    turns = found.pop("turns")
    if not isinstance(turns, list) or not turns:
        return "bad_turns", _('“turns” must be a list such as [{"speaker": "…", "text": "…"}], with at least one turn.')
    for number, turn in enumerate(turns, start=1):
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
            return "bad_turns", _("Turn %(number)d has no “text”, which must be a string.") % {"number": number}
        if not isinstance(turn.get("speaker", ""), str):
            return "bad_turns", _("The “speaker” of turn %(number)d must be a string.") % {"number": number}
        if isinstance(turn.get("time"), bool) or not isinstance(turn.get("time", 0), (int, float, str)):
            message = _("The “time” of turn %(number)d must be a number of seconds or a string.")
            return "bad_turns", message % {"number": number}
    found["text"], row.meta["turns"] = joined(turns)
    return None


def _content(row: Row, found: dict[str, Any], media: str) -> tuple[str, str] | None:
    """Take what is labelled out of the object."""
    medium = found.get("media")  # of a line that is none of a release: anything
    released = isinstance(medium, str) and medium in MEDIA and "annotations" in found
    named = [name for name in EXAMINERS if found.get(name) is not None]
    key = media if media in EXAMINERS else next(iter(named), "image")
    both = found.get("text") is not None and bool(named)  # the other one is context
    if media == "text":
        try:
            prompt = responses.take(found)
        except responses.Unreadable as unreadable:
            return "bad_responses", str(unreadable)
        found |= {} if prompt is None else {"text": prompt}
    text = found.pop("text", None) if media == "text" or not both else None
    file = found.pop(key, None) if media != "text" or not both else None
    if released:
        row.annotated = bool(found["annotations"])
        row.answers = found["annotations"] if isinstance(found["annotations"], list) else []
        row.sha256 = str(found.get("text_sha256") or "")
        for key in RELEASED:
            found.pop(key, None)
    if isinstance(file, dict):
        row.sha256 = str(file.get("sha256") or "")
        file = file.get("file")
    if text is None and file is None:
        return "no_content", _("There is neither “text” nor “%(key)s” in the object.") % {"key": key}
    if text is not None and not isinstance(text, str):
        return "bad_text", _("“text” must be a string.")
    if file is not None and not (isinstance(file, str) and file):
        message = _("“%(key)s” must be the name of a file that is imported with this one.")
        return f"bad_{key}", message % {"key": key}
    row.text, row.file = text, file or ""
    return None


def _identity(row: Row, found: dict[str, Any]) -> tuple[str, str] | None:
    own = found.pop("id", None)
    if own is not None and (isinstance(own, bool) or not isinstance(own, (str, int))):
        return "bad_id", _("“id” must be a string or a whole number.")
    row.id = "" if own is None else str(own)
    if isinstance(found.get("name"), str):
        row.name = found.pop("name")
    return None
