"""What kinds whose answer is a list of regions have in common."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NotRequired

from django.utils.translation import ngettext
from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from annotation.kinds.attributes import read_attributes
from annotation.kinds.labels import LabelOptions, distinct_ids, known, parse
from projects.problems import Invalid


@with_config(ConfigDict(extra="forbid"))
class Region(TypedDict):
    """A part of the task that a label was given to; each kind adds where it lies.

    attributes   what else is said of it; absent where nothing is
    """

    id: Annotated[str, Field(min_length=1, max_length=40)]
    label: str
    attributes: NotRequired[dict[str, Any]]


def read_regions(shape: TypeAdapter[Any], value: Any, options: LabelOptions, at: str) -> list[dict[str, Any]]:
    """The regions in their shape, each with an id of its own and a label of the field; Invalid with the place if not.

    There are as many as the field allows, and each has the attributes that its label asks for.

    shape   a list of the kind's own TypedDict, which extends `Region`
    """
    regions: list[dict[str, Any]] = [dict(region) for region in parse(shape, value, at)]
    for i, region in enumerate(regions):
        known(region["label"], options, f"{at}[{i}].label")
        said = read_attributes(region.pop("attributes", {}), options, region["label"], f"{at}[{i}].attributes")
        if said:
            region["attributes"] = said
    distinct_ids(regions, at)
    _count(len(regions), options, at)
    return regions


def _count(count: int, options: LabelOptions, at: str) -> None:
    if count < options.minimum:
        message = ngettext(
            "%(field)s needs at least %(n)d region; there are %(count)d",
            "%(field)s needs at least %(n)d regions; there are %(count)d",
            options.minimum,
        )
        raise Invalid(message % {"field": options.name, "n": options.minimum, "count": count}, field=at)
    if options.maximum is not None and count > options.maximum:
        message = ngettext(
            "%(field)s takes at most %(n)d region; there are %(count)d",
            "%(field)s takes at most %(n)d regions; there are %(count)d",
            options.maximum,
        )
        raise Invalid(message % {"field": options.name, "n": options.maximum, "count": count}, field=at)


def with_attributes(rows: Sequence[dict[str, Any]], regions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a kind, each with the attributes of its region in one cell more."""
    said = {region["id"]: region["attributes"] for region in regions if "attributes" in region}
    return [row | ({"attributes": said[row["id"]]} if row.get("id") in said else {}) for row in rows]
