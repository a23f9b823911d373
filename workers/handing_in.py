"""Handing files in for an import, from the opening until its files are cleared away.

row = open_import(project, by=person, options=Options())
add_file(row, "reviews.csv", stream)
begin(row)
"""

import os
from collections.abc import Iterable
from dataclasses import asdict
from functools import reduce
from io import BytesIO
from operator import or_
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import storage
from projects.models import Person, Project
from projects.problems import Conflict, Invalid, Problem, TooLarge
from workers import jobs
from workers.importing import drop_checked, import_files
from workers.imports.archives import is_litter, leads_out
from workers.imports.encodings import lines, recognise
from workers.imports.readers import READERS, TABLE_ENDINGS, row_endings
from workers.imports.rows import Options
from workers.models import Job, JobState, Upload

LONGEST_NAME = 400
LOOKED_INTO = 20  # tables whose header is read before the start
HEAD = 1 << 16


def open_import(project: Project, *, by: Person | None, options: Options) -> Job:
    """An import that receives files. Nothing happens with them until `begin`."""
    arguments = {"project_id": project.pk, "options": asdict(options)}
    return jobs.open_job(import_files, project=project, by=by, **arguments)


def add_file(row: Job, name: str, stream: BinaryIO) -> Upload | None:
    """Keep one file for the import; the same name again replaces it. None: litter of an operating system."""
    name = clean_name(name)
    if is_litter(name):
        return None
    with storage.draft() as draft:
        try:
            storage.copy(stream, draft, settings.UPLOAD_LIMIT)
        except ValueError:
            message = _("“%(name)s” is larger than %(limit)d MB. Split it, or import it on the server by command.")
            values = {"name": name, "limit": settings.UPLOAD_LIMIT >> 20}
            raise TooLarge(message % values) from None
        place = f"{folder_of(row.pk)}/{draft.sha256}"
        draft.keep_as(place)
        size = draft.bytes
    with transaction.atomic():
        if not Job.objects.select_for_update().filter(pk=row.pk, state=JobState.GATHERING).exists():
            raise Conflict(_("This import has begun; no more files can be added. Open another one."))
        upload, _made = Upload.objects.update_or_create(job=row, name=name, defaults={"path": place, "bytes": size})
    return upload


def clean_name(name: str) -> str:
    name = name.replace("\\", "/").removeprefix("./")
    if not name or name.endswith("/") or leads_out(name):
        raise Invalid(_("“%(name)s” is not the name of a file in a folder.") % {"name": name[:80]}, field="name")
    if len(name) > LONGEST_NAME:
        message = _("The name “%(name)s…” has more than %(limit)d characters. Shorten it.")
        raise Invalid(message % {"name": name[:80], "limit": LONGEST_NAME}, field="name")
    return name


def check_readable(path: Path) -> None:
    """Names that were made under another system may be no text here, and can neither be stored nor found again."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raw = os.fsencode(path)
        message = _("The name of this file is not UTF-8: %(name)s. Rename it, or the folder it lies in.")
        raise Invalid(message % {"name": raw.decode("gb18030", errors="replace")}, field="path") from error
    if not os.access(path, os.R_OK):
        message = _("You may not read “%(name)s”. Ask whoever owns it, or run the command as somebody who may.")
        raise Invalid(message % {"name": path}, field="path")


def folder_of(pk: int) -> str:
    return f"uploads/{pk}"


def choose(row: Job, options: dict[str, Any]) -> None:
    """Other options than at the opening."""
    gathering = Job.objects.filter(pk=row.pk, state=JobState.GATHERING)
    if not gathering.update(arguments=row.arguments | {"options": options}):
        raise Conflict(_("This import has begun already."))
    row.refresh_from_db()


def begin(row: Job) -> None:
    """All files are there: tell the workers. Problem: a table does not say which of its columns is the content."""
    if not row.uploads.exists():
        raise Invalid(_("There is no file to import. Add some first."), field="file")
    options = Options(**row.arguments["options"])
    endings = TABLE_ENDINGS & row_endings(options.media)
    tables = row.uploads.filter(reduce(or_, (Q(name__iendswith=ending) for ending in endings), Q(pk=None)))
    for upload in tables[:LOOKED_INTO]:
        with storage.open_file(upload.path) as stream:
            look_into(upload.name, stream.read(HEAD), options)
    if not jobs.release(row):
        raise Conflict(_("This import has begun already."))


def look_into(name: str, head: bytes, options: Options) -> None:
    """Ask for the column while a person is still there to answer; all else that is wrong the job reports."""
    head = head[: head.rfind(b"\n") + 1] or head
    try:
        encoding = recognise(lambda: BytesIO(head), options.encoding)
        for _row in READERS[Path(name).suffix.lower()](lines(BytesIO(head), encoding), options):
            return
    except Problem as problem:
        if problem.code == "choose_column":
            problem.detail["file"] = name
            raise


def retry(row: Job) -> None:
    """Let a failed import go on from where it stopped, while its files are still there."""
    if row.uploads.filter(path="").exists() or not jobs.retry(row):
        raise Conflict(_("This cannot be tried again. Hand the files in anew."))


def prepare(project: Project, paths: Iterable[tuple[str, Path]], *, by: Person | None = None, options: Options) -> Job:
    """An import of files of this disk, to be run by `jobs.run`. The names are theirs in the project."""
    uploads: dict[str, Upload] = {}
    for name, path in paths:
        check_readable(path.absolute())
        name = clean_name(name)
        if name in uploads:
            raise Invalid(_("Two files are called “%(name)s”. Name their folders.") % {"name": name}, field="path")
        uploads[name] = Upload(name=name, path=str(path.absolute()), bytes=path.stat().st_size)
    if not uploads:
        raise Invalid(_("There is no file to import."), field="path")
    with transaction.atomic():
        row = open_import(project, by=by, options=options)
        for upload in uploads.values():
            upload.job = row
        Upload.objects.bulk_create(uploads.values(), batch_size=1000)
        Job.objects.filter(pk=row.pk).update(state=JobState.WAITING)
    return row


def bring(
    project: Project, paths: Iterable[tuple[str, Path]], *, by: Person | None = None, options: Options | None = None
) -> Job:
    """Import files of this disk now, in this process."""
    row = prepare(project, paths, by=by, options=options or Options())
    jobs.run(row.pk)
    row.refresh_from_db()
    return row


def clear() -> int:
    """Delete the files of imports that ended, and what a check left in the project. Returns how many imports."""
    kept_until = timezone.now() - jobs.ABANDONED  # a failed one can be tried again for a day
    over = Job.objects.filter(name=import_files.__name__, uploads__path__startswith="uploads/").distinct()
    ended = over.filter(state__in=[JobState.DONE, JobState.CANCELLED])
    failed = over.filter(state=JobState.FAILED, ended_at__lt=kept_until)
    rows = [*ended, *failed]
    for row in rows:
        drop_checked(row)
        storage.delete(folder_of(row.pk))
        row.uploads.update(path="")
    return len(rows)
