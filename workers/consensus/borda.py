"""The order of the mean ranks: of many things, where the closest order cannot be looked for."""

from collections.abc import Sequence

import numpy as np

from workers.consensus.rankings import Places, Ranking, before, closeness, midranks


def borda(orders: Sequence[Places], *, ties: bool = False) -> Ranking:
    """The things by their mean rank.

    orders   one an annotator, at least one, of the same things, each a number from 0 on
    ties     whether things with the same mean rank may share a place
    returns  `tied` where two have the same mean rank and may not share a place
    source   Borda (1781), Mémoire sur les élections au scrutin; ties get the mean of their ranks, as Kendall (1945)
    """
    total = np.sum([2 * midranks(order) for order in orders], axis=0)  # whole numbers, so equal ones are equal
    places: list[list[int]] = []
    for thing in np.argsort(total, kind="stable").tolist():
        if ties and places and total[places[-1][0]] == total[thing]:
            places[-1].append(thing)
        else:
            places.append([thing])
    alike = not ties and len(np.unique(total)) < len(total)
    return Ranking(tuple(map(tuple, places)), closeness(places, before(orders), len(orders)), alike)
