"""Exports: a ready release, written in one format to a file that stays until somebody deletes it.

An export reads the release and nothing else, so it gives the same bytes whenever it runs and however often it was
killed on its way: its cursor says up to which record and which byte the work is on the disk.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from annotation.kinds import KINDS, checked
from projects import storage
from projects.media import EXAMINERS
from projects.models import Person
from projects.problems import Conflict, Invalid, Problem
from projects.schema import sentence
from workers import jobs
from workers.archive import Archive, Plain, index_of
from workers.formats import FOLDERS, FORMATS, About, Format, Options, Record, Writer, file_of
from workers.formats.base import canonical
from workers.models import Export, JobState, Release, ReleaseState
from workers.records import stored
from workers.releasing import folder as folder_of_release
from workers.steady import PIECE, hash_of, seal

RECORDS = 1000  # between two saves of the cursor, or
SECONDS = 1.0
ZIP = "application/zip"
FROM_THE_START = {"part": 0, "byte": 0, "done": 0}


def begin(
    release: Release, *, by: Person | None, format: str, options: dict[str, Any] | None = None, images: bool = False
) -> Export:
    """The export of a release with these choices: the one that is there, or a new one with its job set going."""
    fmt = format_for(release, format)
    read = read_options(fmt, options or {})
    check_fields(read, about(release))
    images = images and media_of(release) in EXAMINERS
    chosen = {"format": fmt.name, "options": read.model_dump(), "images": images}
    key = sha256(canonical(chosen)).hexdigest()
    existing = Export.objects.filter(release=release, key=key)
    if export := existing.select_related("job").first():
        if is_useful(export):
            if export.job is not None:
                jobs.retry(export.job)
            return export
        remove(export)
    try:
        with transaction.atomic():
            export = Export.objects.create(
                release=release, key=key, name=name_of(release, fmt, images=images), **chosen
            )
            export.job = jobs.start(write_export, project=release.project, by=by, export_id=export.pk)
            export.save(update_fields=["job"])
            return export
    except IntegrityError:  # somebody else asked for the same at this moment
        return existing.get()


def is_useful(export: Export) -> bool:
    """Whether its file is there or can still be written: it was not taken away, and its job was not stopped."""
    if export.bytes is not None:
        return storage.exists(export.path)
    return export.job is not None and export.job.state != JobState.CANCELLED


def format_for(release: Release, name: str) -> Format:
    """The format of this name, when the release can be written in it now."""
    fmt = FORMATS.get(name)
    if fmt is None:
        message = _("%(name)s is not a format; there are %(formats)s.")
        raise Invalid(message % {"name": name[:40], "formats": ", ".join(FORMATS)}, field="format")
    if release.state != ReleaseState.READY:
        raise Conflict(_("The release is not ready yet. Wait until it is built."), code="not_ready")
    if not fmt.fits(about(release)):
        message = _("%(format)s cannot hold the answers of this release. These can: %(formats)s.")
        values = {"format": fmt.title, "formats": ", ".join(one.name for one in fitting(release))}
        raise Invalid(message % values, field="format")
    return fmt


def read_options(fmt: Format, options: dict[str, Any]) -> Options:
    """The options of a format, or Invalid with the place and a sentence."""
    try:
        return fmt.options.model_validate(options)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ("options", *first["loc"])
        raise Invalid(sentence(first | {"loc": where}), field=".".join(map(str, where))) from error


def check_fields(options: Options, known: About) -> None:
    """Options that name a field of the schema must name one that is there, or none."""
    for name, option in type(options).model_fields.items():
        geometry, given = geometry_of(option), getattr(options, name)
        if geometry and given:
            fields = [field["name"] for field in known.fields(geometry)]
            if given not in fields:
                message = _("%(given)s is not such a field; there are %(fields)s.")
                raise Invalid(message % {"given": given, "fields": ", ".join(fields)}, field=f"options.{name}")


def geometry_of(option: FieldInfo) -> str:
    """The geometry of the fields that an option can name; "" for an option that names no field."""
    extra: Any = option.json_schema_extra or {}
    return str(extra.get("geometry", ""))


def media_of(release: Release) -> str:
    assert release.manifest is not None
    return str(release.manifest["media"])


def name_of(release: Release, fmt: Format, *, images: bool) -> str:
    """What the file is called when it is fetched: the project's name, the release's number, the format's ending."""
    project = re.sub(r"[^\w\-. ]+", "-", release.project.name).encode()[:150].decode(errors="ignore").strip("-. ")
    ending = ".zip" if images else fmt.suffix
    return f"{project or 'project'}-{release.number}-{fmt.name}{ending}"


def about(release: Release) -> About:
    """What formats have to know of a release beside its records."""
    assert release.manifest is not None
    schemas = {int(version): body for version, body in release.manifest["schemas"].items()}
    return About(schemas, KINDS, columns_of(schemas.values()))


def columns_of(bodies: Iterable[Any]) -> dict[str, type]:
    """Name -> type of each cell that answers may have, in the order in which the kinds name them."""
    columns: dict[str, type] = {}
    for body in bodies:
        for field in checked(body).fields:
            kind = KINDS[field.kind]
            for row in kind.rows(kind.example(field)):
                columns |= {name: type(cell) for name, cell in row.items()}
            if field.asks_regions:
                columns["attributes"] = dict
    return columns


def fitting(release: Release) -> list[Format]:
    """The formats that can hold something of this release."""
    if release.state != ReleaseState.READY:
        return []
    known = about(release)
    return [fmt for fmt in FORMATS.values() if fmt.fits(known)]


@dataclass
class Place:
    """Where reading goes on: the part and the byte in it."""

    part: int = 0
    byte: int = 0


def records(release: Release, place: Place) -> Iterator[Record]:
    """The records from a place on, moving the place along. Each part is compared with its hash before it is read."""
    assert release.manifest is not None
    parts = release.manifest["parts"]
    while place.part < len(parts):
        part = parts[place.part]
        path = storage.path(f"{folder_of_release(release)}/{part['file']}")
        if not path.exists() or hash_of(path) != part["sha256"]:
            message = _("%(file)s of release %(number)d is not what was released. Restore it from a backup.")
            raise Problem(message % {"file": part["file"], "number": release.number}, code="release_changed")
        with open(path, "rb") as file:
            file.seek(place.byte)
            for line in file:
                place.byte += len(line)
                yield orjson.loads(line)
        place.part, place.byte = place.part + 1, 0


@jobs.job
def write_export(job: jobs.Running, *, export_id: int) -> dict[str, Any]:
    """Write the file, then those of the tasks when they are wanted, then its hash. Goes on from its cursor."""
    export = Export.objects.select_related("release", "release__project").get(pk=export_id)
    if export.bytes is not None:
        return {"sha256": export.sha256}
    writing = Writing(job, export)
    try:
        writing.write()
    finally:
        writing.target.close()
    return {"sha256": finish(job, export, writing)}


