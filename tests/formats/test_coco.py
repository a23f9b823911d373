"""COCO, as pycocotools reads it."""

from io import BytesIO

import numpy as np
import orjson
import pytest
from pycocotools import mask as mask_tools
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from workers.formats import FORMATS, About
from workers.formats.coco_shapes import around, corners, without_holes

from .records import ABOUT_IMAGE, ABOUT_SHAPES, COLUMNS, IMAGES, KINDS, SHAPES, answer, box, image, shape, written

FMT = FORMATS["coco"]


def loaded(content: bytes, tmp_path) -> COCO:
    path = tmp_path / "annotations.json"
    path.write_bytes(content)
    return COCO(str(path))


def test_pycocotools_finds_every_box_to_the_pixel(tmp_path, rng):
    boxes = {f"i{n}": [box(k + 1, *rng.uniform(0, 90, 2), *rng.uniform(1, 100, 2)) for k in range(n)] for n in range(9)}
    content, lost = written(FMT, ABOUT_IMAGE, [image(name, answer(objects=found)) for name, found in boxes.items()])
    coco = loaded(content, tmp_path)
    assert not lost
    assert sorted(coco.imgs) == list(range(1, 10))  # also the first one, which has no boxes
    for one in coco.imgs.values():
        found = coco.loadAnns(coco.getAnnIds(imgIds=one["id"]))
        wanted = boxes[one["file_name"].removesuffix(".png")]
        assert [a["bbox"] for a in found] == [[b["x"], b["y"], b["width"], b["height"]] for b in wanted]
        assert [a["area"] for a in found] == [b["width"] * b["height"] for b in wanted]
    assert sorted(coco.anns) == list(range(1, 37))


def test_a_dataset_compared_with_itself_is_perfect(tmp_path):
    records = [image("i1", answer(objects=[box(1, 10, 20, 30, 40), box(2, 100, 50, 80, 90, "汽车")]))]
    coco = loaded(written(FMT, ABOUT_IMAGE, records)[0], tmp_path)
    found = coco.loadRes([a | {"score": 1.0} for a in coco.dataset["annotations"]])
    evaluation = COCOeval(coco, found, "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    assert evaluation.stats[0] == pytest.approx(1.0)


def test_the_mask_of_a_box_covers_its_pixels(tmp_path):
    coco = loaded(written(FMT, ABOUT_IMAGE, [image("i1", answer(objects=[box(1, 10, 20, 30, 40)]))])[0], tmp_path)
    mask = coco.annToMask(coco.anns[1])
    wanted = np.zeros((240, 320), np.uint8)
    wanted[20:60, 10:40] = 1
    assert (mask == wanted).all()


def test_categories_stand_in_the_order_of_the_schema_and_keep_their_field():
    second = {"name": "parts", "kind": "box", "labels": [{"name": "car"}]}
    older = {"media": "image", "fields": [{"name": "objects", "kind": "box", "labels": [{"name": "cart"}]}]}
    newer = {"media": "image", "fields": [*IMAGES["fields"], second]}
    about = About({1: older, 2: newer}, KINDS, COLUMNS)
    body = orjson.loads(written(FMT, about, [image("i1", answer(parts=[box(1, 1, 1, 1, 1)]))])[0])
    assert [(c["id"], c["supercategory"], c["name"]) for c in body["categories"]] == [
        (1, "objects", "car"),
        (2, "objects", "汽车"),
        (3, "objects", "cart"),
        (4, "parts", "car"),
    ]
    assert body["annotations"][0]["category_id"] == 4


def test_of_several_answers_the_accepted_one_is_chosen_then_the_earliest():
    first, second, third = (answer(f"a{n}", objects=[box(1, n, 1, 1, 1)]) for n in (1, 2, 3))
    records = [image("i1", first, second), image("i2", first, second, third | {"state": "accepted"})]
    content, lost = written(FMT, ABOUT_IMAGE, records, answers="one")
    assert [a["attributes"]["annotator"] for a in orjson.loads(content)["annotations"]] == ["a1", "a3"]
    assert lost["answers"] == {"count": 3, "tasks": ["i1", "i2"]}
    content, lost = written(FMT, ABOUT_IMAGE, records)
    every = [a["attributes"]["annotator"] for a in orjson.loads(content)["annotations"]]
    assert every == ["a1", "a2", "a1", "a2", "a3"]
    assert "answers" not in lost


def test_a_turned_box_gets_the_smallest_upright_one_around_it():
    turned = box(1, 100, 100, 40, 20, rotation=90.0)
    assert around(turned) == pytest.approx((110, 90, 20, 40))
    assert corners(turned) == pytest.approx([130, 90, 130, 130, 110, 130, 110, 90])
    x, y, width, height = around(box(1, 0, 0, 2, 2, rotation=45.0))
    assert (x, y, width, height) == pytest.approx((1 - 2**0.5, 1 - 2**0.5, 2 * 2**0.5, 2 * 2**0.5))


def test_a_file_of_others_is_read():
    body = {
        "images": [{"id": 7, "file_name": "a.jpg", "width": 10, "height": 8}],
        "categories": [{"id": 5, "name": "dog"}],
        "annotations": [{"id": 1, "image_id": 7, "category_id": 5, "bbox": [1, 2, 3, 4]}],
    }
    (record,) = FMT.read(BytesIO(orjson.dumps(body)), About())
    assert record["id"] == "a.jpg"
    assert record["annotations"] == [{"annotator": "a1", "value": {"objects": [box(1, 1.0, 2.0, 3.0, 4.0, "dog")]}}]


def test_without_any_record_the_file_is_still_coco(tmp_path):
    assert loaded(written(FMT, ABOUT_IMAGE, [])[0], tmp_path).getCatIds() == [1, 2]


HOLED = shape(1, points=[[10, 10], [110, 10], [110, 90], [10, 90]], holes=[[[40, 30], [70, 30], [70, 60], [40, 60]]])


def said(**value):
    """An answer to every question about shapes."""
    return answer(**({field["name"]: [] for field in SHAPES["fields"]} | value))


def painted(rings):
    """Pixels whose middle lies inside an odd number of rings."""
    found = np.zeros((240, 320), bool)
    ys, xs = np.mgrid[0:240, 0:320] + 0.5
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            with np.errstate(divide="ignore", invalid="ignore"):
                found ^= ((ay > ys) != (by > ys)) & (xs < ax + (ys - ay) / (by - ay) * (bx - ax))
    return found


def test_a_polygon_covers_its_pixels_and_none_of_its_holes(tmp_path):
    slanted = shape(2, points=[[200, 20.5], [300, 120], [180, 200], [150, 90]])
    content, lost = written(FMT, ABOUT_SHAPES, [image("i1", said(areas=[HOLED, slanted]))])
    coco = loaded(content, tmp_path)
    assert lost == {"holes": {"count": 1, "tasks": ["i1"]}}
    for number, region in enumerate([HOLED, slanted], start=1):
        wanted = painted([region["points"], *region.get("holes", [])])
        mask = coco.annToMask(coco.anns[number]).astype(bool)
        assert (mask != wanted).sum() <= 0.02 * wanted.sum()  # pixels on the edge, and the cut to the hole
        assert coco.anns[number]["area"] == pytest.approx(wanted.sum(), rel=0.01)
    assert coco.anns[1]["bbox"] == [10, 10, 100, 80]


def test_a_cut_to_a_hole_changes_no_area():
    ring = without_holes(HOLED["points"], HOLED["holes"])
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2
    assert area == 100 * 80 - 30 * 30
    assert len(ring) == 4 + 4 + 2


def test_joints_are_key_points_that_cocoeval_scores(tmp_path):
    joints = {"head": [50.0, 10.0, 2], "hand": [0.0, 0.0, 0], "hip": [60.0, 110.0, 1]}
    content, lost = written(FMT, ABOUT_SHAPES, [image("i1", said(bodies=[shape(1, "person", joints=joints)]))])
    coco = loaded(content, tmp_path)
    (person,) = coco.loadCats(coco.getCatIds(supNms=["bodies"]))
    assert (person["keypoints"], person["skeleton"]) == (["head", "hand", "hip"], [[1, 3], [1, 2]])
    assert coco.anns[1]["keypoints"] == [50, 10, 2, 0, 0, 0, 60, 110, 1]
    assert coco.anns[1]["num_keypoints"] == 2
    found = coco.loadRes([a | {"score": 1.0} for a in coco.dataset["annotations"]])
    evaluation = COCOeval(coco, found, "keypoints")
    evaluation.params.kpt_oks_sigmas = np.full(3, 0.05)
    evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0, 1e10]], ["all"]
    evaluation.evaluate()
    evaluation.accumulate()
    assert evaluation.eval["precision"].max() == pytest.approx(1.0)
    assert not lost


