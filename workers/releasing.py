"""Releases: the answers of a project at a moment, as files that never change.

    releases/…/tasks-00001.jsonl   one record a line (docs/formats.md), in parts of bounded size
    releases/…/manifest.json       what was asked, what was counted, and the SHA-256 of each part

The manifest says nothing of when, by whom or under which number, and records come in the order of their tasks:
the same content gives the same bytes and the same hash. docs/decisions/0008 says how the moment is held.
"""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from annotation.kinds import KINDS, checked
from projects import storage
from projects.models import Guideline, LabelSchema, Person, Project
from projects.problems import Conflict, Problem
from projects.schema import renames
from workers import jobs, snapshot
from workers.formats.base import canonical
from workers.models import Pseudonym, Release, ReleaseState, Scope
from workers.records import consensus_of, records_of
from workers.snapshot import SETTLED
from workers.steady import Steady, hash_of, seal

PART = 16 << 20  # bytes after which the next part begins
PAGE = 1000  # answers between two saves of the cursor
MANIFEST = "manifest.json"


def begin(project: Project, *, by: Person | None, note: str = "", scope: str = Scope.ANSWERED) -> Release:
    """Number the next release of the project and set its job going."""
    while True:
        highest = project.releases.aggregate(Max("number"))["number__max"] or 0
        try:
            with transaction.atomic():
                release = Release.objects.create(
                    project=project, number=highest + 1, note=note, scope=scope, created_by=by
                )
                release.job = jobs.start(build_release, project=project, by=by, release_id=release.pk)
                release.save(update_fields=["job"])
                return release
        except IntegrityError:  # somebody else took the number
            continue


def retry(release: Release) -> None:
    """Let a failed build go on from where it stopped."""
    if release.job is None or not jobs.retry(release.job):
        raise Conflict(_("Only a release that failed can be tried again."))


def folder(release: Release) -> str:
    """Where its files lie: with the time, so that an id that comes again after a restored backup finds no old files."""
    return f"releases/{release.pk}-{release.created_at:%Y%m%d%H%M%S%f}"


@jobs.job
def build_release(job: jobs.Running, *, release_id: int) -> dict[str, Any]:
    """Freeze, write all parts, seal. Goes on from its cursor after a kill."""
    release = Release.objects.select_related("project").get(pk=release_id)
    if release.state == ReleaseState.READY:
        return {"sha256": release.sha256}
    if job.cursor is None:
        freeze(job, release)
    building = Building(job, release)
    building.write()
    return {"sha256": finish(job, release, building.manifest())}


def freeze(job: jobs.Running, release: Release) -> None:
    """Decide which answers the release holds, once. Each attempt lists into a file of its own; the cursor names one."""
    name = f"moment-{job.row.attempt}"
    moment = timezone.now()
    taken = snapshot.take(release.project, release.scope, storage.path(f"{folder(release)}/{name}"))
    if not taken.tasks:
        raise Problem(_("There is no answer to release yet. Submitted and accepted answers are."), code="empty")
    names = pseudonyms(release.project, taken.people)
    named = LabelSchema.objects.filter(pk__in=[pk for pk in (*taken.schemas, release.project.schema_id) if pk])
    start = {
        "moment": name,
        "people": sorted((person, names[person]) for person in taken.people),
        "schemas": sorted(named.values_list("pk", "version")),
        "guideline": release.project.guideline_id,
        "renamed": renames(release.project.schema.body if release.project.schema else None),
        "row": 0,
        "counts": {
            "tasks": 0,
            "annotations": 0,
            "accepted": 0,
            "settled": 0,
            "annotators": len(taken.people),
            "labels": {},
        },
        "parts": [{"tasks": 0, "bytes": 0}],
    }
    with transaction.atomic():
        job.save(cursor=start, done=0, total=taken.tasks)
        write(release, frozen_at=moment)


def write(release: Release, **fields: Any) -> None:
    """The one way to change a release: only while it is being built."""
    building = Release.objects.filter(pk=release.pk, state=ReleaseState.BUILDING)
    if not building.update(**fields):
        raise Conflict(_("This release is ready and never changes. Make a new one."), code="release_ready")


