"""Comments: who is told, who may read, and how a matter ends."""

import pytest

from annotation import comments, moves
from annotation.models import Mention
from projects.problems import Conflict, Invalid


def test_who_is_named_with_an_at_sign_is_told_once(make):
    task = make.task()
    lead, li, lina = make.lead(), make.annotator(name="李", username="li"), make.annotator(name="李娜", username="lina")
    comments.add(task, by=lead, body="@李娜 请看右边，@lina 和 @nobody")
    assert list(Mention.objects.values_list("person", flat=True)) == [lina.pk]
    comments.add(task, by=lead, body="@li, and @linax")
    assert list(Mention.objects.values_list("person", flat=True)) == [lina.pk, li.pk]


def test_nobody_is_told_of_what_they_said_themselves(make):
    lead = make.lead(username="boss")
    comments.add(make.task(), by=lead, body="@boss")
    assert not Mention.objects.exists()


def test_an_answer_reaches_who_asked_without_naming_them(make):
    turn = make.submitted()
    person, lead = turn.annotator, make.lead()
    comments.add(turn.task, by=person, body="Is the plate a part of the car?")
    answer = comments.add(turn.task, by=lead, body="Yes, see 2.1.")
    assert answer in comments.comments_on(turn.task, person, {"see", "label", "comment"})
    assert [mention.comment for mention in comments.unread(person)] == [answer]
    thanks = comments.add(turn.task, by=person, body="Thank you.")
    assert [mention.comment for mention in comments.unread(lead)] == [thanks]


def test_who_labels_blind_answers_nobody_they_cannot_read(make):
    first = make.submitted()
    comments.add(first.task, by=first.annotator, body="I took it for a bus.")
    second = make.submitted(task=make.task())
    said = comments.add(first.task, by=second.annotator, body="The picture is dark.")
    assert not said.mentions.exists()


def test_an_empty_comment_is_refused(make):
    with pytest.raises(Invalid, match="Write something"):
        comments.add(make.task(), by=make.lead(), body=" \n")


def test_an_annotator_reads_what_concerns_them_and_only_after_answering(make):
    turn = make.leased()
    person, lead = turn.annotator, make.lead()
    named = comments.add(turn.task, by=lead, body=f"@{person.username} the left one is a car.")
    comments.add(turn.task, by=lead, body="Everybody else said bus.")
    may = {"see", "label", "comment"}
    assert not comments.comments_on(turn.task, person, may).exists()
    assert not comments.unread(person).exists()
    moves.submit(turn, value={"answer": "good"}, schema=turn.task.project.schema, by=person)
    assert list(comments.comments_on(turn.task, person, may)) == [named]
    assert [mention.comment for mention in comments.unread(person)] == [named]


def test_a_reviewer_who_may_still_answer_is_not_told_what_others_said(make):
    task = make.submitted().task
    reviewer = make.reviewer(username="rev")
    comments.add(task, by=make.lead(), body="@rev is this good or bad?")
    assert not comments.unread(reviewer).exists()
    client = make.client(reviewer)
    assert client.get(f"/api/tasks/{task.pk}/comments").json()["results"] == []
    make.submitted(task=task, by=reviewer)
    assert comments.unread(reviewer).count() == 1


def test_the_home_page_tells_of_a_mention_until_it_is_read(make):
    task = make.accepted().task
    lead = make.lead(username="boss")
    comments.add(task, by=make.reviewer(name="Wang Fang"), body="@boss what does the guideline say?")
    client = make.client(lead)
    assert "Wang Fang" in client.get("/mentions").content.decode()
    where = client.get(f"/comments/{task.comments.get().pk}")
    assert where["Location"] == f"/tasks/{task.pk}#comment-{task.comments.get().pk}"
    client.get(f"/tasks/{task.pk}/comments")
    assert client.get("/mentions").content.decode().strip() == ""


def test_an_annotator_is_led_to_their_own_work(make):
    turn = make.submitted()
    comment = comments.add(turn.task, by=make.lead(), body=f"@{turn.annotator.username} well seen.")
    client = make.client(turn.annotator)
    assert client.get(f"/comments/{comment.pk}")["Location"].endswith(f"/label?assignment={turn.pk}")
    assert not comments.unread(turn.annotator).exists()


