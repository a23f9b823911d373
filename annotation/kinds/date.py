"""Answer with a day of the calendar. A value is written like 2026-11-23."""

import datetime
import re
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, ValidationInfo, field_validator

from annotation.kinds.base import Kind, Subject
from annotation.kinds.plain import PlainOptions
from projects.problems import Invalid
from projects.schema import MEDIA

WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_day(text: Any) -> bool:
    if not isinstance(text, str) or not WRITTEN.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(text: str) -> str:
    if text and not is_day(text):
        raise ValueError(_("a day is written like 2026-11-23"))
    return text


class DateOptions(PlainOptions):
    """earliest, latest   the ends, both allowed; "" for none"""

    earliest: Annotated[str, AfterValidator(_day)] = ""
    latest: Annotated[str, AfterValidator(_day)] = ""

    @field_validator("latest")
    @classmethod
    def _in_order(cls, latest: str, info: ValidationInfo) -> str:
        if latest and latest < info.data.get("earliest", ""):
            raise ValueError(_("the latest day is before the earliest"))
        return latest


def check(value: Any, options: DateOptions, subject: Subject, at: str) -> str:
    if not is_day(value):
        raise Invalid(_("%(name)s is a day, written like 2026-11-23") % {"name": options.name}, field=at)
    day: str = value
    if day < options.earliest or day > (options.latest or day):
        told = {"name": options.name, "low": options.earliest or "…", "high": options.latest or "…"}
        raise Invalid(_("%(name)s must lie between %(low)s and %(high)s") % told, field=at)
    return day


KIND = Kind(
    name="date",
    media=MEDIA,
    level="interval",
    options=DateOptions,
    check=check,
    rows=lambda value: [{"date": value}],
    of_rows=lambda rows: rows[0]["date"],
    labels=lambda value: [],
    words=lambda value, options: str(value),
    example=lambda options: options.earliest or options.latest or "2026-11-23",
)
