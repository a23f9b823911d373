"""JSON from outside, before anything else looks at it: whatever passes here can be stored and answered."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.utils.translation import gettext as _

from projects.problems import Problem

DEEPEST = 64  # levels; what we store needs seven, and much more breaks those who read it


def read_json(text: str | bytes) -> Any:
    """The value of a text. Problem: it is not JSON, nested too deep, or holds what the database cannot store."""
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = _("The text is not JSON from line %(line)d, column %(column)d on.")
        raise Problem(message % {"line": error.lineno, "column": error.colno}, code="bad_json") from error
    for depth, level in enumerate(levels(data)):
        if depth > DEEPEST:
            raise Problem(too_deep(), code="too_deep")
        if any(isinstance(value, str) and "\0" in value for value in level):
            raise Problem(_("The character U+0000 cannot be stored. Remove it."), code="bad_character")
    return data


def too_deep() -> str:
    return _("The text is nested deeper than %(levels)d levels. Make it flatter.") % {"levels": DEEPEST}


def levels(data: Any) -> Iterator[list[Any]]:
    """All that JSON holds, one level after the other: however deep it goes, nothing calls itself."""
    level = [data]
    while level:
        yield level
        level = [inner for value in level for inner in _inside(value)]


def _inside(value: Any) -> list[Any]:
    """What one level down holds: the keys of an object count as its content."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []
