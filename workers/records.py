"""The records of a release: one task a record, with its answers and without the names of people."""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet

from annotation.kinds import KINDS
from annotation.models import Assignment, Outcome, Prediction, Revision
from projects import media, storage
from projects.models import Project, Task
from projects.schema import FieldBase, Renames, named_today
from workers.deciding import decide
from workers.formats import Answer, Decision, Image, Record, Recording
from workers.measures import Context
from workers.snapshot import SETTLED, Given

SAFE = re.compile(r"[^\w\-. ()+,@]")  # what is written as %XX in the name of a file; letters of any alphabet stay
LONGEST = 180  # bytes of a name; file systems take 255
ENDINGS = {mime: endings for examiner in media.EXAMINERS.values() for mime, endings in examiner.endings.items()}


def records_of(
    project: Project,
    page: list[Given],
    annotators: Mapping[int, str],
    versions: Mapping[int, int],
    names: Renames | None = None,
) -> Iterator[Record]:
    """The records of one page of the list, in its order.

    annotators   person -> pseudonym
    versions     schema -> its version in the project
    names        what labels were called before: answers carry the names of today
    """
    tasks = {task["pk"]: task for task in _tasks(project, {given.task for given in page})}
    entries = Revision.objects.filter(pk__in=[given.entry for given in page])
    values: dict[int, Any] = dict(entries.values_list("pk", "value"))
    settled = [given.entry for given in page if given.state == SETTLED]
    decisions = _decisions(entries.filter(pk__in=settled), annotators) if settled else {}
    values |= {entry: values[entry]["value"] for entry in settled}
    if names:
        values = {entry: named_today(value, names) for entry, value in values.items()}
    outcomes = _outcomes([given.entry for given in page])
    for task, group in groupby(page, key=lambda given: given.task):
        answers = list(group)
        record = _task(tasks[task]) | {
            "annotations": [
                _settled(given, values[given.entry], decisions[given.entry], versions)
                if given.state == SETTLED
                else _answer(given, values[given.entry], annotators, versions)
                | _suggestions(outcomes.get(given.entry, ()))
                for given in answers
            ]
        }
        shown = {
            one.prediction_id: _prediction(one.prediction, names or {})
            for given in answers
            for one in outcomes.get(given.entry, ())
        }
        yield record | ({"predictions": [shown[pk] for pk in sorted(shown)]} if shown else {})


def _outcomes(entries: list[int]) -> dict[int, list[Outcome]]:
    """What became of suggestions, by the entry of the submission. Neither they nor the predictions ever change."""
    found: dict[int, list[Outcome]] = {}
    for outcome in Outcome.objects.filter(entry__in=entries).select_related("prediction").order_by("prediction_id"):
        found.setdefault(outcome.entry_id, []).append(outcome)
    return found


def _prediction(prediction: Prediction, names: Renames) -> dict[str, Any]:
    value = named_today(prediction.value, names)
    said = {"model": prediction.model, "version": prediction.version, "value": value}
    return said | {"score": prediction.score, "scores": prediction.scores}


def _suggestions(outcomes: Sequence[Outcome]) -> Any:
    told = [
        {"model": one.prediction.model, "version": one.prediction.version, "became": one.became} for one in outcomes
    ]
    return {"suggestions": told} if told else {}


def _decisions(entries: "QuerySet[Revision]", annotators: Mapping[int, str]) -> dict[int, Decision]:
    """How and why answers were settled. Whose answer is with its annotator again by now is not named."""
    said = {pk: (decision, reason) for pk, decision, reason in entries.values_list("pk", "value", "note")}
    named = {turn for decision, _reason in said.values() for turn in (decision or {}).get("from", ())}
    turns = dict(Assignment.objects.filter(pk__in=named).values_list("pk", "annotator_id"))
    return {
        pk: {
            "how": decision["how"],
            "from": [annotators[turns[turn]] for turn in decision["from"] if turns.get(turn) in annotators],
            "reason": reason,
        }
        for pk, (decision, reason) in said.items()
        if decision
    }


def _tasks(project: Project, pks: set[int]) -> Iterator[dict[str, Any]]:
    asset = ("text", "file", "width", "height", "duration", "facts", "mime", "media")
    columns = ("pk", "external_id", "name", "meta", *(f"asset__{name}" for name in asset))
    return Task.objects.filter(project=project, pk__in=pks).values(*columns).iterator(chunk_size=1000)


