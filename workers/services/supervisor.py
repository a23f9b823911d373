"""Keeps a few processes running: starts them in order, brings back what ends, stops all in reverse order.

Each runs in a process group of its own, so that Ctrl-C reaches the supervisor only and what a process started goes
with it. If the supervisor itself is killed, `guard.py` ends the groups; if that is killed as well, the kernel tells
each process (on Linux).
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workers.services import guard
from workers.services.console import CommandLine, Stop, say, tail

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a process that ended is started again: doubled each time
HEALTHY = 60.0  # seconds up after which the pauses begin anew
LOG_LIMIT = 10 * 1024 * 1024
TICK = 0.1

_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Between fork and exec of a child: have it told to stop when its parent dies."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Service:
    """One process to keep running."""

    name: str
    command: CommandLine
    is_ready: Callable[[], bool]
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    cwd: Path | None = None
    keep_fds: tuple[int, ...] = ()
    start_within: float = 60.0
    stop_within: float = 10.0


class Running:
    """A service and its present process."""

    def __init__(self, service: Service, log: Path):
        self.service = service
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.pause = FIRST_PAUSE
        self.due_at: float | None = None  # when to start it again
        self.ready = False

    def start(self) -> int:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                self.service.command,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                env=dict(self.service.env),
                cwd=self.service.cwd,
                pass_fds=self.service.keep_fds,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        self.started_at = time.monotonic()
        self.due_at = None
        self.ready = False
        return self.process.pid

    @property
    def pid(self) -> int:
        assert self.process is not None, f"{self.service.name} has not been started"
        return self.process.pid

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def check(self) -> bool:
        self.ready = self.ready or self.service.is_ready()
        return self.ready

    def stop(self) -> None:
        """Ask it to stop, wait, then leave nothing of its group behind."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.service.stop_within)
        guard.send(self.pid, signal.SIGKILL)
        self.process.wait()

    def why_it_ended(self) -> str:
        assert self.process is not None
        code = self.process.returncode
        return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


class Supervisor:
    """`run()` returns after a signal to stop, or raises Stop when a service cannot be started at all."""

    def __init__(self, services: Sequence[Service], logs: Path, keep_open: int | None = None):
        """`keep_open` is a lock's file, which the guard holds too: no second copy starts while it still cleans up."""
        self.services = [Running(service, logs / f"{service.name}.log") for service in services]
        self.stopping = False
        self.guard: subprocess.Popen[bytes] | None = None
        self.keep_open = keep_open

    def run(self, on_ready: Callable[[], None]) -> None:
        signs = [signal.SIGTERM, signal.SIGINT]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup it goes on when the terminal closes
            signs.append(signal.SIGHUP)
        before = {sign: signal.signal(sign, self._ask_to_stop) for sign in signs}
        try:
            self._start_all()
            if not self.stopping:
                on_ready()
            while not self.stopping:
                self._look_after()
                time.sleep(TICK)
        finally:
            self._stop_all()
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def _ask_to_stop(self, *_: object) -> None:
        if self.stopping:  # asked twice: do not wait any longer
            for running in self.services:
                if running.process is not None:
                    guard.send(running.pid, signal.SIGKILL)
        self.stopping = True

    def _tell_guard(self, line: str) -> None:
        if self.guard is None or self.guard.poll() is not None:
            command = [sys.executable, "-I", "-S", guard.__file__]
            fds = () if self.keep_open is None else (self.keep_open,)
            self.guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, pass_fds=fds)
            told = [f"+{running.pid}\n" for running in self.services if running.process is not None]
            line = "".join(told) + line
        assert self.guard.stdin is not None
        self.guard.stdin.write(line.encode())
        self.guard.stdin.flush()

    def _start(self, running: Running) -> None:
        self._tell_guard(f"+{running.start()}\n")

    def _start_all(self) -> None:
        """One after the other has begun; the later ones get ready side by side."""
        for running in self.services:
            if self.stopping:
                return
            self._start(running)
            if running is self.services[0]:
                self._wait_for(running)
        for running in self.services[1:]:
            self._wait_for(running)

    def _wait_for(self, running: Running) -> None:
        while not self.stopping and not running.check():
            name = running.service.name
            log = f"The end of {running.log}:\n\n{tail(running.log)}"
            if running.has_ended():
                raise Stop(f"{name} did not start ({running.why_it_ended()}). {log}")
            if time.monotonic() - running.started_at > running.service.start_within:
                raise Stop(f"{name} was not ready after {running.service.start_within:.0f} s. {log}")
            time.sleep(0.03)

    def _look_after(self) -> None:
        """Bring back what has ended, after a pause that grows while it keeps ending."""
        if self.guard is not None and self.guard.poll() is not None:
            self._tell_guard("")
        now = time.monotonic()
        for running in self.services:
            if running.due_at is not None:
                if now >= running.due_at:
                    self._start(running)
            elif running.has_ended():
                if now - running.started_at > HEALTHY:
                    running.pause = FIRST_PAUSE
                name, why = running.service.name, running.why_it_ended()
                say(f"{name} ended ({why}); starting it again in {running.pause:g} s. See {running.log}")
                guard.send(running.pid, signal.SIGKILL)  # what it had started itself
                self._tell_guard(f"-{running.pid}\n")
                running.due_at, running.pause = now + running.pause, min(running.pause * 2, LONGEST_PAUSE)
            elif not running.ready and running.check():
                say(f"{running.service.name} is back.")

    def _stop_all(self) -> None:
        self.stopping = True
        for running in reversed(self.services):
            running.stop()
        if self.guard is not None and self.guard.stdin is not None:
            for running in self.services:
                if running.process is not None:
                    self._tell_guard(f"-{running.pid}\n")
            self.guard.stdin.close()
            self.guard.wait()
