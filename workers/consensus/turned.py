"""Turned boxes and ellipses of several annotators, and the one that stands for them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from workers.consensus.regions import Region
from workers.consensus.votes import Array

BOX, ELLIPSE = ("width", "height"), ("rx", "ry")


def middle_turned_box(regions: Sequence[Region], closest: int = 0) -> dict[str, Any] | None:
    """The median of centre, sides and angle. `x` and `y` are the corner at which the box begins when it is upright.

    regions   with "x", "y", "width", "height" and "rotation", degrees
    closest   which of them the angles are counted from
    returns   None where the angles cancel out: an upright box is held to stay inside the image, and these were not
    """
    sizes = _sizes(regions, BOX)
    centres = _centres(regions) + sizes / 2
    (x, y), (width, height), rotation = _middle(centres, sizes, _angles(regions), closest)
    if rotation == 0 and _angles(regions).any():
        return None
    return {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height, "rotation": rotation}


def middle_ellipse(regions: Sequence[Region], closest: int = 0) -> dict[str, Any]:
    """The median of centre, radii and angle.

    regions   with "x", "y" (the centre), "rx", "ry" and "rotation", degrees
    closest   which of them the angles are counted from
    """
    (x, y), (rx, ry), rotation = _middle(_centres(regions), _sizes(regions, ELLIPSE), _angles(regions), closest)
    return {"x": x, "y": y, "rx": rx, "ry": ry, "rotation": rotation}


def quarters(turns: Array, origin: Array | float) -> Array:
    """How many quarter turns lie between each angle and the origin, in degrees, to the nearest whole number.

    A box turned by a quarter is the same box with its sides exchanged, so what is left is never more than 45 degrees:
    angles on both sides of the wrap, and boxes begun at another corner, come to lie beside each other.
    """
    return np.asarray(np.floor((turns - origin) / 90 + 0.5).astype(int))


def _middle(centres: Array, sizes: Array, angles: Array, closest: int) -> tuple[list[float], list[float], float]:
    turns = quarters(angles, angles[closest])
    by = angles - angles[closest] - 90 * turns
    sizes = np.where((turns % 2 != 0)[:, None], sizes[:, ::-1], sizes)
    rotation = float(angles[closest] + np.median(by))
    rotation = float(np.fmod(rotation, 360))
    return np.median(centres, axis=0).tolist(), np.median(sizes, axis=0).tolist(), rotation


def _centres(regions: Sequence[Region]) -> Array:
    return np.array([[region["x"], region["y"]] for region in regions], dtype=float)


def _sizes(regions: Sequence[Region], names: tuple[str, str]) -> Array:
    return np.array([[region[name] for name in names] for region in regions], dtype=float)


def _angles(regions: Sequence[Region]) -> Array:
    return np.array([region.get("rotation") or 0.0 for region in regions], dtype=float)
