"""The address the pages are served at, and the processes that serve and work: gunicorn and Celery."""

import errno
import http.client
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from workers.services.console import CommandLine, Stop

APPLICATION = "config.wsgi:application"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket for the web process to inherit: taken once, and kept while that process is restarted."""
    if not 0 < port < 65536:
        raise Stop(f"{port} is not a port: choose a number from 1024 to 65535.")
    try:
        return socket.create_server((host, port), family=family(host), backlog=256)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Stop(
                f"Port {port} of {host} is taken by another program: choose another one, "
                f"for example `python3 manage.py up --port {free_port(host, port + 1)}`."
            ) from error
        if error.errno == errno.EACCES:
            raise Stop(f"Port {port} is reserved for the system: choose one above 1023 with --port.") from error
        raise Stop(f"Cannot listen on port {port} of {host}: {error.strerror}.") from error


def family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def free_port(host: str, start: int) -> int:
    """The first port from `start` on that nobody listens on."""
    for port in range(start, min(start + 200, 65536)):
        with socket.socket(family(host)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    with socket.create_server((host, 0), family=family(host)) as any_free:
        return int(any_free.getsockname()[1])


def answers(host: str, port: int, path: str = "/") -> bool:
    """Whether the site answers there without an error of its own."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):  # nobody there, or somebody who speaks no HTTP yet
        return False
    finally:
        connection.close()


def gunicorn(bind: str, *, workers: int = 2, threads: int = 8, application: str = APPLICATION) -> CommandLine:
    # Its control socket would be one for all copies of one user, so it is off. The code is read once, then forked.
    options = ["--worker-class=gthread", f"--workers={workers}", f"--threads={threads}", "--no-control-socket"]
    options += ["--preload", "--timeout=120", "--graceful-timeout=8", "--keep-alive=30"]
    return [sys.executable, "-m", "gunicorn", application, f"--bind={bind}", *options]


def celery(
    *, concurrency: int, schedule: Path | None = None, name: str | None = None, queues: Sequence[str] = ()
) -> CommandLine:
    """A worker of these queues, or of all; with the file `schedule` it is also the clock of the regular jobs."""
    options = [f"--concurrency={concurrency}", "--without-gossip", "--without-mingle"]
    options += [f"--hostname={name}@%h"] if name else []
    options += [f"--queues={','.join(queues)}"] if queues else []
    options += ["--beat", f"--schedule={schedule}"] if schedule else []
    return [sys.executable, "-m", "celery", "-A", "workers", "worker", *options]
