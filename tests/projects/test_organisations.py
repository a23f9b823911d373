"""Whoever runs the site makes organisations; nobody else learns that it can be done."""

import pytest

from projects.models import Membership, Organisation, Role

NAMES = {"name_zh": "海口市标注组", "name_en": "Haikou labelling team"}


@pytest.fixture
def founder(make):
    return make.person(is_superuser=True)


def test_whoever_runs_the_site_makes_an_organisation_and_owns_it(make, founder):
    client = make.client(founder)
    assert "/organisations/new" in client.get("/").content.decode()
    response = client.post("/organisations/new", NAMES)
    made = Organisation.objects.get(name_zh="海口市标注组")
    assert response["Location"] == f"/organisations/{made.pk}"
    assert made.slug == "haikou-labelling-team"
    assert Membership.objects.get(organisation=made).role == Role.OWNER
    assert "海口市标注组" in client.get("/", headers={"Accept-Language": "zh-hans"}).content.decode()


def test_two_may_be_named_alike(make, founder):
    client, headers = make.client(), make.headers(founder)
    made = [client.post("/api/organisations", NAMES, headers=headers, content_type="application/json") for _ in "ab"]
    assert [response.status_code for response in made] == [201, 201]
    assert len({response.json()["slug"] for response in made}) == 2


def test_a_name_may_not_be_missing(make, founder):
    response = make.client(founder).post("/organisations/new", NAMES | {"name_zh": " "})
    assert response.status_code == 422
    assert not Organisation.objects.filter(name_en=NAMES["name_en"]).exists()
    response = make.client().post(
        "/api/organisations", {"name_en": "A"}, headers=make.headers(founder), content_type="application/json"
    )
    assert (response.status_code, response.json()["detail"]["field"]) == (400, "name_zh")


def test_others_are_not_shown_the_way(make):
    make.project()
    client = make.client(make.owner())
    assert "/organisations/new" not in client.get("/").content.decode()
    assert client.post("/organisations/new", NAMES).status_code == 404
