"""How many answers a project got on each of the last days: what a forecast is made from."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from annotation.models import Annotation
from projects.models import Project
from projects.progress import DAYS


def answers_a_day(project: Project, today: date | None = None) -> tuple[list[int], int]:
    """Answers on each whole day, oldest first, from the first day with one (14 days back at most); and those of today.

    An answer counts on the day it was first given, in the time zone of the site; days off are zeros.
    """
    today = today or timezone.localdate()
    since = today - timedelta(days=DAYS)
    start = timezone.make_aware(datetime.combine(since, time.min))
    given = Annotation.objects.filter(assignment__task__project=project, created_at__gte=start)
    given = given.filter(assignment__annotator__only_in=None)  # what came with a release says nothing of the pace
    found = given.order_by().values(day=TruncDate("created_at")).annotate(n=Count("pk")).values_list("day", "n")
    by_day = dict(found)
    whole = [by_day.get(since + timedelta(days=n), 0) for n in range(DAYS)]
    first = next((n for n, count in enumerate(whole) if count), DAYS)
    return whole[first:], by_day.get(today, 0)
