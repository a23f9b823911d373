"""A ZIP that grows like any steady file: entries are stored as they are, and it can be taken up again inside an entry.

The list of entries that a ZIP ends with is collected in a second file, so that memory does not grow with their number.
Names are UTF-8, times are the oldest a ZIP can say: the same entries give the same bytes. From 4 GB or 65,535 entries
on, ZIP64 (APPNOTE.TXT 6.3.10, sections 4.3 to 4.5).
"""

import struct
from pathlib import Path
from typing import Any
from zlib import crc32

from workers.steady import Steady

LOCAL, CENTRAL, END, END64, LOCATOR = 0x04034B50, 0x02014B50, 0x06054B50, 0x06064B50, 0x07064B50
UTF8 = 0x0800
DATE = 0x0021  # 1 January 1980
ALL32, ALL16 = 0xFFFFFFFF, 0xFFFF
FILE_MODE = 0o100644 << 16
HEAD = struct.Struct("<IHHHHHIIIHH")
HEAD_SIZES = 14  # where crc, packed and plain size stand in a local header


def index_of(path: Path) -> Path:
    return path.with_name(path.name + ".index")


class Plain:
    """One file instead of an archive with an entry, in the same words: who writes need not ask which it is."""

    def __init__(self, path: Path, state: int | None = None) -> None:
        self.file = Steady(path, state or 0)
        self.write = self.file.write
        self.sync = self.file.sync
        self.close = self.file.close

    def begin(self, name: str) -> None:
        pass

    def end(self) -> None:
        pass

    def finish(self) -> None:
        self.sync()


class Archive:
    """state   JSON: lengths of both files, number of entries, and the entry that is open"""

    def __init__(self, path: Path, state: dict[str, Any] | None = None) -> None:
        self.state: dict[str, Any] = state or {"bytes": 0, "index": 0, "entries": 0, "open": None}
        self.file = Steady(path, self.state["bytes"])
        self.index = Steady(index_of(path), self.state["index"])

    def begin(self, name: str) -> None:
        """The pieces that follow are this entry's."""
        raw = name.encode()
        self.state["open"] = {"name": name, "at": self.file.length, "crc": 0, "bytes": 0}
        # Every entry has room for ZIP64 sizes: how long it gets is known at its end.
        self.file.write(HEAD.pack(LOCAL, 45, UTF8, 0, 0, DATE, 0, ALL32, ALL32, len(raw), 20) + raw)
        self.file.write(struct.pack("<HHQQ", 1, 16, 0, 0))

    def write(self, piece: bytes) -> None:
        entry = self.state["open"]
        self.file.write(piece)
        entry["crc"] = crc32(piece, entry["crc"])
        entry["bytes"] += len(piece)

    def end(self) -> None:
        """The entry is complete: put its sizes and sum where they belong, and note it in the index."""
        entry = self.state["open"]
        name, size, crc, at = entry["name"].encode(), entry["bytes"], entry["crc"], entry["at"]
        self.file.patch(at + HEAD_SIZES, struct.pack("<I", crc))
        self.file.patch(at + HEAD.size + len(name) + 4, struct.pack("<QQ", size, size))
        large = [number for number in (size, size, at) if number >= ALL32]
        extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
        short, where = min(size, ALL32), min(at, ALL32)
        self.index.write(
            struct.pack("<IHHHHHHIIIHHHHHII", CENTRAL, 0x0300 | 45, 45, UTF8, 0, 0, DATE, crc, short, short, len(name),
                        len(extra), 0, 0, 0, FILE_MODE, where) + name + extra
        )  # fmt: skip
        self.state["entries"] += 1
        self.state["open"] = None

    def sync(self) -> dict[str, Any]:
        """Bring both files to the disk and return the state for the cursor."""
        self.state["bytes"], self.state["index"] = self.file.sync(), self.index.sync()
        return self.state

    def finish(self) -> None:
        """Write the list of entries. Whoever no longer needs to take this up again deletes the index."""
        self.sync()
        at, size, entries = self.file.length, self.index.length, self.state["entries"]
        with open(self.index.path, "rb") as index:
            while piece := index.read(1 << 20):
                self.file.write(piece)
        if entries >= ALL16 or at + size >= ALL32:
            self.file.write(struct.pack("<IQHHIIQQQQ", END64, 44, 0x0300 | 45, 45, 0, 0, entries, entries, size, at))
            self.file.write(struct.pack("<IIQI", LOCATOR, 0, at + size, 1))
        short = (min(entries, ALL16), min(entries, ALL16), min(size, ALL32), min(at, ALL32))
        self.file.write(struct.pack("<IHHHHIIH", END, 0, 0, *short, 0))
        self.file.sync()

    def close(self) -> None:
        self.file.close()
        self.index.close()
