"""Adaptive overlap: one more annotator where the answers leave it open, and none where they are sure enough.

After each fold the consensus of every task says how sure it is. A task that has all its answers and is less sure than
the project wants asks for one more person, the least sure first, up to a maximum a task and a budget for the project.
A free place of a task that has become sure is closed, unless a person had asked for it. docs/agreement.md says what
this does to the agreement figures.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Any

import scipy
from django.db import transaction
from django.db.models import Avg, Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from annotation.models import Assignment, AssignmentState, Revision
from annotation.overlap import ask_one_fewer, ask_one_more
from projects.access import roles_with
from projects.models import Membership, Project, ProjectState, Task, TaskState
from projects.problems import Conflict, Invalid
from workers.models import Adaptive, Consensus, Measurement

AT_ONCE = 25  # tasks changed in one transaction: on SQLite whoever writes waits for all of them
SHARE = 20  # of a worker's time that may go into one project: a twentieth


def step(project: Project | None = None) -> int:
    """Look through the projects that ask for it and whose measurement moved. Returns how many tasks changed."""
    settings = Adaptive.objects.filter(on=True, project__state=ProjectState.OPEN)
    if project is not None:
        settings = settings.filter(project=project)
    newest = Measurement.objects.filter(project=OuterRef("project")).values("number")[:1]
    due = settings.annotate(newest=Subquery(newest)).filter(Q(number=-1) | Q(newest__gt=F("number")))
    return sum(_look_through(setting.pk) for setting in due if _is_due(setting))


def _is_due(setting: Adaptive) -> bool:
    """A large project takes longer to look through, and waits longer for the next time."""
    if setting.at is None or setting.number == -1:
        return True
    return timezone.now() >= setting.at + timedelta(seconds=SHARE * setting.seconds)


def _look_through(pk: int) -> int:
    changed, begun = 0, time.monotonic()
    while True:
        done, finished = _some(pk)
        changed += done
        if finished or not done:
            Adaptive.objects.filter(pk=pk).update(seconds=time.monotonic() - begun)
            return changed


@transaction.atomic
def _some(pk: int) -> tuple[int, bool]:
    """Change some tasks; how many, and whether that was all. The setting's row first, so that two workers do not spend
    one budget twice."""
    locked = Adaptive.objects.select_for_update(of=("self",)).select_related("project")
    setting = locked.filter(pk=pk, on=True).first()
    if setting is None:
        return 0, True
    number = Measurement.objects.filter(project=setting.project).values_list("number", flat=True).first() or 0
    if closed := sum(_closed(task, setting.project) for task in _to_close(setting)[:AT_ONCE]):
        return closed, False  # places that may now be asked for elsewhere
    room = _room(setting)
    unsure = sorted(_to_open(setting)[: min(AT_ONCE, room)], key=lambda task: task.pk)
    opened = sum(_opened(task, setting) for task in unsure)
    finished = opened < min(AT_ONCE, max(room, 1))
    if finished:
        Adaptive.objects.filter(pk=pk).update(number=number, at=timezone.now())
    return opened, finished


def _opened(task: Any, setting: Adaptive) -> int:
    try:
        note = "" if task.sure is None else f"{task.sure:.3f} < {setting.confidence:g}"
        ask_one_more(task, by=None, note=note, most=setting.maximum, seen=task.overlap)
    except Conflict:  # settled, taken out, or asked for by a person at this moment
        return 0
    return 1


def _closed(task: Task, project: Project) -> int:
    try:
        ask_one_fewer(task, by=None, least=project.overlap)
    except Conflict:  # somebody has taken the place
        return 0
    return 1


def counted(project: Project) -> QuerySet[Task]:
    """The tasks whose answers are all counted."""
    return Task.objects.filter(project=project, stale=False).exclude(state=TaskState.VOID)


def _unsure(setting: Adaptive) -> Exists:
    """A question less sure than wanted, or with nothing to be sure by: one answer alone."""
    doubt = Q(confidence__lt=setting.confidence) | Q(confidence=None)
    return Exists(Consensus.objects.filter(doubt, task=OuterRef("pk")))


def _sure() -> Subquery:
    """The confidence of a task's least sure question."""
    least = Consensus.objects.filter(task=OuterRef("pk")).order_by().values("task").annotate(least=Min("confidence"))
    return Subquery(least.values("least"))


def _to_open(setting: Adaptive) -> QuerySet[Any]:
    """Tasks with all their answers that are not sure and that somebody is left to answer, the least sure first."""
    full = counted(setting.project).filter(state=TaskState.LABELLED, submitted=F("overlap"), decided=False)
    open_ = full.filter(_unsure(setting), _somebody_left(setting.project), overlap__lt=setting.maximum)
    return open_.annotate(sure=_sure()).order_by("sure", "pk")


def _to_close(setting: Adaptive) -> QuerySet[Any]:
    """Tasks with a free place, asked for by no person, that are sure or ask for more people than they may."""
    asked = Revision.objects.filter(task=OuterRef("pk"), move="ask", by__isnull=False)
    free = counted(setting.project).filter(
        ~Exists(asked),
        state=TaskState.QUEUED,
        overlap__gt=setting.project.overlap,
        taken=F("submitted"),
        submitted__gte=setting.project.overlap,
        submitted__lt=F("overlap"),
    )
    return free.filter(Q(~_unsure(setting)) | Q(overlap__gt=setting.maximum)).order_by("pk")


