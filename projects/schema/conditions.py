"""When a question or an attribute is asked: what other answers must say first.

The workspace decides the same in `static/src/label/conditions.ts`; both pass `tests/annotation/conditions.json`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from projects.problems import Invalid

Scalar = bool | int | float | str


class Condition(BaseModel):
    """What one other answer must say; with nothing more said, that it is there.

    field       the question that a question looks at
    attribute   an attribute of any region of that field; in the conditions of an attribute: one of the same region
    equals, one_of, answered   one of them. A list of labels or regions says each of its labels
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    field: str = Field("", max_length=40)
    attribute: str = Field("", max_length=40)
    equals: Scalar | None = None
    one_of: list[Scalar] | None = Field(None, min_length=1, max_length=500)
    answered: bool | None = None

    @property
    def wanted(self) -> list[Scalar]:
        """The values it waits for; none where any will do."""
        return [self.equals] if self.equals is not None else self.one_of or []


def is_empty(answer: Any) -> bool:
    return answer is None or answer == "" or (isinstance(answer, (list, tuple, dict)) and not answer)


def holds(condition: Condition, answer: Any) -> bool:
    """Whether an answer says what the condition waits for."""
    if condition.attribute and condition.field:
        answer = [_attribute(region, condition.attribute) for region in answer or []]
        answer = [value for value in answer if not is_empty(value)]
    if condition.wanted:
        return any(_same(said, value) for said in _said(answer) for value in condition.wanted)
    return is_empty(answer) != (condition.answered is not False)


def _attribute(region: Any, name: str) -> Any:
    return region.get("attributes", {}).get(name) if isinstance(region, Mapping) else None


def _said(answer: Any) -> Iterator[Any]:
    """Every label, number or word that an answer holds."""
    if isinstance(answer, Mapping):
        yield from [answer["label"]] if "label" in answer else answer.values()
    elif isinstance(answer, (list, tuple)):
        for item in answer:
            yield from _said(item)
    elif not is_empty(answer):
        yield answer


def _same(one: Any, two: Any) -> bool:
    """True is not 1, as in JSON."""
    return isinstance(one, bool) == isinstance(two, bool) and bool(one == two)


class Asked:
    """Things that are asked, each on its conditions, in an order in which every one comes after what it looks at.

    things      the names with their conditions
    looks_at    a condition -> the name it looks at among these, or "" when it looks elsewhere
    at          where they stand in the schema, for the refusal
    """

    def __init__(
        self, things: Sequence[tuple[str, Sequence[Condition]]], looks_at: Callable[[Condition], str], at: str
    ) -> None:
        self.conditions = dict(things)
        self.looks_at = looks_at
        self.at = at
        self.order = self._in_order()

    def _in_order(self) -> list[str]:
        done: dict[str, None] = {}
        for name in self.conditions:
            self._visit(name, [], done)
        return list(done)

    def _visit(self, name: str, way: list[str], done: dict[str, None]) -> None:
        if name in done:
            return
        if name in way:
            circle = [*way[way.index(name) :], name]
            message = _("These wait for each other, so none would ever be asked: %(circle)s. Free one of them.")
            raise Invalid(message % {"circle": " → ".join(circle)}, field=self._place(name))
        for number, condition in enumerate(self.conditions[name]):
            other = self.looks_at(condition)
            if other and other not in self.conditions:
                message = _("%(name)s waits for %(other)s, which does not exist here. Correct the name.")
                place = f"{self._place(name)}[{number}]"
                raise Invalid(message % {"name": name, "other": other}, field=place)
            if other:
                self._visit(other, [*way, name], done)
        done[name] = None

    def _place(self, name: str) -> str:
        return f"{self.at}[{list(self.conditions).index(name)}].visible_when"


def visible(conditions: Iterable[Condition], answer: Callable[[Condition], Any]) -> bool:
    """Whether all conditions hold. `answer` finds what one looks at; of a question that is hidden it is None."""
    return all(holds(condition, answer(condition)) for condition in conditions)