def test_a_mask_is_its_run_lengths(tmp_path):
    bits = np.zeros((240, 320), np.uint8)
    bits[20:60, 10:40] = 1
    counts = mask_tools.encode(np.asfortranarray(bits))["counts"].decode()
    region = shape(1, size=[240, 320], counts=counts, box=[10, 20, 30, 40])
    content, lost = written(FMT, ABOUT_SHAPES, [image("i1", said(masks=[region]))])
    coco = loaded(content, tmp_path)
    assert (coco.annToMask(coco.anns[1]) == bits).all()
    assert (coco.anns[1]["area"], coco.anns[1]["bbox"]) == (1200, [10, 20, 30, 40])
    assert not lost


def test_polygons_of_others_become_polygons_one_for_each_part():
    body = {
        "images": [{"id": 7, "file_name": "a.jpg", "width": 10, "height": 8}],
        "categories": [{"id": 5, "name": "car"}],
        "annotations": [
            {
                "id": 1,
                "image_id": 7,
                "category_id": 5,
                "bbox": [1, 1, 8, 6],
                "segmentation": [[1, 1, 4, 1, 4, 7], [6, 1, 9, 1, 9, 7]],
            },
            {"id": 2, "image_id": 7, "category_id": 5, "bbox": [1, 2, 3, 4]},
        ],
    }
    fields = [field for field in SHAPES["fields"] if field["kind"] == "polygon"]
    about = About({1: {"media": "image", "fields": fields}}, KINDS, COLUMNS)
    (record,) = FMT.read(BytesIO(orjson.dumps(body)), about)
    parts = record["annotations"][0]["value"]["areas"]
    assert [part["points"] for part in parts] == [
        [[1, 1], [4, 1], [4, 7]],
        [[6, 1], [9, 1], [9, 7]],
        [[1, 2], [4, 2], [4, 6], [1, 6]],
    ]
    assert len({part["id"] for part in parts}) == 3
