"""Where two people cut a text or a line into segments: how alike their boundaries are."""

from collections.abc import Iterable


def boundary_similarity(one: Iterable[int], two: Iterable[int], n_t: int = 2) -> float | None:
    """Boundary similarity B: 1 less the edits that turn one segmentation into the other, over edits and matches.

    one, two   where there are boundaries, as whole numbers of the places where there could be some (after the first
               sentence, after the second ...); the ends of the whole are none. In any order
    n_t        over how many such places, both ends counted, one edit may move a boundary: with 2 to the next place,
               with 1 not at all
    errors     ValueError for an n_t below 1
    returns    0 without anything in common to 1 for the same boundaries; None where neither has any. A boundary that
               only one has is an edit of 1; a near miss, moved by d places, one of d / n_t. Near misses are looked for
               by distance, the shortest first, and then from the left. Symmetric
    source     Fournier (2013), Evaluating text segmentation using boundary edit distance, ACL, 1702; weights as in the
               author's SegEval, which calls two segmentations without boundaries equal
    """
    if n_t < 1:
        raise ValueError(f"A boundary is moved over 1 place or more, not {n_t!r}.")
    all_one, all_two = set(one), set(two)
    matches, missed = all_one & all_two, all_one ^ all_two
    if not matches and not missed:
        return None
    moves = 0
    moved = 0
    for distance in range(1, min(n_t, max(missed, default=0) - min(missed, default=0) + 1)):
        for at in sorted(missed):
            to = at + distance
            if at in missed and to in missed and (at in all_one) != (to in all_one):
                missed -= {at, to}
                moves += 1
                moved += distance
    return 1 - (len(missed) + moved / n_t) / (len(missed) + moves + len(matches))
