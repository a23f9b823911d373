"""What is read of a zip file, and what is not."""

import io
import stat
import struct
import zipfile
import zlib

import pytest

from projects.problems import Problem
from workers.imports import archives
from workers.imports.archives import Member, members, name_of, open_archive


def zipped(tmp_path, files, *, method=zipfile.ZIP_DEFLATED):
    """{name or ZipInfo: bytes} as a zip file."""
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def found(path):
    with open_archive(path) as archive:
        return list(members(archive))


def names(path):
    return [one.name for one in found(path) if isinstance(one, Member)]


def codes(path):
    return [one.code for one in found(path) if not isinstance(one, Member)]


def raw_name(text, codec):
    """An entry as a packer writes it that knows nothing of UTF-8: bytes in its own encoding and no flag."""

    class Old(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return text.encode(codec), 0

    return Old(text)


@pytest.mark.parametrize(
    "name", ["../out.txt", "a/../../out.txt", "/etc/passwd", "C:\\x.txt", "c:x.txt", "..\\out.txt", "\\\\host\\x.txt"]
)
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    path = zipped(tmp_path, {name: b"x", "good.txt": b"y"})
    assert names(path) == ["good.txt"]
    assert codes(path) == ["escape"]


def test_dots_inside_a_name_are_harmless(tmp_path):
    assert names(zipped(tmp_path, {"a..b/c...txt": b"x"})) == ["a..b/c...txt"]


def test_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = zipped(tmp_path, {link: b"/etc/passwd"})
    assert codes(path) == ["link"]


def test_litter_of_systems_is_passed_over_in_silence(tmp_path):
    litter = ["__MACOSX/._a.txt", ".DS_Store", "a/.hidden", ".git/config", "b/Thumbs.db", "desktop.ini"]
    path = zipped(tmp_path, dict.fromkeys([*litter, "a.txt", "folder/"], b"x"))
    assert names(path) == ["a.txt"]
    assert codes(path) == []


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_names_without_a_flag_are_read_in_the_packers_encoding(tmp_path, codec):
    path = zipped(tmp_path, {raw_name("图片/缺陷样本一.png", codec): b"x"})
    assert names(path) == ["图片/缺陷样本一.png"]


def test_names_with_a_flag_are_utf8(tmp_path):
    assert names(zipped(tmp_path, {"图片/😀.png": b"x"})) == ["图片/😀.png"]


def test_the_name_in_utf8_beside_another_one_wins_when_it_belongs_to_it():
    info = zipfile.ZipInfo("x")
    info.orig_filename = "\u00e9t\u00e9"  # of cp437
    raw = info.orig_filename.encode("cp437")
    field = struct.pack("<BL", 1, zlib.crc32(raw)) + "夏天".encode()
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert name_of(info) == "夏天"
    info.orig_filename = "other"
    assert name_of(info) == "other"


def test_windows_slashes_are_folders(tmp_path):
    info = zipfile.ZipInfo("x")
    info.filename = info.orig_filename = "a\\b.txt"
    assert names(zipped(tmp_path, {info: b"x"})) == ["a/b.txt"]


def test_a_member_with_a_password_is_refused(tmp_path):
    path = zipped(tmp_path, {"a.txt": b"x"})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(raw)
    assert codes(path) == ["encrypted"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = zipped(tmp_path, {f"{n}.txt": b"\0" * 2_000_000 for n in range(4)})
    monkeypatch.setattr(archives, "RATIO_FROM", 1 << 20)
    with pytest.raises(Problem) as refused:
        open_archive(path)
    assert refused.value.code == "bomb"


def test_too_many_members_and_too_much_are_refused(tmp_path, monkeypatch):
    path = zipped(tmp_path, {f"{n}.txt": b"abc" for n in range(20)})
    monkeypatch.setattr(archives, "MEMBERS", 19)
    with pytest.raises(Problem) as refused:
        open_archive(path)
    assert refused.value.code == "too_many"
    monkeypatch.setattr(archives, "MEMBERS", 20)
    monkeypatch.setattr(archives, "UNPACKED", 59)
    with pytest.raises(Problem) as refused:
        open_archive(path)
    assert refused.value.code == "too_large"


def test_a_huge_table_of_contents_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = zipped(tmp_path, {"a.txt": b"x"})
    monkeypatch.setattr(archives, "DIRECTORY", 10)
    monkeypatch.setattr(zipfile, "ZipFile", None)  # never reached
    with pytest.raises(Problem) as refused:
        open_archive(path)
    assert refused.value.code == "too_many"


def test_members_that_lie_about_their_size_give_no_more_than_they_say(tmp_path):
    path = zipped(tmp_path, {"a.txt": b"a" * 5000}, method=zipfile.ZIP_DEFLATED)
    raw = bytearray(path.read_bytes())
    struct.pack_into("<L", raw, raw.index(b"PK\1\2") + 24, 10)
    path.write_bytes(raw)
    with open_archive(path) as archive:
        (member,) = members(archive)
        with pytest.raises(zipfile.BadZipFile):  # the checksum is that of another content
            archive.open(member.info).read()


@pytest.mark.parametrize("cut", [10, 60, -10])
def test_a_cut_off_archive_is_a_sentence(tmp_path, cut):
    path = zipped(tmp_path, {"a.txt": b"some text " * 20})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(Problem) as refused:
        open_archive(path)
    assert refused.value.code == "damaged"


def test_bytes_that_only_begin_like_an_archive_are_a_sentence(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\3\4" + bytes(range(256)) * 10)
    with pytest.raises(Problem):
        open_archive(path)


def test_an_empty_archive_has_no_members(tmp_path):
    path = tmp_path / "empty.zip"
    zipfile.ZipFile(path, "w").close()
    assert found(path) == []
    assert zipfile.is_zipfile(io.BytesIO(path.read_bytes()))
