"""What the quality page says: read from the tables, worked out once for all visitors, and never out of date unsaid."""

from annotation import settling
from annotation.models import Annotation
from tests.measuring.answers import answer_all
from workers import jobs, learning, measuring, recounting, standing
from workers.models import Cell, Consensus, Job, Learnt, Standing
from workers.recounting import recount_agreement


def facts_of(project):
    return standing.now(project).fields["answer"]


def test_people_are_told_apart_and_their_habits_named(confused):
    project, people = confused
    found = {person.id: person for person in facts_of(project).people}
    careful, careless = found[people[0].pk], found[people[2].pk]
    assert careful.others.value > careless.others.value
    assert careless.others.low < careless.others.value < careless.others.high
    assert (careless.habits[0].own, careless.habits[0].others) == ("neutral", "bad")
    assert careless.answers == 60
    assert careless.consensus.value is None  # nothing was learnt yet
    learning.learn(project, 1)
    found = {person.id: person for person in facts_of(project).people}
    assert found[people[0].pk].consensus.value > found[people[2].pk].consensus.value


def test_the_labels_that_are_confused_most_stand_first(confused):
    project, _people = confused
    found = facts_of(project)
    assert (found.confusions[0].one, found.confusions[0].two, found.confusions[0].equal) == ("bad", "neutral", False)
    assert found.merged == 1  # nothing else is confused
    same = sum(one.n for one in found.confusions if one.equal)
    apart = sum(one.n for one in found.confusions if not one.equal)
    assert same + apart == 3 * 60


def test_settled_answers_are_a_standard_of_their_own(make, confused):
    project, people = confused
    lead = make.lead(project=project)
    for task in project.tasks.all():
        first = task.assignments.get(annotator=people[0])
        settling.choose(task, settling.Part(first.pk), by=lead, reason="As the guideline says.")
    measuring.fold(project)
    found = {person.id: person for person in facts_of(project).people}
    assert found[people[0].pk].settled.value == 1
    assert found[people[2].pk].settled.value < 1
    assert recounting.recount(project).equal


def test_learning_weighs_votes_and_later_folds_use_what_was_learnt(make, confused):
    project, people = confused
    assert learning.learn(project, 1) == 60
    assert set(Consensus.objects.values_list("method", flat=True)) == {"dawid_skene"}
    lesson = Learnt.objects.get()
    assert lesson.body["labels"]
    (task,) = make.tasks(1)
    answer_all(make, [task], people[1:], lambda i, j: ["bad", "neutral"][j])
    measuring.fold(project)
    found = Consensus.objects.get(task=task)
    assert (found.method, found.value) == ("dawid_skene", "bad")  # Careless says neutral of what is bad
    before = list(Consensus.objects.order_by("pk").values_list("value", flat=True))
    assert learning.learn(project, 2) < 61
    assert list(Consensus.objects.order_by("pk").values_list("value", flat=True)) == before


def test_what_was_worked_out_is_what_would_be_read_now(confused):
    project, _people = confused
    assert standing.refresh() == 1
    kept = Standing.objects.get()
    assert kept.number == measuring.Measurement.objects.get().number
    assert standing.now(project).fields == standing._facts(project)
    assert standing.refresh() == 0


def test_a_large_project_is_worked_out_ever_so_often_and_says_so_meanwhile(make, confused):
    project, people = confused
    standing.refresh()
    Standing.objects.update(seconds=1000)  # as if it had taken so long
    answer_all(make, make.tasks(10), people, lambda i, j: "good")
    measuring.fold(project)
    assert standing.refresh() == 0
    found = standing.now(project)
    assert found.behind
    assert found.fields["answer"].report.figures["alpha"].units == 70  # fresh at all times
    assert sum(one.n for one in found.fields["answer"].confusions) == 3 * 60


def test_two_workers_do_not_work_out_one_project_at_once(confused):
    _project, _people = confused
    standing.refresh()
    Standing.objects.update(number=0, at=None, taken_at=standing.timezone.now())
    assert standing.refresh() == 0


def recounted():
    recounting.start_all()
    for job in Job.objects.filter(name=recount_agreement.__name__, state="waiting"):
        jobs.run(job.pk)
    return list(Job.objects.filter(name=recount_agreement.__name__).order_by("pk"))


def test_each_night_the_tables_are_proved_and_the_report_kept(confused):
    project, _people = confused
    (job,) = recounted()
    assert job.result == {"tasks": 60, "stale": 0, "equal": True, "wrong": 0, "differences": 0}
    assert len(recounted()) == 1  # nothing changed since
    assert recounting.last_report(project).pk == job.pk


def test_wrong_tables_are_repaired_at_night_and_the_report_says_so(confused):
    project, _people = confused
    Cell.objects.filter(table="units").update(n=7)
    (job,) = recounted()
    assert not job.result["equal"]
    assert job.result["differences"] > 0
    assert job.result["repaired"]
    assert recounting.recount(project).equal


def test_an_answer_changed_behind_the_back_is_found_at_night(confused):
    _project, _people = confused
    Annotation.objects.filter(pk=Annotation.objects.first().pk).update(value={"answer": "neutral"})
    (job,) = recounted()
    assert job.result["wrong"] == 1
    assert job.result["repaired"]
