"""How often the intervals hold the agreement of a population of raters: a table of docs/agreement.md.

python -m tests.agreement.rater_coverage
"""

import sys

import numpy as np

from workers.agreement.coefficients import ALPHA, estimates
from workers.agreement.raters import Raters, population_estimates

SETTINGS = [(3, 3), (5, 5), (10, 10), (30, 30), (10, 3), (30, 3), (100, 3)]  # raters, raters a unit
UNITS, SHARES, KNOWS = 200, [0.2] * 5, (6, 3)


def drawn(rng, units, raters, per_unit, shares, a, b):
    """Raters who know the label with chances drawn from Beta(a, b), and guess otherwise.

    Two people drawn anew agree beyond chance when both know, so the alpha of the population is (a / (a + b)) squared.
    """
    shape = (units, raters)
    knows = rng.random(shape) < rng.beta(a, b, raters)
    truth = rng.choice(len(shares), size=(units, 1), p=shares)
    labels = np.where(knows, truth, rng.choice(len(shares), size=shape, p=shares))
    asked = np.argsort(rng.random(shape), axis=1)[:, :per_unit]
    return [{int(who) + 1: int(labels[u, who]) for who in asked[u]} for u in range(units)]


def held(rng, raters, per_unit, repeats, shares=SHARES):
    """Whether the interval over units, and the one over raters too, hold the truth; their widths: (repeats, 2) each."""
    truth, hits, widths = (KNOWS[0] / sum(KNOWS)) ** 2, [], []
    for _ in range(repeats):
        table = Raters()
        for unit in drawn(rng, UNITS, raters, per_unit, shares, *KNOWS):
            table.add(unit)
        both = estimates(table.counts(), ALPHA)[0], population_estimates(table, ALPHA)[0]
        hits.append([one.low <= truth <= one.high for one in both])
        widths.append([one.high - one.low for one in both])
    return np.array(hits), np.array(widths)


def main(repeats: int = 400) -> None:
    rng, say = np.random.default_rng(17), sys.stdout.write
    say("| raters | a unit | for these annotators | for annotators like these |\n|---|---|---|---|\n")
    for raters, per_unit in SETTINGS:
        hits, widths = (part.mean(axis=0) for part in held(rng, raters, per_unit, repeats))
        cells = (f"{100 * hit:.0f} % ({width:.2f})" for hit, width in zip(hits, widths, strict=True))
        say(f"| {raters} | {per_unit} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
