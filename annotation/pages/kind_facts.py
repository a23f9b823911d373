"""What the label editor has to know of each kind: its name for people, and what can be set in a form."""

from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from django.utils.translation import gettext_lazy
from pydantic.fields import FieldInfo

from annotation.kinds import KINDS
from annotation.kinds.base import Kind
from annotation.kinds.labels import OneLabelOptions
from annotation.kinds.taxonomy import TreeOptions
from projects.schema import FieldBase, Title

TITLES = {
    "choice": gettext_lazy("One label"),
    "choices": gettext_lazy("Several labels"),
    "taxonomy": gettext_lazy("One label out of a tree"),
    "taxonomies": gettext_lazy("Several labels out of a tree"),
    "text": gettext_lazy("A text"),
    "number": gettext_lazy("A number"),
    "date": gettext_lazy("A day"),
    "rating": gettext_lazy("A rating"),
    "preference": gettext_lazy("The better response"),
    "ranking": gettext_lazy("Responses in order"),
    "rewrite": gettext_lazy("A corrected text"),
    "span": gettext_lazy("Stretches of the text"),
    "relation": gettext_lazy("Relations between stretches"),
    "turns": gettext_lazy("One label for each turn of a dialogue"),
    "segment": gettext_lazy("Segments of time"),
    "box": gettext_lazy("Boxes on the image"),
    "polygon": gettext_lazy("Polygons on the image"),
    "polyline": gettext_lazy("Lines on the image"),
    "points": gettext_lazy("Points on the image"),
    "skeleton": gettext_lazy("Skeletons of named joints"),
    "ellipse": gettext_lazy("Ellipses on the image"),
    "mask": gettext_lazy("Masks painted on the image"),
    "track": gettext_lazy("Things followed through the video"),
}  # a kind that is not named here shows its own name
SETTINGS = {
    "overlapping": gettext_lazy("Stretches may overlap"),
    "discontinuous": gettext_lazy("A stretch may have several parts"),
    "shortest": gettext_lazy("Each lasts at least, in seconds"),
    "transcript": gettext_lazy("What is said is written beside each"),
    "off": gettext_lazy("Not at all"),
    "optional": gettext_lazy("Where there is something"),
    "required": gettext_lazy("Always"),
    "by_channel": gettext_lazy("Each lies in one channel"),
    "minimum": gettext_lazy("At least"),
    "maximum": gettext_lazy("At most"),
    "lines": gettext_lazy("Several lines"),
    "step": gettext_lazy("In steps of"),
    "unit": gettext_lazy("Unit"),
    "earliest": gettext_lazy("Earliest day"),
    "latest": gettext_lazy("Latest day"),
    "style": gettext_lazy("Shown as"),
    "stars": gettext_lazy("Stars"),
    "scale": gettext_lazy("A scale"),
    "low": gettext_lazy("The low end means"),
    "high": gettext_lazy("The high end means"),
    "leaves": gettext_lazy("Only labels with none below them"),
    "field": gettext_lazy("Joins the regions of the question"),
    "ties": gettext_lazy("Several may be equally good"),
    "strengths": gettext_lazy("How many degrees of “better”"),
    "width": gettext_lazy("Width of lines when they are compared, in pixels"),
    "tolerance": gettext_lazy("Tolerance when points are compared, in pixels"),
    "together": gettext_lazy("Points of one region at most"),
    "shape": gettext_lazy("Placed as"),
    "box": gettext_lazy("Boxes"),
    "points": gettext_lazy("Points"),
}  # a setting or choice that is not named here shows its own name


def kinds_of(media: str) -> list[dict[str, Any]]:
    """The kinds of label for a medium, with what can be set in a form, and what a field must say at first."""
    return [
        {
            "name": kind.name,
            "title": str(TITLES.get(kind.name, kind.name)),
            "labels": issubclass(kind.options, OneLabelOptions),
            "tree": issubclass(kind.options, TreeOptions),
            "regions": kind.level == "regions",
            "rules": "rules" in kind.options.model_fields,
            "changing": "changing" in kind.options.model_fields,
            "settings": _settings(kind),
            "options": dict(kind.example_options),
        }
        for kind in KINDS.values()
        if media in kind.media
    ]


def _settings(kind: Kind) -> list[dict[str, Any]]:
    own = {name: field for name, field in kind.options.model_fields.items() if name not in FieldBase.model_fields}
    found = [(name, _form(field), field) for name, field in own.items()]
    return [
        {
            "name": name,
            "title": str(SETTINGS.get(name, name)),
            "form": form,
            "default": field.get_default() if form in ("switch", "number", "choice") else None,
            "choices": [{"name": one, "title": str(SETTINGS.get(one, one))} for one in get_args(field.annotation)]
            if form == "choice"
            else [],
        }
        for name, form, field in found
        if form
    ]


def _form(field: FieldInfo) -> str:
    """How it is set; "" for what only JSON can say."""
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        return "choice"
    if get_origin(kind) is UnionType:
        kind = next(one for one in get_args(kind) if one is not NoneType)
    return {bool: "switch", int: "number", float: "number", str: "text", Title: "title"}.get(kind, "")
