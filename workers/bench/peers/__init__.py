"""Other programs that do the same work, each in a process of its own.

They run in the Python that runs this, or, where it lacks them, in a virtual environment that `--with-peers` makes.
"""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from workers.services.console import Stop

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = {  # subject: what its file needs
    "alpha": {"krippendorff": "krippendorff"},
    "kappa": {"sklearn": "scikit-learn"},
    "dawid_skene": {"crowdkit": "crowd-kit", "pandas": "pandas"},
    "boxes": {"pycocotools": "pycocotools"},
    "spans": {"seqeval": "seqeval"},
}


def install(folder: Path) -> None:
    """Make the virtual environment with every peer; Stop when a package cannot be had."""
    names = sorted({name for needed in PACKAGES.values() for name in needed.values()} | {"rapidfuzz", "scipy"})
    python = _python(folder)
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(folder)])
    _run([str(python), "-m", "pip", "install", "--quiet", *names])


def ask(subject: str, *arguments: int, folder: Path) -> dict[str, float] | None:
    """What a peer's process found; None where the peer is not installed."""
    here = all(importlib.util.find_spec(module) for module in PACKAGES[subject])
    python = Path(sys.executable) if here else _python(folder)
    if not python.exists():
        return None
    command = [str(python), "-m", f"{__name__}.{subject}", *map(str, arguments)]
    found: dict[str, float] = json.loads(_run(command))
    return found


def _python(folder: Path) -> Path:
    return folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"`{' '.join(command[:5])}` failed:\n{done.stderr[-2000:]}")
    return done.stdout
