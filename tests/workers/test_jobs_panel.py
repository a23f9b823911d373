"""What people see of the jobs of a project."""

from datetime import timedelta

from django.utils import timezone

from workers.models import Job, JobState, Upload


def panel(make, **fields):
    project = make.project()
    job = Job.objects.create(name="import_files", project=project, **fields)
    for name in ("cars.zip", "more.csv"):
        Upload.objects.create(job=job, name=name, path=f"imports/{name}", bytes=1)
    lead = make.lead(project=project, language="en")
    return make.client(lead).get(f"/projects/{project.pk}/jobs/panel").content.decode()


def test_an_import_is_named_by_its_files_and_not_by_its_number(make):
    page = panel(make, state=JobState.DONE)
    assert "cars.zip" in page
    assert "and 1 more file" in page


def test_a_job_whose_worker_fell_silent_says_that_it_is_resumed(make):
    gone = timezone.now() - timedelta(seconds=1)
    page = panel(make, state=JobState.RUNNING, lease_until=gone, done=1, total=4)
    assert "Interrupted, resuming" in page
    assert "25%" in page


def test_a_job_at_work_says_so(make):
    page = panel(make, state=JobState.RUNNING, lease_until=timezone.now() + timedelta(seconds=20))
    assert "Running" in page
    assert "Interrupted" not in page
