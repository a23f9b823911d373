"""Agreement and consensus over raw columns, beside the libraries that compute the same, in processor time."""

import tracemalloc
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from workers.agreement import Tally, alpha, nominal
from workers.agreement.bootstrap import bootstrap
from workers.agreement.coefficients import LABEL_ALPHA, estimates
from workers.agreement.columns import PairTables, counts_of
from workers.agreement.levels import LEVELS, coefficients
from workers.agreement.region_columns import box_matches, exact_spans
from workers.bench import peers
from workers.bench.peers.clock import cpu
from workers.bench.peers.data import ANNOTATORS, LABELS, TYPES, Answers, answers, boxes, spans
from workers.bench.report import Figure
from workers.consensus import Votes, dawid_skene

HELP = "Agreement and consensus from raw answers, in processor time, beside the libraries that do the same."
FOLDER = Path(settings.VAR) / "peers"
ITERATIONS = 20


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--with-peers", action="store_true", help=f"install what it is compared with into {FOLDER}")
    parser.add_argument("--small", action="store_true", help="a hundredth of the data, to see that everything runs")


def measure(options: Mapping[str, Any]) -> Iterator[Figure]:
    """A rate has a ratio above 1 where this is faster than the peer."""
    if options["with_peers"]:
        peers.install(FOLDER)
    part = 100 if options["small"] else 1
    for n in (10**6 // part, 10**7 // part):
        yield from _alpha(n)
    yield from _kappa(10**6 // part)
    yield from _dawid_skene(10**6 // part)
    yield from _boxes(10**5 // part)
    yield from _spans(10**5 // part)
    yield _folding()


def _beside(work: str, rate: float, unit: str, name: str, subject: str, each: float, *arguments: int) -> Figure:
    """The figure of a rate, beside the peer's, which says seconds for `each` of what the rate counts."""
    found = peers.ask(subject, *arguments, folder=FOLDER)
    if found is None:
        return Figure(work, rate, unit, f"{name}: not installed, say --with-peers")
    return Figure(work, rate, unit, name, each / found["seconds"])


def _alpha(n: int) -> Iterator[Figure]:
    data = answers(n)

    def once() -> float | None:
        return alpha(counts_of(data.unit, data.label, LABELS))

    once()  # SciPy is read when it is first used
    seconds, _ = cpu(once)
    millions = len(data.unit) / 1e6
    yield _beside(f"alpha, {n:,} labels", millions / seconds, "M labels/s", "krippendorff", "alpha", millions, n)
    yield Figure(f"memory of it, {n:,} labels", _peak(once), "MB")
    seconds, _ = cpu(partial(_everything, data), 2)
    yield Figure(f"all coefficients, jackknife, 1,000 bootstraps, {n:,} labels", seconds, "CPU s")


def _everything(data: Answers) -> None:
    """Every coefficient of every level with its interval, and a bootstrap of the nominal ones."""
    counts = counts_of(data.unit, data.label, LABELS)
    for level in LEVELS:
        for how in coefficients(level, np.arange(1.0, LABELS + 1)).values():
            estimates(counts, how)
    estimates(counts, LABEL_ALPHA)
    bootstrap(counts, coefficients("nominal", np.arange(1.0, LABELS + 1)))


def _peak(call: Callable[[], object]) -> float:
    """Most memory that a call holds besides what it was given, in MB."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _kappa(n: int) -> Iterator[Figure]:
    data, pairs = answers(n), ANNOTATORS * (ANNOTATORS - 1) // 2
    columns = data.unit, data.annotator, data.label
    seconds, _ = cpu(lambda: PairTables.of(*columns, ANNOTATORS, LABELS).kappas())
    work = f"kappa of {pairs:,} pairs, {n:,} labels"
    yield _beside(work, pairs / seconds, "pairs/s", "scikit-learn", "kappa", 1, n)


def _dawid_skene(n: int) -> Iterator[Figure]:
    data = answers(n)
    names = tuple(range(len(data.truth))), tuple(range(ANNOTATORS)), tuple(range(LABELS))
    votes = Votes(data.unit, data.annotator, data.label, *names)
    seconds, found = cpu(lambda: dawid_skene(votes, shrink=0, most=ITERATIONS, tolerance=-np.inf), 2)
    peer = peers.ask("dawid_skene", n, ITERATIONS, folder=FOLDER)
    name = "crowd-kit" if peer else "crowd-kit: not installed, say --with-peers"
    rate = len(data.unit) * found.iterations / 1e6
    work = f"Dawid-Skene, {ITERATIONS} iterations, {n:,} labels"
    yield Figure(work, rate / seconds, "M votes/s", name, rate / peer["seconds"] if peer else None)
    right = float((found.label == data.truth).mean())
    yield Figure("its accuracy", 100 * right, "%", name, 100 * peer["value"] if peer else None)


def _boxes(documents: int) -> Iterator[Figure]:
    data = boxes(documents)
    seconds, found = cpu(lambda: box_matches(data.document, data.annotator, data.box))
    pairs, name = len(found.group), "the faster of pycocotools + SciPy and NumPy + SciPy"
    work = f"boxes matched, {documents:,} documents x 3 x 6 to 8"
    yield _beside(work, pairs / seconds, "pairs/s", name, "boxes", 1, max(documents // 50, 50))


def _spans(documents: int) -> Iterator[Figure]:
    data, shape = spans(documents), (documents, 3, TYPES)
    columns = data.document, data.annotator, data.label, data.start, data.end
    seconds, _ = cpu(lambda: exact_spans(*columns, shape).f1())
    work = f"exact span F1, {documents:,} documents x 3"
    yield _beside(work, documents / seconds, "documents/s", "seqeval", "spans", 1, max(documents // 100, 50))


def _folding() -> Figure:
    """An edit: what a task added before is taken out, and what it says now is added."""
    tally, rng, times = Tally(), np.random.default_rng(3), 5000
    for label in rng.integers(0, LABELS, (200, 3)).tolist():
        tally.merge(nominal.contribution(dict(enumerate(label))))
    edits = [
        (dict(enumerate(before)), dict(enumerate(after)))
        for before, after in rng.integers(0, LABELS, (times, 2, 3)).tolist()
    ]

    def fold() -> None:
        for before, after in edits:
            tally.merge(nominal.contribution(before), -1)
            tally.merge(nominal.contribution(after))

    seconds, _ = cpu(fold)
    return Figure("one submission folded", seconds / times * 1e6, "CPU µs")
