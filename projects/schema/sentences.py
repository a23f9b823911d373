"""Errors of pydantic as sentences, with the place as a person writes it."""

from typing import Any

from django.utils.translation import gettext as _


def place(loc: tuple[int | str, ...]) -> str:
    """Where, as a person writes it: ("fields", 0, "labels", 2, "color") -> fields[0].labels[2].color"""
    path = ""
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return path


def sentence(error: Any) -> str:
    """A pydantic error as a sentence in the reader's language."""
    where = place(error["loc"]) or _("the body")
    context = error.get("ctx", {})
    given = error.get("input")
    shown = given if isinstance(given, (str, int, float)) and len(str(given)) <= 60 else type(given).__name__
    match error["type"]:
        case "missing":
            why = _("is missing")
        case "extra_forbidden":
            why = _("is not known here; remove it")
        case "value_error":
            why = f"({shown}): {context.get('error', error['msg'])}"
        case "literal_error" | "enum":
            why = _("is %(shown)s, but must be one of %(expected)s") % {
                "shown": shown,
                "expected": context.get("expected"),
            }
        case "too_short" | "string_too_short":
            why = _("is too short")
        case "too_long" | "string_too_long":
            why = _("is longer than %(most)s") % {"most": context.get("max_length")}
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than" | "finite_number":
            why = _("is %(shown)s, which is out of range") % {"shown": shown}
        case kind if kind.endswith(("_type", "_parsing")):
            names = {"string": _("text"), "list": _("a list"), "dict": _("an object"), "bool": _("true or false")}
            names |= {"model": _("an object"), "int": _("a whole number"), "float": _("a number")}
            wanted = names.get(kind.rsplit("_", 1)[0], kind)
            why = _("is %(shown)s, but must be %(wanted)s") % {"shown": shown, "wanted": wanted}
        case _:
            why = f"({shown}): {error['msg']}"
    return f"{where} {why}"