def pseudonyms(project: Project, people: list[int]) -> dict[int, int]:
    """The numbers of these people; whoever has none yet gets the next ones, in this order."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        known = dict(Pseudonym.objects.filter(project=project).values_list("person_id", "number"))
        fresh = [person for person in people if person not in known]
        last = max(known.values(), default=0)  # numbers that came with a release may leave gaps
        numbers = range(last + 1, last + len(fresh) + 1)
        known |= dict(zip(fresh, numbers, strict=True))
        Pseudonym.objects.bulk_create(
            Pseudonym(project=project, person_id=person, number=known[person]) for person in fresh
        )
    return known


class Building:
    """Writes the parts of a release from the cursor on."""

    def __init__(self, job: jobs.Running, release: Release) -> None:
        self.job = job
        self.release = release
        self.cursor: dict[str, Any] = job.cursor
        self.counts = self.cursor["counts"]
        self.annotators = {person: f"a{number}" for person, number in self.cursor["people"]}
        self.versions = dict(self.cursor["schemas"])
        self.bodies = {schema.version: schema.body for schema in LabelSchema.objects.filter(pk__in=list(self.versions))}
        self.fields = {
            (version, field.name): field for version, body in self.bodies.items() for field in checked(body).fields
        }
        self.renamed = self.cursor.get("renamed", {})
        self.labels = {name: Counter(counts) for name, counts in self.counts["labels"].items()}
        self._open()

    def write(self) -> None:
        """All records from the cursor's row on, saving the cursor after each page."""
        path = storage.path(f"{folder(self.release)}/{self.cursor['moment']}")
        for page in snapshot.pages(path, self.cursor["row"], PAGE):
            for record in records_of(self.release.project, page, self.annotators, self.versions, self.renamed):
                self._add(record)
            self.target.sync()
            self.cursor["row"] += len(page)
            self.counts["labels"] = {name: dict(sorted(counts.items())) for name, counts in self.labels.items()}
            self.job.save(cursor=self.cursor, done=self.counts["tasks"])
        if self.part["tasks"]:
            self._close()
        else:
            self.target.close()
            self.target.path.unlink()
            self.cursor["parts"].pop()

    def manifest(self) -> dict[str, Any]:
        guideline = Guideline.objects.filter(pk=self.cursor["guideline"]).first()
        manifest = {
            "format": "biaozhu release",
            "version": 1,
            "media": self.release.project.media,
            "scope": self.release.scope,
            "schemas": {str(version): body for version, body in self.bodies.items()},
            "guideline": {"version": guideline.version, "body": guideline.body} if guideline else None,
            "counts": self.counts,
            "parts": self.cursor["parts"],
        }
        return manifest | ({"renamed": self.renamed} if self.renamed else {})

    @property
    def part(self) -> dict[str, Any]:
        """The part being written; the last one of the list."""
        part: dict[str, Any] = self.cursor["parts"][-1]
        return part

    def _add(self, record: Any) -> None:
        if consensus := consensus_of(record["annotations"], self.fields):
            record["consensus"] = consensus
        line = canonical(record) + b"\n"
        if self.part["tasks"] and self.target.length + len(line) > PART:
            self._close()
            self.cursor["parts"].append({"tasks": 0, "bytes": 0})
            self._open()
        self.target.write(line)
        self.digest.update(line)
        self.part["bytes"] = self.target.length
        self.part["tasks"] += 1
        self._count(record["annotations"])

    def _count(self, answers: list[dict[str, Any]]) -> None:
        settled = [answer for answer in answers if answer["state"] == SETTLED]
        answers = [answer for answer in answers if answer["state"] != SETTLED]
        self.counts["tasks"] += 1
        self.counts["settled"] = self.counts.get("settled", 0) + len(settled)
        self.counts["annotations"] += len(answers)
        self.counts["accepted"] += sum(answer["state"] == "accepted" for answer in answers)
        for answer in answers:
            for name, value in answer["value"].items():
                used = self.labels.setdefault(name, Counter())
                used.update(KINDS[self.fields[answer["schema"], name].kind].labels(value))

    def _open(self) -> None:
        """Take up the part being written, with the hash of what it holds."""
        name = f"tasks-{len(self.cursor['parts']):05d}.jsonl"
        self.target = Steady(storage.path(f"{folder(self.release)}/{name}"), self.part["bytes"])
        self.digest = sha256(self.target.path.read_bytes()[: self.part["bytes"]])

    def _close(self) -> None:
        """The part is complete. It is named in the cursor with the next save."""
        self.target.sync()
        self.target.close()
        self.part.update(file=self.target.path.name, sha256=self.digest.hexdigest())


def finish(job: jobs.Running, release: Release, manifest: dict[str, Any]) -> str:
    """Write the manifest, close all files against writing and call the release ready."""
    content = canonical(manifest)
    with storage.draft() as fresh:
        fresh.write(content)
        fresh.keep_as(f"{folder(release)}/{MANIFEST}")
    place = storage.path(folder(release))
    for name in [MANIFEST, *(part["file"] for part in manifest["parts"])]:
        seal(place / name)
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        job.save(done=manifest["counts"]["tasks"])
        write(release, state=ReleaseState.READY, manifest=manifest, sha256=digest)
    for moment in place.glob("moment-*"):
        moment.unlink(missing_ok=True)
    return digest


def verify(release: Release) -> list[str]:
    """Compute all hashes again. Returns what does not fit, as sentences; nothing when all is as it was released."""
    if release.state != ReleaseState.READY:
        return [_("The release is not ready.")]
    return list(_differences(release))


def _differences(release: Release) -> Iterator[str]:
    assert release.manifest is not None
    place = storage.path(folder(release))
    manifest = place / MANIFEST
    if not manifest.exists():
        yield _("%(file)s is missing.") % {"file": MANIFEST}
    elif hash_of(manifest) != release.sha256:
        yield _("%(file)s was changed: its SHA-256 is not the release's.") % {"file": MANIFEST}
    elif orjson.loads(manifest.read_bytes()) != release.manifest:
        yield _("The manifest in the database is not the one of the file.")
    parts = {part["file"]: part for part in release.manifest["parts"]}
    for name, part in parts.items():
        path = place / name
        if not path.exists():
            yield _("%(file)s is missing.") % {"file": name}
        elif path.stat().st_size != part["bytes"] or hash_of(path) != part["sha256"]:
            yield _("%(file)s was changed: its SHA-256 is not the one in the manifest.") % {"file": name}
    for path in sorted(place.iterdir()) if place.is_dir() else []:
        if path.name not in {MANIFEST, *parts}:
            yield _("%(file)s does not belong to the release.") % {"file": path.name}
