"""A small house to supervise: three services that tell a journal what happens to them. `python house.py FOLDER`.

Each has a child of its own, as the real ones do.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # run as a program, not by pytest

from workers.services.console import Stop, say
from workers.services.supervisor import Service, Supervisor

SERVICE = """
import os, signal, subprocess, sys, time
name, folder = sys.argv[1:]
def tell(what):
    with open(folder + "/journal", "a") as journal:
        journal.write(f"{name} {what}\\n")
def leave(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the kernel and the guard may both ask
    tell("stopped")
    sys.exit()
signal.signal(signal.SIGTERM, leave)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
tell(f"started {os.getpid()} {child.pid}")
open(f"{folder}/{name}.ready", "w").close()
while True:
    time.sleep(0.02)
"""

BAD = "raise SystemExit('no such house')"


def main(folder: Path, names: list[str]) -> None:
    services = [
        Service(
            name=name,
            command=[
                sys.executable,
                "-c",
                "raise SystemExit('no such house')" if name == "bad" else SERVICE,
                name,
                folder,
            ],
            is_ready=lambda name=name: (folder / f"{name}.ready").exists(),
            stop_within=5,
        )
        for name in names
    ]
    try:
        Supervisor(services, folder / "log").run(lambda: say("ready"))
    except Stop as stop:
        sys.exit(str(stop))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
