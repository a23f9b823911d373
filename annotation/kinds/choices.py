"""Pick any number of labels from a list. A value is a list of names, in the order of the schema."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import LabelOptions, known, parse
from projects.problems import Invalid
from projects.schema import MEDIA

NAMES = TypeAdapter(list[str])


def check(value: Any, options: LabelOptions, subject: Subject, at: str) -> list[str]:
    names = parse(NAMES, value, at)
    return counted({known(name, options, f"{at}[{i}]") for i, name in enumerate(names)}, options, at)


def counted(picked: set[str], options: LabelOptions, at: str) -> list[str]:
    """The picked names in the order of the schema, as many as the field allows."""
    fewest = max(options.minimum, 1) if options.required else options.minimum
    if len(picked) < fewest:
        raise Invalid(_("Pick at least %(n)d in %(field)s") % {"n": fewest, "field": options.name}, field=at)
    if options.maximum is not None and len(picked) > options.maximum:
        raise Invalid(_("Pick at most %(n)d in %(field)s") % {"n": options.maximum, "field": options.name}, field=at)
    return [name for name in options.names if name in picked]


KIND = Kind(
    name="choices",
    media=MEDIA,
    level="set",
    options=LabelOptions,
    check=check,
    rows=lambda value: [{"label": name} for name in value],
    labels=list,
    example=lambda options: options.names[: max(options.minimum, 1)],
    absent=(),
)
