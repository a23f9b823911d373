"""Spans and boxes of many documents at once, given as columns: the sums of `regions` without a loop over documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy  # its parts are read when they are first used

from workers.agreement.columns import Codes
from workers.agreement.counts import Array
from workers.agreement.intervals import Estimate, ratio
from workers.matching import EXACT

Numbers = npt.NDArray[np.int64]
SLICE = 1 << 16  # boxes looked at together: more would leave the cache, fewer cost more calls than work
ROOM = 1 << 62
TINY = 1e-300
STEP = 1e-12  # what rounding may take from a similarity


@dataclass(frozen=True)
class ExactSpans:
    """Equal spans of every two annotators.

    matched   (a, a, k) spans of a label that both have, symmetric
    size      (a, k) spans of each annotator
    document  (d, 2) for each document: equal spans over all pairs, and spans of both over all pairs
    """

    matched: Numbers
    size: Numbers
    document: Array

    def f1(self) -> Estimate:
        """F1 of all pairs and labels together, with documents as the units of its interval."""
        t, n = self.document.T
        tt, nn, tn = float(t @ t), float(n @ n), float(t @ n)
        return ratio(len(t), 2 * float(t.sum()), float(n.sum()), 4 * tt, nn, 2 * tn)

    def f1_of_pairs(self) -> Array:
        """(a, a, k) F1 of every two annotators for each label; nan without a span, and of nobody with themselves."""
        both = np.asarray(self.size[:, None] + self.size[None, :], dtype=np.float64)
        both[np.arange(len(both)), np.arange(len(both))] = 0
        return np.asarray(np.divide(2 * self.matched, both, out=np.full(both.shape, np.nan), where=both > 0))


def exact_spans(
    document: Codes, annotator: Codes, label: Codes, start: Codes, end: Codes, shape: tuple[int, int, int]
) -> ExactSpans:
    """Count equal spans by sorting them: those that are equal come to lie side by side.

    document, annotator, label   (n,) codes from 0
    start, end                   (n,) half-open; the same span twice by one annotator counts once
    shape                        documents, annotators, labels; every annotator has answered every document
    """
    documents, annotators, labels = shape
    longest, furthest = int(np.max(end - start, initial=0)) + 1, int(np.max(start, initial=0)) + 1
    if documents * labels * furthest * longest * annotators >= ROOM:
        raise ValueError("The documents are too long or too many for one table; count them in parts.")
    document, begins = np.asarray(document, dtype=np.int64), np.asarray(start, dtype=np.int64)
    key = (((document * labels + label) * furthest + begins) * longest + (end - begins)) * annotators + annotator
    key.sort()
    key = key[np.concatenate([[True], key[1:] != key[:-1]])] if len(key) else key
    span, who = np.divmod(key, annotators)
    place = span // (furthest * longest)
    where, what = np.divmod(place, labels)
    size = np.bincount(who * labels + what, minlength=annotators * labels).reshape(annotators, labels)
    cells = np.zeros(annotators * annotators * labels, dtype=np.int64)
    equal = np.zeros(documents)
    for first, second in _side_by_side(span):
        pair = (who[first] * annotators + who[second]) * labels + what[first]
        cells += np.bincount(pair, minlength=len(cells))
        equal += np.bincount(where[first], minlength=documents)
    found = cells.reshape(annotators, annotators, labels)
    both = np.bincount(where, minlength=documents) * float(annotators - 1)
    return ExactSpans(found + found.transpose(1, 0, 2), size, np.stack([equal, both], axis=1))


def _side_by_side(sorted_keys: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Places of equal keys: neighbours first, then those two apart, and so on."""
    step = 1
    first = np.flatnonzero(sorted_keys[1:] == sorted_keys[:-1])
    while len(first):
        yield first, first + step
        step += 1
        first = first[first + step < len(sorted_keys)]
        first = first[sorted_keys[first + step] == sorted_keys[first]]


