"""Reading a plain table of who said what of which task."""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from workers.agreement.counts import Array

TASK = ("task", "unit", "item", "document", "question", "task_id", "unit_id", "item_id", "id", "任务", "编号", "题目")
WORKER = (
    "worker",
    "annotator",
    "rater",
    "coder",
    "performer",
    "user",
    "labeler",
    "labeller",
    "worker_id",
    "标注员",
    "人员",
)
LABEL = ("label", "answer", "response", "value", "rating", "category", "annotation", "score", "标签", "答案", "评分")
NAMES = {"task": TASK, "worker": WORKER, "label": LABEL}
SHOWN = 10  # bad lines told at once
Order = tuple[list[str], Array, dict[str, int]]
MOST_RANKS = 100  # of ordinal labels: their distance depends on every other label


class BadTable(Exception):
    """What is wrong with a file, where, and how to mend it."""


@dataclass(frozen=True)
class Table:
    """Answers as codes, each task and annotator at most once.

    units       task by task: annotator (from 1) -> label code
    tasks       names of the tasks
    annotators  names; annotator a is annotators[a - 1]
    labels      names of the label codes; by rank or number at every level but the nominal one
    values      (k,) the number of each label code: its rank where labels have no number
    empty       lines without a label, which are left out
    """

    units: list[dict[int, int]]
    tasks: list[str]
    annotators: list[str]
    labels: list[str]
    values: Array
    empty: int


@dataclass
class Reading:
    """A file being read: what was found and what is wrong with it."""

    path: Path
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def complain(self, line: int, sentence: str) -> None:
        self.wrong.append((line, f"{self.path} line {line}: {sentence}"))

    def stop(self) -> None:
        """Raise what has been found wrong, if anything."""
        if self.wrong:
            told, more = [sentence for _, sentence in sorted(self.wrong)], len(self.wrong) - SHOWN
            raise BadTable("\n".join([*told[:SHOWN], *([f"… and {more:,} more lines like these."] * (more > 0))]))


def read(path: Path, level: str, columns: dict[str, str], order: Sequence[str] = (), *, last: bool = False) -> Table:
    """The answers in a CSV or TSV file with a header.

    level      nominal, ordinal, interval or ratio: decides what a label may be
    columns    names of the columns "task", "worker" and "label" where they are not the usual ones
    order      labels from the lowest to the highest, for ordinal labels that are not numbers
    last       keep the last of several answers of one annotator to one task; otherwise they are an error
    """
    reading = Reading(path)
    answers: dict[str, dict[str, tuple[int, str]]] = {}
    empty = 0
    for line, task, worker, label in _rows(reading, columns):
        given = answers.setdefault(task, {})
        if not label:
            empty += 1
        elif worker in given and not last:
            earlier = given[worker][0]
            reading.complain(
                line,
                f"{worker} answered task {task} in line {earlier} already; delete one of the two, or say --last to "
                "keep the later one.",
            )
        else:
            given[worker] = (line, label)
    reading.stop()
    if not any(answers.values()):
        raise BadTable(f"{path}: there is no answer in this file; it needs a line of task, worker, label for each.")
    lines = {label: line for given in reversed(answers.values()) for line, label in given.values()}
    labels, values, codes = _ordered(reading, lines, level, order)
    annotators: dict[str, int] = {}
    units = [
        {annotators.setdefault(worker, len(annotators) + 1): codes[label] for worker, (_, label) in given.items()}
        for given in answers.values()
    ]
    return Table(units, list(answers), list(annotators), labels, values, empty)


def _rows(reading: Reading, columns: dict[str, str]) -> Iterator[tuple[int, str, str, str]]:
    """(line, task, worker, label) of every row that has them."""
    try:
        with reading.path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            rows = csv.reader(file, delimiter=max(",\t;|", key=head.count), strict=True)
            header = [name.strip() for name in next(rows, [])]
            places = [_place(reading, header, what, columns.get(what, "")) for what in NAMES]
            for row in rows:
                if not row:
                    continue
                if len(row) != len(header):
                    reading.complain(
                        rows.line_num,
                        f"it has {len(row)} fields, the header {len(header)}; quote fields that hold the separator.",
                    )
                    continue
                task, worker, label = (row[place].strip() for place in places)
                if task and worker:
                    yield rows.line_num, task, worker, label
                else:
                    reading.complain(
                        rows.line_num, f"it names no {'worker' if task else 'task'}; fill it in or delete it."
                    )
    except OSError as error:
        raise BadTable(
            f"{reading.path} cannot be read: {error.strerror}. Check its name and who may read it."
        ) from error
    except UnicodeDecodeError as error:
        raise BadTable(f"{reading.path}: it is not UTF-8 text ({error.reason}); save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise BadTable(
            f"{reading.path} line {rows.line_num}: {error}; close every quotation mark and double those inside a field."
        ) from error


def _place(reading: Reading, header: list[str], what: str, chosen: str) -> int:
    plain = [name.lower() for name in header]
    usual = [chosen.lower()] if chosen else NAMES[what]
    for name in usual:
        if name in plain:
            return plain.index(name)
    wanted = f"called “{chosen}”" if chosen else f"for the {what}; call one {', '.join(NAMES[what][:5])}, or name it"
    raise BadTable(
        f"{reading.path} line 1: there is no column {wanted} with --{what} COLUMN. "
        f"The columns are: {', '.join(header) or 'none, the file is empty'}."
    )


def _ordered(reading: Reading, lines: dict[str, int], level: str, order: Sequence[str]) -> Order:
    """The labels in their order, the number of each, and the code of every spelling of it (1 and 1.0 are one label).

    lines      label -> a line in which it stands
    """
    if level == "nominal":
        return _coded(sorted(lines))
    if order:
        for label, line in lines.items():
            if label not in order:
                reading.complain(line, f"label “{label}” is not in --order; add it there or mend the line.")
        reading.stop()
        return _coded([label for label in order if label in lines])
    numbers = {label: _number(label) for label in lines}
    for label, number in numbers.items():
        if number is None:
            hint = ", or say --order LOWEST,…,HIGHEST" if level == "ordinal" else ""
            reading.complain(lines[label], f"“{label}” is not a number, and at level {level} labels are numbers{hint}.")
        elif level == "ratio" and number < 0:
            reading.complain(lines[label], f"{label} is below zero, which no ratio can be; use --level interval.")
    reading.stop()
    known = {label: number for label, number in numbers.items() if number is not None}
    values = sorted(set(known.values()))
    if level == "ordinal" and len(values) > MOST_RANKS:
        raise BadTable(
            f"{reading.path}: {len(values):,} different labels are too many for ranks (at most {MOST_RANKS}); "
            "use --level interval."
        )
    place = {value: code for code, value in enumerate(values)}
    names = dict(zip(known.values(), known, strict=True))
    return [names[value] for value in values], np.array(values), {label: place[v] for label, v in known.items()}


def _coded(labels: list[str]) -> Order:
    return labels, np.arange(float(len(labels))), {label: code for code, label in enumerate(labels)}


def _number(label: str) -> float | None:
    try:
        number = float(label)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