class Writing:
    """Writes one export from the cursor on.

    The cursor says which pass over the records it is (those of the format, then one for the tasks' files), where
    reading goes on, and the states of writer and file; they are saved together, when the file's bytes are on the disk.
    """

    def __init__(self, job: jobs.Running, export: Export) -> None:
        self.job = job
        self.release = export.release
        assert self.release.manifest is not None
        self.tasks: int = self.release.manifest["counts"]["tasks"]
        fmt = FORMATS[export.format]
        self.cursor: dict[str, Any] = job.cursor or {"step": 0, **FROM_THE_START, "writer": None, "file": None}
        self.writer: Writer = fmt.writer(about(self.release), read_options(fmt, export.options), self.cursor["writer"])
        self.entry = f"annotations{fmt.suffix}"
        self.steps = self.writer.passes + export.images
        self.path = storage.path(path_of(export))
        kind: type[Archive | Plain] = Archive if export.images else Plain
        self.target = kind(self.path, self.cursor["file"])

    def write(self) -> None:
        self.job.save(total=self.tasks * self.steps)
        while (step := self.cursor["step"]) < self.steps:
            if step < self.writer.passes:
                self._annotations(step)
            else:
                self._each(self._file)
            self._save(step=step + 1, **FROM_THE_START)
        self.target.finish()

    def _annotations(self, step: int) -> None:
        """One pass of the format."""
        if self.cursor["done"] == 0:
            if step == 0:
                self.target.begin(self.entry)
            self.target.write(self.writer.head(step))
        self._each(lambda record: self.target.write(self.writer.add(step, record)))
        self.target.write(self.writer.tail(step))
        if step == self.writer.passes - 1:
            self.target.end()

    def _file(self, record: Record) -> None:
        """Copy the file of a record into the archive, unless it is not the one that was labelled."""
        file = file_of(record)
        if file is None:
            return
        digest, name = sha256(), stored(file)
        if storage.exists(name):
            self.target.begin(f"{FOLDERS[record['media']]}/{file['file']}")
            with storage.open_file(name) as content:
                while piece := content.read(PIECE):
                    digest.update(piece)
                    self.target.write(piece)
            self.target.end()
        if digest.hexdigest() != file["sha256"]:
            message = _("The file of task %(task)s is missing or was changed. Restore it from a backup.")
            raise Problem(message % {"task": record["id"]}, code="image_changed")

    def _each(self, take: Callable[[Record], None]) -> None:
        """Hand over all records from the cursor's place on, saving the cursor every now and then."""
        place, done, saved_at = Place(self.cursor["part"], self.cursor["byte"]), self.cursor["done"], time.monotonic()
        for record in records(self.release, place):
            take(record)
            done += 1
            if done % RECORDS == 0 or time.monotonic() - saved_at > SECONDS:
                self._save(part=place.part, byte=place.byte, done=done)
                saved_at = time.monotonic()

    def _save(self, **fields: int) -> None:
        self.cursor |= fields | {"file": self.target.sync(), "writer": self.writer.state}
        self.job.save(cursor=self.cursor, done=self.cursor["step"] * self.tasks + self.cursor["done"])


def finish(job: jobs.Running, export: Export, writing: Writing) -> str:
    """Hash what lies on the disk and call the export complete."""
    seal(writing.path)
    digest = hash_of(writing.path)
    with transaction.atomic():
        job.save()
        Export.objects.filter(pk=export.pk).update(
            path=path_of(export),
            bytes=writing.path.stat().st_size,
            sha256=digest,
            losses=writing.writer.state["lost"],
        )
    index_of(writing.path).unlink(missing_ok=True)
    return digest


def folder(export: Export) -> str:
    """As that of a release: with the time, so that no file of an earlier export is ever in the way."""
    return f"exports/{export.pk}-{export.created_at:%Y%m%d%H%M%S%f}"


def path_of(export: Export) -> str:
    return f"{folder(export)}/{export.name}"


def mime_of(export: Export) -> str:
    return ZIP if export.images else f"{FORMATS[export.format].mime}; charset=utf-8"


def require_file(export: Export) -> None:
    """Refuse, unless there is a complete file to send."""
    if export.bytes is None:
        raise Conflict(_("The export is not complete yet. Wait until it is written."), code="not_ready")
    if not storage.exists(export.path):
        message = _("The file of this export was deleted from the disk. Make the export again.")
        raise Conflict(message, code="file_gone")


def remove(export: Export) -> None:
    """Delete an export with its file. Its job, when it still runs, finds that out by itself."""
    if export.job is not None:
        jobs.cancel(export.job)
    place = folder(export)
    export.delete()
    storage.delete(place)
