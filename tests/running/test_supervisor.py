"""What runs keeps running, stops in order, and leaves nothing behind however its supervisor ends."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workers.services import guard
from workers.services.supervisor import FIRST_PAUSE

pytestmark = pytest.mark.once

HOUSE = Path(__file__).with_name("house.py")
NAMES = ["broker", "worker", "web"]


def until(condition, seconds=60.0):
    """Wait for a condition; what it gave when it came true."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"  # a zombie is gone


class House:
    """A running supervisor, seen through the journal of its services."""

    def __init__(self, folder, names=NAMES):
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, HOUSE, folder, *names],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # also where the tests run under nohup
        )

    @property
    def journal(self):
        path = self.folder / "journal"
        return path.read_text().splitlines() if path.exists() else []

    def starts(self, name):
        """(pid, its child's pid) of each start of a service."""
        found = (re.match(rf"{name} started (\d+) (\d+)", line) for line in self.journal)
        return [(int(match[1]), int(match[2])) for match in found if match]

    def everyone(self):
        return [pid for name in NAMES for start in self.starts(name) for pid in start]

    def guard_pid(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        guards = [int(pid) for pid in children if "guard.py" in Path(f"/proc/{pid}/cmdline").read_text()]
        return guards[0] if guards else None


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    assert house.process.stdout.readline() == "ready\n"
    yield house
    house.process.kill()
    house.process.wait()
    house.process.stdout.close()
    until(lambda: not any(map(is_alive, house.everyone())))


def test_a_killed_service_comes_back(house):
    before = house.starts("worker")[0]
    os.kill(before[0], signal.SIGKILL)
    after = until(lambda: house.starts("worker")[1:])[0]
    assert after[0] != before[0]
    assert is_alive(after[0])
    until(lambda: not is_alive(before[1]))  # what the killed one had started is ended with it
    assert len(house.starts("broker")) == len(house.starts("web")) == 1, "the others were left alone"


def test_a_service_that_keeps_ending_is_started_more_and_more_slowly(house):
    pauses, waited = [], []
    for number in range(2):
        pid, _child = house.starts("web")[number]
        killed = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        said = next(line for line in house.process.stdout if "starting it again" in line)
        pauses.append(float(re.search(r"again in (\S+) s\.", said)[1]))
        until(lambda count=number: house.starts("web")[count + 1 :])
        waited.append(time.monotonic() - killed)
    assert pauses == [FIRST_PAUSE, 2 * FIRST_PAUSE]
    assert all(wait > pause for wait, pause in zip(waited, pauses, strict=True))


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda sign: sign.name)
def test_asked_to_stop_it_stops_all_in_reverse_order(house, sign):
    house.process.send_signal(sign)
    assert house.process.wait(60) == 0
    assert [line for line in house.journal if "stopped" in line] == ["web stopped", "worker stopped", "broker stopped"]
    assert not any(map(is_alive, house.everyone()))


def test_a_killed_supervisor_leaves_no_orphan(house):
    house.process.kill()
    until(lambda: not any(map(is_alive, house.everyone())))
    assert sorted(line for line in house.journal if "stopped" in line) == [f"{name} stopped" for name in sorted(NAMES)]


def test_a_killed_guard_is_replaced(house):
    first = house.guard_pid()
    os.kill(first, signal.SIGKILL)
    until(lambda: house.guard_pid() not in (first, None))
    house.process.kill()
    until(lambda: not any(map(is_alive, house.everyone())))


def test_supervisor_and_guard_killed_at_once_still_leave_no_service(house):
    os.kill(house.guard_pid(), signal.SIGKILL)
    house.process.kill()
    until(lambda: not any(is_alive(house.starts(name)[0][0]) for name in NAMES))
    for name in NAMES:
        os.kill(house.starts(name)[0][1], signal.SIGKILL)  # their children are plain sleepers


def test_a_service_that_cannot_start_ends_the_others_and_shows_its_log(tmp_path):
    house = House(tmp_path, ["broker", "bad", "web"])
    said, _ = house.process.communicate(timeout=60)
    assert house.process.returncode == 1
    assert "bad did not start (exit code 1)" in said
    assert "no such house" in said
    assert not any(map(is_alive, house.everyone()))


def test_the_guard_forgets_what_was_taken_back():
    assert guard.remembered(["+11", "+12", "-11", "+13"]) == [13, 12]


def test_the_guard_kills_what_does_not_stop_when_asked():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    process = subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True, stdout=subprocess.PIPE)
    process.stdout.readline()
    guard.end([process.pid], patience=0.2)
    assert process.wait(60) == -signal.SIGKILL
    process.stdout.close()
