"""Who said what of which task, as three columns of numbers."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Decided:
    """What every model of annotators comes to.

    posterior   (tasks, labels) how probable each label is
    """

    posterior: Array

    @property
    def label(self) -> Array:
        """(tasks,) the most probable label."""
        return np.asarray(self.posterior.argmax(axis=1))

    @property
    def confidence(self) -> Array:
        """(tasks,) the posterior probability of that label."""
        return np.asarray(self.posterior.max(axis=1))


@dataclass(frozen=True)
class Votes:
    """n votes, a row each.

    task, annotator, label            (n,) codes from 0
    tasks, annotators, labels         what the codes stand for
    """

    task: Array
    annotator: Array
    label: Array
    tasks: tuple[Hashable, ...]
    annotators: tuple[Hashable, ...]
    labels: tuple[Hashable, ...]

    @classmethod
    def of(
        cls, rows: Iterable[tuple[Hashable, Hashable, Hashable]], labels: Iterable[Hashable] | None = None
    ) -> "Votes":
        """From (task, annotator, label) rows. `labels` fixes which there are and their order."""
        tasks: dict[Hashable, int] = {}
        annotators: dict[Hashable, int] = {}
        known: dict[Hashable, int] = {} if labels is None else {label: code for code, label in enumerate(labels)}
        codes = [
            (
                tasks.setdefault(task, len(tasks)),
                annotators.setdefault(annotator, len(annotators)),
                known.setdefault(label, len(known)) if labels is None else known[label],
            )
            for task, annotator, label in rows
        ]
        columns = np.array(codes, dtype=np.int64).reshape(-1, 3)
        return cls(columns[:, 0], columns[:, 1], columns[:, 2], tuple(tasks), tuple(annotators), tuple(known))

    def counts(self) -> Array:
        """(tasks, labels) votes for each label."""
        shape = (len(self.tasks), len(self.labels))
        flat = np.bincount(self.task * shape[1] + self.label, minlength=shape[0] * shape[1])
        return flat.reshape(shape)
