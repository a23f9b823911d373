"""Write an answer: a title, a transcript, a remark. A value is the text exactly as it was written."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import Field

from annotation.kinds.base import Kind, Subject
from annotation.kinds.plain import PlainOptions
from projects.problems import Invalid
from projects.schema import MEDIA

LONGEST = 100_000


class TextOptions(PlainOptions):
    """minimum, maximum   how many characters, as Unicode code points
    lines              whether it may have more than one line
    """

    minimum: int = Field(0, ge=0, le=LONGEST)
    maximum: int | None = Field(None, ge=1, le=LONGEST)
    lines: bool = True


def check(value: Any, options: TextOptions, subject: Subject, at: str) -> str:
    if not isinstance(value, str):
        raise Invalid(_("%(name)s is a text") % {"name": options.name}, field=at)
    if not options.lines and len(value.splitlines()) > 1:
        raise Invalid(_("%(name)s has one line only") % {"name": options.name}, field=at)
    measured(value, options, at)
    return value


def measured(value: str, options: TextOptions, at: str) -> None:
    """Invalid: the text is too short or too long."""
    most = options.maximum or LONGEST
    if not options.minimum <= len(value) <= most:
        message = ngettext(
            "%(name)s has %(count)d character; between %(low)d and %(high)d are wanted",
            "%(name)s has %(count)d characters; between %(low)d and %(high)d are wanted",
            len(value),
        )
        told = {"name": options.name, "count": len(value), "low": options.minimum, "high": most}
        raise Invalid(message % told, field=at)


KIND = Kind(
    name="text",
    media=MEDIA,
    level="text",
    options=TextOptions,
    check=check,
    rows=lambda value: [{"text": value}],
    of_rows=lambda rows: rows[0]["text"],
    labels=lambda value: [],
    words=lambda value, options: str(value),
    example=lambda options: "好"[: options.maximum] * max(options.minimum, 1),
)
