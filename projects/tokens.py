"""Keys for programs: `Authorization: Token …`."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions

from projects.models import Person, Token
from projects.secrets import hash_of, new_secret

LATELY = timedelta(hours=1)  # how exactly a token's last use is remembered

# Raw SQL, because every request of a program asks this, and building the statement costs more than running it.
KNOWN = """
SELECT person.*, token.id AS token_id, COALESCE(token.last_used_at > %s, FALSE) AS token_used_lately
  FROM projects_token AS token JOIN projects_person AS person ON person.id = token.person_id
 WHERE token.secret_hash = %s AND person.is_active
"""


def make_token(person: Person, name: str) -> tuple[Token, str]:
    """A token and its secret, which nobody can read again."""
    secret, hashed = new_secret()
    return Token.objects.create(person=person, name=name, start=secret[:6], secret_hash=hashed), secret


class TokenAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request: Any) -> tuple[Person, None] | None:
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() not in ("token", "bearer"):
            return None
        now = timezone.now()
        hour_ago = connection.ops.adapt_datetimefield_value(now - LATELY)
        person = next(iter(Person.objects.raw(KNOWN, [hour_ago, hash_of(secret.strip())])), None)
        if person is None:
            raise exceptions.AuthenticationFailed(_("This token is not known. Make a new one on your account page."))
        if not vars(person)["token_used_lately"]:
            Token.objects.filter(pk=vars(person)["token_id"]).update(last_used_at=now)
        return person, None

    def authenticate_header(self, request: Any) -> str:
        return "Token"
