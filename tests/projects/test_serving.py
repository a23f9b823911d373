"""Files are sent whole, or in the pieces that players and interrupted downloads ask for."""

import pytest

from projects import storage
from projects.ranges import Unsatisfiable, wanted


@pytest.mark.once
@pytest.mark.parametrize(
    ("header", "piece"),
    [
        ("", None),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-500", (90, 100)),
        ("bytes=-30", (70, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes=0-9,20-29", None),  # several pieces: the whole is an answer too
        ("lines=1-2", None),
        ("bytes=20-10", None),
        ("bytes=-", None),
        (f"bytes={'9' * 5000}-", None),  # no file is so long
    ],
)
def test_a_range_names_a_piece_or_the_whole(header, piece):
    assert wanted(header, 100) == piece


@pytest.mark.once
@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=500-600"])
def test_a_piece_that_is_not_there_is_refused(header):
    with pytest.raises(Unsatisfiable):
        wanted(header, 100)


@pytest.fixture
def sent(make, client):
    """What the server answers to a member who asks for an image with these headers; with the image's bytes."""
    make.project("box")
    asset = make.image_task().asset
    client.force_login(make.annotator())
    with storage.open_file(asset.file) as file:
        content = file.read()
    return lambda **headers: client.get(f"/api/assets/{asset.pk}/file", headers=headers), content


def test_a_file_is_sent_in_pieces(sent):
    ask, content = sent
    whole = ask()
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, content)
    assert whole["Accept-Ranges"] == "bytes"
    piece = ask(range="bytes=5-14")
    assert (piece.status_code, b"".join(piece.streaming_content)) == (206, content[5:15])
    assert piece["Content-Range"] == f"bytes 5-14/{len(content)}"
    assert piece["Content-Length"] == "10"
    assert piece["Content-Type"] == "image/png"
    beyond = ask(range=f"bytes={len(content)}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(content)}")


def test_a_piece_of_another_file_than_before_is_not_sent(sent):
    ask, content = sent
    tag = ask()["ETag"]
    assert ask(**{"range": "bytes=0-4", "if-range": tag}).status_code == 206
    changed = ask(**{"range": "bytes=0-4", "if-range": '"other"'})
    assert (changed.status_code, b"".join(changed.streaming_content)) == (200, content)
    assert ask(**{"if-none-match": tag}).status_code == 304
