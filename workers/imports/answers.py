"""The answers that a row carries: told apart, and fitted to the labels of the project they come to.

An answer keeps the version of the labels that it names where it fits that one as it stands; else it takes the version
in force, else the newest one that it fits. One that fits none is refused with a sentence; its task comes without it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from annotation.history import plain
from annotation.kinds import Subject, check_value
from annotation.models import Way
from annotation.settling import LONGEST
from projects.models import Project
from projects.problems import Invalid
from workers.imports.rows import holds_nul

SETTLED = "settled"  # in the place of the annotator: the answer that was decided on
STATES = ("submitted", "accepted", SETTLED)
LONGEST_ANNOTATOR = 40


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that fits. `schema` is the row of the version it was fitted to."""

    annotator: str
    schema: int
    value: dict[str, Any]
    state: str = "submitted"
    seconds: float = 0.0
    how: Way = Way.WRITTEN
    sources: tuple[str, ...] = ()
    reason: str = ""

    @property
    def settled(self) -> bool:
        return self.annotator == SETTLED

    @property
    def accepted(self) -> bool:
        return self.state == "accepted"


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    pk: int
    body: Mapping[str, Any]


@dataclass
class Fitting:
    """versions   of the project's labels: the one in force, then the others, newest first"""

    versions: Sequence[Version] = field(default_factory=list)

    @classmethod
    def of(cls, project: Project) -> "Fitting":
        rows = project.schemas.order_by("-version").values_list("version", "pk", "body")
        versions = [Version(*row) for row in rows]
        return cls(sorted(versions, key=lambda version: version.pk != project.schema_id))

    def read(self, answers: Iterable[Any], subject: Subject) -> Iterator[Given | str]:
        """Each answer, or in a sentence why it cannot be taken."""
        seen: set[str] = set()
        for number, answer in enumerate(answers, start=1):
            try:
                given = self._given(answer, subject)
                if given.annotator in seen:
                    raise Invalid(_("There is a second answer of the same annotator. Keep one."))
            except Invalid as invalid:
                who = answer.get("annotator") if isinstance(answer, dict) else None
                told = {"who": who if isinstance(who, str) else number, "why": _reason(invalid)}
                yield _("The answer of %(who)s was left out. %(why)s") % told
            else:
                seen.add(given.annotator)
                yield given

    def _given(self, answer: Any, subject: Subject) -> Given:
        if not isinstance(answer, dict) or not isinstance(answer.get("value"), dict):
            raise Invalid(_('An answer is an object such as {"annotator": "a1", "value": {…}}.'))
        annotator: Any = answer.get("annotator")
        if not _is_name(annotator):
            message = _("“annotator” must be a name of at most %(most)d characters without /, such as a1.")
            raise Invalid(message % {"most": LONGEST_ANNOTATOR})
        if holds_nul(answer):
            raise Invalid(_("A value holds the character U+0000, which cannot be stored. Remove it."))
        state = answer.get("state", STATES[0])
        if state not in STATES or (state == SETTLED) != (annotator == SETTLED):
            message = _("“state” must be submitted or accepted, or settled where the annotator is “settled”.")
            raise Invalid(message)
        seconds = answer.get("seconds", 0)
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not isfinite(seconds) or seconds < 0:
            raise Invalid(_("“seconds” must be a number from 0 on."))
        schema, value = self.fit(answer.get("schema"), answer["value"], subject)
        given = Given(annotator, schema, value, state, float(seconds))
        return _with_decision(given, answer.get("decision")) if given.settled else given

    def fit(self, number: Any, value: dict[str, Any], subject: Subject) -> tuple[int, dict[str, Any]]:
        """The version that a value fits, and the value in its terms. Invalid: none."""
        if not self.versions:
            raise Invalid(_("This project has no labels yet. Add them first."))
        found: tuple[int, dict[str, Any]] | None = None
        refused: Invalid | None = None
        for version in sorted(self.versions, key=lambda version: version.number != number):
            try:
                fitted = _fitted(version.body, value, subject)
            except Invalid as invalid:
                refused = refused or invalid
                continue
            found = found or (version.pk, fitted)
            if plain(fitted) == plain(value):
                return version.pk, fitted
        if found is None:
            assert refused is not None
            raise refused
        return found


def _is_name(given: Any) -> bool:
    return isinstance(given, str) and 0 < len(given) <= LONGEST_ANNOTATOR and given.isprintable() and "/" not in given


def _fitted(body: Mapping[str, Any], value: dict[str, Any], subject: Subject) -> dict[str, Any]:
    """The value as these labels have it. What nobody was asked stays unanswered, what was answered must stay."""
    checked = check_value(body, value, subject)
    for name in value:
        if name not in checked:
            raise Invalid(_("%(name)s is answered, but these labels do not ask it here.") % {"name": name}, field=name)
    return {name: checked[name] for name in value}


def _with_decision(given: Given, decision: Any) -> Given:
    if decision is None:
        return given
    told = decision if isinstance(decision, dict) else {}
    how, reason, sources = told.get("how"), told.get("reason", ""), told.get("from", [])
    if how not in Way.values or not isinstance(reason, str) or not isinstance(sources, list):
        message = _('“decision” must be an object such as {"how": "chosen", "from": ["a1"], "reason": "…"}.')
        raise Invalid(message)
    names = tuple(name for name in sources if isinstance(name, str))
    return replace(given, how=Way(how), sources=names, reason=reason[:LONGEST])


def _reason(invalid: Invalid) -> str:
    """The sentence, with the place in front that it speaks of."""
    place = invalid.detail.get("field")
    said = str(invalid.message)
    return said if not place or said.startswith(place) else f"{place}: {said}"
