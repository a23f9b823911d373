"""How the API reads a request."""

import json

import pytest


def test_a_body_above_the_limit_is_refused_unread(make, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    person = make.person()
    sent = json.dumps({"name": "x" * 2000})
    answer = make.client().patch("/api/me", sent, content_type="application/json", headers=make.headers(person))
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


def test_what_is_not_json_is_refused_with_a_sentence(make):
    answer = make.client().patch("/api/me", "{", content_type="application/json", headers=make.headers(make.person()))
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_json"


def test_a_character_that_no_database_stores_is_refused(make):
    sent = '{"name": "a\\u0000b"}'
    answer = make.client().patch("/api/me", sent, content_type="application/json", headers=make.headers(make.person()))
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_character"


@pytest.mark.parametrize("deep", [100, 700, 5000])
def test_what_is_nested_too_deep_is_refused_with_a_sentence(make, deep):
    sent = '{"name": ' + "[" * deep + '"\\u0000"' + "]" * deep + "}"
    answer = make.client().patch("/api/me", sent, content_type="application/json", headers=make.headers(make.person()))
    assert answer.status_code == 400
    assert answer.json()["code"] in ("too_deep", "bad_json")  # orjson itself reads 1,024 levels


def test_a_key_with_a_character_that_no_database_stores_is_refused(make):
    sent = '{"name": "a", "x": [{"a\\u0000b": 1}]}'
    answer = make.client().patch("/api/me", sent, content_type="application/json", headers=make.headers(make.person()))
    assert answer.json()["code"] == "bad_character"
