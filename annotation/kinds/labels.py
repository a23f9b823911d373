"""What kinds with a list of labels have in common."""

from functools import cached_property
from math import isfinite
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from projects.problems import Invalid
from projects.schema import Attribute, FieldBase, Label, place, sentence

T = TypeVar("T")
EXACT = 2**53  # whole numbers up to here are the same in every language


class OneLabelOptions(FieldBase):
    """A field with at least one label, and no further keys unless the kind names them.

    attribute_names   of all its labels
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    labels: list[Label] = Field(min_length=1, max_length=2000)

    @cached_property
    def names(self) -> list[str]:
        return [label.name for label in self.labels]

    @cached_property
    def name_set(self) -> frozenset[str]:
        return frozenset(self.names)

    @cached_property
    def _attributes(self) -> dict[str, dict[str, Attribute]]:
        own = {each.name: each for each in self.attributes}
        return {label.name: own | {each.name: each for each in label.attributes} for label in self.labels}

    def attributes_of(self, label: str) -> dict[str, Attribute]:
        """What is asked of a region with this label: the field's attributes, then the label's own."""
        return self._attributes.get(label, {})

    @cached_property
    def attribute_names(self) -> frozenset[str]:
        return frozenset(name for asked in self._attributes.values() for name in asked)


class LabelOptions(OneLabelOptions):
    """minimum, maximum   how many labels or regions may be given; no maximum means any number"""

    minimum: int = Field(0, ge=0, le=100_000)
    maximum: int | None = Field(None, ge=1, le=100_000)


def known(name: Any, options: OneLabelOptions, at: str) -> str:
    """The name, when it is one of the field's labels."""
    if not isinstance(name, str) or name not in options.name_set:
        raise Invalid(
            _("%(name)r is not one of the labels of %(field)s") % {"name": name, "field": options.name}, field=at
        )
    return name


def parse(adapter: TypeAdapter[T], value: Any, at: str) -> T:
    """The value in its shape, or Invalid with the place inside it."""
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        inner = place(first["loc"])
        where = at + (inner if inner.startswith("[") or not inner else f".{inner}")
        raise Invalid(sentence(first | {"loc": (where,)}), field=where) from error


def number_in(value: Any, minimum: float | None, maximum: float | None, name: str, at: str) -> int | float:
    """The number in its one form: without a fraction where it has none. Invalid: no number, or out of range."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise Invalid(_("%(name)s is a number") % {"name": name}, field=at)
    if (minimum is not None and value < minimum) or (maximum is not None and value > maximum):
        between = {"name": name, "low": written(minimum, "−∞"), "high": written(maximum, "∞")}
        raise Invalid(_("%(name)s must lie between %(low)s and %(high)s") % between, field=at)
    return int(value) if float(value).is_integer() and abs(value) <= EXACT else value


def written(number: float | None, otherwise: str) -> str:
    return otherwise if number is None else f"{number:g}"


def distinct_ids(regions: list[dict[str, Any]], at: str) -> None:
    seen: set[str] = set()
    for index, region in enumerate(regions):
        if region["id"] in seen:
            raise Invalid(_("Two regions have the id %(id)s") % {"id": region["id"]}, field=f"{at}[{index}].id")
        seen.add(region["id"])
