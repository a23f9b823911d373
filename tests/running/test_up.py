"""`manage.py up`, as it is: the whole site in a folder of its own, looked at, mistreated and stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from workers.services import web

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = {"broker": "valkey-server", "clock": "--queues=pulse", "worker": "--queues=jobs", "web": "gunicorn"}


class Up:
    """One running `manage.py up`."""

    def __init__(self, var, port, *arguments):
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "up", "--empty", "--port", str(port), *arguments],
            env=environment(var),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)

    def wait_until_ready(self):
        began = time.monotonic()
        for line in self.process.stdout:
            self.lines.append(line)
            if "is ready at" in line:
                self.reader.start()
                return time.monotonic() - began
        raise AssertionError("".join(self.lines))

    def children(self):
        """Service -> its process. The process group of each is its own."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_text() for pid in children}
        return {
            name: pid for name, program in PROGRAMS.items() for pid, line in commands.items() if program in line
        }  # a service between two lives is missing

    def everyone(self):
        """All processes of all services, with what they started themselves."""
        groups = set(self.children().values())
        return [pid for pid in all_processes() if group_of(pid) in groups]

    def page(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code


def a_port():
    """A free one, and not the first that another run of the tests on this machine would find."""
    return web.free_port("127.0.0.1", 20000 + os.getpid() % 12000)


def environment(var):
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return kept | {"BIAOZHU_VAR": str(var), "EMAIL_URL": ""}


def all_processes():
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def group_of(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else int(fields[2])


def until(condition, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("up")


@pytest.fixture
def up(var):
    up = Up(var, a_port())
    up.seconds = up.wait_until_ready()
    yield up
    up.process.kill()
    up.process.wait()
    until(lambda: not (var / "up.lock").exists() or lock_is_free(var))


def lock_is_free(var):
    """The guard lets go of the lock when the last service is gone."""
    return subprocess.run(["flock", "--nonblock", var / "up.lock", "true"], check=False).returncode == 0


def call(var, *arguments):
    """A second `up`: its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "up", "--empty", *arguments],
        env=environment(var),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_whatever_is_killed_comes_back(up):
    assert up.page() == 200
    assert f"ready at http://127.0.0.1:{up.port}\n" in "".join(up.lines)
    before = up.children()
    assert set(before) == set(PROGRAMS)
    for pid in before.values():
        os.killpg(pid, signal.SIGKILL)  # with its children: a visitor whom one of those still let in would be cut off
    assert up.page() == 200, "the port stays open; a visitor waits and is served"
    after = until(lambda: (now := up.children()).keys() == before.keys() and now)
    assert not set(after.values()) & set(before.values())
    until(lambda: sum("is back" in line for line in up.lines) == len(PROGRAMS))
    for name in PROGRAMS:
        assert any(line.startswith(f"{name} ended (signal SIGKILL)") for line in up.lines)


def test_a_second_copy_on_the_same_folder_is_refused(up, var):
    code, said = call(var, "--port", str(up.port + 1))
    assert code == 1
    assert said.count("\n") == 1
    assert f"already running here (http://127.0.0.1:{up.port}, process {up.process.pid})" in said
    assert up.page() == 200


def test_asked_to_stop_it_stops_everything(up):
    everyone = up.everyone()
    assert len(everyone) > len(PROGRAMS), "the worker and the web server have processes of their own"
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(60) == 0
    assert not [pid for pid in everyone if group_of(pid)]


def test_killed_it_leaves_no_orphan_and_the_next_start_sets_nothing_up_again(up, var):
    everyone = up.everyone()
    up.process.kill()
    until(lambda: not [pid for pid in everyone if group_of(pid)])
    until(lambda: lock_is_free(var))
    again = Up(var, up.port)
    try:
        again.wait_until_ready()
        made = [line for line in again.lines if "packages" in line or "Browser bundle" in line or "Sample" in line]
        assert not made, "what was set up once is there"
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(60) == 0
    finally:
        again.process.kill()


def test_a_taken_port_is_refused_with_the_name_of_a_free_one(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = call(tmp_path, "--port", str(port))
    assert code == 1
    assert said.count("\n") == 1
    assert said.startswith(f"Port {port} of 127.0.0.1 is taken")
    offered = int(re.search(r"--port (\d+)", said)[1])
    assert offered > port


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--port", "99999"], "99999 is not a port: choose a number from 1024 to 65535."),
        (["--host", "203.0.113.7"], "Cannot listen on port 8000 of 203.0.113.7"),
    ],
)
def test_a_place_nobody_can_listen_at_is_refused_in_one_sentence(tmp_path, arguments, told):
    code, said = call(tmp_path, *arguments)
    assert code == 1
    assert said.startswith(told)
    assert said.count("\n") == 1


def test_a_folder_too_deep_for_a_socket_still_works(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    up = Up(deep, a_port())
    up.wait_until_ready()
    assert up.page() == 200
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(60) == 0