@dataclass(frozen=True)
class BoxMatches:
    """The optimal one-to-one matching of every two annotators' boxes of a group (a document, or one label in it).

    group, a, b  (p,) which pair
    size         (p, 2) boxes of the two
    similarity   (p, r) IoU of the matched pairs, 0 where there is none
    """

    group: Numbers
    a: Numbers
    b: Numbers
    size: Numbers
    similarity: Array


NO_MATCHES = BoxMatches(*(np.zeros(0, dtype=np.int64),) * 3, np.zeros((0, 2), dtype=np.int64), np.zeros((0, 0)))


def box_matches(group: Codes, annotator: Codes, boxes: Array) -> BoxMatches:
    """Match boxes by IoU, as `matching.matched` does for one pair of lists.

    group        (n,) what may match what; pairs of annotators are those who both have a box in it
    annotator    (n,)
    boxes        (n, 4) left, top, width, height

    Many pairs are looked at together. Where the best partners of one side are all different, that is the optimum: no
    matching can give a box more than its best. For nearly all others prices prove what the optimum is.
    """
    slot = np.asarray(group, dtype=np.int64) * (int(np.max(annotator, initial=0)) + 1) + annotator
    if (slot[1:] < slot[:-1]).any():
        order = np.argsort(slot, kind="stable")
        group, annotator = np.asarray(group)[order], np.asarray(annotator)[order]
        boxes, slot = np.asarray(boxes)[order], slot[order]
    cuts = np.searchsorted(group, group[SLICE::SLICE])  # no group is cut in two
    bounds = [0, *sorted({int(cut) for cut in cuts} - {0}), len(group)]
    found = [_slice(group[i:j], annotator[i:j], slot[i:j], boxes[i:j]) for i, j in pairwise(bounds) if j > i]
    return _together(found)


def _slice(group: Codes, annotator: Codes, slot: Numbers, boxes: Array) -> BoxMatches:
    """The matching of some whole groups, in order."""
    new = np.flatnonzero(np.concatenate([[True], slot[1:] != slot[:-1]]))
    length = np.diff(new, append=len(slot))
    pairs = [np.stack(both) for both in _side_by_side(np.asarray(group[new], dtype=np.int64))]
    first, second = np.concatenate(pairs, axis=1) if pairs else np.zeros((2, 0), dtype=np.int64)
    swapped = length[first] > length[second]
    fewer, more = np.where(swapped, second, first), np.where(swapped, first, second)
    order = np.argsort(-length[fewer].astype(np.int32), kind="stable")
    padded = np.zeros((4, int(length.max()), len(new)))
    place = np.arange(len(slot)) * len(new) + np.repeat(np.arange(len(new)) - new * len(new), length)
    edges = np.array(np.asarray(boxes, dtype=float).T, order="C")
    edges[2:] += edges[:2]
    for side, values in zip(padded, edges, strict=True):
        side.reshape(-1)[place] = values
    fewer, more = fewer[order], more[order]
    rows = np.searchsorted(-length[fewer], -np.arange(int(length.max())), side="left")
    similarity = np.empty((len(first), len(rows)))
    similarity[order] = _matched(padded.take(fewer, axis=2), padded.take(more, axis=2), rows.tolist())
    who, what = np.asarray(annotator[new], dtype=np.int64), np.asarray(group[new], dtype=np.int64)
    return BoxMatches(
        what[first], who[first], who[second], np.stack([length[first], length[second]], axis=1), similarity
    )


def _together(found: Sequence[BoxMatches]) -> BoxMatches:
    wide = max((part.similarity.shape[1] for part in found), default=0)
    parts = [replace(part, similarity=_widened(part.similarity, wide)) for part in found] or [NO_MATCHES]
    if len(parts) == 1:
        return parts[0]
    return BoxMatches(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("group", "a", "b", "size", "similarity"))
    )


def _widened(similarity: Array, wide: int) -> Array:
    missing = wide - similarity.shape[1]
    return np.pad(similarity, ((0, 0), (0, missing))) if missing else similarity


