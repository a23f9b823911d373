"""A wrong entry keeps people on the page where they made it."""

import pytest

from projects.models import Membership, Project, Role


@pytest.fixture
def owner(make):
    return make.owner(organisation=make.the_project.organisation, language="en")


def test_a_wrong_name_keeps_the_project_and_is_said_beside_the_field(make, owner):
    project = make.the_project
    response = make.client(owner).post(f"/projects/{project.pk}/delete", {"name": "Projekt"})
    page = response.content.decode()
    assert response.status_code == 422
    assert Project.objects.filter(pk=project.pk).exists()
    assert "Write the name of the project exactly" in page
    assert 'value="Projekt"' in page
    assert f'action="/projects/{project.pk}/settings"' in page  # the other form of the page still saves


def test_the_last_owner_stays_one_and_hears_it_beside_their_role(make, owner):
    own = owner.memberships.get()
    response = make.client(owner).post(f"/members/{own.pk}/role", {"role": Role.LEAD})
    page = response.content.decode()
    assert response.status_code == 409
    assert Membership.objects.get(pk=own.pk).role == Role.OWNER
    assert page.index(f'id="role-{own.pk}"') < page.index("last owner")
    assert f'action="/organisations/{own.organisation_id}/members"' in page


def test_a_problem_page_leads_back_to_the_page_of_ours_that_led_there(make, owner):
    client = make.client(owner)
    ours = client.get("/nowhere", headers={"referer": "http://testserver/account?x=1"}).content.decode()
    assert 'href="/account?x=1"' in ours
    for elsewhere in ("https://example.org/account", "http://testserver/nowhere"):
        page = client.get("/nowhere", headers={"referer": elsewhere}).content.decode()
        assert "Back</a>" not in page
    assert "Back</a>" in ours
    chinese = {"referer": "http://testserver/account", "Accept-Language": "zh-hans"}
    assert "返回</a>" in make.client(make.owner(language="zh-hans")).get("/nowhere", headers=chinese).content.decode()
