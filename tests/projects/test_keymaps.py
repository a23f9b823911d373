"""The keys of the workspace belong to the person: stored as sent, refused when they are no keys."""

import pytest


def change(make, person, **sent):
    client = make.client()
    return client.patch(
        "/api/me", sent, content_type="application/json", headers=make.headers(person) | {"Accept-Language": "en"}
    )


def test_a_person_keeps_keys_of_their_own(make):
    person = make.person()
    keymap = {"skip": ["q", "Mod+Shift+k"], "help": [], "zoom-in": ["+"], "move-left": ["Alt+ArrowLeft"]}
    assert change(make, person, keymap=keymap, single_keys=False).json()["keymap"] == keymap
    person.refresh_from_db()
    assert (person.keymap, person.single_keys) == (keymap, False)
    assert change(make, person, keymap={}).json()["keymap"] == {}


@pytest.mark.parametrize(
    ("keymap", "said"),
    [
        ({"Skip it": ["q"]}, "“Skip it” is not the name of an action."),
        ({"skip": ["Ctrl+q"]}, "value"),
        ({"skip": ["<script>"]}, "value"),
        ({"skip": "q"}, "list"),
        ({"skip": [*"qwertyu"]}, "no more than 6"),
        ({f"action-{'a' * (n % 30)}{'b' * (n // 30)}": [] for n in range(330)}, "at most 300"),
        (["q"], "dictionary"),
    ],
)
def test_what_is_no_keymap_is_refused(make, keymap, said):
    person = make.person(language="en")
    answer = change(make, person, keymap=keymap)
    assert (answer.status_code, said in answer.content.decode()) == (400, True), answer.content.decode()
    person.refresh_from_db()
    assert person.keymap == {}


def test_the_page_of_keys_brings_the_persons_own(make):
    person = make.person(keymap={"skip": ["q"]})
    page = make.client(person).get("/account/keys").content.decode()
    assert '"keymap": {"skip": ["q"]}' in page
    assert 'href="/account/keys"' in make.client(person).get("/account").content.decode()
