"""What stands above every page of a project."""


def test_the_label_tab_of_an_empty_project_leads_nowhere_and_says_why(make):
    project = make.project()
    client = make.client(make.lead(project=project, language="en"))
    label = f'href="/projects/{project.pk}/label"'
    page = client.get(f"/projects/{project.pk}").content.decode()
    assert label not in page
    assert "There is nothing to label yet" in page
    make.task()
    assert label in client.get(f"/projects/{project.pk}").content.decode()


def test_the_guideline_is_one_click_from_every_page_of_a_project(make):
    project = make.project(guideline="# How")
    client = make.client(make.lead(project=project))
    for page in ("", "/tasks", "/members", "/settings", "/import", "/releases"):
        assert client.get(f"/projects/{project.pk}{page}").content.decode().count('/guideline"') >= 1, page
