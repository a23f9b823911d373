"""Pick any number of labels out of a tree. A value is a list of names, in the order of the schema."""

from typing import Any

from annotation.kinds.base import Kind, Subject
from annotation.kinds.choices import NAMES, counted
from annotation.kinds.labels import LabelOptions, parse
from annotation.kinds.taxonomy import TreeOptions, picked
from projects.schema import MEDIA


class ManyOptions(TreeOptions, LabelOptions):
    pass


def check(value: Any, options: ManyOptions, subject: Subject, at: str) -> list[str]:
    names = parse(NAMES, value, at)
    return counted({picked(name, options, f"{at}[{i}]") for i, name in enumerate(names)}, options, at)


def example(options: ManyOptions) -> list[str]:
    free = [name for name in options.names if not (options.leaves and name in options.branches)]
    return free[: max(options.minimum, 1)]


KIND = Kind(
    name="taxonomies",
    media=MEDIA,
    level="set",
    options=ManyOptions,
    check=check,
    rows=lambda value: [{"label": name} for name in value],
    labels=list,
    example=example,
    absent=(),
)
