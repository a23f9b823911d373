"""Drafts of large answers: only what changed is sent, and nothing of the rest is lost."""

import copy
import random

import pytest

from annotation.models import Draft
from annotation.patches import patched, read_patch
from projects.problems import Invalid


def regions(*names):
    return [{"id": name, "label": "car", "x": len(name)} for name in names]


class Sender:
    """Somebody who sends drafts."""

    def __init__(self, make, person):
        self.client = make.client(person)

    def put(self, path, body):
        return self.client.put(f"/api/{path}", body, content_type="application/json")

    def patch(self, path, body):
        return self.client.patch(f"/api/{path}", body, content_type="application/json")


@pytest.fixture
def draft(make):
    """The address of somebody's draft of three regions, who it is, and when it was saved."""
    assignment = make.leased()
    me = Sender(make, assignment.annotator)
    at = f"assignments/{assignment.pk}/draft"
    saved = me.put(at, {"value": {"objects": regions("a", "b", "c"), "weather": "sun"}}).json()["saved_at"]
    return at, me, saved


def test_a_patch_changes_the_regions_it_names_and_leaves_the_others(draft):
    at, me, saved = draft
    changed = {"id": "b", "label": "bus", "x": 9}
    patch = {"objects": {"gone": ["a"], "put": [changed, *regions("d")]}, "weather": {"answer": None}}
    answer = me.patch(at, {"base": saved, "patch": patch, "seconds": 7})
    assert answer.status_code == 200
    assert Draft.objects.get().value == {"objects": [changed, *regions("c", "d")]}
    more = {"objects": {"put": regions("a"), "order": ["a", "b", "c", "d"]}}
    assert me.patch(at, {"base": answer.json()["saved_at"], "patch": more}).status_code == 200
    assert [region["id"] for region in Draft.objects.get().value["objects"]] == ["a", "b", "c", "d"]


def test_a_patch_to_another_draft_is_a_conflict_and_changes_nothing(draft):
    at, me, saved = draft
    newer = me.put(at, {"value": {"objects": regions("z")}}).json()["saved_at"]
    patch = {"objects": {"gone": ["z"]}}
    refusal = me.patch(at, {"base": saved, "patch": patch})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "conflict")
    assert Draft.objects.get().value == {"objects": regions("z")}
    assert me.patch(at, {"base": newer, "patch": patch}).status_code == 200
    # The same once more, because the answer got lost: the draft is another one by now.
    assert me.patch(at, {"base": newer, "patch": patch}).status_code == 409


def test_a_patch_without_a_draft_is_a_conflict(make):
    assignment = make.leased()
    me = Sender(make, assignment.annotator)
    sent = {"base": "2026-11-23T08:00:00Z", "patch": {"objects": {"put": regions("a")}}}
    assert me.patch(f"assignments/{assignment.pk}/draft", sent).status_code == 409


@pytest.mark.parametrize(
    ("patch", "place"),
    [
        ({"objects": {"order": ["a", "b"]}}, "patch.objects.order"),
        ({"objects": {"put": [{"label": "car"}]}}, "patch.objects.put[0].id"),
        ({"weather": {"put": []}}, "patch.weather"),
        ({"objects": {"puts": []}}, "patch.objects"),
        ({"objects": 7}, "patch.objects"),
    ],
)
def test_what_is_no_change_to_the_draft_is_refused_with_its_place(draft, patch, place):
    at, me, saved = draft
    refusal = me.patch(at, {"base": saved, "patch": patch})
    assert (refusal.status_code, refusal.json()["detail"]["field"]) == (400, place)
    assert Draft.objects.get().value["weather"] == "sun"


def test_many_small_patches_cannot_make_a_draft_larger_than_an_answer_may_be(draft):
    at, me, saved = draft
    for name in ("x", "y"):
        region = {"id": name, "label": "car", "note": "a" * 9 * 2**20}
        answer = me.patch(at, {"base": saved, "patch": {"objects": {"put": [region]}}})
        saved = answer.json().get("saved_at")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert Draft.objects.get().value["objects"][-1]["id"] == "x"


@pytest.mark.parametrize("name", [3, None, ["a"], {"a": 1}])
def test_a_draft_whose_regions_have_no_names_is_not_patched(name):
    """Nobody checks a draft, so its regions may be anything."""
    with pytest.raises(Invalid, match="list of regions"):
        patched({"objects": [{"id": "a"}, {"id": name}]}, {"objects": {"gone": ["a"], "order": []}})


def test_a_patch_done_twice_does_nothing_the_second_time():
    dice = random.Random(5)
    for _ in range(200):
        names = [str(n) for n in range(dice.randrange(8))]
        value = {"objects": regions(*names)} if names else {}
        gone = [name for name in names if dice.random() < 0.3]
        fresh = [{"id": name, "label": "bus"} for name in (*names, "new") if name not in gone and dice.random() < 0.5]
        left = list(dict.fromkeys([*(name for name in names if name not in gone), *(one["id"] for one in fresh)]))
        order = {"order": dice.sample(left, len(left))} if dice.random() < 0.5 else {}
        patch = read_patch({"objects": {"gone": gone, "put": fresh, **order}})
        before = copy.deepcopy(value)
        once = patched(value, patch)
        assert patched(once, patch) == once
        assert value == before


def test_regions_of_an_answer_that_is_no_list_cannot_be_patched():
    with pytest.raises(Invalid, match="list of regions"):
        patched({"weather": "sun"}, read_patch({"weather": {"gone": ["a"]}}))
