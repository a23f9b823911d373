"""What the API says of itself is what it does: requests made from its own description, many odd ones among them."""

import io
import json
from contextlib import redirect_stderr
from typing import Any

import orjson
import pytest
import schemathesis
from django.conf import settings as site
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from annotation import comments
from projects import members
from projects.models import Role
from projects.tokens import make_token
from workers import exporting, jobs, releasing
from workers.handing_in import open_import
from workers.imports.rows import Options

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 20  # requests for each operation, about half of them what the description does not allow
OWN_WORK = ("/draft", "/submit", "/skip", "/renew", "/reopen")  # asked of an assignment of the one who asks


def described() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


API = schemathesis.openapi.from_dict(described())
API.app = get_wsgi_application()
OPERATIONS = {operation.ok().label: operation.ok() for operation in API.get_all_operations()}


@pytest.fixture
def served(db):
    """The site as a server runs it, but inside the test's transaction: the end of a request must not close that."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def owner(served, make):
    """The owner of an organisation in which there is one of everything, and the ids of all of it."""
    assignment = make.submitted()
    project = assignment.task.project
    person = make.owner(organisation=project.organisation)
    invitation, _secret = members.invite(project, Role.ANNOTATOR, by=person)
    _token, secret = make_token(person, "contract")
    other_token, _secret = make_token(person, "to be revoked")
    release = releasing.begin(project, by=person)
    jobs.run(release.job_id)
    release.refresh_from_db()
    export = exporting.begin(release, by=person, format="jsonl")
    jobs.run(export.job_id)
    ids = {
        "number": release.number,
        "export": export.pk,
        "organisation": project.organisation_id,
        "project": project.pk,
        "task": assignment.task_id,
        "asset": make.image_task(project=make.project("box", organisation=project.organisation)).asset_id,
        "assignment": assignment.pk,
        "comment": comments.add(assignment.task, by=person, body="Look at the edge.").pk,
        "own assignment": make.leased(task=assignment.task, by=person).pk,
        "membership": assignment.annotator.memberships.get().pk,
        "invitation": invitation.pk,
        "token": other_token.pk,
        "job": open_import(project, by=person, options=Options()).pk,
    }
    return {"Authorization": f"Token {secret}"}, ids


def requests_of(operation: Any) -> list[st.SearchStrategy[Any]]:
    """As described, and otherwise. What takes nothing but ids, which are real mostly, cannot be asked wrongly."""
    modes = [GenerationMode.POSITIVE]
    if operation.body or operation.query or operation.headers:
        modes.append(GenerationMode.NEGATIVE)
    return [operation.as_strategy(generation_mode=mode) for mode in modes]


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_answer_is_one_that_is_described(label, owner):
    headers, ids = owner
    operation = OPERATIONS[label]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(requests_of(operation)), real=st.integers(0, 3))
    def ask(case, real):
        if real:  # mostly of things that exist
            own = "own " if label.endswith(OWN_WORK) else ""
            case.path_parameters = {
                name: ids.get(own + name, ids.get(name, value)) for name, value in case.path_parameters.items()
            }
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


ODD_BODIES = [[1], [], "abc", 7, None, True, [[[]]], {"": {}}, orjson.loads(b"[" * 900 + b"]" * 900)]
READ_JSON = [name for name, one in OPERATIONS.items() if any(b.media_type == "application/json" for b in one.body)]


# From all but whoever runs the site, who is asked in tests/projects.
HIDDEN = {"POST /api/organisations", "PATCH /api/organisations/{organisation}"}


@pytest.mark.parametrize("label", sorted(set(READ_JSON) - HIDDEN))
def test_a_body_of_another_shape_is_no_fault(label, owner):
    headers, ids = owner
    operation = OPERATIONS[label]
    own = {"assignment": ids["own assignment"]} if label.endswith(OWN_WORK) else {}
    path = operation.path.format(**ids | own)
    for body in ODD_BODIES:
        sent = json.dumps(body)
        answer = Client().generic(operation.method, path, sent, content_type="application/json", headers=headers)
        assert answer.status_code < 500, (sent[:40], answer.content)
        if not isinstance(body, dict) and body:
            assert answer.status_code in (400, 409), (sent[:40], answer.content)


def test_the_description_can_be_made_without_a_warning():
    said = io.StringIO()
    with redirect_stderr(said):
        call_command("spectacular", "--fail-on-warn", "--validate", stdout=io.StringIO())
    assert not said.getvalue()


def test_every_operation_says_what_a_refusal_looks_like():
    raw = described()
    lacking = [
        f"{method} {path} {status}"
        for path, methods in raw["paths"].items()
        for method, operation in methods.items()
        for status in ("400", "401", "403", "404")
        if status not in operation["responses"] and not (status == "401" and "alive" in path)
    ]
    assert not lacking


def test_the_description_is_for_those_who_are_signed_in(make, client):
    assert client.get("/api/schema/").status_code == 401
    signed_in = make.client(make.person())
    assert signed_in.get("/api/schema/").status_code == 200
    page = signed_in.get("/api/docs/")
    assert page.status_code == 200
    assert b"swagger-ui-bundle" in page.content


def test_the_api_speaks_under_its_own_prefix():
    assert all(path.startswith("/api/") for path in described()["paths"])
    assert site.SPECTACULAR_SETTINGS["TITLE"] == described()["info"]["title"]
