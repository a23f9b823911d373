"""JSON from outside, before anything else looks at it: whatever passes here can be stored and answered."""

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
    level = [data]
    for _depth in range(DEEPEST + 1):
        if any(isinstance(value, str) and "\0" in value for value in level):
            raise Problem(_("The character U+0000 cannot be stored. Remove it."), code="bad_character")
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return data
    raise Problem(_("The text is nested deeper than %(levels)d levels.") % {"levels": DEEPEST}, code="too_deep")


def _inside(value: Any) -> list[Any]:
    """What one level down holds: the keys of an object count as its content."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []
