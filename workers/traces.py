"""What a task leaves in the tables besides agreement itself: when, under which guideline, by whom, and over what.

All of it is whole numbers like the tables of agreement: added in the same fold, taken out again when an answer changes,
and proved by the same recount.

confused     label, label, equal or not -> pairs of answers (see `workers.differing.Comparisons.confused`)
days         day of the unit's last answer, table, key -> the rows of the tables that name nobody
guidelines   version in force at that moment, table, key -> the same
wins         annotator, model, model, which is better: 1, 2 or 0 -> answers that say so, where the models of responses
             are known; also of answers that nobody else gave
people       annotator, day of their answer, sum -> of `SUMS`, with all others; `settled_…` with the settled answer,
             `consensus_…` with the consensus of three or more (of votes, `workers.learning` knows better)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from annotation.kinds import Kind
from workers.agreement import Tally
from workers.agreement.preferences import Wins
from workers.agreement.state import of_the_whole
from workers.agreement.tally import Row
from workers.deciding import Decision
from workers.differing import Comparisons, compare
from workers.measures import Context, duels

CONFUSED, DAYS, GUIDELINES, PEOPLE, WINS = TABLES = ("confused", "days", "guidelines", "people", "wins")
# From these the share in common and its interval follow, with tasks as the units (`workers.agreement.intervals.ratio`).
SUMS = ("units", "common", "of", "common2", "of2", "product")
ENOUGH = 3  # answers that make a consensus to compare each of them with


@dataclass(frozen=True)
class Question:
    """One field of one task, as it is answered now.

    answers   annotator -> value
    at        annotator -> when it was submitted
    settled   the settled answer to it; None where nobody decided
    context   what else a measure may have to know
    """

    kind: Kind
    answers: Mapping[int, Any]
    at: Mapping[int, datetime]
    settled: Any = None
    context: Context = field(default_factory=Context)


@dataclass(frozen=True)
class Guidelines:
    """When each version of a project's guideline came into force, the newest first."""

    since: tuple[tuple[datetime, int], ...] = ()

    def at(self, moment: datetime) -> int:
        """The version in force; 0 before the first."""
        return next((version for since, version in self.since if since <= moment), 0)


def traces(
    question: Question, found: Comparisons, decision: Decision | None, added: Tally, guidelines: Guidelines
) -> Tally:
    """What one question of one task leaves.

    decision   its consensus where that follows from its own answers alone
    added      what it adds to the tables of agreement
    """
    tally = Tally()
    if question.settled is not None:
        _against(tally, question, question.settled, "settled_")
    if decision is not None and decision.value is not None and len(question.answers) >= ENOUGH:
        _against(tally, question, decision.value, "consensus_")
    if question.context.models:
        tally.include(WINS, _wins(question))
    if not found.pairs:
        return tally
    tally.include(CONFUSED, found.confused())
    for who, (common, of) in found.with_others().items():
        _sums(tally, who, _day(question.at[who]), common, of)
    last = max(question.at.values())
    day, version = _day(last), guidelines.at(last)
    for row, n in _headline(added):
        tally.count((DAYS, day, *row), n)
        tally.count((GUIDELINES, version, *row), n)
    return tally


def _wins(question: Question) -> Wins:
    wins = Wins()
    for who, value in question.answers.items():
        for one, two, won in duels(question.kind, value, question.context.models):
            wins.add(who, one, two, won)
    return wins


def _against(tally: Tally, question: Question, standard: Any, prefix: str) -> None:
    if question.kind.level == "relations":
        return  # what the standard's ends are is said in the answer to another question
    for who, value in question.answers.items():
        found = compare(question.kind, value, standard)
        _sums(tally, who, _day(question.at[who]), found.common, found.of, prefix)


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def _sums(tally: Tally, who: int, day: str, common: int, of: int, prefix: str = "") -> None:
    for name, n in zip(SUMS, (1, common, of, common * common, of * of, common * of), strict=True):
        tally.count((PEOPLE, who, day, prefix + name), n)


def _headline(added: Tally) -> Iterator[tuple[Row, int]]:
    """The rows from which the figures of the whole field are read: they name neither people nor single labels."""
    for row, n in added.rows.items():
        if of_the_whole(row):
            yield row, n
