"""Loading the sample projects: through the doors everybody uses, once, and never where it would be a danger."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from annotation.history import verify
from annotation.models import Annotation, Assignment
from projects.access import allowed
from projects.making import delete_project
from projects.models import Organisation, Person, Project, Role, Task
from workers.models import ImportProblem, Job, JobState, Upload
from workers.samples import loading
from workers.samples.accounts import people
from workers.samples.content import ORDER, Sample, samples

SMALL = ["haikou", "changsha", "hefei-tones", "shenyang-vibration"]  # one of each medium


@pytest.fixture
def place(settings, tmp_path):
    """A var folder of the test's own, and passwords hashed fast."""
    settings.VAR = tmp_path
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


def counts():
    models = (Organisation, Person, Project, Task, Assignment, Annotation, Job, Upload)
    return [model.objects.count() for model in models]


@pytest.mark.django_db(transaction=True)  # long enough for the job's heartbeat, which has a connection of its own
def test_all_are_loaded_with_tasks_answers_and_guideline(place):
    assert dict(loading.load()) == dict.fromkeys(ORDER, "loaded")
    for sample in samples():
        project = Project.objects.get(organisation__slug=sample.about["organisation"], name=sample.about["name"])
        assert project.is_sample
        assert project.guideline.body == sample.guideline
        assert project.schema.body == sample.schema
        given = Annotation.objects.filter(assignment__task__project=project)
        assert given.count() == len(sample.answers)
        assert {one.assignment.annotator.is_sample for one in given.select_related("assignment__annotator")} == {True}
    assert not ImportProblem.objects.filter(refused=True).exists()
    assert not (place / "samples" / "changsha").exists()


@pytest.mark.django_db
def test_loading_twice_is_loading_once(place):
    assert dict(loading.load(SMALL)) == dict.fromkeys(SMALL, "loaded")
    before = counts()
    assert dict(loading.load(SMALL)) == dict.fromkeys(SMALL, "there")
    assert counts() == before


@pytest.mark.django_db
def test_loading_again_adds_nothing_to_what_is_there(place):
    list(loading.load(SMALL))
    before = counts()
    assert dict(loading.load(SMALL, again=True)) == dict.fromkeys(SMALL, "loaded")
    assert counts()[:-2] == before[:-2]  # but for the jobs and the files they read


@pytest.mark.django_db
def test_what_a_visitor_deleted_comes_back_only_when_asked_for(place):
    list(loading.load(["haikou"]))
    delete_project(Project.objects.get())
    assert list(loading.load(["haikou"])) == [("haikou", "there")]
    assert not Project.objects.exists()
    call_command("samples", "haikou", "--again")
    assert Project.objects.get().tasks.count() == 62


@pytest.mark.django_db
def test_a_killed_load_is_finished_by_the_next(place, monkeypatch):
    done = []

    def dies(*arguments):
        if len(done) == 20:
            raise KeyboardInterrupt
        done.append(submit(*arguments))

    submit = loading._submit
    monkeypatch.setattr(loading, "_submit", dies)
    with pytest.raises(KeyboardInterrupt):
        list(loading.load(["haikou"]))
    assert Annotation.objects.count() == 20
    monkeypatch.undo()
    Job.objects.filter(state=JobState.RUNNING).update(lease_until="2020-01-01T00:00Z")
    assert list(loading.load(["haikou"])) == [("haikou", "loaded")]
    assert Annotation.objects.count() == len(Sample("haikou").answers)
    assert Task.objects.count() == 62


@pytest.mark.django_db
def test_histories_hold_and_no_task_is_over_its_overlap(place):
    list(loading.load(["haikou"]))
    tasks = Task.objects.annotate(answers=Count("assignments"))
    assert all(verify(task).holds and task.answers == task.taken == task.submitted <= 2 for task in tasks)


@pytest.mark.django_db
def test_two_visitors_find_every_task_open_to_them(place):
    list(loading.load(["haikou"]))
    assert all(task.overlap - task.taken >= 2 for task in Task.objects.all())


@pytest.mark.django_db
def test_visitors_sign_in_with_their_roles_and_sample_annotators_cannot(place, client):
    list(loading.load(["haikou"]))
    project = Project.objects.get()
    who = people()
    for account in who["visitors"]:
        assert client.login(username=account["username"], password=who["password"])
        person = Person.objects.get(username=account["username"])
        assert not person.is_sample
        assert ("configure" in allowed(person, project)) == (account["role"] == Role.OWNER)
    for account in who["annotators"].values():
        person = Person.objects.get(username=account["username"])
        assert person.is_sample
        assert not person.has_usable_password()


@pytest.mark.django_db
def test_a_password_changed_by_a_visitor_stays(place):
    list(loading.load(["haikou"]))
    lead = Person.objects.get(username="lead")
    lead.set_password("my own one")
    lead.save()
    list(loading.load(["haikou"]))
    assert Person.objects.get(username="lead").check_password("my own one")


@pytest.mark.django_db
def test_a_site_that_others_reach_gets_no_known_passwords_unless_forced(place, settings, capsys):
    settings.ALLOWED_HOSTS = ["localhost", "biaozhu.example.cn"]
    with pytest.raises(CommandError, match="--force"):
        call_command("samples", "haikou")
    assert not Person.objects.exists()
    call_command("samples", "haikou", "--force")
    assert "anno1" in capsys.readouterr().out
    assert Project.objects.get().is_sample


@pytest.mark.django_db
def test_the_known_password_opens_nothing_once_others_reach_the_site(place, settings, client):
    list(loading.load(["haikou"]))
    known = {"username": "lead", "password": people()["password"]}
    settings.ALLOWED_HOSTS = ["testserver", "biaozhu.example.cn"]
    assert client.post("/sign-in", known).status_code == 200  # the form again
    lead = Person.objects.get(username="lead")
    lead.set_password("my own one")
    lead.save()
    assert client.post("/sign-in", known | {"password": "my own one"}).status_code == 302
    settings.ALLOWED_HOSTS = ["localhost"]
    assert (
        client.post(
            "/sign-in", {"username": "anno1", "password": known["password"]}, headers={"Host": "localhost"}
        ).status_code
        == 302
    )


@pytest.mark.django_db
def test_a_city_without_a_sample_is_named():
    with pytest.raises(CommandError, match="beijing"):
        call_command("samples", "beijing")
