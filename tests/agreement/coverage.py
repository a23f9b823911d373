"""How often intervals of alpha hold the truth: the table of docs/agreement.md.

python -m tests.agreement.coverage
"""

import sys

import numpy as np

from workers.agreement import Counts
from workers.agreement.coefficients import ALPHA, estimates
from workers.agreement.counts import Array

SETTINGS = [  # name, shares of the labels, raters, how often a rater knows, units
    ("five labels alike, 3 raters", [0.2] * 5, 3, 0.7, (20, 50, 200)),
    ("labels .90 .07 .03, 3 raters", [0.9, 0.07, 0.03], 3, 0.65, (20, 50, 200, 1000)),
    ("labels .95 .05, 2 raters", [0.95, 0.05], 2, 0.67, (50, 200, 1000)),
]


def simulated(rng, units, raters, shares, known):
    """(units, raters) labels: each rater knows the unit's true label with chance `known` and guesses otherwise.

    Two raters then agree beyond chance exactly when both know, so the alpha of the population is known squared.
    """
    shape = (units, raters)
    truth = rng.choice(len(shares), size=(units, 1), p=shares)
    return np.where(rng.random(shape) < known, truth, rng.choice(len(shares), size=shape, p=shares))


def bootstrap(rng, counts: Counts, replicates: int = 1000) -> tuple[float, float]:
    """Percentile bootstrap over units: drawing units is drawing how often each row of the table comes."""
    rows = counts.to_rows()
    n = int(rows.units.sum())
    totals: Array = rng.multinomial(n, rows.units / n, size=replicates) @ ALPHA.sums(rows)
    observed, expected = ALPHA.parts(rows.labels, totals)
    alphas = 1 - np.divide(observed, expected, out=np.full_like(observed, np.nan), where=expected > 0)
    low, high = np.nanquantile(alphas, [0.025, 0.975])
    return float(low), float(high)


def main(repeats: int = 600) -> None:
    rng = np.random.default_rng(7)
    say = sys.stdout.write
    say("| setting | units | jackknife on Fisher z | percentile bootstrap | no interval |\n|---|---|---|---|---|\n")
    for name, shares, raters, known, sizes in SETTINGS:
        for units in sizes:
            found: dict[str, list[tuple[bool, float]]] = {"jackknife": [], "bootstrap": []}
            for _ in range(repeats):
                counts = Counts.of(simulated(rng, units, raters, shares, known).tolist())
                estimate = estimates(counts, ALPHA)[0]
                if estimate.low is None or estimate.high is None:
                    continue
                for how, (low, high) in (
                    ("jackknife", (estimate.low, estimate.high)),
                    ("bootstrap", bootstrap(rng, counts)),
                ):
                    found[how].append((low <= known**2 <= high, high - low))
            cells = (
                f"{100 * np.mean([held for held, _ in all_]):.0f} % ({np.mean([width for _, width in all_]):.2f})"
                for all_ in found.values()
            )
            say(f"| {name} | {units} | {' | '.join(cells)} | {repeats - len(found['jackknife'])} of {repeats} |\n")


if __name__ == "__main__":
    main()
