"""In and out, forgotten passwords, and how the site looks for whoever is here."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.utils import timezone

from projects import guessing
from projects.addresses import address_of
from projects.models import FailedSignIn, Token
from projects.problems import TooMany
from workers.tasks import tidy

PASSWORD = "correct horse 42"


@pytest.fixture
def person(make):
    return make.person(password=PASSWORD, username="lina", email="lina@example.org")


def sign_in(client, name="lina", password=PASSWORD, **data):
    return client.post("/sign-in", {"username": name, "password": password} | data)


def test_the_right_password_leads_to_where_one_wanted_to_go(client, person):
    assert sign_in(client, next="/account").url == "/account"


def test_no_other_site_is_led_to(client, person):
    assert sign_in(client, next="https://evil.example/").url == "/"


def test_a_wrong_name_and_a_wrong_password_look_the_same(client, person):
    one = sign_in(client, password="wrong").context["form"].non_field_errors()
    other = sign_in(client, name="nobody", password="wrong").context["form"].non_field_errors()
    assert one
    assert one == other


def test_guessing_has_to_wait_even_with_the_right_password_at_last(client, person):
    for _ in range(guessing.BY_NAME_AND_ADDRESS):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 200  # the form again
    assert "_auth_user_id" not in client.session


def test_others_sign_in_while_one_is_guessed_at(client, person, make):
    make.person(password=PASSWORD, username="wang")
    for _ in range(guessing.BY_NAME_AND_ADDRESS):
        sign_in(client, password="wrong")
    assert sign_in(client, name="wang").status_code == 302


def test_many_tries_at_once_are_counted_before_any_is_looked_at(db, monkeypatch):
    """Each is written down when the others are counted, whatever the order: none sees an empty list."""
    counted = []
    monkeypatch.setattr(guessing, "BY_NAME_AND_ADDRESS", 1)
    create = FailedSignIn.objects.create

    def beside_another(**fields):
        if not counted:
            counted.append(create(**fields))  # the other's, a moment before ours is counted
        return create(**fields)

    monkeypatch.setattr(FailedSignIn.objects, "create", beside_another)
    with pytest.raises(TooMany):
        guessing.attempt("lina", "192.0.2.7")


def test_being_told_to_wait_makes_nobody_wait_longer(client, person):
    for _ in range(guessing.BY_NAME_AND_ADDRESS + 3):
        sign_in(client, password="wrong")
    assert FailedSignIn.objects.count() == guessing.BY_NAME_AND_ADDRESS


def test_behind_a_proxy_each_visitor_is_counted_alone(client, person, settings):
    settings.TRUSTED_PROXIES = 1
    made_up = {"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}  # the proxy adds at the end whom it saw
    for _ in range(guessing.BY_NAME_AND_ADDRESS):
        client.post("/sign-in", {"username": "lina", "password": "wrong"}, headers=made_up)
    again = {"username": "lina", "password": PASSWORD}
    client.post("/sign-in", again, headers={"X-Forwarded-For": "203.0.113.10, 192.0.2.1"})
    assert "_auth_user_id" not in client.session
    client.post("/sign-in", again, headers={"X-Forwarded-For": "192.0.2.2"})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "192.0.2.1", "127.0.0.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (2, "198.51.100.4, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "192.0.2.1", "192.0.2.1"),
        (1, "", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_proxy_of_ours_saw(rf, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address


def test_a_name_is_kept_under_the_secret_of_this_site(client, person, settings):
    sign_in(client, password="wrong")
    settings.SECRET_KEY = "another site's"
    sign_in(client, password="wrong")
    one, other = FailedSignIn.objects.values_list("name_hash", flat=True)
    assert one != other
    assert sha256(b"lina").hexdigest() not in (one, other)


def test_what_was_typed_as_a_name_is_not_kept_readable(client, person):
    sign_in(client, name="my-password-by-mistake", password="x")
    row = FailedSignIn.objects.values().get()
    assert not any("my-password" in str(value) for value in row.values())


def test_a_right_password_forgives_the_wrong_ones_before(client, person):
    sign_in(client, password="wrong")
    sign_in(client)
    assert not FailedSignIn.objects.exists()


def test_signing_out_needs_a_button(client, person):
    sign_in(client)
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert client.get("/account").status_code == 302


def test_a_part_of_a_page_takes_the_whole_page_to_sign_in(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/projects/7?tab=x"}
    response = client.get("/projects/7/people", headers=headers)
    assert response["HX-Redirect"] == "/sign-in?next=/projects/7%3Ftab%3Dx"
    assert not response.content


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://testserver/projects/7/settings?x=1", "/sign-in?next=/projects/7/settings%3Fx%3D1"),
        ("https://evil.example/", "/sign-in?next=/"),
        ("", "/sign-in?next=/"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client, db, before, back):
    assert client.post("/projects/7/state", {"state": "paused"}, headers={"Referer": before}).url == back


def test_a_character_that_no_database_stores_is_refused_in_any_form(client, person):
    sign_in(client)
    refused = client.post("/look", {"theme": "dark", "next": "/\0"})
    assert refused.status_code == 400
    assert "U+0000" in refused.content.decode()


def test_a_page_that_answered_a_form_is_not_come_back_to(client, person):
    sign_in(client)
    page = client.post("/account/tokens", {"name": "script"}).content.decode()
    assert re.search(r'name="next"\s+value=""', page)
    assert client.post("/look", {"theme": "dark", "next": ""}).url == "/"


def test_a_forgotten_password_is_reset_by_the_link_in_the_mail_once(client, person):
    client.post("/password-reset", {"email": "LINA@example.org"})
    [letter] = mail.outbox
    link = re.search(r"http://\S+", letter.body)[0].removeprefix("http://testserver")
    form = client.get(link, follow=True)
    new = "another horse 43"
    client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert sign_in(client, password=new).status_code == 302
    client.post("/sign-out")
    assert "validlink" in client.get(link, follow=True).context
    assert not client.get(link, follow=True).context["validlink"]


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, person):
    known = client.post("/password-reset", {"email": "lina@example.org"})
    unknown = client.post("/password-reset", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_the_page_says_when_mail_only_goes_to_the_log(client, person, settings):
    client.get("/password-reset")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert not client.get("/password-reset").context["mail_is_sent"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert client.get("/password-reset").context["mail_is_sent"]


def test_a_weak_password_is_refused_with_a_sentence(client, person):
    sign_in(client)
    response = client.post(
        "/account/password", {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}
    )
    assert response.context["form"].errors["new_password2"]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(("sent", "left"), [({"end_tokens": "on"}, 0), ({}, 1)])
def test_a_new_password_ends_the_tokens_that_the_old_one_made_unless_one_says_no(client, person, make, sent, left):
    make.token(person)
    sign_in(client)
    assert client.get("/account/password").context["form"]["end_tokens"].value()
    new = {"new_password1": "another horse 43", "new_password2": "another horse 43"}
    assert client.post("/account/password", {"old_password": PASSWORD} | new | sent).url == "/account"
    assert Token.objects.filter(person=person).count() == left


def test_a_forgotten_password_ends_the_tokens_as_well(client, person, make):
    make.token(person)
    client.post("/password-reset", {"email": "lina@example.org"})
    link = re.search(r"http://\S+", mail.outbox[0].body)[0].removeprefix("http://testserver")
    form = client.get(link, follow=True)
    assert form.context["form"]["end_tokens"].value()
    new = {"new_password1": "another horse 43", "new_password2": "another horse 43", "end_tokens": "on"}
    client.post(form.redirect_chain[-1][0], new)
    assert not Token.objects.filter(person=person).exists()


def test_sessions_that_have_ended_are_swept_away(client, person):
    sign_in(client)
    SessionStore.get_model_class().objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    tidy()
    assert not SessionStore.get_model_class().objects.exists()


def test_a_visitor_chooses_language_and_theme_for_this_browser(client, db):
    client.post("/look", {"language": "en", "theme": "dark", "next": "/sign-in"})
    page = client.get("/sign-in").content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    client.post("/look", {"language": "zh-hans"})
    assert '<html lang="zh-Hans"' in client.get("/sign-in").content.decode()


def test_a_person_finds_their_language_and_theme_on_every_machine(client, person, make):
    sign_in(client)
    client.post("/look", {"language": "en", "theme": "light"})
    elsewhere = make.client(person)
    assert '<html lang="en" data-theme="light">' in elsewhere.get("/").content.decode()


def test_what_is_no_language_or_theme_changes_nothing(client, person):
    sign_in(client)
    client.post("/look", {"language": "xx", "theme": "pink"})
    person.refresh_from_db()
    assert (person.language, person.theme) == ("", "system")
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_a_token_is_shown_once_and_works_until_it_is_revoked(client, person, make):
    sign_in(client)
    secret = client.post("/account/tokens", {"name": "script"}).context["secret"]
    assert secret not in client.get("/account").content.decode()
    headers = {"Authorization": f"Token {secret}"}
    visitor = make.client()
    assert visitor.get("/api/me", headers=headers).json()["username"] == "lina"
    client.post(f"/account/tokens/{Token.objects.get().pk}/revoke")
    assert visitor.get("/api/me", headers=headers).status_code == 401


def test_a_token_does_not_change_where_a_new_password_is_sent_to(make):
    person = make.person(email="own@example.org")
    sent = {"name": "Li Na", "email": "other@example.org"}
    answer = make.client().patch("/api/me", sent, content_type="application/json", headers=make.headers(person))
    person.refresh_from_db()
    assert (answer.status_code, person.name, person.email) == (200, "Li Na", "own@example.org")


def test_a_form_from_another_site_is_refused_on_a_page_that_says_so(person, make):
    client = make.client(person)
    client.handler.enforce_csrf_checks = True
    response = client.post("/account", {"name": "x"})
    assert response.status_code == 403
    assert response.templates[0].name == "projects/problem.html"
    api = client.patch("/api/me", {"name": "x"}, content_type="application/json")
    assert (api.status_code, api.json()["code"]) == (403, "csrf")
