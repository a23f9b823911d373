"""Pick one label out of a tree: each label may name the one above it as its `parent`. A value is a label's name."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import OneLabelOptions, known
from projects.problems import Invalid
from projects.schema import MEDIA


class TreeOptions(OneLabelOptions):
    """leaves   whether only labels that have none below them may be picked"""

    leaves: bool = False

    @cached_property
    def branches(self) -> frozenset[str]:
        return frozenset(label.parent for label in self.labels if label.parent)

    @cached_property
    def first(self) -> str:
        """A label that may be picked."""
        return next(name for name in self.names if not (self.leaves and name in self.branches))


def picked(value: Any, options: TreeOptions, at: str) -> str:
    """The name, when it is one of the field's labels and may be picked."""
    name = known(value, options, at)
    if options.leaves and name in options.branches:
        message = _("%(name)s has labels below it; pick one of those in %(field)s")
        raise Invalid(message % {"name": name, "field": options.name}, field=at)
    return name


def check(value: Any, options: TreeOptions, subject: Subject, at: str) -> str:
    return picked(value, options, at)


KIND = Kind(
    name="taxonomy",
    media=MEDIA,
    level="nominal",
    options=TreeOptions,
    check=check,
    rows=lambda value: [{"label": value}],
    labels=lambda value: [value],
    example=lambda options: options.first,
)
