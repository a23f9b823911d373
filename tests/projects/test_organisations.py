"""Whoever runs the site makes organisations and renames them; nobody else is shown the way."""

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


def test_whoever_runs_the_site_renames_an_organisation_in_both_languages(make, founder):
    organisation, client = make.organisation(slug="old"), make.client(founder)
    page = f"/organisations/{organisation.pk}"
    assert f"{page}/rename" in client.get(page).content.decode()
    assert organisation.name_zh in client.get(f"{page}/rename").content.decode()
    assert client.post(f"{page}/rename", NAMES)["Location"] == page
    organisation.refresh_from_db()
    assert (organisation.slug, organisation.name_zh, organisation.name_en) == ("old", *NAMES.values())


def test_a_program_renames_it_in_one_language(make, founder):
    organisation = make.organisation(**NAMES)
    response = make.client().patch(
        f"/api/organisations/{organisation.pk}",
        {"name_en": "Haikou", "slug": "another"},
        headers=make.headers(founder),
        content_type="application/json",
    )
    assert response.json() == {"id": organisation.pk, "slug": organisation.slug, **NAMES, "name_en": "Haikou"}


def test_a_new_name_may_not_be_missing(make, founder):
    organisation = make.organisation(**NAMES)
    response = make.client(founder).post(f"/organisations/{organisation.pk}/rename", NAMES | {"name_en": ""})
    assert response.status_code == 422
    assert NAMES["name_zh"] in response.content.decode().split("<h1>")[1]


def test_an_owner_is_told_who_renames_it(make):
    owner = make.owner(organisation=make.project().organisation)
    page = f"/organisations/{make.the_project.organisation_id}"
    client = make.client(owner)
    assert "/rename" not in client.get(page).content.decode()
    response = client.post(f"{page}/rename", NAMES, headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "Only whoever runs this site" in response.content.decode()
