"""Pick one label from a list."""

from typing import Any

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import OneLabelOptions, known
from projects.schema import MEDIA


def check(value: Any, options: OneLabelOptions, subject: Subject, at: str) -> str:
    return known(value, options, at)


KIND = Kind(
    name="choice",
    media=MEDIA,
    level="nominal",
    options=OneLabelOptions,
    check=check,
    rows=lambda value: [{"label": value}],
    labels=lambda value: [value],
    example=lambda options: options.labels[0].name,
)
