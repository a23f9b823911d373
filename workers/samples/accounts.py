"""Which samples there are and whom a visitor signs in as; apart from the samples themselves, to be quick to read."""

from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth.backends import ModelBackend

LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}
HERE = Path(__file__).parent


def slugs() -> list[str]:
    """The cities that have a sample, each a folder."""
    return sorted(about.parent.name for about in HERE.glob("*/project.json"))


def people() -> dict[str, Any]:
    """The one password, the visitors' accounts, and the sample annotators by their letter."""
    found: dict[str, Any] = orjson.loads((HERE / "people.json").read_bytes())
    return found


def is_shared() -> bool:
    """Whether others than this machine's own people may reach the site, so that known passwords would be a danger."""
    return not settings.DEBUG and bool(set(settings.ALLOWED_HOSTS) - LOCAL_NAMES)


class KnownPasswordsAreRefused(ModelBackend):
    """Signs people in. The samples' password opens nothing once others can reach a site that began on one machine."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **fields: Any) -> Any:
        person = super().authenticate(request, username, password, **fields)  # takes its time in either case
        return None if is_shared() and password == people()["password"] else person


def accounts() -> str:
    """Whom a visitor can sign in as, in a line."""
    who = people()
    names = ", ".join(f"{one['username']} ({one['role']})" for one in who["visitors"])
    return f"Sample accounts, all with the password {who['password']}: {names}"
