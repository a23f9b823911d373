"""Who gets in where: every address of the site, every method, every role. An address that is not in the table fails."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver

from annotation import comments
from projects import members
from projects.access import ANYONE, RUN_SITE, SIGNED_IN
from projects.doors import Door
from projects.models import Person, Role
from projects.tokens import make_token
from workers.handing_in import open_import
from workers.imports.rows import Options
from workers.models import Export, Release

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Who may do what, written down a second time: a slip in the table of `projects.access` shows here.
MAY = {
    "see": {"annotator", "reviewer", "auditor", "lead", "owner"},
    "label": {"annotator", "reviewer", "lead", "owner"},
    "review": {"reviewer", "lead", "owner"},
    "settle": {"reviewer", "lead", "owner"},
    "comment": {"annotator", "reviewer", "lead", "owner"},
    "see_tasks": {"reviewer", "auditor", "lead", "owner"},
    "see_answers": {"reviewer", "auditor", "lead", "owner"},
    "see_agreement": {"reviewer", "auditor", "lead", "owner"},
    "see_members": {"auditor", "lead", "owner"},
    "see_releases": {"auditor", "lead", "owner"},
    "download": {"auditor", "lead", "owner"},
    "configure": {"lead", "owner"},
    "import": {"lead", "owner"},
    "release": {"lead", "owner"},
    "create": {"lead", "owner"},
    "manage_members": {"lead", "owner"},
    "delete": {"owner"},
}
OWN_WORK = "own_work"  # `label`, and only the person whose assignment it is
OWN_THING = "own_thing"  # a token of one's own

# Address -> method -> what it takes.
TABLE: dict[str, dict[str, str]] = {
    "": {"GET": SIGNED_IN},
    "healthz": {"GET": ANYONE},
    "readyz": {"GET": ANYONE},
    "jsi18n/": {"GET": ANYONE},
    "sign-in": {"GET": ANYONE, "POST": ANYONE},
    "sign-out": {"POST": ANYONE},
    "look": {"POST": ANYONE},
    "password-reset": {"GET": ANYONE, "POST": ANYONE},
    "password-reset/sent": {"GET": ANYONE},
    "password-reset/<uidb64>/<token>": {"GET": ANYONE, "POST": ANYONE},
    "invitations/<str:secret>": {"GET": ANYONE, "POST": ANYONE},
    "markdown": {"POST": SIGNED_IN},
    "waiting": {"GET": SIGNED_IN},
    "reviews": {"GET": SIGNED_IN},
    "account": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "account/keys": {"GET": SIGNED_IN},
    "guide": {"GET": SIGNED_IN},
    "account/password": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "account/tokens": {"POST": SIGNED_IN},
    "account/tokens/<id:token>/revoke": {"POST": OWN_THING},
    "members/<id:membership>/role": {"POST": "manage_members"},
    "members/<id:membership>/remove": {"POST": "manage_members"},
    "members/<id:membership>/leave": {"POST": OWN_THING},
    "invitations/<id:invitation>/revoke": {"POST": "manage_members"},
    "organisations/new": {"GET": RUN_SITE, "POST": RUN_SITE},
    "organisations/<id:organisation>": {"GET": "see"},
    "organisations/<id:organisation>/members": {"GET": "see_members", "POST": "manage_members"},
    "organisations/<id:organisation>/rename": {"GET": RUN_SITE, "POST": RUN_SITE},
    "organisations/<id:organisation>/projects/new": {"GET": "create", "POST": "create"},
    "projects/<id:project>": {"GET": "see"},
    "projects/<id:project>/tasks": {"GET": "see_tasks"},
    "projects/<id:project>/members": {"GET": "see_members", "POST": "manage_members"},
    "projects/<id:project>/guideline": {"GET": "see"},
    "projects/<id:project>/guideline/edit": {"GET": "configure", "POST": "configure"},
    "projects/<id:project>/guideline/<id:version>": {"GET": "see"},
    "projects/<id:project>/settings": {"GET": "configure", "POST": "configure"},
    "projects/<id:project>/state": {"POST": "configure"},
    "projects/<id:project>/delete": {"POST": "delete"},
    "projects/<id:project>/labels": {"GET": "configure", "POST": "configure"},
    "projects/<id:project>/forecast": {"GET": "see"},
    "projects/<id:project>/label": {"GET": "label"},
    "projects/<id:project>/work": {"GET": "label"},
    "projects/<id:project>/progress": {"GET": "see"},
    "projects/<id:project>/mine": {"GET": "label"},
    "projects/<id:project>/review": {"GET": "review"},
    "projects/<id:project>/to-review": {"GET": "review"},
    "projects/<id:project>/accept-shown": {"GET": "review", "POST": "review"},
    "projects/<id:project>/unaccept": {"POST": "review"},
    "projects/<id:project>/people": {"GET": "see_answers"},
    "projects/<id:project>/activity": {"GET": "see_answers"},
    "projects/<id:project>/models": {"GET": "see_agreement"},
    "tasks/<id:task>": {"GET": "see_answers"},
    "tasks/<id:task>/suggested": {"GET": "see_answers"},
    "tasks/<id:task>/consensus": {"GET": "see_answers"},
    "tasks/<id:task>/void": {"POST": "configure"},
    "tasks/<id:task>/settle": {"GET": "settle", "POST": "settle"},
    "tasks/<id:task>/unsettle": {"POST": "settle"},
    "tasks/<id:task>/ask": {"POST": "settle"},
    "tasks/<id:task>/unask": {"POST": "settle"},
    "tasks/<id:task>/comments": {"GET": "see", "POST": "comment"},
    "comments/<id:comment>": {"GET": "see", "POST": "comment"},
    "mentions": {"GET": SIGNED_IN},
    "assignments/<id:assignment>/accept": {"POST": "review"},
    "assignments/<id:assignment>/return": {"POST": "review"},
    "assignments/<id:assignment>/free": {"POST": "configure"},
    "projects/<id:project>/import": {"GET": "import", "POST": "import"},
    "projects/<id:project>/jobs/panel": {"GET": "see_tasks"},
    "projects/<id:project>/overlap": {"GET": "see_agreement", "POST": "configure"},
    "projects/<id:project>/disagreements": {"GET": "see_answers"},
    "projects/<id:project>/agreement/panel": {"GET": "see_agreement"},
    "projects/<id:project>/agreement/summary": {"GET": "see_agreement"},
    "projects/<id:project>/quality": {"GET": "see_agreement"},
    "projects/<id:project>/quality/<str:table>.csv": {"GET": "see_agreement"},
    "projects/<id:project>/releases": {"GET": "see_releases", "POST": "release"},
    "projects/<id:project>/releases/<id:number>": {"GET": "see_releases", "POST": "release"},
    "projects/<id:project>/releases/<id:number>/progress": {"GET": "see_releases"},
    "projects/<id:project>/releases/<id:number>/retry": {"POST": "release"},
    "projects/<id:project>/releases/<id:number>/files/<str:name>": {"GET": "download"},
    "projects/<id:project>/releases/<id:number>/exports/<id:export>/file": {"GET": "download"},
    "projects/<id:project>/releases/<id:number>/exports/<id:export>/remove": {"POST": "release"},
    "imports/<id:job>": {"GET": "import"},
    "imports/<id:job>/progress": {"GET": "import"},
    "imports/<id:job>/cancel": {"POST": "import"},
    "imports/<id:job>/retry": {"POST": "import"},
    "api/schema/": {"GET": SIGNED_IN},
    "api/docs/": {"GET": SIGNED_IN},
    "api/me": {"GET": SIGNED_IN, "PATCH": SIGNED_IN},
    "api/tokens": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "api/tokens/<id:token>": {"DELETE": OWN_THING},
    "api/starters": {"GET": SIGNED_IN},
    "api/organisations": {"GET": SIGNED_IN, "POST": RUN_SITE},
    "api/organisations/<id:organisation>": {"GET": "see", "PATCH": RUN_SITE},
    "api/organisations/<id:organisation>/projects": {"POST": "create"},
    "api/organisations/<id:organisation>/members": {"GET": "see_members"},
    "api/organisations/<id:organisation>/invitations": {"GET": "manage_members", "POST": "manage_members"},
    "api/projects": {"GET": SIGNED_IN},
    "api/projects/<id:project>": {"GET": "see", "PATCH": "configure", "DELETE": "delete"},
    "api/projects/<id:project>/guidelines": {"GET": "see", "POST": "configure"},
    "api/projects/<id:project>/schemas": {"GET": "see", "POST": "configure"},
    "api/projects/<id:project>/progress": {"GET": "see"},
    "api/projects/<id:project>/people": {"GET": "see_answers"},
    "api/projects/<id:project>/activity": {"GET": "see_answers"},
    "api/projects/<id:project>/tasks": {"GET": "see_tasks"},
    "api/projects/<id:project>/members": {"GET": "see_members"},
    "api/projects/<id:project>/invitations": {"GET": "manage_members", "POST": "manage_members"},
    "api/projects/<id:project>/labelling": {"GET": "label"},
    "api/projects/<id:project>/claim": {"POST": "label"},
    "api/projects/<id:project>/work": {"GET": "label"},
    "api/projects/<id:project>/annotations": {"GET": "see_answers"},
    "api/projects/<id:project>/predictions": {"GET": "see_agreement", "POST": "import"},
    "api/projects/<id:project>/disagreements": {"GET": "see_answers"},
    "api/projects/<id:project>/adaptive": {"GET": "see_agreement", "PATCH": "configure"},
    "api/projects/<id:project>/agreement": {"GET": "see_agreement"},
    "api/projects/<id:project>/quality": {"GET": "see_agreement"},
    "api/projects/<id:project>/consensus": {"GET": "see_answers"},
    "api/tasks/<id:task>/agreement": {"GET": "see_answers"},
    "api/projects/<id:project>/imports": {"GET": "import", "POST": "import"},
    "api/projects/<id:project>/releases": {"GET": "see_releases", "POST": "release"},
    "api/projects/<id:project>/releases/<id:number>": {"GET": "see_releases"},
    "api/projects/<id:project>/releases/<id:number>/retry": {"POST": "release"},
    "api/projects/<id:project>/releases/<id:number>/exports": {"GET": "see_releases", "POST": "release"},
    "api/projects/<id:project>/releases/<id:number>/exports/<id:export>": {"GET": "see_releases", "DELETE": "release"},
    "api/projects/<id:project>/releases/<id:number>/exports/<id:export>/file": {"GET": "download"},
    "api/members/<id:membership>": {"PATCH": "manage_members", "DELETE": "manage_members"},
    "api/members/<id:membership>/leave": {"POST": OWN_THING},
    "api/invitations/<id:invitation>": {"DELETE": "manage_members"},
    "api/tasks/<id:task>": {"GET": "see_tasks"},
    "api/tasks/<id:task>/annotations": {"GET": "see_answers"},
    "api/tasks/<id:task>/predictions": {"GET": "see_answers", "POST": "import"},
    "api/tasks/<id:task>/history": {"GET": "see_answers"},
    "api/tasks/<id:task>/void": {"POST": "configure"},
    "api/tasks/<id:task>/restore": {"POST": "configure"},
    "api/tasks/<id:task>/settlement": {"GET": "see_answers", "POST": "settle"},
    "api/tasks/<id:task>/unsettle": {"POST": "settle"},
    "api/tasks/<id:task>/ask": {"POST": "settle"},
    "api/tasks/<id:task>/unask": {"POST": "settle"},
    "api/tasks/<id:task>/comments": {"GET": "see", "POST": "comment"},
    "api/tasks/<id:task>/comments/read": {"POST": "comment"},
    "api/projects/<id:project>/to-call": {"GET": "comment"},
    "api/comments/<id:comment>/resolve": {"POST": "comment"},
    "api/assets/<id:asset>/file": {"GET": "see"},
    "api/assets/<id:asset>/thumbnail": {"GET": "see"},
    "api/assets/<id:asset>/derived/<slug:part>": {"GET": "see"},
    "api/assets/<id:asset>/overview": {"GET": "see"},
    "api/assets/<id:asset>/tiles/<int:level>/<int:column>/<int:row>": {"GET": "see"},
    "api/assignments/<id:assignment>": {"GET": "see_answers"},
    "api/assignments/<id:assignment>/draft": {"PATCH": OWN_WORK, "PUT": OWN_WORK},
    "api/assignments/<id:assignment>/submit": {"POST": OWN_WORK},
    "api/assignments/<id:assignment>/skip": {"POST": OWN_WORK},
    "api/assignments/<id:assignment>/renew": {"POST": OWN_WORK},
    "api/assignments/<id:assignment>/reopen": {"POST": OWN_WORK},
    "api/assignments/<id:assignment>/accept": {"POST": "review"},
    "api/assignments/<id:assignment>/return": {"POST": "review"},
    "api/assignments/<id:assignment>/unaccept": {"POST": "review"},
    "api/assignments/<id:assignment>/free": {"POST": "configure"},
    "api/imports/<id:job>": {"GET": "import"},
    "api/imports/<id:job>/files": {"GET": "import", "POST": "import", "PUT": "import"},
    "api/imports/<id:job>/start": {"POST": "import"},
    "api/imports/<id:job>/cancel": {"POST": "import"},
    "api/imports/<id:job>/retry": {"POST": "import"},
    "api/imports/<id:job>/problems": {"GET": "import"},
    "api/imports/<id:job>/problems.csv": {"GET": "import"},
    "api/jobs/<id:job>": {"GET": "see_tasks"},
    "api/jobs/<id:job>/cancel": {"POST": "configure"},
}
# Members who may not see answers are told that another's assignment does not exist, nor what was said about its task.
HIDDEN = {
    ("api/assignments/<id:assignment>", "annotator"),
    ("tasks/<id:task>/comments", "annotator"),
    ("comments/<id:comment>", "annotator"),
    ("api/tasks/<id:task>/comments", "annotator"),
    ("api/tasks/<id:task>/comments/read", "annotator"),
    ("api/comments/<id:comment>/resolve", "annotator"),
}


def routes(patterns: Any = None, before: str = "") -> dict[str, Any]:
    """Every address of the site and the view behind it."""
    found = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found[route] = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
        else:
            found |= routes(pattern.url_patterns, route)
    return found


def methods(view: Any) -> set[str]:
    return {name for name in METHODS if hasattr(view, name.lower()) and name.lower() in view.http_method_names}


@dataclass
class World:
    """One organisation with one of everything, its people by role, and the ids for addresses."""

    ids: dict[str, Any]
    people: dict[str, Person]  # members of the organisation, so of all its projects
    team: dict[str, Person]  # members of the one project only
    stranger: Person
    worker: Person

    def address(self, route: str) -> str:
        address = route
        for kind in ("id:", "int:", "str:", "slug:", ""):
            for name, value in self.ids.items():
                address = address.replace(f"<{kind}{name}>", str(value))
        assert "<" not in address, f"say in `world` what to put into {address}"
        return f"/{address}"


@pytest.fixture
def world(make) -> World:
    project = make.project("box", guideline="Draw tightly.", overlap=1)
    assignment = make.submitted()  # the task has all its answers, so nobody is kept from them to label it blindly
    make.tiles(assignment.task.asset, peaks=assignment.task.asset.file)
    roles = list(Role.values)
    people = {role: make.person(role, organisation=project.organisation) for role in roles}
    invitation, secret = members.invite(project, Role.ANNOTATOR, by=people["owner"])
    token, _secret = make_token(assignment.annotator, "mine")
    release = Release.objects.create(project=project, number=1)
    ids = {
        "number": release.number,
        "export": Export.objects.create(release=release, format="jsonl").pk,
        "name": "manifest.json",
        "part": "peaks",
        "table": "figures",
        "organisation": project.organisation_id,
        "project": project.pk,
        "version": 1,
        "level": 0,
        "column": 0,
        "row": 0,
        "task": assignment.task_id,
        "asset": assignment.task.asset_id,
        "assignment": assignment.pk,
        "comment": comments.add(assignment.task, by=people["lead"], body="Too loose.").pk,
        "membership": assignment.annotator.memberships.get().pk,
        "invitation": invitation.pk,
        "secret": secret,
        "token": token.pk,
        "uidb64": "MQ",
        "job": open_import(project, by=people["lead"], options=Options()).pk,
    }
    return World(
        ids=ids,
        people=people,
        team={role: make.person(role) for role in roles if role != Role.OWNER},
        stranger=make.owner(organisation=make.organisation()),
        worker=assignment.annotator,
    )


def answer(client: Any, method: str, address: str) -> int:
    """The status of one request, after which nothing was changed."""
    with transaction.atomic():
        response = client.generic(method, address, data=b"{}", content_type="application/json")
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith("/sign-in?next="):
        return 401
    assert response.status_code < 500, response.content
    return response.status_code


def test_every_address_stands_in_the_table():
    assert set(routes()) == set(TABLE)


def test_every_address_is_a_door_that_names_its_action():
    for route, view in routes().items():
        assert issubclass(view, Door), route
        assert methods(view) == set(TABLE[route]), route
        for method in methods(view):
            assert view.action_for(method), f"{method} {route} is closed"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_visitors_are_sent_to_sign_in(route, world, make):
    for method, action in TABLE[route].items():
        status = answer(make.client(), method, world.address(route))
        assert (status != 401) == (action == ANYONE), f"{method} {route}: {status}"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_strangers_are_told_that_it_does_not_exist(route, world, make):
    for method, action in TABLE[route].items():
        status = answer(make.client(world.stranger), method, world.address(route))
        assert (status == 404) == (action not in (ANYONE, SIGNED_IN)), f"{method} {route}: {status}"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_members_may_do_what_their_role_allows_and_nothing_else(route, world, make):
    for method, action in TABLE[route].items():
        for role, person in world.people.items():
            status = answer(make.client(person), method, world.address(route))
            assert outcome(status) == expected(route, action, role), f"{method} {route} as {role}: {status}"


@pytest.mark.parametrize("route", sorted(route for route in TABLE if "<id:" in route))
def test_a_team_of_one_project_has_its_roles_there_and_no_part_in_the_organisation(route, world, make):
    for method, action in TABLE[route].items():
        for role, person in world.team.items():
            status = answer(make.client(person), method, world.address(route))
            wanted = "hidden" if "organisation>" in route else expected(route, action, role)
            assert outcome(status) == wanted, f"{method} {route} as {role}: {status}"


def outcome(status: int) -> str:
    return {401: "signed out", 403: "refused", 404: "hidden"}.get(status, "in")


def expected(route: str, action: str, role: str) -> str:
    if action in (ANYONE, SIGNED_IN):
        return "in"
    if action == RUN_SITE:
        return "refused" if "<id:organisation>" in route else "hidden"
    if action == OWN_THING or (route, role) in HIDDEN:
        return "hidden"
    if action == OWN_WORK:  # of somebody else
        return "hidden" if role == "annotator" else "refused"
    return "in" if role in MAY[action] else "refused"


def test_people_get_in_to_their_own_work_and_tokens(world, make):
    client = make.client(world.worker)
    for route, actions in TABLE.items():
        for method, action in actions.items():
            if action in (OWN_WORK, OWN_THING):
                assert outcome(answer(client, method, world.address(route))) == "in", f"{method} {route}"


def test_a_view_that_names_no_action_is_closed_even_to_owners(make, rf):
    class Forgotten(Door):
        pass

    assert Forgotten.action_for("GET") is None
    request = rf.get("/")
    request.user = make.owner()
    door = Forgotten()
    door.locate = lambda **kwargs: make.the_project
    with pytest.raises(Exception, match=r"role|角色"):
        door.enter(request, {})


def test_a_deactivated_person_is_signed_out_everywhere(world, make):
    owner = world.people["owner"]
    client, headers = make.client(owner), make.headers(owner)
    Person.objects.filter(pk=owner.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert make.client().get("/api/me", headers=headers).status_code == 401


def test_an_auditor_reads_and_changes_nothing():
    """Apart from their own account: no door of an auditor's actions takes anything but GET."""
    may = {action for action, roles in MAY.items() if "auditor" in roles}
    changes = [
        (address, method)
        for address, of in TABLE.items()
        for method, needs in of.items()
        if method != "GET" and needs in may
    ]
    assert not changes
