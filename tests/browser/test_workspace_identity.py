"""value → workspace → value is the identity, for every kind: what nobody touched comes back as it was, bit by bit."""

import random

import pytest
from playwright.sync_api import expect

from annotation.kinds import KINDS, check_value, example_value
from annotation.kinds.labels import OneLabelOptions
from annotation.moves import subject_of
from tests.browser.workbench import stored
from tests.makers import sound

pytestmark = pytest.mark.once

LABELS = [{"name": "甲", "key": "1"}, {"name": "乙", "key": "2"}]
SURE = {
    "name": "sure",
    "kind": "choice",
    "labels": [{"name": "yes", "key": "8"}, {"name": "no", "key": "9"}],
}
MEDIA = ("text", "image", "audio", "video", "series")
MOVED = {"x", "y", "width", "height", "rx", "ry", "points", "holes", "joints", "start", "end"}
ROUNDS = 3


def body(kind, media):
    labels = {"labels": LABELS} if issubclass(KINDS[kind].options, OneLabelOptions) else {}
    field = {"name": "f", "kind": kind, **labels, **KINDS[kind].example_options}
    return {"media": media, "fields": [field, *KINDS[kind].example_beside, SURE]}


def task_for(make, kind, media, n):
    subject = KINDS[kind].example_subject
    match media:
        case "image":
            return make.image_task(subject.width or 320, subject.height or 240)
        case "audio":
            return make.audio_task(sound(1 + n / 100))
        case "video":
            return make.video_task()
    responses = [{"key": key, "text": text} for key, text in subject.responses.items()]
    text = (subject.text or "示例标注文本") + "。" * n
    return make.text_task(text, **({"meta": {"responses": responses}} if responses else {}))


def shaken(value, rng, *, moves=False):
    """The same answer with every place moved by some odd part of a pixel, or of a thousandth of a second."""
    if isinstance(value, dict):
        return {key: shaken(one, rng, moves=moves or key in MOVED) for key, one in value.items()}
    if isinstance(value, list):
        return [shaken(one, rng, moves=moves) for one in value]
    return value + rng.random() / 1000 if moves and isinstance(value, float) else value


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_answer_that_is_opened_and_sent_again_is_the_same(make, bench, kind):
    rng = random.Random(kind)
    media = next(medium for medium in MEDIA if medium in KINDS[kind].media)
    project = make.project(body=body(kind, media), overlap=1)
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    # All are given before the first page is open: a page takes whatever is free ahead of its person.
    turns = []
    for n in range(ROUNDS):
        task = task_for(make, kind, media, n)
        given = shaken(example_value(project.schema.body), rng) | {"sure": "yes"}
        value = check_value(project.schema.body, given, subject_of(task))
        turns.append((task.name, make.submitted(value, task=task, by=person)))
    for name, turn in turns:
        before = stored(person)[name]
        bench.open(project, assignment=turn)
        expect(bench.page.get_by_role("radio", name="no")).to_be_attached()
        bench.press("9")
        bench.press("Control+Enter")
        bench.wait_until(lambda name=name: stored(person)[name]["sure"] == "no")
        assert stored(person)[name] == before | {"sure": "no"}
