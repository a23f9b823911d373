"""What an uploaded file is, told by its content, and what is made of it. One file a medium; the package finds them."""

import pkgutil
from importlib import import_module
from pathlib import Path

from projects.media.base import Derived, Examined, Examiner, Remark

__all__ = ["EXAMINERS", "HEAD", "Derived", "Examined", "Examiner", "Remark", "sniff"]

HEAD = 64  # bytes at the start of a file that say what it is

SIGNATURES = [
    (b"PK\3\4", "zip"),
    (b"PK\5\6", "zip"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),  # of the years before 2007
]
STILL = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"avif")  # what is no film, of the files that begin like one


def _found() -> dict[str, Examiner]:
    files = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = [import_module(f"projects.media.{name}") for name in files if name != "base"]
    return {module.EXAMINER.medium: module.EXAMINER for module in modules if hasattr(module, "EXAMINER")}


EXAMINERS: dict[str, Examiner] = _found()


def sniff(head: bytes) -> str | None:
    """What the first bytes of a file say it is: a medium, zip, pdf, …; None when they say nothing, as of a text."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in STILL:
        return "heif"
    for examiner in EXAMINERS.values():
        if examiner.recognises(head):
            return examiner.medium
    return "video" if head[4:8] == b"ftyp" else None
