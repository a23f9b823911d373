"""Who belongs to a project or an organisation, and the links that let others in."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth import login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from projects import members
from projects.access import ANYONE, SIGNED_IN, Place
from projects.doors import Page, find
from projects.forms.members import InvitationForm
from projects.forms.signing import NewPersonForm
from projects.models import Invitation, Membership, Organisation, Project, Role
from projects.problems import Conflict, Invalid


class WithMembers(Page):
    """Shows the members of its place: of a project or an organisation."""

    @property
    def roles(self) -> list[str]:
        gives = members.gives(self.request.user, self.place)
        return [role for role in members.given_in(self.place) if role in gives]

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        roles = self.roles
        context = {
            "project": self.place if isinstance(self.place, Project) else None,
            "organisation": self.place if isinstance(self.place, Organisation) else self.place.organisation,
            "place": self.place,
            "here": to_members(self.place),
            "may": self.may,
            "tab": "members",
            "members": members.members(self.place),
            "above": members.members(self.place.organisation) if isinstance(self.place, Project) else (),
            "gives": roles,
            "roles": [(role, Role(role).label) for role in roles],
            "form": InvitationForm(roles=roles),
            "invitations": members.open_invitations(self.place),
        } | context
        return render(self.request, "projects/members.html", context, status=status)


class MembersPage(WithMembers):
    """Of whichever place the address names. A POST makes an invitation."""

    action: ClassVar[Mapping[str, str]] = {"GET": "see_members", "POST": "manage_members"}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = InvitationForm(request.POST, roles=self.roles)
        if not form.is_valid():
            return self.show(form=form, status=422)
        invitation, secret = members.invite(self.place, by=request.user, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("projects:invitation", args=[secret]))
        return self.show(made=invitation, link=link)


class OfMembership(WithMembers):
    """A door to one membership: what one must be allowed at its place. What cannot be done is said beside it."""

    action = "manage_members"
    membership: Membership

    def locate(self, **kwargs: Any) -> Place:
        self.membership = members.membership(kwargs["membership"])
        return members.place_of(self.membership)

    def post(self, request: HttpRequest, membership: int) -> HttpResponse:
        try:
            return self.change(request)
        except (Conflict, Invalid) as problem:
            return self.show(refused=self.membership.pk, problem=problem, status=problem.status)

    def change(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    def back(self) -> HttpResponse:
        return redirect(to_members(self.place))


class RoleChange(OfMembership):
    def change(self, request: HttpRequest) -> HttpResponse:
        role = request.POST.get("role", "")
        if role in Role.values:
            members.change_role(self.membership, role, by=request.user)
            said = _("%(person)s is now %(role)s.")
            messages.success(request, said % {"person": self.membership.person, "role": Role(role).label})
        return self.back()


class Removal(OfMembership):
    def change(self, request: HttpRequest) -> HttpResponse:
        members.remove(self.membership, by=request.user)
        messages.success(request, _("%(person)s is no member any more.") % {"person": self.membership.person})
        return self.back() if self.membership.person_id != request.user.pk else redirect("projects:home")


class Leaving(Page):
    """One's own membership, whatever its role; asked for on the account page."""

    action = SIGNED_IN

    def post(self, request: HttpRequest, membership: int) -> HttpResponse:
        own = find(members.of(request.user), pk=membership)
        members.remove(own, by=request.user)
        messages.success(request, _("You have left %(place)s.") % {"place": members.place_of(own)})
        return redirect("projects:account")


class Revocation(Page):
    action = "manage_members"
    invitation: Invitation

    def locate(self, **kwargs: Any) -> Place:
        self.invitation = members.invitation(kwargs["invitation"])
        return members.place_of(self.invitation)

    def post(self, request: HttpRequest, invitation: int) -> HttpResponse:
        self.invitation.delete()
        messages.success(request, _("The invitation was revoked. Its link lets nobody in any more."))
        return redirect(to_members(self.place))


class InvitationPage(Page):
    """Where the link leads: one button for somebody with an account, a short form for somebody without."""

    action = ANYONE

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self.show(members.invitation_of(secret))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        invitation = members.invitation_of(secret)
        if request.user.is_authenticated:
            members.accept(invitation, request.user)
        else:
            form = NewPersonForm(request.POST)
            if not form.is_valid():
                return self.show(invitation, form=form, status=422)
            try:
                with transaction.atomic():  # no account without the membership
                    person = form.save()
                    members.accept(invitation, person)
            except IntegrityError:  # pressed twice, or somebody took the name this moment: the form now says so
                form = NewPersonForm(request.POST)
                if form.is_valid():
                    raise
                return self.show(invitation, form=form, status=422)
            login(request, person)
        messages.success(request, _("Welcome to %(place)s.") % {"place": members.place_of(invitation)})
        if invitation.project_id:
            return redirect("projects:project", invitation.project_id)
        return redirect("projects:organisation", invitation.organisation_id)

    def show(self, invitation: Invitation, status: int = 200, **context: Any) -> HttpResponse:
        person = self.request.user
        context = {
            "invitation": invitation,
            "place": members.place_of(invitation),
            "membership": members.current(invitation, person) if person.is_authenticated else None,
            "form": NewPersonForm(),
        } | context
        return render(self.request, "projects/invitation.html", context, status=status)


def to_members(place: Place) -> str:
    kind = "project" if isinstance(place, Project) else "organisation"
    return reverse(f"projects:{kind}-members", args=[place.pk])
