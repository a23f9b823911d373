"""Answers of a release, taken into a project: whose they are, which are there already, which cannot be taken.

An annotator of a release becomes an outside annotator of the project and keeps the number where it is free, so that a
release of this project says the same. docs/decisions/0017 says why they have no account.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from annotation.arriving import Arrival, Arrived, Ruling, arrive
from annotation.history import plain
from annotation.models import Annotation, Settlement
from annotation.overlap import MOST
from projects.models import Person, Project, Task, TaskState
from workers.imports.answers import SETTLED, Given
from workers.imports.making import Made
from workers.imports.rows import Fault
from workers.models import Pseudonym

NUMBERED = re.compile(r"a([1-9][0-9]{0,8})")
LONGEST_ORIGIN = 60


@dataclass
class Taken:
    """What of the answers of a chunk is to be written, and what is to be told."""

    fresh: list[tuple[Made, list[Given]]] = field(default_factory=list)
    faults: list[tuple[int, str, Fault]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """Who is needed to write it: the annotators, and whoever accepted and settled."""
        fresh = [given for _made, answers in self.fresh for given in answers]
        judged = {SETTLED} if any(given.settled or given.accepted for given in fresh) else set()
        return judged | {given.annotator for given in fresh}

    def count(self) -> Counter[int]:
        """Upload -> how many of its answers are new."""
        counts: Counter[int] = Counter()
        for made, answers in self.fresh:
            counts[made.upload] += len(answers)
        return counts


@dataclass
class There:
    """What the project holds of the tasks that answers come to.

    tasks     external id -> the task
    outside   name -> the outside annotator of this origin
    own       name -> the person with an account who has this number in the releases of this project
    answers   (task, person) -> the value
    settled   task -> the value that was decided on, None where that was undone
    """

    tasks: dict[str, Task]
    outside: dict[str, int]
    own: dict[str, int]
    answers: dict[tuple[int, int], Any]
    settled: dict[int, Any]


def sort_out(project: Project, origin: str, made: Iterable[Made]) -> Taken:
    """Which answers are new. One that is there already, the same, is passed over in silence."""
    made = [one for one in made if one.answers]
    taken = Taken()
    if not made:
        return taken
    there = _there(project, origin, made)
    for one in made:
        fresh: list[Given] = []
        task = there.tasks.get(one.id)
        places = task.taken if task else 0
        for given in one.answers:
            found = _refusal(given, task, there)
            if found is None and not given.settled and places == MOST:
                found = _("A task has answers of %(most)d people at most.") % {"most": MOST}
            if found is None:
                fresh.append(given)
                places += not given.settled
            elif found:
                message = _("The answer of %(who)s was left out. %(why)s") % {"who": given.annotator, "why": found}
                taken.faults.append((one.upload, one.file, Fault(one.line, "answer_refused", message)))
        if fresh:
            taken.fresh.append((one, fresh))
    return taken


def _refusal(given: Given, task: Task | None, there: There) -> str | None:
    """None: it is new. "": it is there. Else why it cannot be taken."""
    if task is not None and task.state == TaskState.VOID:
        return _("A lead took this task out of the project.")
    if given.settled:
        if task is None or task.pk not in there.settled:
            return None
        same = plain(there.settled[task.pk]) == plain(given.value)
        return "" if same else _("This task is settled already, on another answer.")
    own, outside = there.own.get(given.annotator), there.outside.get(given.annotator)
    person = outside if own is None else own
    held = there.answers.get((task.pk, person)) if task and person else None
    if held is not None and plain(held) == plain(given.value):
        return ""
    if own is not None:
        return _("Somebody of this project has that number in its releases. If this is somebody else, name the origin.")
    return None if held is None else _("Another answer of theirs is here already.")


def _there(project: Project, origin: str, made: Sequence[Made]) -> There:
    tasks = Task.objects.filter(project=project, external_id__in=[one.id for one in made]).only(
        "pk", "external_id", "taken", "state"
    )
    names = {given.annotator for one in made for given in one.answers}
    outside = _outside(project, origin, names)
    own: dict[str, int] = {}
    if not origin:
        numbers = {int(match[1]): name for name in names if (match := NUMBERED.fullmatch(name))}
        found = Pseudonym.objects.filter(project=project, number__in=numbers, person__only_in=None)
        own = {numbers[number]: person for number, person in found.values_list("number", "person_id")}
    people = [*outside.values(), *own.values()]
    by_id = {task.external_id: task for task in tasks}
    keys = [task.pk for task in by_id.values()]
    given = Annotation.objects.filter(assignment__task__in=keys, assignment__annotator__in=people)
    columns = ("assignment__task", "assignment__annotator", "value")
    answers = {(task, person): value for task, person, value in given.values_list(*columns)} if keys else {}
    decided = Settlement.objects.filter(task__in=keys) if keys else []
    settled = {one.task_id: None if one.undone else one.value for one in decided}
    return There(by_id, outside, own, answers, settled)


def write(project: Project, origin: str, taken: Taken, *, by: Person | None) -> None:
    """Write the answers, and the annotators who are not known yet. The tasks are there."""
    if not taken.fresh:
        return
    people = _people(project, origin, taken.names)
    ids = [one.id for one, _answers in taken.fresh]
    tasks = dict(Task.objects.filter(project=project, external_id__in=ids).values_list("external_id", "pk"))
    arrived = [Arrived(tasks[one.id], list(_said(answers, people))) for one, answers in taken.fresh]
    arrive(project.pk, sorted(arrived, key=lambda one: one.task), by=by, judge=people.get(SETTLED))


def _said(answers: Iterable[Given], people: dict[str, int]) -> Iterator[Arrival | Ruling]:
    for given in answers:
        if given.settled:
            sources = tuple(people[name] for name in given.sources if name in people)
            yield Ruling(given.schema, given.value, given.reason, given.how, sources)
        else:
            yield Arrival(people[given.annotator], given.schema, given.value, given.accepted, given.seconds)


def _outside(project: Project, origin: str, names: Iterable[str]) -> dict[str, int]:
    wanted = {_username(project, origin, name): name for name in names}
    found = Person.objects.filter(only_in=project, username__in=wanted).values_list("username", "pk")
    return {wanted[username]: pk for username, pk in found}


def _people(project: Project, origin: str, names: set[str]) -> dict[str, int]:
    """The outside annotators of these names; whoever is not there yet is made, with their number where it is free."""
    known = _outside(project, origin, names)
    fresh = sorted(names - known.keys())
    if not fresh:
        return known
    Project.objects.select_for_update().get(pk=project.pk)  # numbers are given one after the other
    taken = set(Pseudonym.objects.filter(project=project).values_list("number", flat=True))
    for name in fresh:
        person = Person(username=_username(project, origin, name), name=_shown(name, origin), only_in=project)
        person.is_active = False
        person.set_unusable_password()
        person.save(force_insert=True)
        known[name] = person.pk
        match = NUMBERED.fullmatch(name)
        if match and int(match[1]) not in taken:
            taken.add(int(match[1]))
            Pseudonym.objects.create(project=project, person=person, number=int(match[1]))
    return known


def _username(project: Project, origin: str, name: str) -> str:
    """No person can choose it: it has a / in it. A name has none."""
    return f"{project.pk}/{name}/{origin}"


def _shown(name: str, origin: str) -> str:
    name = _("Decided in the release") if name == SETTLED else name
    return f"{name} · {origin}" if origin else name