def _task(task: dict[str, Any]) -> Any:
    record = {"id": task["external_id"], "name": task["name"], "media": task["asset__media"], "meta": task["meta"]}
    if task["asset__media"] == "image":
        return record | {"image": _image(task)}
    if task["asset__media"] in media.EXAMINERS:
        return record | {task["asset__media"]: _recording(task)}
    text = task["asset__text"]
    return record | {"text": text, "text_sha256": sha256(text.encode()).hexdigest()}


def _image(task: dict[str, Any]) -> Image:
    digest = storage.hash_in(task["asset__file"])
    return {
        "file": file_name(task["external_id"], digest, task["asset__mime"]),
        "sha256": digest,
        "width": task["asset__width"],
        "height": task["asset__height"],
        "mime": task["asset__mime"],
    }


def _recording(task: dict[str, Any]) -> Recording:
    digest = storage.hash_in(task["asset__file"])
    recording: Recording = {
        "file": file_name(task["external_id"], digest, task["asset__mime"]),
        "sha256": digest,
        "mime": task["asset__mime"],
        "duration": task["asset__duration"],
        "facts": task["asset__facts"],
    }
    if task["asset__width"] is not None:
        recording |= {"width": task["asset__width"], "height": task["asset__height"]}
    return recording


def _answer(given: Given, value: Any, annotators: Mapping[int, str], versions: Mapping[int, int]) -> Answer:
    return {
        "annotator": annotators[given.person],
        "value": value,
        "schema": versions[given.schema],
        "state": given.state,
        "seconds": given.seconds,
    }


def _settled(given: Given, value: Any, decision: Decision, versions: Mapping[int, int]) -> Answer:
    return {
        "annotator": SETTLED,
        "value": value,
        "schema": versions[given.schema],
        "state": SETTLED,
        "seconds": given.seconds,
        "decision": decision,
    }


def consensus_of(answers: Sequence[Answer], fields: Mapping[tuple[int, str], FieldBase]) -> dict[str, Any]:
    """What the answers of a record come to, by field: value, confidence and method; nothing before there are two.

    fields    (version of the schema, field) -> what the schema says of it

    Every voice counts the same here, unlike on the site: so the record alone says how it comes about, and a release
    that is written again is written alike.
    """
    voices = [answer for answer in answers if answer["state"] != SETTLED]
    given: dict[tuple[str, str], dict[int, Any]] = {}
    said: dict[tuple[str, str], tuple[int, FieldBase]] = {}
    for number, answer in enumerate(voices):
        version = answer["schema"]
        for name, value in answer["value"].items():
            key = name, fields[version, name].kind
            given.setdefault(key, {})[number] = value
            said[key] = max(said.get(key, (0, fields[version, name])), (version, fields[version, name]), key=_version)
    whole = {number: answer["value"] for number, answer in enumerate(voices)}
    found = {}
    for (name, kind), values in given.items():
        if len(values) > 1:
            version, field = said[name, kind]
            beside = {one: options for (number, one), options in fields.items() if number == version}
            decision = decide(KINDS[kind], values, context=Context(whole, field, beside))
            sure = None if decision.confidence is None else round(decision.confidence, 6)
            found[name] = {"value": decision.value, "confidence": sure, "method": decision.method}
    return found


def _version(said: tuple[int, FieldBase]) -> int:
    return said[0]


def file_name(identity: str, digest: str, mime: str) -> str:
    """The path of a file in a dataset: the task's id, so that files keep the names they came with.

    What another system cannot have in a name is written as %XX, which keeps names apart. An id that is no file's name
    gets the beginning of the file's hash and an ending, and so does one that is too long.
    """
    path = "/".join(_component(part) for part in identity.split("/"))
    endings = ENDINGS[mime]
    fits = path.lower().endswith(endings) and all(len(part.encode()) <= LONGEST for part in path.split("/"))
    if fits:
        return path
    short = "/".join(part.encode()[: LONGEST - 20].decode(errors="ignore") for part in path.split("/"))
    return f"{short}-{digest[:12]}{endings[0]}"


def _component(part: str) -> str:
    if part.strip(".") == "":
        return "".join(f"%{ord(character):02X}" for character in part) or "%"
    return SAFE.sub(lambda match: quote(match.group(), safe=""), part)


def stored(file: Image | Recording) -> str:
    """Where the file of a record lies in the storage: files lie there under their hash."""
    digest = file["sha256"]
    return f"content/{digest[:2]}/{digest}{ENDINGS[file['mime']][0]}"
