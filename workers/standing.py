"""How a project stands, worked out in full after its answers were counted, so that no visitor waits for it.

For most projects that takes a tenth of a second and follows every fold. For a large one it takes longer, and the next
time waits a multiple of that: the worker is there for others as well. Until then pages show what was worked out last
and say so; the figures of a whole field are read fresh at all times.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from pydantic import TypeAdapter

from projects.models import Project
from workers import learning, measuring
from workers.facts import Facts, facts
from workers.models import Measurement, Standing

SHARE = 10  # of a worker's time that may go into one project: a tenth
TAKEN = timedelta(minutes=10)  # a worker that took it up longer ago is gone
QUICK = 0.3  # seconds: what took less is worked out for the visitor rather than shown late

FACTS = TypeAdapter(Facts)


@dataclass(frozen=True)
class Now:
    """fields   name -> facts; None where nothing is measured for its kind
    number   the measurement that the slow parts are of
    at       when they were worked out
    behind   whether answers were counted since
    """

    fields: Mapping[str, Facts | None]
    number: int
    at: datetime | None
    behind: bool


def refresh() -> int:
    """Work out every project whose tables changed, as far as its turn has come. Returns how many."""
    newest = Measurement.objects.filter(Q(project__standing=None) | ~Q(project__standing__number=F("number")))
    due = newest.select_related("project__standing").order_by("at")
    return sum(_refresh(measurement.project) for measurement in due if _is_due(measurement.project))


def _is_due(project: Project) -> bool:
    standing = getattr(project, "standing", None)
    if standing is None or standing.at is None:
        return True
    return timezone.now() >= standing.at + timedelta(seconds=SHARE * standing.seconds)


def _refresh(project: Project) -> bool:
    """Take it up, unless another worker has, and work it out."""
    now = timezone.now()
    Standing.objects.get_or_create(project=project)
    free = Q(taken_at=None) | Q(taken_at__lt=now - TAKEN)
    if not Standing.objects.filter(free, project=project).update(taken_at=now):
        return False
    try:
        write(project)
    finally:
        Standing.objects.filter(project=project, taken_at=now).update(taken_at=None)
    return True


def write(project: Project) -> None:
    """Learn from the votes, then work everything out. What is counted meanwhile makes it due again."""
    begun = time.perf_counter()
    learning.learn(project, _number(project))
    keep(project, begun)


def keep(project: Project, begun: float | None = None) -> None:
    """Work everything out and keep it.

    begun   when the work began; now, where it is not told
    """
    begun = time.perf_counter() if begun is None else begun
    number = _number(project)
    body = {name: found and FACTS.dump_python(found, mode="json") for name, found in _facts(project).items()}
    Standing.objects.update_or_create(
        project=project,
        defaults={
            "number": number,
            "at": timezone.now(),
            "seconds": time.perf_counter() - begun,
            "body": {"schema": project.schema_id, "fields": body},
        },
    )


def _number(project: Project) -> int:
    return Measurement.objects.filter(project=project).values_list("number", flat=True).first() or 0


def _fields(project: Project) -> list[dict[str, Any]]:
    return list(project.schema.body["fields"]) if project.schema else []


def _facts(project: Project) -> dict[str, Facts | None]:
    return {field["name"]: facts(project, field["name"], field["kind"]) for field in _fields(project)}


def now(project: Project) -> Now:
    """What can be said of the project now."""
    number = _number(project)
    standing = Standing.objects.filter(project=project).defer("body").first()
    kept = _kept(standing.pk, standing.at) if standing is not None else None
    known = kept if kept is not None and kept.schema == project.schema_id else None
    if standing is not None and known is not None and standing.number == number:
        return Now(known.fields, number, standing.at, behind=False)
    if standing is None or standing.seconds < QUICK:
        return Now(_facts(project), number, timezone.now(), behind=False)
    if known is None:
        return Now({}, standing.number, None, behind=True)
    fields = {name: found and _renewed(project, name, found) for name, found in known.fields.items()}
    return Now(fields, standing.number, standing.at, behind=True)


def forget() -> None:
    """Forget what this process has read, as one that has just begun."""
    _kept.cache_clear()


@dataclass(frozen=True)
class Kept:
    schema: int | None
    fields: Mapping[str, Facts | None]


@lru_cache(maxsize=16)
def _kept(standing: int, at: datetime | None) -> Kept | None:
    """What was worked out at that moment, read once: for a large project that takes as long as all the rest.

    at   names it; what is worked out later has another moment. None: nothing was worked out yet
    """
    body = Standing.objects.filter(pk=standing, at=at).values_list("body", flat=True).first() if at else None
    if not body:
        return None
    fields = {name: found and FACTS.validate_python(found) for name, found in body["fields"].items()}
    return Kept(body["schema"], fields)


def _renewed(project: Project, name: str, found: Facts) -> Facts:
    """With the figures of the whole field as they are this moment; the interval over annotators is the slow part."""
    kind = next(field["kind"] for field in _fields(project) if field["name"] == name)
    fresh = measuring.whole(project, name, kind)
    known = found.report.figures
    figures = {
        key: replace(figure, population_low=known[key].population_low, population_high=known[key].population_high)
        if key in known
        else figure
        for key, figure in fresh.items()
    }
    return replace(found, report=replace(found.report, figures=figures))
