"""Unset is safe for one person; a server that others reach stops without its secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import SETTINGS

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


def call(var, *arguments, **env):
    """Run Python with these settings and no others: its exit code and what it said."""
    names = {setting.name for setting in SETTINGS}
    clean = {name: value for name, value in os.environ.items() if name not in names} | {"BIAOZHU_VAR": str(var)} | env
    done = subprocess.run(
        [sys.executable, *arguments], env=clean, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def ask(var, expression, **env):
    return call(var, "-c", f"from django.conf import settings; print({expression})", **env)


def test_a_local_installation_makes_its_secret_once_and_keeps_it_to_itself(tmp_path):
    code, first = ask(tmp_path, "settings.SECRET_KEY")
    assert code == 0
    assert len(first) >= 50
    assert ask(tmp_path, "settings.SECRET_KEY") == (0, first)
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert ask(tmp_path / "other", "settings.SECRET_KEY")[1] != first


def test_a_shared_server_without_a_secret_refuses_to_start_in_one_sentence(tmp_path):
    code, said = call(tmp_path, "manage.py", "check", ALLOWED_HOSTS="label.example.cn")
    assert code == 1
    assert said.startswith("SECRET_KEY is not set")
    assert "\n" not in said
    code, said = call(tmp_path, "manage.py", "check", ALLOWED_HOSTS="label.example.cn", SECRET_KEY="s" * 50)
    assert code == 0, said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "DATABASE_URL",
            "mysql://ann:secret@host/labels",
            "postgresql://user:password@host/name; it is “mysql://ann:…@",
        ),
        ("REDIS_URL", "localhost:6379", "redis://:password@host:6379/0"),
        ("EMAIL_URL", "mail.example.cn", "smtp+tls://user:password@host:587"),
        ("CSRF_TRUSTED_ORIGINS", "label.example.cn", "origins with https://"),
        ("LANGUAGE_CODE", "fr", "zh-hans or en"),
        ("TIME_ZONE", "Mars", "a time zone such as Asia/Shanghai"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO,"),
        ("HTTPS", "ture", "true or false"),
        ("UPLOAD_LIMIT_MB", "1 GB", "a whole number; it is “1 GB”"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_one_sentence(tmp_path, name, value, said):
    code, told = call(tmp_path, "manage.py", "check", **{name: value})
    assert (code, told.count("\n")) == (1, 0)
    assert told.startswith(f"{name} must be ")
    assert said in told
    assert "secret" not in told


def test_what_the_database_address_asks_for_is_passed_on(tmp_path):
    url = "postgresql://ann:secret@db.example.cn:5433/labels?sslmode=require"
    database = "settings.DATABASES['default']"
    asked = f"[{database}[name] for name in ('HOST', 'PORT', 'NAME')], {database}['OPTIONS']['sslmode']"
    code, said = ask(tmp_path, asked, DATABASE_URL=url)
    assert (code, said) == (0, "['db.example.cn', 5433, 'labels'] require")