def test_a_matter_is_ended_and_taken_up_again(make):
    comment = comments.add(make.task(), by=make.lead(), body="Look here.")
    reviewer = make.reviewer()
    comments.resolve(comment, by=reviewer)
    first = comment.resolved_at
    comments.resolve(comment, by=make.lead())
    assert (comment.resolved_at, comment.resolved_by) == (first, reviewer)
    comments.resolve(comment, by=reviewer, resolved=False)
    assert (comment.resolved_at, comment.resolved_by) == (None, None)


def test_a_comment_on_another_persons_task_does_not_exist_for_an_annotator(make):
    task = make.submitted().task
    client = make.client(make.annotator())
    assert client.get(f"/api/tasks/{task.pk}/comments").status_code == 404
    assert client.post(f"/api/tasks/{task.pk}/comments", {"body": "x"}, "application/json").status_code == 404


def test_a_comment_sent_again_with_its_key_is_said_once(make):
    turn = make.submitted()
    client = make.client(turn.annotator)
    for _ in range(2):
        sent = client.post(
            f"/api/tasks/{turn.task_id}/comments",
            {"body": "Is this one?"},
            content_type="application/json",
            headers={"Idempotency-Key": "k1"},
        )
        assert sent.status_code == 201
    assert turn.task.comments.count() == 1


def test_the_key_of_a_comment_on_another_task_is_refused(make):
    lead, one, two = make.lead(), make.task(), make.task()
    comments.add(one, by=lead, body="First.", key="k1")
    with pytest.raises(Conflict) as refused:
        comments.add(two, by=lead, body="Second.", key="k1")
    assert (refused.value.code, two.comments.count()) == ("key_used", 0)


def test_the_workspace_is_told_how_much_it_may_read_and_what_is_unread(make):
    turn = make.leased()
    person, lead = turn.annotator, make.lead()
    comments.add(turn.task, by=lead, body=f"@{person.username} the left one is a car.")
    comments.add(turn.task, by=lead, body="Everybody else said bus.")
    client = make.client(person)
    address = f"/api/assignments/{turn.pk}"
    assert client.get(address).json()["comments"] == {"count": 0, "unread": 0}
    moves.submit(turn, value={"answer": "good"}, schema=turn.task.project.schema, by=person)
    assert client.get(address).json()["comments"] == {"count": 1, "unread": 1}
    assert client.post(f"/api/tasks/{turn.task_id}/comments/read").status_code == 204
    assert client.get(address).json()["comments"] == {"count": 1, "unread": 0}


def test_looking_does_not_mark_as_read_what_one_may_not_read_yet(make):
    turn = make.leased()
    comments.add(turn.task, by=make.lead(), body=f"@{turn.annotator.username} look")
    make.client(turn.annotator).post(f"/api/tasks/{turn.task_id}/comments/read")
    assert Mention.objects.filter(read_at=None).count() == 1


def test_the_page_of_a_task_does_not_either(make):
    task = make.submitted().task
    reviewer = make.reviewer(username="rev")
    comments.add(task, by=make.lead(), body="@rev is this good or bad?")
    client = make.client(reviewer)
    assert "good or bad" not in client.get(f"/tasks/{task.pk}/comments").content.decode()
    make.submitted(task=task, by=reviewer)
    assert comments.unread(reviewer).count() == 1
    assert "good or bad" in client.get(f"/tasks/{task.pk}/comments").content.decode()
    assert not comments.unread(reviewer).exists()


def test_who_labels_blind_is_not_offered_the_names_of_others_who_do(make):
    project = make.project()
    lead, reviewer, one, two = make.lead(), make.reviewer(), make.annotator(), make.annotator()

    def offered(person):
        found = make.client(person).get(f"/api/projects/{project.pk}/to-call").json()["results"]
        return {each["id"] for each in found}

    assert offered(one) == {lead.pk, reviewer.pk}
    assert offered(reviewer) == offered(lead) == {lead.pk, reviewer.pk, one.pk, two.pk}
