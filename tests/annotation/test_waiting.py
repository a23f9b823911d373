"""What the home page says is waiting for a person."""

from annotation.api.labelling import progress
from annotation.pages.overview import waiting


def test_it_says_of_each_project_what_the_workspace_says(make, django_assert_num_queries):
    person = make.person()
    projects = [make.project(overlap=2), make.project(overlap=1)]
    for project in projects:
        make.member(person, "annotator", project=project)
        first, second, third, _fourth = make.tasks(4, project=project)
        make.submitted(task=first, by=person)
        make.leased(task=second, by=person)
        make.submitted(task=third)
    with django_assert_num_queries(3):
        rows = waiting(person, projects)
    for project, row in zip(projects, rows, strict=True):
        told = progress(project, person)
        assert (row["open"], row["done"]) == (told["open_to_me"], told["done_by_me"])
        assert (row["leased"], row["returned"]) == (1, 0)


def test_what_came_back_is_counted_apart(make):
    assignment = make.returned()
    [row] = waiting(assignment.annotator, [assignment.task.project])
    assert (row["returned"], row["leased"], row["done"]) == (1, 0, 0)


def test_the_home_page_asks_for_its_numbers(make):
    assignment = make.returned()
    page = make.client(assignment.annotator).get("/waiting").content.decode()
    assert f'id="mine-{assignment.task.project_id}"' in page
