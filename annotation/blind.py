"""Whose eyes are still needed blind: who may yet answer a task does not read what others said of it.

Reviewers label as well as read. They read the answers to a task once they have answered it themselves, or once every
place at it is filled for good. Leads, owners and auditors read everything: they answer for the project.
"""

from collections.abc import Set

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from annotation.models import Assignment, AssignmentState
from annotation.moves import ANSWERED
from projects.models import Person, Task
from projects.problems import Forbidden

S = AssignmentState


def closed_to(person: Person, may: Set[str]) -> QuerySet[Task]:
    """The tasks whose answers this person may not read yet. `may`: what the person may do in their project."""
    if "label" not in may or "see_any_answer" in may:
        return Task.objects.none()
    turns = Assignment.objects.filter(task=OuterRef("pk"))
    mine = turns.filter(annotator=person)
    has_place = Q(taken__lt=F("overlap")) | Exists(turns.filter(state=S.LEASED))  # a lease may run out
    may_answer = has_place | Exists(mine.filter(state=S.RETURNED))
    return Task.objects.filter(may_answer, ~Exists(mine.filter(state__in=ANSWERED)))


def is_closed(task: Task, person: Person, may: Set[str]) -> bool:
    return closed_to(person, may).filter(pk=task.pk).exists()


def require_open(task: Task, person: Person, may: Set[str]) -> None:
    if is_closed(task, person, may):
        message = _("You may still label this task yourself: you see its answers after yours, or once it has them all.")
        raise Forbidden(message, code="blind")
