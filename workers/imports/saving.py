"""From tasks that are ready to rows of the database, a chunk in one transaction with the job's cursor.

What is there already decides: an id given by the lead belongs to one content; a file without an id is known by its
content, so that importing it again, or under another name, adds nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from annotation.predictions import changed, put, says_the_same, stored
from projects.models import Asset, Order, Person, Project, Task
from projects.queue_order import shuffled
from projects.schema import renames
from workers.imports.making import Content, Made
from workers.imports.rows import LONGEST_ID, Fault
from workers.imports.taking_in import sort_out, write
from workers.jobs import Running
from workers.models import ImportProblem, Upload

LONGEST_FILE = 400
COLLISIONS = 5  # tries when another import saves the same content at the same moment


@dataclass
class Chunk:
    """What was made since the last save, and how it is to be counted."""

    made: list[Made] = field(default_factory=list)
    faults: list[tuple[int, str, Fault]] = field(default_factory=list)  # (upload, file, fault)
    weight: int = 0

    def add(self, upload: int, file: str, item: Made | Fault) -> None:
        if isinstance(item, Fault):
            self.faults.append((upload, file, item))
            self.weight += 1000
        else:
            self.made.append(item)
            self.weight += 1000 * (1 + len(item.answers)) + (item.content.bytes if item.content.text else 0)
            self.weight += sum(len(orjson.dumps(one.value)) for one in item.predictions)


@dataclass
class Standing:
    """What the project holds of a chunk's ids and contents; `own` marks what this very import brought."""

    tasks: dict[str, tuple[str, bool]] = field(default_factory=dict)  # id -> (hash of its content, own)
    contents: dict[str, tuple[str, bool]] = field(default_factory=dict)  # hash -> (id of a task with it, own)

    def note(self, made: Made) -> None:
        self.tasks[made.id] = (made.content.sha256, True)
        self.contents.setdefault(made.content.sha256, (made.id, True))


@dataclass
class Decided:
    new: list[Made] = field(default_factory=list)
    known: list[Made] = field(default_factory=list)
    faults: list[tuple[int, str, Fault]] = field(default_factory=list)


def known_content(project: Project, digest: str) -> Content | None:
    """The content with this hash, if the project has it."""
    found = Asset.objects.filter(project=project, sha256=digest).values(*Content.__slots__).first()
    return Content(**found) if found else None


def last_position(project: Project) -> int:
    return Task.objects.filter(project=project).aggregate(last=Max("position"))["last"] or 0


def standing(job: Running, project: Project, made: list[Made]) -> Standing:
    found = Standing()
    tasks = Task.objects.filter(project=project)
    columns = ("external_id", "asset__sha256", "import_job")
    for own_id, digest, by in tasks.filter(external_id__in=[one.id for one in made]).values_list(*columns):
        found.tasks[own_id] = (digest, by == job.pk)
    digests = {one.content.sha256 for one in made if one.identity == "content"}
    if digests:
        assets = Asset.objects.filter(project=project, sha256__in=digests)
        for own_id, digest, by in tasks.filter(asset__in=assets).values_list(*columns):
            found.contents.setdefault(digest, (own_id, by == job.pk))
    return found


def decide(made: Iterable[Made], there: Standing) -> Decided:
    """Which of these are new, which are known, and which cannot be: their id belongs to something else."""
    decided = Decided()
    for one in made:
        outcome = _outcome(one, there)
        if outcome is None:
            there.note(one)
            decided.new.append(one)
        else:
            if not outcome or not outcome[0].refused:
                decided.known.append(one)
            decided.faults += [(one.upload, one.file, fault) for fault in outcome]
    return decided


def _outcome(one: Made, there: Standing) -> list[Fault] | None:
    """None: new. A list: known or refused, with what is to be said."""
    digest = one.content.sha256
    if one.identity == "content":
        if digest in there.contents:
            twin, own = there.contents[digest]
            message = _("It has the same content as “%(twin)s” and was not added again.") % {"twin": twin}
            return [Fault(one.line, "same_content", message, refused=False)] if own else []
        if one.id in there.tasks:  # another file of that name
            one.id = f"{one.id[: LONGEST_ID - 9]}~{digest[:8]}"
        return None
    if one.id not in there.tasks:
        return None
    other, own = there.tasks[one.id]
    if own:
        message = _("The id “%(id)s” stands twice in this import; the first was taken. Give every row its own id.")
    elif other == digest:
        return []
    elif one.identity == "line":
        message = _(
            "This line was imported before with another content (as “%(id)s”). "
            "Give the rows an id, or the file another name, to add it."
        )
    else:
        message = _("The id “%(id)s” belongs to a task with another content already. Give this one another id.")
    return [Fault(one.line, "duplicate_id" if own else "id_taken", message % {"id": one.id})]


