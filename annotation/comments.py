"""What people say to each other about a task, and who may read it.

A comment may give away what others answered. So it is read by whoever may read the answers; whoever may not sees what
they wrote themselves or are named in, and only once they have answered the task.
"""

import re
from collections.abc import Iterable, Set

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from annotation.asking import any_on
from annotation.blind import closed_to, is_closed
from annotation.models import Assignment, AssignmentState, Comment, Mention
from annotation.moves import ANSWERED
from projects.access import allowed, allowed_in, roles_with, visible_to
from projects.models import Membership, Person, Project, Task
from projects.problems import Conflict, Invalid, NotFound

LONGEST = 2000
DONE = [*ANSWERED, AssignmentState.RETURNED]  # has answered the task once


def add(task: Task, *, by: Person, body: str, region: str = "", key: str | None = None) -> Comment:
    """Say something. Who is named with @ is told on their home page and in the workspace; where nobody is named,
    whoever said the last thing there that its author may read.

    key   sent again with the same one it is said once, however often and simultaneously
    """
    if key is not None and (said := _said_before(task, by, key)):
        return said
    try:
        return _add(task, by=by, body=body, region=region, key=key)
    except IntegrityError:  # the same at this moment
        if key is not None and (said := _said_before(task, by, key)):
            return said
        raise


def _said_before(task: Task, by: Person, key: str) -> Comment | None:
    said = Comment.objects.filter(author=by, key=key).first()
    if said is not None and said.task_id != task.pk:
        raise Conflict(_("This Idempotency-Key was used for something else. Make a new one."), code="key_used")
    return said


@transaction.atomic
def _add(task: Task, *, by: Person, body: str, region: str, key: str | None) -> Comment:
    body = body.strip()
    if not body:
        raise Invalid(_("Write something first."), field="body")
    if len(body) > LONGEST:
        raise Invalid(_("A comment has at most %(most)d characters. Shorten it.") % {"most": LONGEST}, field="body")
    named = called(body, people_of(task.project)) or answered_by(task, by)
    comment = Comment.objects.create(task=task, author=by, body=body, region=region, key=key)
    Mention.objects.bulk_create(Mention(comment=comment, person=person) for person in named if person.pk != by.pk)
    return comment


def answered_by(task: Task, person: Person) -> list[Person]:
    """Whom this person answers by writing there without naming anybody; no one, or one."""
    last = comments_on(task, person, allowed(person, task.project)).exclude(author=person).last()
    return [last.author] if last else []


def resolve(comment: Comment, *, by: Person, resolved: bool = True) -> None:
    """End the matter, or take it up again. Said twice, it is said once."""
    at, who = (timezone.now(), by) if resolved else (None, None)
    Comment.objects.filter(pk=comment.pk, resolved_at__isnull=resolved).update(resolved_at=at, resolved_by=who)
    comment.refresh_from_db(fields=["resolved_at", "resolved_by"])


def people_of(project: Project) -> list[Person]:
    """Everybody who has a part in a project."""
    here = Q(memberships__project=project) | Q(
        memberships__project=None, memberships__organisation=project.organisation_id
    )
    return list(Person.objects.filter(here, is_active=True).distinct().order_by("pk"))


def to_call(project: Project, may: Set[str]) -> list[Person]:
    """Whom this person is offered after an @.

    Who may read answers knows everybody; who labels blind is offered those who review and lead, and does not learn from
    it who else labels.
    """
    people = people_of(project)
    if "see_answers" in may or "see_members" in may:
        return people
    held = Membership.objects.filter(organisation=project.organisation_id, role__in=roles_with("review"))
    asked = set(held.filter(Q(project=None) | Q(project=project)).values_list("person", flat=True))
    return [person for person in people if person.pk in asked]


def counts_on(tasks: Iterable[int], person: Person, may: Set[str]) -> dict[int, dict[str, int]]:
    """Of each of these tasks of one project, how many comments this person may read, and how many name them unread."""
    found = {task: {"count": 0, "unread": 0} for task in tasks}
    if not any_on(Comment, found):  # nearly always; who may read what is dear to ask
        return found
    turns = Assignment.objects.filter(task=OuterRef("task"), annotator=person, state__in=DONE)
    named = Mention.objects.filter(comment=OuterRef("pk"), person=person)
    readable = (Q(author=person) | Q(Exists(named))) & Q(Exists(turns))
    if "see_answers" in may:
        readable |= ~Q(Exists(closed_to(person, may).filter(pk=OuterRef("task"))))
    rows = Comment.objects.filter(readable, task__in=found).annotate(new=Exists(named.filter(read_at=None)))
    for task, new in rows.values_list("task", "new"):
        found[task]["count"] += 1
        found[task]["unread"] += new
    return found


def called(body: str, people: Iterable[Person]) -> list[Person]:
    """Those named with @name or @username, each once. Of names that begin alike the longest counts."""
    names = {name: person for person in people for name in (person.username, person.name) if name}
    longest = [(name.casefold(), name) for name in sorted(names, key=len, reverse=True)]
    found: dict[int, Person] = {}
    for after in body.split("@")[1:]:
        folded = after.casefold()
        for start, name in longest:
            if not folded.startswith(start):
                continue
            if not (re.match(r"[0-9A-Za-z_]", after[len(name) :]) and re.search(r"[0-9A-Za-z_]$", name)):
                found.setdefault(names[name].pk, names[name])
                break
    return list(found.values())


def comments_on(task: Task, person: Person, may: Set[str]) -> QuerySet[Comment]:
    """What this person may read there, oldest first. `may`: what they may do in the project."""
    found = task.comments.select_related("author", "resolved_by").prefetch_related("mentions__person").order_by("pk")
    if "see_answers" in may and not is_closed(task, person, may):
        return found
    mine = Q(author=person) | Q(pk__in=Mention.objects.filter(person=person).values("comment"))
    return found.filter(mine) if has_answered(task, person) else found.none()


def require_part(task: Task, person: Person, may: Set[str]) -> None:
    """Who may not see answers speaks about tasks of their own only; others' do not exist for them."""
    if "see_answers" not in may and not task.assignments.filter(annotator=person).exists():
        raise NotFound(_("This does not exist, or you are not a member of its project."))


def has_answered(task: Task, person: Person) -> bool:
    return task.assignments.filter(annotator=person, state__in=DONE).exists()


def unread(person: Person) -> QuerySet[Mention]:
    """Where this person was named, has not looked yet, and may look."""
    projects = list(visible_to(person))
    may = allowed_in(person, projects)
    by_rights: dict[frozenset[str], list[Project]] = {}
    for project in projects:
        by_rights.setdefault(frozenset(may[project.pk]), []).append(project)
    turns = Assignment.objects.filter(task=OuterRef("comment__task"), annotator=person, state__in=DONE)
    readable = Q(Exists(turns), comment__task__project__in=projects)
    for rights, places in by_rights.items():
        if "see_answers" in rights:
            closed = closed_to(person, rights).filter(pk=OuterRef("comment__task"))
            readable |= Q(~Exists(closed), comment__task__project__in=places)
    found = Mention.objects.filter(readable, person=person, read_at=None)
    return found.select_related("comment__author", "comment__task__project").order_by("-pk")


def mark_read(task: Task, person: Person, may: Set[str]) -> None:
    """The person looks at the task's comments now: what they may not read yet stays unread."""
    readable = comments_on(task, person, may).order_by().values("pk")
    seen = Mention.objects.filter(comment__in=readable, person=person, read_at=None)
    seen.update(read_at=timezone.now())
