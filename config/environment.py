"""Every setting that can be given through the environment, with its default and what it is for.

`settings.py` reads each of these once; `docs/operations.md` lists each of them, and a test compares the two.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    name: str
    kind: type
    default: object
    purpose: str


SETTINGS = [
    Setting("BIAOZHU_VAR", str, str(ROOT / "var"), "folder for the local database, files, sockets and logs"),
    Setting("SECRET_KEY", str, "", "signs sessions and links; made once and kept in the var folder when unset"),
    Setting("DEBUG", bool, False, "show error pages with the source; never on a shared server"),
    Setting("ALLOWED_HOSTS", list, ["localhost", "127.0.0.1", "[::1]"], "names this site answers to, comma separated"),
    Setting("CSRF_TRUSTED_ORIGINS", list, [], "origins with scheme that may post forms behind a proxy"),
    Setting("HTTPS", bool, False, "cookies over https only, and trust the proxy's X-Forwarded-Proto"),
    Setting("TRUSTED_PROXIES", int, 0, "proxies of ours in front, each adding to X-Forwarded-For who came to it"),
    Setting("DATABASE_URL", str, "", "postgresql://user:password@host/name; SQLite in the var folder when unset"),
    Setting("DATABASE_POOL", int, 8, "connections each process keeps open to PostgreSQL"),
    Setting("DATABASE_PREPARED", bool, True, "let PostgreSQL keep statements; off behind PgBouncer before 1.21"),
    Setting("REDIS_URL", str, "", "broker of the workers; the socket of the local Valkey when unset"),
    Setting("MEDIA_ROOT", str, "", "folder for uploads, assets, releases and exports; var/media when unset"),
    Setting("EMAIL_URL", str, "consolemail://", "where mail goes, such as smtp+tls://user:password@host:587"),
    Setting("DEFAULT_FROM_EMAIL", str, "biaozhu@localhost", "sender of the mails"),
    Setting("LANGUAGE_CODE", str, "zh-hans", "language of a visitor whose browser names none of ours"),
    Setting("TIME_ZONE", str, "Asia/Shanghai", "time zone of the pages; times are stored in UTC"),
    Setting("UPLOAD_LIMIT_MB", int, 1024, "largest single upload"),
    Setting("LOG_LEVEL", str, "INFO", "how much the processes write to their logs"),
]

# What a value must look like, and how that is said: by the setting's name, or else by its kind.
SHAPES: dict[str | type, tuple[str, str]] = {
    "DATABASE_URL": (r"(postgres|postgresql|sqlite)://.+", "an address such as postgresql://user:password@host/name"),
    "REDIS_URL": (r"(rediss?|unix|redis\+socket)://.+", "an address such as redis://:password@host:6379/0"),
    "EMAIL_URL": (
        r"(smtps?|smtp\+(tls|ssl)|console|consolemail|file|filemail|memory|memorymail|dummymail)://.*",
        "an address such as smtp+tls://user:password@host:587",
    ),
    "CSRF_TRUSTED_ORIGINS": (r"(https?://[^,/]+(,|$))+", "origins with https:// and commas between them"),
    "LANGUAGE_CODE": ("zh-hans|en", "zh-hans or en"),
    "LOG_LEVEL": ("DEBUG|INFO|WARNING|ERROR|CRITICAL", "DEBUG, INFO, WARNING, ERROR or CRITICAL"),
    bool: ("(?i:true|on|ok|yes|y|1|false|off|no|n|0)", "true or false"),
    int: (r"\d{1,9}", "a whole number"),
}

_env = environ.Env()


def read(name: str):
    """The value of one of SETTINGS, of its own type. ImproperlyConfigured says what it must be instead."""
    setting = next(s for s in SETTINGS if s.name == name)
    value = os.environ.get(name, "")
    if value == "":
        return setting.default
    shape, said = SHAPES.get(name) or SHAPES.get(setting.kind) or ("(?s:.*)", "")
    if not re.fullmatch(shape, value):
        raise ImproperlyConfigured(f"{name} must be {said}; it is “{without_password(value)}”.")
    if name == "TIME_ZONE" and not is_zone(value):
        raise ImproperlyConfigured(f"TIME_ZONE must be a time zone such as Asia/Shanghai; it is “{value}”.")
    return {str: _env.str, bool: _env.bool, int: _env.int, list: _env.list}[setting.kind](name)


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # not a name, a folder of names, none of the names
        return False
    return True


def without_password(address: str) -> str:
    """What may be printed of an address."""
    return re.sub(r":[^:/@]*@", ":…@", address)
