"""What may be shown of a number: never without how much stands behind it, and not at all where too little does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workers.agreement.counts import Label
from workers.agreement.intervals import NOTHING, Estimate

LEAST_UNITS = 10  # below, no number is shown; of regions, where a few documents hold many, so many regions do
SURE_UNITS = 30  # below, a number is shown in grey
LEAST_USES = 10  # a label used less often makes the number grey


class Note(StrEnum):
    """Why a figure is grey or absent."""

    NONE = ""
    FEW_UNITS = "few_units"  # grey
    RARE_LABEL = "rare_label"  # grey
    TOO_FEW = "too_few"  # absent
    NO_VARIATION = "no_variation"  # absent: one label only, so everybody agrees and nothing can be said beyond that
    NOTHING_MARKED = "nothing_marked"  # absent: no region to agree on


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it may be shown.

    value, low, high   the number and its 95 % interval for these annotators and other units like these; None where
                       `note` says that it is not shown or not defined
    population_low, population_high
                       its 95 % interval for other annotators like these as well; None where it is not defined, as for
                       two annotators, or not measured
    units              units with answers of at least two annotators
    pairs              pairs of answers to the same unit
    raters             annotators behind it
    """

    value: float | None
    low: float | None
    high: float | None
    units: int
    pairs: int
    raters: int
    note: Note
    population_low: float | None = None
    population_high: float | None = None

    @property
    def grey(self) -> bool:
        """Whether the number should be read with caution."""
        return self.note in (Note.FEW_UNITS, Note.RARE_LABEL)


@dataclass(frozen=True)
class Basis:
    """What stands behind a group of figures: units, pairs and raters as in `Figure`; `rarest` uses of a label.

    `regions` is how many one annotator marked in all units, on average: six photographs with twenty cars say more than
    six choices. Their interval is still that of six units.
    """

    units: int
    pairs: int
    raters: int
    rarest: int | None = None
    regions: float = 0

    def figure(self, estimate: Estimate, undefined: Note = Note.NO_VARIATION, population: Estimate = NOTHING) -> Figure:
        """The estimate under the rules for display.

        undefined    the note for a value that is None
        population   the same value with the interval for annotators like these
        """
        if self.units < 2 or max(self.units, self.regions) < LEAST_UNITS:
            return self._absent(Note.TOO_FEW)
        if estimate.value is None:
            return self._absent(undefined)
        note = Note.NONE
        if self.units < SURE_UNITS:
            note = Note.FEW_UNITS
        elif self.rarest is not None and self.rarest < LEAST_USES:
            note = Note.RARE_LABEL
        ends = population.low, population.high
        return Figure(estimate.value, estimate.low, estimate.high, self.units, self.pairs, self.raters, note, *ends)

    def _absent(self, note: Note) -> Figure:
        return Figure(None, None, None, self.units, self.pairs, self.raters, note)


@dataclass(frozen=True)
class LabelFigures:
    """The figures of one label, and how often it was given on units that two annotators or more answered."""

    label: Label
    uses: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class PairFigures:
    """The figures of two annotators, and of each label between them where those are counted."""

    a: int
    b: int
    figures: Mapping[str, Figure]
    labels: list[LabelFigures] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """What one field's table says.

    figures   for all units and annotators, most telling first
    labels    sorted by label
    pairs     sorted by annotators; the first figure of each is the one to draw
    """

    figures: Mapping[str, Figure]
    labels: list[LabelFigures] = field(default_factory=list)
    pairs: list[PairFigures] = field(default_factory=list)
