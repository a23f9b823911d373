"""What programs are told of the people and the news of a project."""

from django.urls import reverse


def get(make, name, project, person):
    return make.client().get(reverse(name, args=[project.pk]), headers=make.headers(person)).json()


def test_people_come_with_their_counts_the_busiest_first(make):
    project = make.project(overlap=1)
    busy, other = make.annotator(name="Busy"), make.annotator(name="Other")
    for _ in range(2):
        make.submitted(task=make.task(), by=busy)
    make.leased(task=make.task(), by=other)
    told = get(make, "annotation:api-people", project, make.lead())
    assert [(one["person"]["name"], one["submitted"], one["in_hand"]) for one in told] == [
        ("Busy", 2, 0),
        ("Other", 0, 1),
    ]


def test_news_of_the_same_kind_are_told_as_one(make):
    project = make.project(overlap=1)
    busy = make.annotator(name="Busy")
    for _ in range(3):
        make.submitted(task=make.task(), by=busy)
    (event,) = get(make, "annotation:api-activity", project, make.lead())
    assert (event["move"], event["by"]["name"], event["times"]) == ("submit", "Busy", 3)
    assert event["entry"]["at"]
