"""Agreement on the borders of masks: two masks can cover each other well and still be cut out differently.

A border pixel is a pixel of the mask beside one, up, down, left or right, that is not; beyond the picture nothing is
of the mask. Holes have a border too.
"""

import numpy as np
import numpy.typing as npt
import scipy  # its parts are read when they are first used

from workers.agreement.counts import Array

Mask = npt.NDArray[np.bool_]  # (h, w), a row of pixels after the other


def boundary_f(one: Mask, two: Mask, tolerance: float) -> float | None:
    """Boundary F-measure: the harmonic mean of the shares of each border's pixels that lie near the other border.

    one, two     masks of the same picture
    tolerance    in pixels, between centres of pixels: what is just as far still counts as near. Csurka et al. take
                 0.75 % of the diagonal of the picture
    returns      0..1; 0 where only one of them marked anything, None where neither did
    errors       ValueError where the masks are not of one picture, or the tolerance is below zero
    source       Csurka, Larlus & Perronnin (2013), What is a good evaluation measure for semantic segmentation?, BMVC,
                 after Martin, Fowlkes & Malik (2004), IEEE Transactions on Pattern Analysis and Machine Intelligence
                 26:530, who match pixels one to one; here, as in the former, a pixel may be near to several
    """
    if not tolerance >= 0:
        raise ValueError(f"The tolerance is a distance in pixels, zero or more, not {tolerance}.")
    there, back = _distances(one, two)
    if not len(there) and not len(back):
        return None
    if not len(there) or not len(back):
        return 0.0
    precision, recall = float(np.mean(there <= tolerance)), float(np.mean(back <= tolerance))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def hausdorff_95(one: Mask, two: Mask) -> float | None:
    """95th percentile of the Hausdorff distance: how far the borders are apart, but for the farthest twentieth.

    one, two     masks of the same picture
    returns      pixels, between centres of pixels: for each way the percentile, between two ranks by a straight line,
                 of the distances from the pixels of one border to the nearest of the other; of both ways the larger.
                 None where one of them marked nothing, or both. (Some programs put the distances of both ways
                 together before they take the percentile, which gives another number.)
    errors       ValueError where the masks are not of one picture
    source       Huttenlocher, Klanderman & Rucklidge (1993), Comparing images using the Hausdorff distance, IEEE
                 Transactions on Pattern Analysis and Machine Intelligence 15:850, with ranks for the farthest pixel
    """
    there, back = _distances(one, two)
    if not len(there) or not len(back):
        return None
    return max(float(np.percentile(way, 95)) for way in (there, back))


def _distances(one: Mask, two: Mask) -> tuple[Array, Array]:
    """From each border pixel of one to the nearest of two, and back; infinite where the other has no border."""
    one, two = np.asarray(one, dtype=bool), np.asarray(two, dtype=bool)
    if one.ndim != 2 or one.shape != two.shape:
        raise ValueError(f"Two masks of one picture have one height and one width, not {one.shape} and {two.shape}.")
    rows, columns = (np.flatnonzero((one | two).any(axis=axis)) for axis in (1, 0))
    if len(rows):  # what lies around both changes no distance, and a large picture is mostly that
        part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        one, two = one[part], two[part]
    first, second = _border(one), _border(two)
    return _to(second)[first], _to(first)[second]


def _border(mask: Mask) -> Mask:
    return np.asarray(mask & ~scipy.ndimage.binary_erosion(mask))


def _to(border: Mask) -> Array:
    """(h, w) how far each pixel is from the border."""
    if not border.any():
        return np.full(border.shape, np.inf)
    return np.asarray(scipy.ndimage.distance_transform_edt(~border))
