"""Import: from files handed in to tasks in the queue, as a job that survives its worker.

The cursor says how many rows of which file are saved; it is written with them. Choosing "all or none" puts a pass
before that one, which reads and checks everything and saves no task.
"""

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import ngettext

from projects import storage
from projects.models import Asset, Project
from projects.problems import Problem
from workers import jobs
from workers.imports.answers import Fitting
from workers.imports.making import Maker
from workers.imports.readers import row_endings
from workers.imports.rows import Options, Row
from workers.imports.saving import (
    Chunk,
    Decided,
    Saver,
    Standing,
    count_uploads,
    decide,
    known_content,
    last_position,
    save_assets,
    save_problems,
    standing,
)
from workers.imports.sources import Handed, Plan, planned
from workers.imports.taking_in import sort_out
from workers.models import ImportProblem, Job, JobState, Upload

CHUNK = 4 << 20  # weight of what is saved at once
CHUNK_ROWS = 1000
CHUNK_SECONDS = 1.0


@jobs.job
def import_files(job: jobs.Running, *, project_id: int, options: dict[str, Any]) -> dict[str, int]:
    """Read all uploads of the job into tasks. Returns how many were made, known, refused, and how many answers came."""
    project = Project.objects.select_related("schema").get(pk=project_id)
    chosen = Options(**options | {"media": project.media})
    with planned(_handed(job), row_endings(project.media)) as plan:
        reading = Reading(job, project, chosen, plan)
        if chosen.all_or_none and job.cursor is None:
            reading.check()
        reading.save()
    return totals(job.pk)


def _handed(job: jobs.Running) -> Iterator[Handed]:
    for upload in Upload.objects.filter(job_id=job.pk).order_by("pk").iterator(chunk_size=1000):
        path = Path(upload.path)
        yield Handed(upload.pk, upload.name, path if path.is_absolute() else storage.path(upload.path))


def totals(pk: int) -> dict[str, int]:
    counts = Upload.objects.filter(job=pk).aggregate(
        tasks=Sum("accepted", default=0),
        answers=Sum("answers", default=0),
        known=Sum("known", default=0),
        refused=Sum("refused", default=0),
    )
    return counts | {"remarks": ImportProblem.objects.filter(job=pk, refused=False).count()}


class Reading:
    """One attempt at an import's files."""

    def __init__(self, job: jobs.Running, project: Project, options: Options, plan: Plan) -> None:
        self.job = job
        self.project = project
        self.options = options
        self.plan = plan
        self.before = [0]  # bytes of the sources before each one
        for source in plan.sources:
            self.before.append(self.before[-1] + source.weight)
        self.weight = self.before[-1]
        self.fitting = Fitting.of(project)

    def maker(self, *, named: bool) -> Maker:
        uploads = Upload.objects.filter(job_id=self.job.pk).exclude(encoding="")
        encodings = {pk: set(text.split(", ")) for pk, text in uploads.values_list("pk", "encoding")}
        return Maker(
            self.options,
            self.plan,
            lambda digest: known_content(self.project, digest),
            named,
            encodings,
            self.fitting,
            schema=self.project.schema,
        )

    def check(self) -> None:
        """Read everything and save no task. Problem: something is refused, so nothing is imported."""
        with transaction.atomic():
            self._forget()
            self.job.save(done=0, total=self.weight * 2)
        maker = self.maker(named=False)
        seen = Standing()
        for chunk, _source, _row, done in self._chunks(maker, 0, 0, first=self.plan.faults):
            there = standing(self.job, self.project, chunk.made)
            there.tasks |= seen.tasks
            there.contents |= seen.contents
            decided = decide(chunk.made, there)
            for one in decided.new:
                seen.note(one)
            taken = sort_out(self.project, self.options.origin, decided.new + decided.known)
            faults = chunk.faults + decided.faults + taken.faults
            files = [one.content for one in decided.new if one.content.file]
            with transaction.atomic():
                save_assets(self.project, files)  # decoded once: the second pass finds them
                save_problems(self.job, faults)
                count_uploads(decided, faults, maker.encodings)
                self.job.save(done=done)
        refused = totals(self.job.pk)["refused"]
        if refused:
            Upload.objects.filter(job_id=self.job.pk).update(accepted=0, known=0)  # nor answers, which were not counted
            drop_checked(self.job.row)
            message = ngettext(
                "Nothing was imported: %(count)d line or file cannot be, and you chose all or none. "
                "Mend what the list names and import again.",
                "Nothing was imported: %(count)d lines or files cannot be, and you chose all or none. "
                "Mend what the list names and import again.",
                refused,
            )
            raise Problem(message % {"count": refused}, code="refused")

    def _forget(self, *, remarks: bool = True) -> None:
        """Begin the report anew: an attempt before this one, or the check, has written into it."""
        problems = ImportProblem.objects.filter(job_id=self.job.pk)
        (problems if remarks else problems.filter(refused=True)).delete()
        Upload.objects.filter(job_id=self.job.pk).update(accepted=0, answers=0, known=0, refused=0)

    def save(self) -> None:
        """Save chunk by chunk, from where the cursor stands."""
        passes = 2 if self.options.all_or_none else 1
        skipped = self.weight * (passes - 1)
        cursor = self.job.cursor
        if cursor is None:
            cursor = {"source": 0, "row": 0, "named": False, "position": last_position(self.project)}
            with transaction.atomic():
                self._forget(remarks=not self.options.all_or_none)
                save_problems(self.job, self.plan.faults)
                count_uploads(Decided(), self.plan.faults, {})
                self.job.save(cursor=cursor, done=skipped, total=self.weight * passes)
        maker = self.maker(named=cursor["named"])
        saver = Saver(
            self.job,
            self.project,
            cursor["position"],
            remarks=not self.options.all_or_none,
            origin=self.options.origin,
        )
        for chunk, source, row, done in self._chunks(maker, cursor["source"], cursor["row"]):
            reached = {"source": source, "row": row, "named": maker.named}
            saver.save(chunk, maker.encodings, reached, skipped + done)

    def _chunks(
        self, maker: Maker, first_source: int, first_row: int, first: Iterable[Any] = ()
    ) -> Iterator[tuple[Chunk, int, int, int]]:
        """(what was made, the source and the row to go on from, bytes read), from a source and a row of it on."""
        chunk = Chunk(faults=list(first))
        at = time.monotonic()
        for index in range(first_source, len(self.plan.sources)):
            source = self.plan.sources[index]
            skip = first_row if index == first_source else 0
            for number, row in enumerate(islice(maker.rows(source), skip, None), skip + 1):
                self.job.check()
                for item in maker.make(source, row) if isinstance(row, Row) else [row]:
                    chunk.add(source.upload, source.shown, item)
                full = chunk.weight >= CHUNK or len(chunk.made) + len(chunk.faults) >= CHUNK_ROWS
                if full or time.monotonic() - at > CHUNK_SECONDS:
                    yield chunk, index, number, self.before[index] + source.read_so_far
                    chunk, at = Chunk(), time.monotonic()
        yield chunk, len(self.plan.sources), 0, self.weight


def drop_checked(row: Job) -> None:
    """Remove the files that a check brought in for an import that then was none."""
    if row.arguments["options"]["all_or_none"] and row.state != JobState.DONE:
        Asset.objects.filter(project=row.project, created_at__gte=row.created_at, tasks=None).delete()
