"""Rate: stars, or a scale with named ends (Likert). A value is a whole number."""

from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, ValidationInfo, field_validator

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import number_in
from annotation.kinds.plain import PlainOptions
from projects.problems import Invalid
from projects.schema import MEDIA, Title


class RatingOptions(PlainOptions):
    """style              how it is shown
    minimum, maximum   the ends
    low, high          what the ends are called
    """

    style: Literal["stars", "scale"] = "stars"
    minimum: int = Field(1, ge=-10, le=10)
    maximum: int = Field(5, ge=-9, le=20)
    low: Title = Title()
    high: Title = Title()

    @field_validator("maximum")
    @classmethod
    def _in_order(cls, maximum: int, info: ValidationInfo) -> int:
        if maximum <= info.data.get("minimum", maximum - 1):
            raise ValueError(_("the maximum must be larger than the minimum"))
        return maximum


def check(value: Any, options: RatingOptions, subject: Subject, at: str) -> int:
    number = number_in(value, options.minimum, options.maximum, options.name, at)
    if not isinstance(number, int):
        raise Invalid(_("%(name)s is a whole number") % {"name": options.name}, field=at)
    return number


KIND = Kind(
    name="rating",
    media=MEDIA,
    level="ordinal",
    options=RatingOptions,
    check=check,
    rows=lambda value: [{"number": value}],
    of_rows=lambda rows: rows[0]["number"],
    labels=lambda value: [],
    words=lambda value, options: f"{value} / {options.maximum}",
    example=lambda options: options.maximum,
)
