"""How far a project is, how quickly it goes, and when it may be finished.

The counts come from the tasks. The days come from whoever knows when answers were given: a list of answers a day.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil, sqrt
from statistics import mean, stdev

from django.db.models import Count, F, Q, QuerySet, Sum

from projects.models import Project, Task, TaskState

DAYS = 14  # what the pace is measured over
# Two-sided 80 % quantiles of Student's t for 2 to 13 degrees of freedom (any table of the distribution).
T80 = (1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350)
FEWEST_DAYS = 3
FEWEST_ANSWERS = 20
FARTHEST = 730  # days; beyond that a date says nothing


@dataclass(frozen=True)
class Counts:
    """tasks      all that are not void
    untouched  nobody holds or has done them
    begun      some answers are there or in work, not all
    full       every wanted answer is there
    settled    agreed on, or decided
    wanted     answers wanted in all
    given      answers submitted
    """

    tasks: int
    untouched: int
    begun: int
    full: int
    settled: int
    wanted: int
    given: int

    @property
    def left(self) -> int:
        return self.wanted - self.given

    def as_dict(self) -> dict[str, int]:
        return asdict(self) | {"left": self.left}


def count(project: Project) -> Counts:
    return counts_of(Project.objects.filter(pk=project.pk)).get(project.pk, Counts(0, 0, 0, 0, 0, 0, 0))


def counts_of(projects: QuerySet[Project]) -> dict[int, Counts]:
    """The counts of several projects in one query, by the project's id. A project without tasks is absent."""
    queued = Q(state=TaskState.QUEUED)
    rows = (
        Task.objects.filter(project__in=projects)
        .exclude(state=TaskState.VOID)
        .order_by()
        .values("project")
        .annotate(
            tasks=Count("pk"),
            untouched=Count("pk", filter=queued & Q(taken=0)),
            begun=Count("pk", filter=queued & Q(taken__gt=0)),
            full=Count("pk", filter=Q(state=TaskState.LABELLED)),
            settled=Count("pk", filter=Q(state=TaskState.SETTLED)),
            wanted=Sum("overlap", filter=~Q(state=TaskState.SETTLED), default=0)
            + Sum("submitted", filter=Q(state=TaskState.SETTLED), default=0),
            given=Sum(F("submitted"), default=0),
        )
    )
    return {row.pop("project"): Counts(**row) for row in rows}  # type: ignore[misc]


@dataclass(frozen=True)
class Forecast:
    """a_day    answers a day, on average of the days it was measured over
    days     how many days that were
    soonest  days until the last answer, when it goes well
    latest   days until the last answer, when it goes slowly; None: at the slow end it may never be finished
    """

    a_day: float
    days: int
    soonest: int
    latest: int | None


def forecast(left: int, answers_a_day: Sequence[int]) -> Forecast | None:
    """When the work may be done, or None while too little is known to say so.

    answers_a_day  the last whole days, oldest first, from the first day with an answer on; days off are zeros
    method         the 80 % interval of the mean of a day (Student's t), and `left` divided by its two ends. It takes
                   the coming days to be like the past ones; nothing else is known of them.
    """
    days = list(answers_a_day)[-DAYS:]
    if left <= 0 or len(days) < FEWEST_DAYS or sum(days) < FEWEST_ANSWERS:
        return None
    middle = mean(days)
    margin = T80[len(days) - FEWEST_DAYS] * stdev(days) / sqrt(len(days))
    slow, quick = middle - margin, middle + margin
    latest = ceil(left / slow) if slow > 0 else None
    return Forecast(
        a_day=middle,
        days=len(days),
        soonest=ceil(left / quick),
        latest=latest if latest is not None and latest <= FARTHEST else None,
    )