def _somebody_left(project: Project) -> Exists:
    """Whether a person who may label here has not had the task: else it would wait in the queue for ever."""
    here = Q(project=project) | Q(project=None, organisation=project.organisation_id)
    had = Assignment.objects.filter(task=OuterRef(OuterRef("pk")), annotator=OuterRef("person"))
    had = had.exclude(state=AssignmentState.EXPIRED)
    return Exists(Membership.objects.filter(here, ~Exists(had), role__in=roles_with("label"), person__is_active=True))


def _room(setting: Adaptive) -> int:
    """Answers that may still be asked for."""
    return AT_ONCE if setting.budget is None else max(0, setting.budget - wanted(setting.project))


def wanted(project: Project) -> int:
    """Answers that the tasks ask for in all; settled ones ask for no more than they have."""
    asked = Case(When(decided=True, then=F("submitted")), default=F("overlap"))
    tasks = Task.objects.filter(project=project).exclude(state=TaskState.VOID)
    return tasks.aggregate(n=Sum(asked, default=Value(0)))["n"]


@dataclass(frozen=True)
class Saved:
    """What asking only where it is needed has saved, over the tasks that have all their answers.

    tasks       how many those are, of `all_tasks`
    given       answers they have
    always      answers they would have if each had been given the maximum
    each        answers a task, on average, with its 95 % interval (None under 2 tasks, or where all are alike)
    sure        of these tasks, those as sure as wanted
    asking      unsure tasks for which one more is asked just now
    at_maximum  unsure ones that have the most answers a task may have
    held_back   unsure ones that could have one more: the budget is spent, or nobody is left who has not had it
    confidence  mean of what the least sure question of each task is sure of; None without any
    wanted      answers that all tasks ask for now, of at most `budget`
    """

    tasks: int
    all_tasks: int
    given: int
    always: int
    each: tuple[float, float, float] | None
    sure: int
    asking: int
    at_maximum: int
    held_back: int
    confidence: float | None
    wanted: int

    @property
    def saved(self) -> int:
        return self.always - self.given


def saved(setting: Adaptive) -> Saved:
    """Counted now, in one pass over the tasks."""
    tasks = counted(setting.project).annotate(
        sure=Min("consensus__confidence"), alone=Count("consensus", filter=Q(consensus__confidence=None))
    )
    doubt = Q(sure__lt=setting.confidence) | Q(alone__gt=0)
    asking = Q(state=TaskState.QUEUED, overlap__gt=setting.project.overlap)
    full = Q(state__in=[TaskState.LABELLED, TaskState.SETTLED])
    unsure = full & doubt & Q(decided=False)
    found: dict[str, Any] = tasks.aggregate(
        full=Count("pk", filter=full),
        given=Sum("submitted", filter=full, default=0),
        squares=Sum(F("submitted") * F("submitted"), filter=full, default=0),
        enough=Count("pk", filter=full & ~doubt),
        asking=Count("pk", filter=asking),
        at_maximum=Count("pk", filter=unsure & Q(overlap__gte=setting.maximum)),
        held_back=Count("pk", filter=unsure & Q(overlap__lt=setting.maximum)),
        confidence=Avg("sure", filter=full),
    )
    all_tasks = Task.objects.filter(project=setting.project).exclude(state=TaskState.VOID).count()
    return Saved(
        tasks=found["full"],
        all_tasks=all_tasks,
        given=found["given"],
        always=found["full"] * max(setting.maximum, setting.project.overlap),
        each=_mean(found["full"], found["given"], found["squares"]),
        sure=found["enough"],
        asking=found["asking"],
        at_maximum=found["at_maximum"],
        held_back=found["held_back"],
        confidence=found["confidence"],
        wanted=wanted(setting.project),
    )


def _mean(n: int, total: int, squares: int) -> tuple[float, float, float] | None:
    """Mean and its 95 % interval by Student's t: how many answers a task takes, if the coming ones are like these."""
    if n < 2:
        return None
    mean = total / n
    variance = (squares - n * mean * mean) / (n - 1)
    if variance <= 0:
        return None
    margin = float(scipy.stats.t.ppf(0.975, n - 1)) * sqrt(variance / n)
    return mean, mean - margin, mean + margin


def change(setting: Adaptive, **fields: Any) -> Adaptive:
    """Set the bounds; the next step looks through all tasks again. Invalid: they do not fit the project."""
    check_maximum(setting.project, fields.get("maximum", setting.maximum))
    made, _new = Adaptive.objects.update_or_create(project=setting.project, defaults=fields | {"number": -1})
    return made


def check_maximum(project: Project, maximum: int) -> None:
    """Invalid: the project itself asks more people of each task."""
    if maximum < project.overlap:
        message = _("Each task asks for %(overlap)d people already: the most has to be that many or more.")
        raise Invalid(message % {"overlap": project.overlap}, field="maximum")


def of(project: Project) -> Adaptive:
    """A project's setting; off where nobody has set it."""
    return Adaptive.objects.filter(project=project).first() or Adaptive(project=project, on=False)
