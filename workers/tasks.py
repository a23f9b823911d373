"""What messages can ask for. Ids in, one call."""

from typing import Any

from django.core.management import call_command

from annotation import queue
from projects import storage
from projects.models import Project
from workers import (  # noqa: F401  (all jobs, for `look_at_job`)
    adaptive,
    exporting,
    handing_in,
    jobs,
    measuring,
    orphans,
    recounting,
    releasing,
    standing,
)
from workers.celery import app
from workers.samples import loading as loading  # its job, so that a killed load is finished here


@app.task
def look_at_job(pk: int) -> None:
    jobs.run(pk)


@app.task
def fold() -> None:
    measuring.fold()


@app.task
def work_out() -> None:
    standing.refresh()


@app.task
def recount() -> None:
    recounting.start_all()


@app.task
def adapt() -> None:
    adaptive.step()


@app.task(ignore_result=False)
def count_part(project: int, after: int, last: int | None) -> dict[str, Any]:
    return recounting.count_part(Project.objects.get(pk=project), after, last).to_json()


@app.task(ignore_result=False)
def put_together(parts: list[dict[str, Any]], project: int) -> dict[str, Any] | None:
    read = [recounting.Part.from_json(part) for part in parts]
    found = recounting.together(Project.objects.get(pk=project), read)
    return None if found is None else found.to_json()


@app.task
def sweep() -> None:
    jobs.sweep()


@app.task
def expire_leases() -> None:
    queue.expire_leases()
    queue.free_places_of_the_gone()


@app.task
def tidy() -> None:
    handing_in.clear()
    storage.tidy()
    call_command("clearsessions")


@app.task
def clear_orphans() -> None:
    orphans.clear()
