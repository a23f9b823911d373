"""Masks as pictures, as Pillow and numpy read them."""

import tarfile
from io import BytesIO

import numpy as np
import orjson
from PIL import Image

from annotation.kinds import KINDS
from workers.formats import FORMATS, About

from .records import ABOUT_MASKS, MASKS, answer, image, mask, written

FMT = FORMATS["masks"]


def unpacked(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=BytesIO(content)) as files:
        return {info.name: files.extractfile(info).read() for info in files}


def test_each_pixel_of_the_picture_has_the_number_and_the_colour_of_its_label():
    regions = [mask(1, 10, 20, 30, 40), mask(2, 100, 50, 60, 70, "路")]
    files = unpacked(written(FMT, ABOUT_MASKS, [image("a/街", answer(surface=regions))])[0])
    assert list(files) == ["classes.json", "tasks/000001.json", "masks/surface/a1/a/街.png.png"]
    picture = Image.open(BytesIO(files["masks/surface/a1/a/街.png.png"]))
    wanted = np.zeros((240, 320), int)
    for number, region in enumerate(regions, start=1):
        wanted[KINDS["mask"].pixels(region)] = number
    assert np.array_equal(np.asarray(picture), wanted)
    assert picture.convert("RGB").getpixel((12, 22)) == (0xDD, 0x33, 0x33)
    assert orjson.loads(files["classes.json"])["surface"][1]["name"] == "路"


def test_each_region_has_a_number_of_its_own_when_asked_for():
    regions = [mask(n, 10 * (n % 30), 5 * (n // 30), 8, 4) for n in range(300)]
    content, lost = written(FMT, ABOUT_MASKS, [image("i", answer(surface=regions))], numbers="regions")
    files = unpacked(content)
    picture = np.asarray(Image.open(BytesIO(files["masks/surface/a1/i.png.png"])))
    assert sorted(np.unique(picture)) == list(range(301))
    assert not lost
    assert [record["annotations"][0]["value"]["surface"] for record in FMT.read(BytesIO(content), ABOUT_MASKS)] == [
        regions
    ]


def test_more_labels_than_a_byte_has_numbers_take_two():
    labels = [{"name": f"l{n}"} for n in range(300)]
    about = About({1: {**MASKS, "fields": [{**MASKS["fields"][0], "labels": labels}]}}, KINDS)
    records = [image("i", answer(surface=[mask(1, 0, 0, 9, 9, "l299")]))]
    files = unpacked(written(FMT, about, records)[0])
    picture = np.asarray(Image.open(BytesIO(files["masks/surface/a1/i.png.png"])))
    assert picture.max() == 300
