"""Very large images as tiles: every pixel of every level is in exactly one of them."""

import io
import random

import numpy as np
import pytest
from PIL import Image

from projects import pyramid
from projects.media import image as images

pytestmark = pytest.mark.once


def noise(width, height, mode="RGB"):
    """Smooth colours, which a JPEG keeps nearly as they are, different everywhere."""
    rows, columns = np.mgrid[:height, :width]
    layers = [(rows * 3 + columns) // 8 % 256, (columns * 2 + 40) // 8 % 256, (rows + 90) // 8 % 256, rows * 0 + 200]
    array = np.stack(layers[: len(mode)], axis=-1).astype(np.uint8)
    return Image.fromarray(array if len(mode) > 1 else array[..., 0], mode)


def written(image, profile=None):
    file = io.BytesIO()
    pyramid.write(image, file, profile)
    return pyramid.Pyramid(file)


def put_together(tiles, level, size):
    whole = Image.new("RGBA", size)
    for top in range(0, size[1], pyramid.SIDE):
        for left in range(0, size[0], pyramid.SIDE):
            tile = tiles.tile(level, left // pyramid.SIDE, top // pyramid.SIDE)
            whole.paste(Image.open(io.BytesIO(tile)).convert("RGBA"), (left, top))
    return whole


@pytest.mark.parametrize(
    ("width", "height"),
    [(1, 1), (512, 512), (513, 40), (1024, 1025), (1700, 900), (*[random.Random(7).randint(600, 2000)] * 2,)],
)
def test_the_tiles_of_every_level_put_together_are_the_image_made_smaller(width, height):
    image = noise(width, height)
    tiles = written(image)
    assert tiles.grid.levels == max(0, (max(width, height) - 1).bit_length() - 9) + 1
    wanted = image
    for level in range(tiles.grid.levels):
        wanted = image if level == 0 else wanted.reduce(2)
        found = np.asarray(put_together(tiles, level, wanted.size).convert("RGB"), int)
        assert np.abs(found - np.asarray(wanted, int)).mean() < 3
    assert max(wanted.size) <= pyramid.SIDE


def test_there_are_no_tiles_beyond_the_image():
    tiles = written(noise(1100, 300))
    assert tiles.tile(0, 2, 0) is not None
    for place in [(0, 3, 0), (0, 0, 1), (0, -1, 0), (2, 1, 0), (3, 0, 0), (-1, 0, 0)]:
        assert tiles.tile(*place) is None, place


def test_the_overview_is_the_whole_image_and_never_large():
    tiles = written(noise(9000, 600))
    overview = Image.open(io.BytesIO(tiles.overview()))
    assert overview.size == (2048, 137)
    assert Image.open(io.BytesIO(written(noise(700, 300)).overview())).size == (700, 300)


def test_what_is_transparent_stays_so():
    tiles = written(noise(600, 300, "RGBA"))
    assert tiles.mime == "image/webp"
    assert Image.open(io.BytesIO(tiles.tile(0, 1, 0))).convert("RGBA").getpixel((5, 5))[3] == 200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGB"])
def test_every_mode_can_be_cut(mode):
    assert Image.open(io.BytesIO(written(noise(600, 300).convert(mode)).tile(1, 0, 0))).size == (300, 150)


def test_another_file_is_not_taken_for_tiles():
    with pytest.raises(ValueError, match="not a file of tiles"):
        pyramid.Pyramid(io.BytesIO(b"x" * 100))


@pytest.mark.parametrize(
    ("size", "large"), [((16_384, 3900), False), ((16_385, 10), True), ((8000, 8000), False), ((8001, 8000), True)]
)
def test_tiles_are_for_what_browsers_cannot_show_whole(size, large):
    assert pyramid.is_needed(*size) is large


def test_sixteen_bits_are_stretched_alike_in_every_strip(tmp_path, monkeypatch):
    monkeypatch.setattr(images, "STRIP", 700)
    values = np.random.default_rng(3).integers(50, 4000, (90, 60), np.uint16)
    Image.fromarray(values).save(tmp_path / "deep.png")
    shown = np.asarray(Image.open(io.BytesIO(images.examine(tmp_path / "deep.png", "deep.png").shown)))
    low, high = int(values.min()), int(values.max())
    assert np.array_equal(shown, np.rint((values - low) * (255 / (high - low))).astype(np.uint8))
