"""Looks on while people label and workers count: how long each answer waits until the tables have it."""

import json
import sys
import time
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from annotation.models import Annotation
from projects.models import Task

LOOK = 0.05  # seconds between two looks: what is found is late by as much


def watch(*, seconds: float) -> dict[str, list[float]]:
    """Seconds from each answer's submission until its task was counted, of all that are submitted meanwhile."""
    begun = last = timezone.now()
    waiting: dict[int, datetime] = {}
    waits: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until or waiting:
        # First the answers, then the marks: an answer that is seen here and whose task is not marked was counted.
        given = Annotation.objects.filter(changed_at__gt=last).order_by("changed_at")
        for task, at in given.values_list("assignment__task", "changed_at"):
            waiting.setdefault(task, at)
            last = at
        stale = set(Task.objects.filter(pk__in=list(waiting)[:5000], stale=True).values_list("pk", flat=True))
        now = timezone.now()
        for task in [task for task in waiting if task not in stale]:
            waits.append((now - waiting.pop(task)).total_seconds())
        if (now - begun).total_seconds() > 5 * seconds + 60:
            raise TimeoutError("the worker does not keep up")
        time.sleep(LOOK)
    return {"waits": waits}


def main(*, seconds: float, begun: str) -> None:
    """For `manage.py shell --command`: makes a file when it begins, and prints what was found as JSON."""
    Path(begun).touch()
    json.dump(watch(seconds=seconds), sys.stdout)
