"""How far apart two labels are: the metrics of Krippendorff's alpha.

A distance takes the k labels used and how often each was given, (..., k), and returns squared differences, (k, k) or,
where the metric depends on the frequencies, (..., k, k). ValueError where labels have to be numbers and are none.
source  Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section D
"""

from collections.abc import Callable

import numpy as np

from workers.agreement.counts import Array, Label

Distance = Callable[[tuple[Label, ...], Array], Array]


def nominal(labels: tuple[Label, ...], uses: Array) -> Array:
    """Equal or not."""
    return 1.0 - np.eye(len(labels))


def ordinal(labels: tuple[Label, ...], uses: Array) -> Array:
    """Ranks apart, in labels given: (sum of uses from c to k, less half of both ends) squared. Labels sort by rank."""
    middles = np.cumsum(uses, axis=-1) - uses / 2
    return np.square(middles[..., :, None] - middles[..., None, :])


def interval(labels: tuple[Label, ...], uses: Array) -> Array:
    """Square of the difference. Labels are numbers."""
    values = _numbers(labels)
    return np.square(values[:, None] - values[None, :])


def ratio(labels: tuple[Label, ...], uses: Array) -> Array:
    """Square of the difference relative to the sum; zero and zero are equal. Labels are numbers of one sign."""
    values = _numbers(labels)
    sums = values[:, None] + values[None, :]
    apart = values[:, None] - values[None, :]
    return np.square(np.divide(apart, sums, out=np.zeros_like(sums), where=sums != 0))


def _numbers(labels: tuple[Label, ...]) -> Array:
    try:
        return np.array([float(label) for label in labels])
    except ValueError as error:
        raise ValueError(f"This distance needs labels that are numbers: {error}") from error
