"""Load the sample projects into the database, through the doors everybody uses.

Tasks come by an import, answers by taking a place at a task and submitting. So history, counters and agreement of a
sample are as true as those of any project. Each project is loaded once, as a job: what a killed process left undone
the next one finishes, and a sample that was deleted stays deleted.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction

from annotation import moves, queue
from annotation.models import Assignment, AssignmentState
from projects.making import make_project
from projects.models import Membership, Organisation, Person, Project, Role, Task
from projects.problems import Problem
from workers import jobs
from workers.handing_in import bring
from workers.importing import import_files
from workers.imports.rows import Options
from workers.models import Job, JobState
from workers.samples.accounts import people
from workers.samples.content import ORDER, Sample


def load(slugs: Iterable[str] = ORDER, *, again: bool = False) -> Iterator[tuple[str, str]]:
    """Load samples one after the other and tell of each (slug, what happened): "loaded", "there", "elsewhere".

    again     also what was loaded before; brings back what was deleted since
    Problem   one could not be loaded; what came before it stays
    """
    for slug in slugs:
        row = _row(slug, again=again)
        if row.state == JobState.DONE:
            yield slug, "there"
            continue
        jobs.run(row.pk)
        row.refresh_from_db()
        if row.state == JobState.FAILED:
            raise Problem(row.error, code="sample")
        yield slug, "loaded" if row.state == JobState.DONE else "elsewhere"


def _row(slug: str, *, again: bool) -> Job:
    """The job that loads a sample: the last one there was, or a new one where that failed."""
    done_with = [JobState.FAILED, JobState.CANCELLED] + ([JobState.DONE] if again else [])
    last = Job.objects.filter(name=load_sample.__name__, arguments={"slug": slug}).exclude(state__in=done_with).first()
    return last or Job.objects.create(name=load_sample.__name__, arguments={"slug": slug})


@jobs.job
def load_sample(job: jobs.Running, *, slug: str) -> dict[str, int]:
    """One project with its organisation, people, tasks and answers. Does only what is not done yet."""
    sample = Sample(slug)
    organisation, _made = Organisation.objects.get_or_create(
        slug=sample.about["organisation"],
        defaults={"name_zh": sample.about["city"]["zh"], "name_en": sample.about["city"]["en"]},
    )
    owner, annotators = _people(organisation)
    project = _project(sample, organisation, owner)
    for half_done in project.jobs.filter(name=import_files.__name__, state__in=jobs.LIVE):
        jobs.cancel(half_done)  # of an attempt that was killed
    with _files(sample) as paths:
        brought = bring(project, paths, by=owner, options=Options(all_or_none=True))
    if brought.state != JobState.DONE:
        raise Problem(brought.error, code="sample")
    _answer(job, sample, project, annotators)
    return {"tasks": project.tasks.count(), "answers": len(sample.answers)}


@transaction.atomic
def _people(organisation: Organisation) -> tuple[Person, dict[str, Person]]:
    """The accounts, as members of the organisation: (its owner, the sample annotators by their letter)."""
    accounts = people()
    visitors = {one["role"]: _person(organisation, one, accounts["password"]) for one in accounts["visitors"]}
    annotators = {letter: _person(organisation, one, None) for letter, one in accounts["annotators"].items()}
    return visitors[Role.OWNER], annotators


def _person(organisation: Organisation, account: dict[str, str], password: str | None) -> Person:
    """Without a password nobody can sign in: that is a sample annotator."""
    person = Person.objects.filter(username=account["username"]).first()
    if person is None:
        person = Person(username=account["username"], name=account["name"], is_sample=password is None)
        person.set_password(password)
        person.save()
    role = account.get("role", Role.ANNOTATOR)
    Membership.objects.get_or_create(organisation=organisation, project=None, person=person, defaults={"role": role})
    return person


def _project(sample: Sample, organisation: Organisation, owner: Person) -> Project:
    about = sample.about
    there = Project.objects.filter(organisation=organisation, is_sample=True, name=about["name"]).first()
    return there or make_project(
        organisation,
        by=owner,
        name=about["name"],
        body=sample.schema,
        guideline=sample.guideline,
        description=about["description"],
        overlap=about["overlap"],
        lease_minutes=about["lease_minutes"],
        is_sample=True,
    )


@contextmanager
def _files(sample: Sample) -> Iterator[list[tuple[str, Path]]]:
    """What is imported: (name, place). Files lie in the var folder as long as the import may need them."""
    if sample.about["content"] == "texts":
        yield [(f"{sample.slug}.jsonl", sample.tasks_file)]
        return
    folder = Path(settings.VAR) / "samples" / sample.slug
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    medium = sample.schema["media"]
    for made in sample.materials():
        (folder / made.name).write_bytes(made.content)
        row = {"id": made.external_id, medium: made.name, "name": made.title, "meta": made.meta}
        rows.append(orjson.dumps(row))
    (folder / f"{sample.slug}.jsonl").write_bytes(b"\n".join(rows))
    files = sorted(folder.iterdir())
    yield [(file.name, file) for file in files]
    for file in files:
        file.unlink()
    folder.rmdir()


def _answer(job: jobs.Running, sample: Sample, project: Project, annotators: dict[str, Person]) -> None:
    """Submit the answers that are not there yet, each as its annotator."""
    tasks = {task.external_id: task for task in Task.objects.filter(project=project).select_related("asset")}
    for task in tasks.values():
        task.project = project
    given = Assignment.objects.filter(task__project=project, annotator__in=annotators.values())
    there = {(one.task_id, one.annotator_id): one for one in given}
    job.save(done=0, total=len(sample.answers))
    for number, answer in enumerate(sample.answers, 1):
        task, person = tasks[answer["task"]], annotators[answer["by"]]
        with transaction.atomic():
            _submit(task, person, answer, there.get((task.pk, person.pk)), project)
        if number % 50 == 0:
            job.save(done=number)
    job.save(done=len(sample.answers))


def _submit(task: Task, person: Person, answer: dict[str, Any], mine: Assignment | None, project: Project) -> None:
    if mine is None:
        mine = Assignment.objects.get(pk=queue.hand_over(task, person))
    if mine.state == AssignmentState.LEASED:
        mine.task = task
        schema, seconds = project.schema, answer["seconds"]
        assert schema is not None
        moves.submit(mine, value=answer["value"], schema=schema, by=person, revision=0, seconds=seconds)