def _matched(one: Array, two: Array, rows: Sequence[int]) -> Array:
    """Edges (4, r, p) of both -> (p, r) similarities of the optimal matching.

    rows  how many pairs, from the first on, have a box in each row of `one`, who drew fewer
    """
    alike = np.empty((one.shape[1], *two.shape[1:]))
    best, wanted = np.empty(one.shape[1:]), np.zeros(two.shape[1:], np.uint8 if len(one[0]) < 1 << 8 else np.int64)
    areas = [(those[2] - those[0]) * (those[3] - those[1]) for those in (one, two)]
    areas[1] += TINY  # two empty boxes have nothing in common
    height, other = np.empty(two.shape[1:]), np.empty(two.shape[1:])
    for i, many in enumerate(rows):
        width, tall, wide, most = alike[i, :, :many], height[:, :many], other[:, :many], best[i, :many]
        alike[i, :, many:] = best[i, many:] = 0
        np.minimum(one[2, i, :many], two[2, :, :many], out=width)
        width -= np.maximum(one[0, i, :many], two[0, :, :many], out=wide)
        np.maximum(width, 0, out=width)
        np.minimum(one[3, i, :many], two[3, :, :many], out=tall)
        tall -= np.maximum(one[1, i, :many], two[1, :, :many], out=wide)
        width *= tall  # below 0 where they have nothing in common
        width /= np.add(areas[0][i, :many], areas[1][:, :many], out=wide)  # half of Dice: the same order as IoU
        width.max(axis=0, out=most)
        wanted[:, :many] += width == np.maximum(most, TINY)
    contended = np.flatnonzero((wanted > 1).any(axis=0))
    alike = alike.take(contended, axis=2)
    by_column = alike.max(axis=0)
    chosen = alike == np.maximum(by_column, TINY)
    lonely = (chosen.sum(axis=1, dtype=wanted.dtype) <= 1).all(axis=0)
    best[:, contended[lonely]] = by_column[:, lonely]
    np.maximum(best, 0, out=best)
    found: Array = np.ascontiguousarray((best / (1 - best)).T)
    if not lonely.all():
        half = np.maximum(alike[:, :, ~lonely], 0)
        found[contended[~lonely]] = _contended(half / (1 - half))
    return found


def _contended(alike: Array) -> Array:
    """(r, s, p) similarities of pairs of which some box is wanted twice -> (p, r) those of the optimal matching.

    Of those who want a box the keenest holds it, and the others take what nobody holds. That is optimal if boxes can
    have prices at which everybody is content: as high as it takes to make the others content with what they took, and
    still worth it to the holders. Where they are not, the pair is solved by itself.

    source   complementary slackness; Bertsekas (1988), The auction algorithm, Annals of Operations Research 14:105
    """
    rows = np.arange(len(alike))[:, None]
    first, choice = alike.max(axis=1), alike.argmax(axis=1)
    wants = (np.arange(alike.shape[1])[:, None] == choice[:, None]) & (first > 0)[:, None]
    second = np.where(wants, 0, alike).max(axis=1)
    held = wants.any(axis=0)
    holder = np.where(wants, (first - second)[:, None], -1.0).argmax(axis=0)
    holds = (wants & (rows[:, None] == holder)).any(axis=1)
    free = np.where(held | holds[:, None], 0, alike)  # what those who hold nothing may take
    taken = free.max(axis=1)
    takes = (free == taken[:, None]) & (taken > 0)[:, None]
    price = np.where(held, np.where(holds[:, None], 0, alike - taken[:, None]).max(axis=0), 0)
    content = np.take_along_axis(alike - price, choice[:, None], axis=1)[:, 0]
    best_left = np.maximum((alike - price).max(axis=1), 0)
    settled = (~holds | (content >= best_left - STEP)).all(axis=0) & (takes.sum(axis=0) <= 1).all(axis=0)
    found: Array = np.where(holds, first, taken).T.copy()
    for hard in np.flatnonzero(~settled).tolist():
        found[hard] = _solved(alike[:, :, hard])
    return found


def _solved(alike: Array) -> Array:
    """(r,) similarity of each box to its partner, as `matching.matched` chooses it."""
    row, column = scipy.optimize.linear_sum_assignment(alike + EXACT * (alike >= 1), maximize=True)
    similarity = np.zeros(len(alike))
    similarity[row] = alike[row, column]
    return similarity
