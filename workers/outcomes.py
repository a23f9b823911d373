"""What stands beside a task once it was counted: its consensus, who differs from whom over what, its labels.

From these rows a number of the quality page finds the tasks behind it, without reading an answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from workers.agreement import Tally
from workers.deciding import Decision, Lesson, decide
from workers.differing import Comparisons
from workers.models import Consensus, Difference, LabelUse
from workers.questions import Key, Questions

COLUMNS = ["value", "confidence", "method", "answers", "agreement"]
Lessons = Mapping[tuple[int, str, str], Lesson]  # by project, field and kind


@dataclass
class Measured:
    """What the answers to one task come to.

    added      what the task adds to its project's tables, rows (field, kind, table, *key)
    compared   for each question, every two answers
    decided    for each question, its consensus where that follows from its own answers alone
    """

    added: Tally = field(default_factory=Tally)
    compared: dict[Key, Comparisons] = field(default_factory=dict)
    decided: dict[Key, Decision | None] = field(default_factory=dict)


def write(
    tasks: Mapping[int, int], asked: Mapping[int, Questions], found: Mapping[int, Measured], lessons: Lessons
) -> None:
    """Write what stands beside these tasks, id -> project, in the transaction that folds them."""
    rows = consensus(tasks, asked, found, lessons)
    there = {(row.task_id, row.field, row.kind) for row in rows}
    before = Consensus.objects.filter(task__in=tasks).values_list("pk", "task", "field", "kind")
    if gone := [pk for pk, *key in before if tuple(key) not in there]:
        Consensus.objects.filter(pk__in=gone).delete()
    put(rows)
    Difference.objects.filter(task__in=tasks).delete()
    Difference.objects.bulk_create(
        [row for task, project in tasks.items() for row in differences(project, task, found[task])]
    )
    LabelUse.objects.filter(task__in=tasks).delete()
    LabelUse.objects.bulk_create(
        [row for task, project in tasks.items() for row in label_uses(project, task, found[task])]
    )


def consensus(
    tasks: Mapping[int, int], asked: Mapping[int, Questions], found: Mapping[int, Measured], lessons: Lessons
) -> list[Consensus]:
    """The rows of these tasks, not yet written."""
    return [
        row for task, project in tasks.items() for row in _consensus(project, task, asked[task], found[task], lessons)
    ]


def put(rows: Iterable[Consensus]) -> None:
    """Write these, over what was there."""
    key = ["task", "field", "kind"]
    Consensus.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=COLUMNS)


def _consensus(project: int, task: int, asked: Questions, found: Measured, lessons: Lessons) -> Iterator[Consensus]:
    for (name, kind), question in asked.items():
        lesson = lessons.get((project, name, kind))
        decision = found.decided[name, kind] or decide(question.kind, question.answers, lesson, question.context)
        yield Consensus(
            project_id=project,
            task_id=task,
            field=name,
            kind=kind,
            value=decision.value,
            confidence=decision.confidence,
            method=decision.method,
            answers=len(question.answers),
            agreement=found.compared[name, kind].agreement,
        )


def differences(project: int, task: int, found: Measured) -> Iterator[Difference]:
    """The rows of one task, not yet written."""
    for (name, kind), compared in found.compared.items():
        for (a, b), pair in compared.pairs.items():
            for (one, two), n in pair.differences.items():
                yield Difference(
                    project_id=project, task_id=task, field=name, kind=kind, a_id=a, b_id=b, one=one, two=two, n=n
                )


def label_uses(project: int, task: int, found: Measured) -> Iterator[LabelUse]:
    """The rows of one task, not yet written."""
    for (name, kind), compared in found.compared.items():
        equal = compared.equal()
        for label, n in compared.uses.items():
            yield LabelUse(
                project_id=project, task_id=task, field=name, kind=kind, label=label, n=n, equal=equal[label]
            )
