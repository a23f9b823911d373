"""Masks: the same pixels and the same text as pycocotools, and questions answered without the picture."""

import numpy as np
import pytest
from pycocotools import mask as coco

from annotation.kinds import KINDS, Subject, check_value, rle
from annotation.kinds.mask import dice
from projects.problems import Invalid

SCHEMA = {"media": "image", "fields": [{"name": "f", "kind": "mask", "labels": [{"name": "甲"}]}]}
MASK = KINDS["mask"]


def pictures():
    """Noise of every density, blocks, and the awkward ones."""
    rng = np.random.default_rng(7)
    yield np.zeros((5, 4), bool)
    yield np.ones((5, 4), bool)
    yield np.ones((1, 1), bool)
    yield np.eye(6, dtype=bool)
    for _ in range(40):
        noise = rng.random(rng.integers(1, 40, 2)) < rng.random()
        yield noise
        yield np.kron(noise, np.ones((5, 3), bool))
    far = np.zeros((3000, 1500), bool)
    far[::700, ::400] = True
    far[100:1900, 3:1400] ^= True
    yield far


def region(bits, number=1):
    height, width = bits.shape
    counts = rle.counts_of(rle.edges_in(bits), height * width)
    return {"id": f"r{number}", "label": "甲", "size": [height, width], "counts": counts}


@pytest.mark.parametrize("bits", list(pictures()))
def test_a_mask_is_the_text_that_pycocotools_writes_and_comes_back_bit_by_bit(bits):
    height, width = bits.shape
    edges = rle.edges_in(bits)
    counts = rle.counts_of(edges, height * width)
    theirs = coco.encode(np.asfortranarray(bits.astype(np.uint8)))
    assert counts == theirs["counts"].decode()
    assert np.array_equal(rle.bits_of(rle.edges_of(counts, height * width), height, width), bits)
    assert rle.area(edges) == coco.area(theirs)
    if edges.size:
        assert list(rle.box(edges, height)) == coco.toBbox(theirs).tolist()


def test_likeness_is_that_of_pycocotools():
    rng = np.random.default_rng(3)
    for _ in range(30):
        height, width = (int(side) for side in rng.integers(2, 50, 2))
        one, two = (region(rng.random((height, width)) < density) for density in (rng.random(), 0.6))
        theirs = [{"size": mask["size"], "counts": mask["counts"].encode()} for mask in (one, two)]
        if not coco.area(theirs[0]) or not coco.area(theirs[1]):
            continue
        expected = float(coco.iou([theirs[0]], [theirs[1]], [False])[0, 0])
        assert MASK.similarity(one, two) == pytest.approx(expected, abs=1e-12)
        assert dice(one, two) == pytest.approx(2 * expected / (1 + expected), abs=1e-12)


@pytest.mark.parametrize("bits", [bits for bits in pictures() if bits.any() and max(bits.shape) < 100])
def test_the_outline_encloses_exactly_the_pixels(bits):
    rings = MASK.outline(region(bits), None).rings
    rows, columns = np.mgrid[: bits.shape[0], : bits.shape[1]] + 0.5
    crossed = np.zeros(bits.shape, int)
    for ring in rings:
        for (x, y), (_, to) in zip(ring, (*ring[1:], ring[0]), strict=True):
            crossed += (min(y, to) < rows) & (rows < max(y, to)) & (x < columns)
    assert np.array_equal(crossed % 2 == 1, bits)


def test_a_large_mask_is_outlined_on_a_coarser_grid_with_the_same_box():
    bits = np.zeros((3000, 4000), bool)
    bits[101:2203, 33:3777] = np.random.default_rng(1).random((2102, 3744)) < 0.5
    outline = MASK.outline(region(bits), None)
    left, top, width, height = rle.box(rle.edges_in(bits), 3000)
    assert outline.bounds == (left, top, left + width, top + height)
    assert sum(map(len, outline.rings)) < 1000


def checked(**mask):
    given = {"id": "r1", "label": "甲", "size": [4, 4], "counts": "4440", **mask}
    return check_value(SCHEMA, {"f": [given]}, Subject(width=4, height=4))["f"]


def test_the_server_computes_the_box():
    assert checked(box=[9, 9, 9, 9])[0]["box"] == [1, 0, 3, 4]


def test_runs_of_no_length_are_another_way_to_write_the_same_mask():
    zeroes = rle.packed(np.array([4, 2, 0, 2, 4, 4]))
    assert checked(counts=zeroes) == checked()


@pytest.mark.parametrize(
    ("change", "place", "sentence"),
    [
        ({"size": [4, 5]}, "f[0].size", "the image 4 × 4"),
        ({"size": [0, 4]}, "f[0].size[0]", None),
        ({"counts": "44"}, "f[0].counts", "run lengths"),
        ({"counts": "4444"}, "f[0].counts", "run lengths"),
        ({"counts": "汉"}, "f[0].counts", "run lengths"),
        ({"counts": "4P"}, "f[0].counts", "run lengths"),
        ({"counts": "oooooooooooo0"}, "f[0].counts", "run lengths"),
        ({"counts": "I880"}, "f[0].counts", "run lengths"),
        ({"counts": "`0"}, "f[0].counts", "no pixels"),
        ({"counts": [4, 4, 4, 4]}, "f[0].counts", None),
    ],
)
def test_what_is_no_mask_of_the_image_is_refused_with_its_place(change, place, sentence):
    with pytest.raises(Invalid, match=sentence) as refusal:
        checked(**change)
    assert refusal.value.detail["field"] == place
