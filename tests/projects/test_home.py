"""The first page: what leads where, and in which order."""

import re

from projects.models import Role


def test_every_organisation_one_may_create_in_is_offered(make):
    lead = make.person()
    places = [make.organisation() for _ in range(4)]
    for place in places:
        make.member(lead, Role.OWNER, organisation=place)
    page = make.client(lead).get("/").content.decode()
    offered = {int(pk) for pk in re.findall(r'href="/organisations/(\d+)/projects/new"', page)}
    assert offered == {place.pk for place in places}


def test_many_organisations_are_asked_for_with_one_query(make, django_assert_max_num_queries):
    person = make.person()
    for _ in range(12):
        make.member(person, Role.OWNER, organisation=make.organisation())
    client = make.client(person)
    with django_assert_max_num_queries(10):
        client.get("/")


def test_projects_of_all_organisations_stand_in_one_table(make):
    lead = make.person()
    projects = [make.project() for _ in range(3)]
    for project in projects:
        make.member(lead, Role.LEAD, organisation=project.organisation)
    page = make.client(lead).get("/").content.decode()
    assert page.count('class="projects"') == 1
    assert page.count('scope="rowgroup"') == 3
    assert all(f'href="/projects/{project.pk}"' in page for project in projects)


def test_a_lead_sees_the_projects_first_and_an_annotator_the_work(make):
    project = make.project()
    make.tasks(2)
    for role, first, second in ((Role.LEAD, "my-projects", "my-work"), (Role.REVIEWER, "my-work", "my-projects")):
        person = make.person(role, project=project)
        page = make.client(person).get("/").content.decode()
        assert page.index(f'id="{first}"') < page.index(f'id="{second}"')


def test_a_reviewer_s_home_leads_with_what_waits_for_review_and_an_annotator_s_has_nothing_of_it(make):
    make.task()

    def shown(person):
        return make.client(person).get("/").content.decode()

    page = shown(make.reviewer())
    assert page.index('hx-get="/reviews"') < page.index('id="my-work"')
    assert 'class="button big"' in page  # labelling comes second
    page = shown(make.annotator())
    assert "/reviews" not in page
    assert 'class="button primary big"' in page
