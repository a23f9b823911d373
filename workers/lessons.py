"""What was learnt about the annotators of a nominal question, as it is kept beside the project."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from workers.consensus import DawidSkene, Votes
from workers.deciding import Lesson
from workers.models import Learnt


def lessons(projects: Iterable[int]) -> dict[tuple[int, str, str], Lesson]:
    """All that is known, by project, field and kind."""
    rows = Learnt.objects.filter(project__in=list(projects)).values_list("project", "field", "kind", "body")
    return {(project, field, kind): _opened(body) for project, field, kind, body in rows}


def _opened(body: dict[str, Any]) -> Lesson:
    k = len(body["labels"])
    confusion = np.array(body["confusion"], dtype=float).reshape(-1, k, k)
    people = dict(zip(body["annotators"], confusion, strict=True))
    return Lesson(body["labels"], np.array(body["prior"], dtype=float), people, np.array(body["pooled"], dtype=float))


def closed(votes: Votes, found: DawidSkene, pooled: np.ndarray[Any, Any]) -> dict[str, Any]:
    """A lesson as it is kept."""
    return {
        "labels": list(votes.labels),
        "annotators": list(votes.annotators),
        "prior": found.prior.tolist(),
        "confusion": found.confusion.round(9).tolist(),
        "pooled": pooled.round(9).tolist(),
        "iterations": found.iterations,
        "converged": found.converged,
    }
