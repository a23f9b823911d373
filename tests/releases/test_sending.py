"""Downloads: whole, from the middle, with a name in any language."""

import pytest

from workers.sending import send


@pytest.fixture
def sent(rf, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")

    def get(name="船.csv", **headers):
        response = send(rf.get("/", headers=headers), path, name=name, mime="text/csv", sha256="ab")
        return response, b"".join(response.streaming_content) if response.streaming else response.content

    return get


def test_a_whole_file_with_its_name(sent):
    response, content = sent()
    assert (response.status_code, content) == (200, b"0123456789")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E8%88%B9.csv"
    assert (response["Content-Length"], response["ETag"]) == ("10", '"ab"')


@pytest.mark.parametrize(
    ("asked", "content"), [("bytes=3-", b"3456789"), ("bytes=3-4", b"34"), ("bytes=-2", b"89"), ("bytes=8-99", b"89")]
)
def test_a_stretch_of_it(sent, asked, content):
    response, got = sent(Range=asked)
    assert (response.status_code, got) == (206, content)
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Range"].endswith("/10")


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=-0"])
def test_a_stretch_that_is_not_there(sent, asked):
    response, _content = sent(Range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=-", "bytes=5-4"])
def test_what_cannot_be_understood_gives_the_whole_file(sent, asked):
    response, content = sent(Range=asked)
    assert (response.status_code, content) == (200, b"0123456789")


def test_another_file_than_the_one_begun_is_sent_whole(sent):
    assert sent(**{"Range": "bytes=3-", "If-Range": '"other"'})[1] == b"0123456789"
    assert sent(**{"Range": "bytes=3-", "If-Range": '"ab"'})[1] == b"3456789"


def test_an_empty_file_is_sent_whole_and_has_no_stretch(sent, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    response, content = sent()
    assert (response.status_code, response["Content-Length"], content) == (200, "0", b"")
    assert sent(Range="bytes=0-")[0].status_code == 416
