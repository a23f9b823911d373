"""Who comes into a project or an organisation, with which role, and who leaves."""

from datetime import timedelta
from typing import cast

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.access import GIVES, roles
from projects.doors import find
from projects.models import Invitation, Membership, Organisation, Person, Project, Role
from projects.problems import Conflict, Forbidden, Invalid, NotFound
from projects.secrets import hash_of, new_secret

Place = Project | Organisation
WHERE = ("organisation", "project__organisation")


def members(place: Place) -> QuerySet[Membership]:
    """The memberships made for this place itself: of a project, those of its own team only."""
    rows = place.memberships.select_related("person")
    return rows if isinstance(place, Project) else rows.filter(project=None)


def of(person: Person) -> QuerySet[Membership]:
    """All memberships of one person."""
    return person.memberships.select_related(*WHERE, "person")


def gives(person: Person, place: Place) -> set[str]:
    """The roles that a person may give and take here."""
    return set().union(*(GIVES.get(role, set()) for role in roles(person, place)))


def given_in(place: Place) -> list[str]:
    """The roles that make sense at a place: an organisation has owners, a project does not."""
    return [role for role in Role.values if role != Role.OWNER or isinstance(place, Organisation)]


def place_of(row: Membership | Invitation) -> Place:
    return row.project or row.organisation


def membership(pk: int) -> Membership:
    """One with its person and its place; NotFound where there is none."""
    return cast(Membership, find(Membership.objects.select_related(*WHERE, "person"), pk=pk))


def invitation(pk: int) -> Invitation:
    return cast(Invitation, find(Invitation.objects.select_related(*WHERE), pk=pk))


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: Person) -> None:
    _may_give(by, place_of(membership), membership.role, role)
    _keeps_an_owner(membership, role)
    if not _as_seen(membership).update(role=role):
        raise _overtaken()


@transaction.atomic
def remove(membership: Membership, *, by: Person) -> None:
    """The person is no member any more. What they submitted stays; their places become free (`annotation.queue`)."""
    if membership.person_id != by.pk:  # anybody may leave
        _may_give(by, place_of(membership), membership.role)
    _keeps_an_owner(membership)
    gone, _of_each = _as_seen(membership).delete()
    if not gone:
        raise _overtaken()


def _as_seen(membership: Membership) -> QuerySet[Membership]:
    """The membership while it has the role that was judged by: of two who change it at once, one wins."""
    return Membership.objects.filter(pk=membership.pk, role=membership.role)


def _overtaken() -> Conflict:
    return Conflict(_("Somebody else has changed this membership meanwhile. Reload the page and look again."))


def _may_give(by: Person, place: Place, *wanted: str) -> None:
    allowed = gives(by, place)
    for role in wanted:
        if role not in allowed:
            message = _("Your role does not let you give or take the role “%(role)s”.")
            raise Forbidden(message % {"role": Role(role).label}, role=role)
        if role not in given_in(place):
            message = _("An owner owns the whole organisation. Give this role on the organisation's page.")
            raise Invalid(message, field="role")


def _keeps_an_owner(membership: Membership, role: str = "") -> None:
    """An organisation without an owner could not be mended by anybody in it."""
    if membership.role != Role.OWNER or role == Role.OWNER or membership.project_id:
        return
    owners = Membership.objects.select_for_update().filter(
        organisation=membership.organisation, project=None, role=Role.OWNER
    )
    if not [owner for owner in owners if owner.pk != membership.pk]:
        message = _("This is the organisation's last owner. Make somebody else an owner first.")
        raise Conflict(message, code="last_owner")


def invite(place: Place, role: str, *, by: Person, limit: int = 1, days: int = 7) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which nobody can read again."""
    _may_give(by, place, role)
    secret, hashed = new_secret()
    invitation = Invitation.objects.create(
        organisation=place if isinstance(place, Organisation) else place.organisation,
        project=place if isinstance(place, Project) else None,
        role=role,
        secret_hash=hashed,
        limit=limit,
        expires_at=timezone.now() + timedelta(days=days),
        created_by=by,
    )
    return invitation, secret


def open_invitations(place: Place) -> QuerySet[Invitation]:
    """Links that still let somebody in."""
    rows = place.invitations.filter(expires_at__gt=timezone.now(), used__lt=F("limit")).select_related("created_by")
    return rows if isinstance(place, Project) else rows.filter(project=None)


def invitation_of(secret: str) -> Invitation:
    """The open invitation behind a link, or NotFound."""
    rows = Invitation.objects.select_related("organisation", "project", "created_by")
    found = rows.filter(secret_hash=hash_of(secret), expires_at__gt=timezone.now(), used__lt=F("limit")).first()
    if found is None:
        message = _("This invitation does not exist, was used up or has expired. Ask for a new one.")
        raise NotFound(message, code="invitation_closed")
    return found


def current(invitation: Invitation, person: Person) -> Membership | None:
    """The membership a person already has at the place of an invitation."""
    return Membership.objects.filter(
        organisation=invitation.organisation, project=invitation.project, person=person
    ).first()


@transaction.atomic
def accept(invitation: Invitation, person: Person) -> Membership:
    """Make the person a member. A member stays what they are, and the link is not used up by them."""
    membership, made = Membership.objects.get_or_create(
        organisation=invitation.organisation,
        project=invitation.project,
        person=person,
        defaults={"role": invitation.role},
    )  # pressed twice, the second waits here for the first
    if not made:
        return membership
    counted = Invitation.objects.filter(pk=invitation.pk, used__lt=F("limit"), expires_at__gt=timezone.now()).update(
        used=F("used") + 1
    )
    if not counted:  # somebody else was quicker
        raise Conflict(_("This invitation was used up a moment ago. Ask for a new one."), code="invitation_closed")
    return membership
