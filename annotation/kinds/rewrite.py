"""Correct a text: that of the task, or the response that the field is `about`. A value is the whole corrected text."""

from typing import Any

from django.utils.translation import gettext as _

from annotation.kinds.base import Kind, Subject
from annotation.kinds.text import TextOptions, measured
from projects.problems import Invalid


class RewriteOptions(TextOptions):
    pass


def check(value: Any, options: RewriteOptions, subject: Subject, at: str) -> str:
    if not isinstance(value, str):
        raise Invalid(_("%(name)s is a text") % {"name": options.name}, field=at)
    measured(value, options, at)
    return value


KIND = Kind(
    name="rewrite",
    media=frozenset({"text"}),
    level="text",
    options=RewriteOptions,
    check=check,
    rows=lambda value: [{"text": value}],
    of_rows=lambda rows: rows[0]["text"],
    labels=lambda value: [],
    words=lambda value, options: str(value),
    example=lambda options: "好"[: options.maximum] * max(options.minimum, 1),
)
