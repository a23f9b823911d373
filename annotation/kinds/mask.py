"""Paint over things: a region is the set of its pixels.

`size` is height and width of the upright original, `counts` the compressed run lengths of COCO. `box` is x, y, width
and height around the pixels; whoever sends a mask may leave it out.
"""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, TypeAdapter, with_config

from annotation.kinds import rle
from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.outlines import Outline
from annotation.kinds.pixels import require_some
from annotation.kinds.regions import Region, read_regions, with_attributes
from projects.problems import Invalid

Side = Annotated[int, Field(ge=1, le=65_535, strict=True)]


@with_config(ConfigDict(extra="forbid"))
class Mask(Region):
    size: tuple[Side, Side]
    counts: Annotated[str, Field(min_length=1, max_length=2**24)]
    box: NotRequired[tuple[Any, Any, Any, Any]]


MASKS = TypeAdapter(list[Mask])


def check(value: Any, options: LabelOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    masks = read_regions(MASKS, value, options, at)
    for i, mask in enumerate(masks):
        height, width = mask["size"]
        if (width, height) != (subject.width, subject.height):
            message = _("the mask is %(width)d × %(height)d pixels, the image %(image_width)d × %(image_height)d")
            sizes = {"image_width": subject.width or 0, "image_height": subject.height or 0}
            raise Invalid(message % ({"width": width, "height": height} | sizes), field=f"{at}[{i}].size")
        edges = _edges(mask, f"{at}[{i}].counts")
        mask["size"] = [height, width]
        mask["counts"] = rle.counts_of(edges, height * width)
        mask["box"] = list(rle.box(edges, height))
    require_some(masks, options, at)
    return masks


def _edges(mask: Mapping[str, Any], at: str) -> rle.Edges:
    height, width = mask["size"]
    try:
        edges = rle.edges_of(mask["counts"], height * width)
    except ValueError as error:
        message = _(
            "the counts are not the compressed run lengths (COCO RLE) of a mask of %(width)d × %(height)d pixels"
        )
        raise Invalid(message % {"width": width, "height": height}, field=at) from error
    if not edges.size:
        raise Invalid(_("the mask has no pixels; leave it out"), field=at)
    return edges


def edges_of(region: Mapping[str, Any]) -> rle.Edges:
    height, width = region["size"]
    return rle.edges_of(region["counts"], height * width)


def similarity(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Intersection over union of the pixels, 0..1."""
    common, total = _shared(one, two)
    return common / (total - common)


def dice(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Pixels shared, over the mean of both areas, 0..1.

    source   Dice (1945), Measures of the amount of ecologic association between species, Ecology 26:297
    """
    common, total = _shared(one, two)
    return 2 * common / total


def _shared(one: Mapping[str, Any], two: Mapping[str, Any]) -> tuple[int, int]:
    """Pixels in both, and the sum of the two areas."""
    first, second = edges_of(one), edges_of(two)
    total = rle.area(first) + rle.area(second)
    return rle.shared(first, second), total


def outline(region: Mapping[str, Any], options: Any = None) -> Outline:
    return Outline(rings=rle.rings(edges_of(region), region["size"][0]))


def pixels(region: Mapping[str, Any]) -> rle.Bits:
    height, width = region["size"]
    return rle.bits_of(edges_of(region), height, width)


def of_pixels(bits: rle.Bits) -> dict[str, Any]:
    height, width = bits.shape
    edges = rle.edges_in(bits)
    return {
        "size": [height, width],
        "counts": rle.counts_of(edges, height * width),
        "box": list(rle.box(edges, height)),
    }


def of_runs(edges: rle.Edges, beside: Mapping[str, Any]) -> dict[str, Any]:
    height, width = beside["size"]
    counts, around = rle.counts_of(edges, height * width), rle.box(edges, height)
    return {"size": [height, width], "counts": counts, "box": list(around)}


def places(region: Mapping[str, Any]) -> int:
    height, width = region["size"]
    return int(height * width)


def rows(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    cells = []
    for mask in value:
        x, y, width, height = mask["box"]
        around = {"x": x, "y": y, "width": width, "height": height, "area": rle.area(edges_of(mask))}
        cells.append(
            {"label": mask["label"], **around, "size": mask["size"], "counts": mask["counts"], "id": mask["id"]}
        )
    return with_attributes(cells, value)


def of_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = ("id", "label", "size", "counts", "attributes")
    around = ("x", "y", "width", "height")
    return [{key: row[key] for key in kept if key in row} | {"box": [row[key] for key in around]} for row in rows]


KIND = Kind(
    name="mask",
    media=frozenset({"image"}),
    level="regions",
    options=LabelOptions,
    check=check,
    rows=rows,
    pixels=pixels,
    of_pixels=of_pixels,
    runs=edges_of,
    of_runs=of_runs,
    places=places,
    of_rows=of_rows,
    labels=lambda value: [mask["label"] for mask in value],
    example=lambda options: [
        # Every second pixel column of this 4 × 4 image: pixels 4 to 7 and 12 to 15, counted down the columns.
        {"id": "r1", "label": options.names[0], "size": [4, 4], "counts": "4440", "box": [1, 0, 3, 4]}
    ],
    example_subject=Subject(width=4, height=4),
    geometry="plane",
    similarity=similarity,
    outline=outline,
    absent=(),
)
