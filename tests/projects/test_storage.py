"""Files under their hash: complete or not there."""

import io
import os
from hashlib import sha256

import pytest

from projects import storage


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def left():
    return list((storage.root() / storage.INCOMING).glob("*"))


def test_the_same_bytes_are_kept_once():
    first, second = storage.keep(b"abc", ".png"), storage.keep(b"abc", ".png")
    assert first == second
    assert storage.hash_in(first) == sha256(b"abc").hexdigest()
    assert storage.open_file(first).read() == b"abc"
    assert len([path for path in storage.root().rglob("*") if path.is_file()]) == 1


def test_a_draft_that_is_not_kept_is_gone():
    with storage.draft() as draft:
        draft.write(b"half")
        assert left() == [draft.path]
    assert not left()


def test_a_draft_can_be_read_before_it_is_kept():
    with storage.draft() as draft:
        storage.copy(io.BytesIO(b"abc" * 1000), draft)
        assert draft.settle().read_bytes() == b"abc" * 1000
        name = draft.keep(".bin")
    assert storage.size(name) == draft.bytes == 3000


def test_too_much_is_noticed_while_it_comes():
    with pytest.raises(ValueError, match="too large"), storage.draft() as draft:
        storage.copy(io.BytesIO(b"x" * 11), draft, limit=10)
    assert not left()


@pytest.mark.parametrize("name", ["", "../x", "a/../../x", "/etc/passwd", "a\\b", "a\0b"])
def test_no_name_leads_out_of_the_storage(name):
    with pytest.raises(ValueError, match="not a name"):
        storage.path(name)


def test_a_crash_before_the_move_leaves_nothing_under_the_name(monkeypatch):
    def crash(*_paths):
        raise OSError("power is gone")

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(OSError, match="power"):
        storage.keep(b"abc")
    assert not [path for path in storage.root().rglob("*") if path.is_file()]


def test_what_a_killed_process_left_is_tidied_up_when_it_is_old():
    storage.keep(b"makes the folder")
    folder = storage.root() / storage.INCOMING
    (folder / "old").write_bytes(b"x")
    (folder / "fresh").write_bytes(b"x")
    os.utime(folder / "old", (0, 0))
    assert storage.tidy() == 1
    assert [path.name for path in left()] == ["fresh"]


def test_a_folder_is_deleted_with_what_is_in_it():
    with storage.draft() as draft:
        draft.write(b"x")
        draft.keep_as("uploads/7/a")
    storage.delete("uploads/7")
    storage.delete("uploads/7")
    assert not storage.exists("uploads/7/a")
