"""What a label schema is made of."""

import re
from typing import Annotated, Any, Literal, get_args

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from projects.schema.conditions import Condition

NAME = re.compile(r"[^\s/\\\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,58}[^\s\x00-\x1f\x7f])?")
COLORS = ("#c2410c", "#0f766e", "#1d4ed8", "#a21caf", "#4d7c0f", "#b91c1c", "#0369a1", "#6d28d9", "#a16207", "#be185d")


def _name(value: str) -> str:
    if not NAME.fullmatch(value):
        raise ValueError(_("a name has 1 to 60 characters, no control characters, and no space at its ends"))
    return value


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", value):
        raise ValueError(_("this name has small Latin letters, digits and _, starts with a letter, 40 at most"))
    return value


def _color(value: str) -> str:
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", value):
        raise ValueError(_("a colour is written like #1d4ed8"))
    return value.lower()


def _key(value: str) -> str:
    if not re.fullmatch(r"[0-9a-z]?", value):
        raise ValueError(_("a key is one digit or one small letter"))
    return value


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(Strict):
    zh: str = Field("", max_length=80)
    en: str = Field("", max_length=80)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Identifier = Annotated[str, AfterValidator(_identifier)]
Conditions = Annotated[list[Condition], BeforeValidator(_listed), Field(max_length=10)]


class Option(Strict):
    """One of the answers of an attribute that is chosen from a list.

    formerly   as of a label
    """

    name: Annotated[str, AfterValidator(_name)]
    title: Title = Title()
    formerly: list[Annotated[str, AfterValidator(_name)]] = Field(default_factory=list, max_length=200)


class Attribute(Strict):
    """Something said of one region beside its label.

    labels             of a choice
    minimum, maximum   of a number
    visible_when       what other attributes of the same region must say before this one is asked; all of it
    """

    name: Identifier
    kind: Literal["choice", "switch", "text", "number"]
    title: Title = Title()
    required: bool = False
    labels: list[Option] = Field(default_factory=list, max_length=200)
    minimum: float | None = Field(None, allow_inf_nan=False)
    maximum: float | None = Field(None, allow_inf_nan=False)
    visible_when: Conditions = []


class Label(Strict):
    """parent     the label above it, of which it is a kind
    examples   what gets it, shown with the description
    formerly   what it was called in older versions, and labels that were merged into it: their answers count as its own
    """

    name: Annotated[str, AfterValidator(_name)]
    title: Title = Title()
    color: Annotated[str, AfterValidator(_color)] = "#1d4ed8"
    key: Annotated[str, AfterValidator(_key)] = ""
    description: str = Field("", max_length=1000)
    examples: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=20)
    parent: str = Field("", max_length=60)
    formerly: list[Annotated[str, AfterValidator(_name)]] = Field(default_factory=list, max_length=200)
    attributes: list[Attribute] = Field(default_factory=list, max_length=30)


class FieldBase(BaseModel):
    """A question. Kinds may allow further keys; `annotation.kinds` knows which.

    about          the key of the one response of a task that it is about; asked where the task has that response
    attributes     asked of each of its regions, before those of the region's label
    visible_when   what other questions must say before this one is asked; all of it
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    name: Identifier
    kind: str = Field(max_length=40)
    title: Title = Title()
    description: str = Field("", max_length=1000)
    required: bool = False
    about: str = Field("", max_length=20)
    visible_when: Conditions = []
    attributes: list[Attribute] = Field(default_factory=list, max_length=30)
    labels: list[Label] = Field(default_factory=list, max_length=2000)

    @property
    def asks_regions(self) -> bool:
        """Whether some of its regions are asked for attributes."""
        return bool(self.attributes) or any(label.attributes for label in self.labels)


Medium = Literal["text", "image", "audio", "video", "series"]
MEDIA: frozenset[str] = frozenset(get_args(Medium))  # for kinds that can be used on any
TIMED: frozenset[str] = frozenset({"audio", "video", "series"})  # those that run in time


class Schema(Strict):
    media: Medium
    fields: list[FieldBase] = Field(min_length=1, max_length=50)
