"""Say which response is the best, or that none is, and how clearly.

A value is {"winner": key or "tie", "strength": 1 to the field's `strengths`, "shown": the keys in the order in which
this person saw them}. `strength` is absent where it is not asked and in a tie, `shown` where nobody knows it.
"""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import parse
from annotation.kinds.plain import PlainOptions
from projects.problems import Invalid

TIE = "tie"
EXAMPLE = Subject(text="1 + 1 = ?", responses={"a": "2", "b": "3", "c": "4"})


class PreferenceOptions(PlainOptions):
    """ties        whether none may be better
    strengths   how many degrees "better" has; 0: it is not asked how clearly
    """

    ties: bool = True
    strengths: int = Field(0, ge=0, le=5)


@with_config(ConfigDict(extra="forbid"))
class Preference(TypedDict):
    winner: str
    strength: NotRequired[Annotated[int, Field(strict=True)]]
    shown: NotRequired[list[str]]


PREFERENCE = TypeAdapter(Preference)


def check(value: Any, options: PreferenceOptions, subject: Subject, at: str) -> dict[str, Any]:
    given = parse(PREFERENCE, value, at)
    keys = [*subject.responses, *([TIE] if options.ties else [])]
    if given["winner"] not in keys:
        message = _("%(winner)s is none of the choices of %(field)s: %(keys)s")
        told = {"winner": given["winner"], "field": options.name, "keys": ", ".join(keys)}
        raise Invalid(message % told, field=f"{at}.winner")
    answer: dict[str, Any] = {"winner": given["winner"]}
    if options.strengths and given["winner"] != TIE:
        answer["strength"] = _strength(given.get("strength"), options, at)
    shown = list(subject.shown) or given.get("shown", [])
    if sorted(shown) == sorted(subject.responses):
        answer["shown"] = shown
    return answer


def _strength(strength: int | None, options: PreferenceOptions, at: str) -> int:
    if strength is None or not 1 <= strength <= options.strengths:
        message = _("Say how clearly in %(field)s: a whole number from 1 to %(most)d")
        raise Invalid(message % {"field": options.name, "most": options.strengths}, field=f"{at}.strength")
    return strength


def follows(suggestion: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    """Whatever the order in which they were shown."""
    return all(suggestion.get(key) == answer.get(key) for key in ("winner", "strength"))


KIND = Kind(
    name="preference",
    media=frozenset({"text"}),
    level="preference",
    options=PreferenceOptions,
    check=check,
    rows=lambda value: [value],
    of_rows=lambda rows: {key: rows[0][key] for key in ("winner", "strength", "shown") if key in rows[0]},
    labels=lambda value: [value["winner"]],
    words=lambda value, options: " · ".join(str(value[key]) for key in ("winner", "strength") if key in value),
    example=lambda options: (
        {"winner": "a", "shown": ["b", "a", "c"]} | ({"strength": options.strengths} if options.strengths else {})
    ),
    example_subject=EXAMPLE,
    follows=follows,
    responses=2,
)
