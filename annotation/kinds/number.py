"""Answer with a number: a count, a length, an age."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field, ValidationInfo, field_validator

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import number_in
from annotation.kinds.plain import PlainOptions
from projects.problems import Invalid
from projects.schema import MEDIA

NEAR = 1e-9  # of a step: what floating point may be beside it


class NumberOptions(PlainOptions):
    """minimum, maximum   the ends, both allowed
    step               the distance between two numbers that are allowed, counted from the minimum, or from 0
    unit               what is counted or measured, shown behind the number
    """

    minimum: float | None = Field(None, allow_inf_nan=False)
    maximum: float | None = Field(None, allow_inf_nan=False)
    step: float | None = Field(None, gt=0, allow_inf_nan=False)
    unit: str = Field("", max_length=20)

    @field_validator("maximum")
    @classmethod
    def _in_order(cls, maximum: float | None, info: ValidationInfo) -> float | None:
        minimum = info.data.get("minimum")
        if maximum is not None and minimum is not None and maximum < minimum:
            raise ValueError(_("the maximum is smaller than the minimum"))
        return maximum


def check(value: Any, options: NumberOptions, subject: Subject, at: str) -> int | float:
    number = number_in(value, options.minimum, options.maximum, options.name, at)
    if options.step:
        steps = (number - (options.minimum or 0)) / options.step
        if abs(steps - round(steps)) > NEAR * max(abs(steps), 1):
            message = _("%(name)s goes in steps of %(step)s from %(start)s")
            told = {"name": options.name, "step": f"{options.step:g}", "start": f"{options.minimum or 0:g}"}
            raise Invalid(message % told, field=at)
    return number


def example(options: NumberOptions) -> int | float:
    start = 0 if options.minimum is None else options.minimum
    number = start if options.maximum is None else min(start, options.maximum)
    return int(number) if float(number).is_integer() else number


KIND = Kind(
    name="number",
    media=MEDIA,
    level="interval",
    options=NumberOptions,
    check=check,
    rows=lambda value: [{"number": value}],
    of_rows=lambda rows: rows[0]["number"],
    labels=lambda value: [],
    words=lambda value, options: f"{value} {options.unit}".strip(),
    example=example,
)
