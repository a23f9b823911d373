"""Rows for a temporary site: a project with many short texts, and people to label them."""

import json
import sys
from hashlib import sha256
from typing import Any

from projects.making import make_project
from projects.models import Asset, Membership, Organisation, Person, Role, Task
from projects.tokens import make_token

LABELS = ["positive", "neutral", "negative"]
BODY = {"media": "text", "fields": [{"name": "mood", "kind": "choice", "labels": [{"name": name} for name in LABELS]}]}
VALUE = {"mood": "neutral"}
BATCH = 1000


def fill(*, tasks: int, people: int, overlap: int = 3) -> dict[str, Any]:
    """Make them and return the project's id, a lead's token and the annotators' tokens."""
    organisation = Organisation.objects.create(slug="bench", name_zh="测速", name_en="Bench")
    lead = _person("lead", organisation, Role.LEAD)
    project = make_project(organisation, by=lead, name="Bench", body=BODY, overlap=overlap)
    texts = [f"第 {n} 通电话：你好，我想问一下上个月的账单为什么多了二十块钱。" for n in range(tasks)]
    assets = [
        Asset(
            project=project,
            sha256=sha256(text.encode()).hexdigest(),
            media="text",
            mime="text/plain",
            bytes=len(text.encode()),
            text=text,
        )
        for text in texts
    ]
    Asset.objects.bulk_create(assets, batch_size=BATCH)
    rows = (
        Task(project=project, asset=asset, external_id=f"call-{n}", name=f"call-{n}", position=n, overlap=overlap)
        for n, asset in enumerate(assets)
    )
    Task.objects.bulk_create(rows, batch_size=BATCH)
    annotators = [_person(f"annotator-{n}", organisation, Role.ANNOTATOR) for n in range(people)]
    return {
        "project": project.pk,
        "lead": make_token(lead, "bench")[1],
        "tokens": [make_token(person, "bench")[1] for person in annotators],
        "value": VALUE,
    }


def _person(username: str, organisation: Organisation, role: Role) -> Person:
    person = Person.objects.create(username=username, name=username)
    Membership.objects.create(person=person, organisation=organisation, role=role)
    return person


def main(**options: int) -> None:
    """For `manage.py shell --command`: prints what was made as JSON."""
    json.dump(fill(**options), sys.stdout)
