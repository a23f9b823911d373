"""What waits for a reviewer: other people's answers that nobody has judged yet and that the reviewer may see."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from annotation.blind import closed_to
from annotation.models import Assignment, AssignmentState
from projects.models import Person, Project, Task, TaskState
from projects.task_list import UNREVIEWED, filtered, with_turn


def to_review(project: Project, person: Person, may: Set[str], wanted: Mapping[str, Any]) -> QuerySet[Task]:
    """The tasks among those a query asks for in which this person has something to review."""
    found = filtered(project, {**wanted, "answers": UNREVIEWED}, by=person)
    return found.filter(~Exists(closed_to(person, may).filter(pk=OuterRef("pk"))))


def turns_to_review(tasks: Iterable[Any], person: Person, may: Set[str]) -> QuerySet[Assignment]:
    """The answers in these tasks (or their ids) that this person has to review."""
    waiting = Assignment.objects.filter(task__in=tasks, state=AssignmentState.SUBMITTED).exclude(annotator=person)
    hidden = Exists(closed_to(person, may).filter(pk=OuterRef("task")))
    open_turns = waiting.exclude(task__state=TaskState.VOID).filter(~hidden)
    return open_turns.select_related("task", "annotation").order_by("pk")


def next_to_review(task: Task, person: Person, may: Set[str], wanted: Mapping[str, Any]) -> int | None:
    """The task to go on with: this one while something is left in it, then those after it, then from the first."""
    found = to_review(task.project, person, may, wanted).order_by("pk").values_list("pk", flat=True)
    return found.filter(pk__gte=task.pk).first() or found.first()


def counts_to_review(person: Person, may: Mapping[Project, Set[str]]) -> dict[int, int]:
    """In how many tasks of each project a person has something to review, with a query for each set of rights."""
    by_rights: dict[frozenset[str], list[Project]] = {}
    for project, actions in may.items():
        if "review" in actions:
            by_rights.setdefault(frozenset(actions), []).append(project)
    found: dict[int, int] = {}
    for rights, projects in by_rights.items():
        found |= _counts(projects, person, rights)
    return found


def _counts(projects: Iterable[Project], person: Person, may: Set[str]) -> dict[int, int]:
    tasks = Task.objects.filter(
        with_turn(AssignmentState.SUBMITTED, but_of=person),
        ~Exists(closed_to(person, may).filter(pk=OuterRef("pk"))),
        project__in=projects,
    ).exclude(state=TaskState.VOID)
    return dict(tasks.order_by().values_list("project").annotate(Count("pk")))
