"""The ZIP that grows: read by two programs that are not ours, taken up again at any point."""

import io
import zipfile
from copy import deepcopy

import pytest

from workers import archive as archives
from workers.archive import Archive, Plain, index_of
from workers.steady import Steady

ENTRIES = [("annotations.json", [b'{"a":', b"1}"]), ("images/街 1.png", [b"\x89PNG" * 999]), ("images/空.png", [])]


def build(path, entries=ENTRIES) -> bytes:
    archive = Archive(path)
    for name, pieces in entries:
        archive.begin(name)
        for piece in pieces:
            archive.write(piece)
        archive.end()
    archive.finish()
    archive.close()
    return path.read_bytes()


def test_the_standard_library_reads_it(tmp_path):
    content = zipfile.ZipFile(io.BytesIO(build(tmp_path / "a.zip")))
    assert content.testzip() is None
    assert {name: content.read(name) for name in content.namelist()} == {
        name: b"".join(pieces) for name, pieces in ENTRIES
    }


def test_taken_up_again_after_every_step_it_is_the_same(tmp_path):
    """What was written after the last save is cut off first, as after a kill."""
    whole = build(tmp_path / "whole.zip")
    path, state = tmp_path / "pieces.zip", None

    def step(take):
        nonlocal state
        archive = Archive(path, deepcopy(state))
        take(archive)
        state = deepcopy(archive.sync())
        archive.write(b"lost") if archive.state["open"] else archive.file.write(b"lost")
        archive.index.write(b"lost")
        archive.file.sync()
        archive.close()

    for name, pieces in ENTRIES:
        step(lambda archive, name=name: archive.begin(name))
        for piece in pieces:
            step(lambda archive, piece=piece: archive.write(piece))
        step(lambda archive: archive.end())
    for _twice in range(2):  # killed after its end was written, too
        archive = Archive(path, deepcopy(state))
        archive.finish()
        archive.close()
    assert path.read_bytes() == whole


def test_more_entries_than_a_plain_zip_can_count(tmp_path):
    names = [f"{n}" for n in range(65_540)]
    content = build(tmp_path / "many.zip", [(name, [name.encode()]) for name in names])
    read = zipfile.ZipFile(io.BytesIO(content))
    assert read.namelist() == names
    assert read.read("65539") == b"65539"


def test_larger_than_four_gigabytes(tmp_path, monkeypatch):
    """The limit is lowered: what is written then is what would be written beyond it."""
    monkeypatch.setattr(archives, "ALL32", 100)
    archive = Archive(tmp_path / "large.zip")
    for name in ("first", "second"):
        archive.begin(name)
        archive.write(name.encode() * 50)
        archive.end()
    archive.finish()
    archive.close()
    raw = (tmp_path / "large.zip").read_bytes()
    assert raw.count(b"PK\x06\x06") == raw.count(b"PK\x06\x07") == 1
    # The lowered limit stands where a reader expects the real one; put that back and let it read.
    low, real = (100).to_bytes(4, "little"), b"\xff" * 4
    at = raw.index(b"PK\x01\x02")
    head, list_, tail = raw[:at], raw[at : raw.index(b"PK\x06\x06")], raw[raw.index(b"PK\x06\x06") :]
    mended = head.replace(low, real) + list_.replace(low, real) + tail.replace(low, real)
    read = zipfile.ZipFile(io.BytesIO(mended))
    assert {name: read.read(name) for name in read.namelist()} == {"first": b"first" * 50, "second": b"second" * 50}


def test_the_same_entries_are_the_same_bytes(tmp_path):
    assert build(tmp_path / "a.zip") == build(tmp_path / "b.zip")


def test_a_plain_file_speaks_the_same_words(tmp_path):
    target = Plain(tmp_path / "plain")
    target.begin("ignored")
    target.write(b"ab")
    target.end()
    state = target.sync()
    target.write(b"lost")
    target.close()
    again = Plain(tmp_path / "plain", state)
    again.write(b"c")
    again.finish()
    again.close()
    assert (tmp_path / "plain").read_bytes() == b"abc"
    assert not index_of(tmp_path / "plain").exists()


def test_a_file_that_is_gone_is_not_silently_begun_anew(tmp_path):
    with pytest.raises(Exception, match="is gone"):
        Steady(tmp_path / "gone", 10)
