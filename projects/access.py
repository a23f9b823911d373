"""Who may do what. What is not in the table is forbidden.

`require` stands before every page and every endpoint. A stranger is told that the thing does not exist.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from projects.models import Membership, Organisation, Person, Project, ProjectState, Role
from projects.problems import Forbidden, NotFound, NotSignedIn

SIGNED_IN = "signed_in"  # any person with an account
ANYONE = "anyone"  # also without one: signing in, an invitation, the state of the service
RUN_SITE = "run_site"  # whoever `manage.py createsuperuser` made: makes and renames organisations, is an owner in all

ANNOTATOR = {"see", "label", "comment"}
# "see_answers" of people who label as well holds for tasks they cannot answer any more (`annotation.blind`);
# "see_any_answer" holds at all times.
# "settle" decides on the answer a project stands behind, except in one's own case (`annotation.settling`).
REVIEWER = ANNOTATOR | {"review", "settle", "see_tasks", "see_answers", "see_agreement"}
AUDITOR = {
    "see",
    "see_tasks",
    "see_answers",
    "see_agreement",
    "see_members",
    "see_releases",
    "download",
    "see_any_answer",
}
LEAD = REVIEWER | AUDITOR | {"configure", "import", "release", "create", "manage_members"}
OWNER = LEAD | {"delete"}

MAY: dict[str, set[str]] = {
    Role.ANNOTATOR: ANNOTATOR,
    Role.REVIEWER: REVIEWER,
    Role.AUDITOR: AUDITOR,
    Role.LEAD: LEAD,
    Role.OWNER: OWNER,
}

# Which roles the holder of a role may give and take.
GIVES: dict[str, set[str]] = {
    Role.LEAD: {Role.REVIEWER, Role.ANNOTATOR},
    Role.OWNER: set(Role.values),
}

# What changes the work of a project. An archived project is only read, and brought back.
CHANGES = {"label", "comment", "review", "settle", "import", "configure"}

ACTIONS = set().union(*MAY.values()) | {SIGNED_IN, ANYONE, RUN_SITE}

Place = Project | Organisation | None

# Raw SQL, because every request asks this, and building the statement costs more than running it.
HELD = "SELECT role, project_id FROM projects_membership WHERE person_id = %s AND organisation_id = %s"


def roles(user: Person, place: Place) -> set[str]:
    """The roles of a person in a project (from its organisation or its own team), or in an organisation."""
    if not user.is_authenticated or place is None:
        return set()
    if user.is_superuser:
        return {Role.OWNER}
    organisation, project = (place.pk, None) if isinstance(place, Organisation) else (place.organisation_id, place.pk)
    with connection.cursor() as cursor:
        cursor.execute(HELD, [user.pk, organisation])
        return {role for role, only in cursor.fetchall() if only in (None, project)}


def allowed(user: Person, place: Place) -> set[str]:
    """All actions of a person at a place."""
    return set().union(*(MAY[role] for role in roles(user, place)))


def roles_with(action: str) -> list[str]:
    """The roles that may do this."""
    return [role for role, actions in MAY.items() if action in actions]


def may(user: Person, action: str, place: Place) -> bool:
    return action in allowed(user, place)


def require(user: Person, action: str | None, place: Place = None) -> set[str]:
    """Let the person do this here and return all they may do, or refuse.

    NotSignedIn   nobody is signed in
    NotFound      the person has no part in the place: it does not exist for them
    Forbidden     the person may be here, but not do this; also when the door names no action at all
    """
    if action == ANYONE:
        return set()
    if not user.is_authenticated:
        raise NotSignedIn(_("Please sign in first."))
    if action == SIGNED_IN:
        return set()
    actions = {RUN_SITE} if action == RUN_SITE and user.is_superuser else allowed(user, place)
    if not actions:
        raise NotFound(_("This does not exist, or you are not a member of its project."))
    if action == RUN_SITE and not user.is_superuser:
        raise Forbidden(_("Only whoever runs this site can do this. Ask them."), action=action)
    if action not in actions:
        raise Forbidden(_("Your role does not allow this. Ask a project lead."), action=action or "")
    return actions


def require_open(action: str | None, place: Place) -> None:
    """Forbidden to everybody when the action would change an archived project."""
    if action in CHANGES and isinstance(place, Project) and place.state == ProjectState.ARCHIVED:
        message = _("This project is archived and can only be read. A project lead can open it again in its settings.")
        raise Forbidden(message, code="archived")


def visible_to(user: Person) -> QuerySet[Project]:
    """The projects a person has any part in."""
    if user.is_superuser:
        return Project.objects.all()
    return Project.objects.filter(
        Q(organisation__in=Membership.objects.filter(person=user, project=None).values("organisation"))
        | Q(pk__in=Membership.objects.filter(person=user, project__isnull=False).values("project"))
    )


def allowed_in(user: Person, projects: Iterable[Project]) -> dict[int, set[str]]:
    """All actions of a person in each of several projects, by the project's id, with one query for all."""
    if user.is_superuser:
        return {project.pk: set(OWNER) for project in projects}
    held = list(Membership.objects.filter(person=user).values_list("organisation_id", "project_id", "role"))
    return {
        project.pk: set().union(
            *(
                MAY[role]
                for organisation_id, project_id, role in held
                if project_id == project.pk or (project_id is None and organisation_id == project.organisation_id)
            )
        )
        for project in projects
    }


def organisations_with(user: Person, action: str) -> QuerySet[Organisation]:
    """The organisations in which a person may do this, asked with one query."""
    if user.is_superuser:
        return Organisation.objects.all()
    held = Membership.objects.filter(person=user, project=None, role__in=roles_with(action))
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def organisations_of(user: Person) -> QuerySet[Organisation]:
    """The organisations a person is a member of as a whole."""
    if user.is_superuser:
        return Organisation.objects.all()
    return Organisation.objects.filter(memberships__person=user, memberships__project=None).distinct()
