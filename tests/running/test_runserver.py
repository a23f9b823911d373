"""`manage.py runserver`, as people who know Django call it: no setting, nothing collected."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from workers.services import web

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


def environment(var, **more):
    unset = ("DATABASE_URL", "REDIS_URL", "DEBUG", "ALLOWED_HOSTS", "SECRET_KEY")
    return {name: value for name, value in os.environ.items() if name not in unset} | {"BIAOZHU_VAR": str(var)} | more


def fetch(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a database and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    migrate = [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, env=environment(folder), check=True)
    return folder


@pytest.fixture
def site(folder, tmp_path, request):
    """The address of a running `runserver` in such a folder."""
    env = environment(folder, **getattr(request, "param", {}))
    port = web.free_port("127.0.0.1", 20000 + os.getpid() % 12000)
    with (tmp_path / "said").open("wb") as said:
        command = [sys.executable, ROOT / "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, env=env, stdout=said, stderr=said)
        try:
            for _ in range(600):
                if web.answers("127.0.0.1", port) or process.poll() is not None:
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


@pytest.mark.parametrize("site", [{}, {"DEBUG": "1"}], indirect=True, ids=["plain", "debug"])
def test_pages_and_what_they_are_made_of_are_served_with_nothing_collected(site):
    page = fetch(f"{site}/sign-in").decode()
    named = re.findall(r'(?:src|href)="(/static/dist/[^"]+)"', page)
    assert len(named) >= 2
    for address in named:
        built = ROOT / "static" / "dist" / address.removeprefix("/static/dist/")
        assert fetch(f"{site}{address}") == built.read_bytes()


def test_pages_that_were_never_built_are_named_with_the_way_to_build_them(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    with pytest.raises(CommandError) as refused:
        call_command("runserver", "--noreload")
    assert str(refused.value).startswith(f"The pages are not built: {tmp_path}/static/dist is missing.")
    assert "npm ci && node build.mjs" in str(refused.value)


def test_a_server_with_nothing_collected_says_so_when_it_starts(tmp_path):
    start = [sys.executable, "-c", "import config.wsgi"]
    done = subprocess.run(start, env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"the static files are not collected in {tmp_path}/static" in done.stderr
    assert "manage.py collectstatic" in done.stderr
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"version": "1.1", "paths": {}, "hash": ""}')
    done = subprocess.run(start, env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=True)
    assert "not collected" not in done.stderr
