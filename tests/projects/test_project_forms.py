"""What the forms about a project tell the browser, and how they come back when something is wrong."""

import re


def test_the_browser_knows_the_limits_that_the_server_keeps(make):
    project = make.project()
    owner = make.owner(organisation=project.organisation)
    for page in (f"/projects/{project.pk}/settings", f"/organisations/{project.organisation_id}/projects/new"):
        html = make.client(owner).get(page).content.decode()
        fields = {name: re.search(rf'<input[^>]*name="{name}"[^>]*>', html)[0] for name in ("overlap", "lease_minutes")}
        assert 'min="1"' in fields["overlap"]
        assert 'max="20"' in fields["overlap"]
        assert 'min="1"' in fields["lease_minutes"]


def test_a_refused_project_comes_back_with_the_preview_of_its_guideline(make):
    place = make.organisation()
    owner = make.owner(organisation=place)
    sent = {"name": "", "guideline": "## Look twice", "media": "text"}
    response = make.client(owner).post(f"/organisations/{place.pk}/projects/new", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<h2>Look twice</h2>" in page
    assert 'aria-invalid="true"' in page
