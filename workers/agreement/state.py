"""The one notion of this package: a state that is counted up and down, put together from parts, and read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workers.agreement.figures import Report
from workers.agreement.tally import Row, Tally

Answers = Mapping[int, Any]  # annotator -> what they say of one unit

# Tables whose rows name annotators, or that only serve what is told of annotators.
BY_PERSON = frozenset({"pairs", "raters", "set_raters", "rater_sums", "slips", "pair_sums", "pair_label_sums", "icc"})
BY_LABEL = frozenset({"ticks", "uses"})  # tables whose rows name single labels, and serve those alone


def of_the_whole(row: Row) -> bool:
    """Whether a row serves the figures of a whole field, and names neither people nor a single label."""
    return row[0] not in BY_PERSON | BY_LABEL and not (row[0] == "sums" and row[2] != "")


@dataclass(frozen=True)
class Measure:
    """How answers of one level of measurement are counted and read.

    contribution   answers to one unit -> what they add to the tables, exactly, so that it can be taken out again
    report         the tables -> figures
    summary        the tables that a report needs which does not break pairs down by label
    """

    contribution: Callable[[Answers], Tally]
    report: Callable[[Tally], Report]
    summary: tuple[str, ...] = ()


class State:
    """The tables of one field, of any level of measurement.

    state = State(nominal.MEASURE)
    state.add({1: "car", 2: "bus"})
    state.remove({1: "car", 2: "bus"})
    state.merge(State.from_bytes(nominal.MEASURE, other))
    state.report().figures["alpha"]

    Tables hold whole numbers, so parts counted apart equal the whole to the last bit, in any order, and what was added
    can be taken out.
    """

    def __init__(self, measure: Measure, tally: Tally | None = None) -> None:
        self.measure = measure
        self.tally = Tally() if tally is None else tally

    def add(self, answers: Answers) -> None:
        """A unit got these answers, by annotator."""
        self.tally.merge(self.measure.contribution(answers))

    def remove(self, answers: Answers) -> None:
        """Take out a unit that was added with these answers."""
        self.tally.merge(self.measure.contribution(answers), -1)

    def merge(self, other: "State") -> None:
        """Add what was counted elsewhere."""
        self.tally.merge(other.tally)

    def report(self) -> Report:
        """The figures that the tables say."""
        return self.measure.report(self.tally)

    def to_bytes(self) -> bytes:
        """The tables; equal ones give equal bytes."""
        return self.tally.to_bytes()

    @classmethod
    def from_bytes(cls, measure: Measure, data: bytes) -> "State":
        """The state that `to_bytes` wrote. ValueError when the bytes are not one."""
        return cls(measure, Tally.from_bytes(data))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.tally == other.tally

    __hash__ = None  # type: ignore[assignment]  # it changes
