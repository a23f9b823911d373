"""Who comes in, with which role, and who leaves."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from projects import members
from projects.forms.signing import NewPersonForm
from projects.models import Invitation, Membership, Role
from projects.problems import Conflict, Forbidden, Invalid, NotFound


@pytest.fixture
def place(make):
    return make.project().organisation


def test_a_lead_gives_the_roles_of_annotators_and_reviewers_and_no_others(make, place):
    lead = make.lead(organisation=place)
    for role in (Role.ANNOTATOR, Role.REVIEWER):
        assert members.invite(place, role, by=lead)
    for role in (Role.LEAD, Role.OWNER, Role.AUDITOR):
        with pytest.raises(Forbidden):
            members.invite(place, role, by=lead)


def test_an_owner_gives_every_role_of_an_organisation(make, place):
    owner = make.owner(organisation=place)
    assert [members.invite(place, role, by=owner)[0].role for role in Role.values] == Role.values


def test_nobody_owns_a_single_project(make, place):
    owner = make.owner(organisation=place)
    with pytest.raises(Invalid):
        members.invite(make.the_project, Role.OWNER, by=owner)


def test_a_lead_can_neither_make_nor_unmake_another_lead(make, place):
    lead, other = make.lead(organisation=place), make.lead(organisation=place)
    annotator = make.annotator(organisation=place)
    with pytest.raises(Forbidden):
        members.change_role(other.memberships.get(), Role.ANNOTATOR, by=lead)
    with pytest.raises(Forbidden):
        members.change_role(annotator.memberships.get(), Role.LEAD, by=lead)
    with pytest.raises(Forbidden):
        members.remove(other.memberships.get(), by=lead)


def test_the_last_owner_stays(make, place):
    owner = make.owner(organisation=place)
    with pytest.raises(Conflict):
        members.remove(owner.memberships.get(), by=owner)
    with pytest.raises(Conflict):
        members.change_role(owner.memberships.get(), Role.LEAD, by=owner)
    second = make.owner(organisation=place)
    members.change_role(owner.memberships.get(), Role.LEAD, by=second)
    assert owner.memberships.get().role == Role.LEAD


@pytest.mark.parametrize(
    "move",
    [
        lambda seen, lead: members.change_role(seen, Role.REVIEWER, by=lead),
        lambda seen, lead: members.remove(seen, by=lead),
    ],
)
def test_a_role_is_given_and_taken_only_as_it_was_seen(make, move):
    """Whoever was made an owner a moment ago is not moved by a lead who saw an annotator."""
    lead, person = make.lead(), make.annotator()
    seen = person.memberships.get()
    person.memberships.update(role=Role.AUDITOR)
    with pytest.raises(Conflict):
        move(seen, lead)
    assert person.memberships.get().role == Role.AUDITOR


def test_an_owner_of_another_organisation_does_not_count_as_an_owner(make, place):
    make.owner(organisation=make.organisation())
    owner = make.owner(organisation=place)
    with pytest.raises(Conflict):
        members.remove(owner.memberships.get(), by=owner)


def test_a_removed_member_keeps_what_they_submitted(make):
    assignment = make.submitted()
    lead = make.lead(organisation=assignment.task.project.organisation)
    members.remove(assignment.annotator.memberships.get(), by=lead)
    assignment.refresh_from_db()
    assert assignment.annotation.value
    assert not Membership.objects.filter(person=assignment.annotator).exists()


def test_anybody_may_leave(make, place):
    auditor = make.auditor(organisation=place)
    members.remove(auditor.memberships.get(), by=auditor)
    assert not auditor.memberships.exists()


def test_everybody_finds_the_way_out_on_their_account_page(make):
    worker = make.annotator()
    client, own = make.client(worker), worker.memberships.get()
    assert f'action="/members/{own.pk}/leave"' in client.get("/account").content.decode()
    assert client.post(f"/members/{own.pk}/leave").url == "/account"
    assert not worker.memberships.exists()


def test_a_program_leaves_for_its_person_and_for_nobody_else(make):
    worker, other = make.annotator(), make.annotator()
    ask, headers = make.client(), make.headers(worker)
    assert ask.post(f"/api/members/{other.memberships.get().pk}/leave", headers=headers).status_code == 404
    assert ask.post(f"/api/members/{worker.memberships.get().pk}/leave", headers=headers).status_code == 204
    assert (worker.memberships.count(), other.memberships.count()) == (0, 1)


def test_the_last_owner_cannot_leave(make, place):
    owner = make.owner(organisation=place)
    left = make.client().post(f"/api/members/{owner.memberships.get().pk}/leave", headers=make.headers(owner))
    assert (left.status_code, left.json()["code"]) == (409, "last_owner")


def test_a_link_lets_in_as_many_as_it_says(make, place):
    owner = make.owner(organisation=place)
    invitation, secret = members.invite(place, Role.ANNOTATOR, by=owner, limit=2)
    for _ in range(2):
        members.accept(members.invitation_of(secret), make.person())
    with pytest.raises(NotFound):
        members.invitation_of(secret)
    with pytest.raises(Conflict):  # who opened the page before the last place was taken
        members.accept(invitation, make.person())


def test_a_member_who_opens_the_link_uses_up_nothing_and_keeps_their_role(make, place):
    owner = make.owner(organisation=place)
    invitation, secret = members.invite(place, Role.ANNOTATOR, by=owner)
    assert members.accept(members.invitation_of(secret), owner).role == Role.OWNER
    invitation.refresh_from_db()
    assert invitation.used == 0


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_pressed_many_times_at_once_lets_in_once(make):
    place = make.organisation()
    invitation, secret = members.invite(place, Role.ANNOTATOR, by=make.owner(organisation=place), limit=50)
    person = make.person()
    cookies = {name: morsel.value for name, morsel in make.client(person).cookies.items()}
    gate = threading.Barrier(8)

    def press(_number):
        try:
            own = Client()
            own.cookies.load(cookies)
            gate.wait(30)
            return own.post(f"/invitations/{secret}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(press, range(8))) == {302}
    assert person.memberships.count() == 1
    invitation.refresh_from_db()
    assert invitation.used == 1


def test_a_name_that_differs_by_capital_letters_alone_is_taken(make, place):
    _invitation, secret = members.invite(place, Role.ANNOTATOR, by=make.owner(organisation=place))
    make.person(username="LiNa")
    sent = {"username": "lina", "password1": "correct horse 42", "password2": "correct horse 42"}
    page = make.client().post(f"/invitations/{secret}", sent)
    assert page.status_code == 422
    assert page.context["form"].errors["username"]


def test_a_name_taken_this_very_moment_is_told_in_the_form(make, place, monkeypatch):
    _invitation, secret = members.invite(place, Role.ANNOTATOR, by=make.owner(organisation=place))
    is_valid = NewPersonForm.is_valid

    def and_then_another_takes_it(form):
        good = is_valid(form)
        if good:
            make.person(username=form.cleaned_data["username"])
        return good

    monkeypatch.setattr(NewPersonForm, "is_valid", and_then_another_takes_it)
    sent = {"username": "lina", "password1": "correct horse 42", "password2": "correct horse 42"}
    page = make.client().post(f"/invitations/{secret}", sent)
    assert page.status_code == 422
    assert page.context["form"].errors["username"]


def test_a_link_ends(make, place):
    invitation, secret = members.invite(place, Role.ANNOTATOR, by=make.owner(organisation=place))
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        members.invitation_of(secret)
    assert not members.open_invitations(place).exists()


def test_the_secret_of_a_link_is_nowhere_in_the_database(make, place):
    invitation, secret = members.invite(place, Role.ANNOTATOR, by=make.owner(organisation=place))
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert not any(secret in str(value) for value in stored.values())