@dataclass
class Saver:
    """Writes chunks. `position` is that of the last task in the queue; a check before has made the remarks already."""

    job: Running
    project: Project
    position: int
    remarks: bool
    origin: str = ""

    def save(self, chunk: Chunk, encodings: dict[int, set[str]], cursor: dict[str, Any], done: int) -> None:
        """All of the chunk with the cursor behind it, or nothing."""
        for attempt in range(COLLISIONS):
            try:
                with transaction.atomic():
                    position = self._save(chunk, encodings)
                    self.job.save(cursor=cursor | {"position": position}, done=done)
                self.position = position
                return
            except IntegrityError:
                if attempt == COLLISIONS - 1:
                    raise

    def _save(self, chunk: Chunk, encodings: dict[int, set[str]]) -> int:
        decided = decide(chunk.made, standing(self.job, self.project, chunk.made))
        assets = save_assets(self.project, [one.content for one in decided.new])
        position = self.position
        tasks = []
        for one in decided.new:
            position += 1
            tasks.append(
                Task(
                    project=self.project,
                    asset_id=assets[one.content.sha256],
                    external_id=one.id,
                    name=one.name,
                    meta=one.meta,
                    overlap=self.project.overlap,
                    import_job=self.job.pk,
                    position=shuffled(self.project, one.id) if self.project.order == Order.RANDOM else position,
                )
            )
        Task.objects.bulk_create(tasks, batch_size=1000)
        decided.faults += save_predictions(self.job.row.created_by, self.project, decided)
        taken = sort_out(self.project, self.origin, decided.new + decided.known)
        write(self.project, self.origin, taken, by=self.job.row.created_by)
        faults = chunk.faults + decided.faults + taken.faults
        faults = [entry for entry in faults if self.remarks or entry[2].refused]
        save_problems(self.job, faults)
        count_uploads(decided, faults, encodings, taken.count())
        return position


def save_predictions(by: Person | None, project: Project, decided: Decided) -> list[tuple[int, str, Fault]]:
    """What models suggest for tasks that are new or known. Returns which cannot be: they say something else by now."""
    given = [one for one in (*decided.new, *decided.known) if one.predictions]
    if not given:
        return []
    tasks = dict(
        Task.objects.filter(project=project, external_id__in=[one.id for one in given]).values_list("external_id", "pk")
    )
    there = stored(tasks.values())
    names = renames(project.schema.body if project.schema else None)
    faults, rows = [], []
    for one in (one for one in given if one.id in tasks):
        for prediction in one.predictions:
            known = there.get((tasks[one.id], prediction.model, prediction.version))
            if known is None:
                rows.append((tasks[one.id], prediction))
            elif not says_the_same(known, prediction, names):
                message = changed(prediction.model, prediction.version)
                faults.append((one.upload, one.file, Fault(one.line, "prediction_changed", message, refused=False)))
    if rows:
        put(rows, schema=project.schema, by=by)
    return faults


def save_assets(project: Project, contents: list[Content]) -> dict[str, int]:
    """Hash -> id of the asset, made where the project has none."""
    wanted = {content.sha256: content for content in contents}
    there = Asset.objects.filter(project=project, sha256__in=wanted)
    assets = dict(there.values_list("sha256", "pk"))
    fresh = [
        Asset(project=project, **{name: getattr(content, name) for name in Content.__slots__})
        for digest, content in wanted.items()
        if digest not in assets
    ]
    for asset in Asset.objects.bulk_create(fresh, batch_size=1000):
        assets[asset.sha256] = asset.pk
    return assets


def save_problems(job: Running, faults: list[tuple[int, str, Fault]]) -> None:
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(
                job_id=job.pk,
                file=file[-LONGEST_FILE:],
                line=fault.line,
                code=fault.code,
                message=fault.message,
                refused=fault.refused,
            )
            for _upload, file, fault in faults
        ],
        batch_size=1000,
    )


def count_uploads(
    decided: Decided,
    faults: list[tuple[int, str, Fault]],
    encodings: dict[int, set[str]],
    answers: Mapping[int, int] = {},
) -> None:
    """Add to the uploads' counts: one statement for all uploads with the same numbers, not one for each of them."""
    accepted = Counter(one.upload for one in decided.new)
    known = Counter(one.upload for one in decided.known)
    refused = Counter(upload for upload, _file, fault in faults if fault.refused)
    alike: dict[tuple[int, int, int, int, str], list[int]] = defaultdict(list)
    for upload in {*accepted, *known, *refused, *answers}:
        encoding = ", ".join(sorted(encodings.get(upload, ())))[:80]
        alike[accepted[upload], known[upload], refused[upload], answers.get(upload, 0), encoding].append(upload)
    for (new, old, bad, said, encoding), uploads in alike.items():
        fields = {"accepted": F("accepted") + new, "known": F("known") + old, "refused": F("refused") + bad}
        fields["answers"] = F("answers") + said
        Upload.objects.filter(pk__in=uploads).update(**fields, **({"encoding": encoding} if encoding else {}))
