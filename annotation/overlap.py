"""How many people one task asks for: one more where its answers leave it open, one fewer while that place is free."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from annotation.history import record
from annotation.moves import by_its_answers, settle_accepted
from projects.models import Person, Task, TaskState
from projects.problems import Conflict

MOST = 20  # people one task may ask for, as the project's own setting


@transaction.atomic
def ask_one_more(task: Task, *, by: Person | None, note: str = "", most: int = MOST, seen: int | None = None) -> None:
    """Let one more person answer the task: it goes back into the queue, before those that nobody has begun.

    seen       the overlap that was looked at; another by now is a Conflict, so two who ask at once get one more
    Conflict   it was settled or taken out, or asks for as many as it may already
    """
    before = task.overlap if seen is None else seen
    open_ = Task.objects.filter(pk=task.pk, overlap=before, overlap__lt=most, decided=False)
    if not open_.exclude(state=TaskState.VOID).update(overlap=F("overlap") + 1, state=TaskState.QUEUED):
        raise _refusal(task, before, most)
    record(task.pk, "ask", by=by, note=note)
    task.refresh_from_db(fields=["overlap", "state"])


@transaction.atomic
def ask_one_fewer(task: Task, *, by: Person | None, least: int, note: str = "") -> None:
    """Take a free place back.

    least      people the task asks for in any case
    Conflict   somebody has taken the place, or the task asks for no more than it must
    """
    free = Task.objects.filter(pk=task.pk, overlap__gt=max(least, 1), taken__lt=F("overlap"))
    if not free.update(overlap=F("overlap") - 1):
        task.refresh_from_db(fields=["overlap", "taken", "state"])
        if task.taken >= task.overlap:
            message = _("Somebody has taken the place meanwhile. Their answer is welcome, it can only make this surer.")
        else:
            message = _("This task asks for no more people than the project does.")
        raise Conflict(message, overlap=task.overlap)
    Task.objects.filter(pk=task.pk).exclude(state=TaskState.VOID).update(state=by_its_answers())
    settle_accepted(task.pk)
    record(task.pk, "unask", by=by, note=note)
    task.refresh_from_db(fields=["overlap", "state"])


def _refusal(task: Task, before: int, most: int) -> Conflict:
    task.refresh_from_db(fields=["overlap", "decided", "state"])
    if task.state == TaskState.VOID:
        message = _("A lead took this task out of the project.")
    elif task.decided:
        message = _("This task is settled. Undo that first, then ask somebody else.")
    elif task.overlap != before:
        message = _("Somebody else has asked for one more annotator already.")
    else:
        message = _("This task asks for %(most)d annotators already, and may not ask for more.") % {"most": most}
    return Conflict(message, overlap=task.overlap)
