"""Which tasks of a project are asked for, by page and by program."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from projects.models import Person, Project, Task, TaskState
from projects.paging import page

NAMES = ("state", "answers", "q")
UNREVIEWED = "unreviewed"
# What may be asked of the answers to a task that counts -> the state that one of its people's turns is then in.
TURNS = {UNREVIEWED: "submitted", "returned": "returned", "skipped": "skipped"}


def filtered(project: Project, wanted: Any, *, by: Person) -> QuerySet[Task]:
    """The tasks that a query asks for.

    state     of the task
    answers   how many were submitted; or `unreviewed` (by others than `by`, who cannot review an own one),
              `returned` or `skipped`: at least one is
    q         stands in the external id or name
    """
    tasks = Task.objects.filter(project=project).select_related("asset").annotate(held=F("taken") - F("submitted"))
    if wanted.get("state") in TaskState.values:
        tasks = tasks.filter(state=wanted["state"])
    answers = wanted.get("answers", "")
    if answers.isdecimal():
        tasks = tasks.filter(submitted=min(int(answers), 99))
    elif answers in TURNS:
        tasks = tasks.filter(with_turn(TURNS[answers], but_of=by if answers == UNREVIEWED else None))
        tasks = tasks.exclude(state=TaskState.VOID)
    if text := wanted.get("q", "").strip():
        tasks = tasks.filter(Q(external_id__icontains=text) | Q(name__icontains=text))
    return tasks


def shown(project: Project, wanted: Any, *, by: Person) -> tuple[list[Task], str | None]:
    """The page of the list that a query asks for, and the cursor of the next one."""
    tasks = filtered(project, wanted, by=by).annotate(comes_back=with_turn("returned"))
    return page(tasks, wanted.get("cursor"), by="pk", size=50)


def with_turn(state: str, *, but_of: Person | None = None) -> Exists:
    """Whether somebody's turn at a task is in this state. Turns belong to a higher room: they are met by their name."""
    turns: Any = Task._meta.get_field("assignments").related_model
    found = turns.objects.filter(task=OuterRef("pk"), state=state)
    return Exists(found.exclude(annotator=but_of) if but_of else found)


def query_of(wanted: Any) -> str:
    """The filters in force as a query string to be carried along: `?state=…`, or nothing."""
    kept = {name: wanted[name] for name in NAMES if wanted.get(name)}
    return f"?{urlencode(kept)}" if kept else ""
