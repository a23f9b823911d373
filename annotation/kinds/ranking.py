"""Put the responses in order. A value is a list of keys, the best first; those that are equally good form a list."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import parse
from annotation.kinds.plain import PlainOptions
from annotation.kinds.preference import EXAMPLE
from projects.problems import Invalid


class RankingOptions(PlainOptions):
    """ties   whether responses may be equally good"""

    ties: bool = False


RANKING = TypeAdapter(list[str | list[str]])


def check(value: Any, options: RankingOptions, subject: Subject, at: str) -> list[Any]:
    """Every response once; in a tie in the order of the task, and alone as itself."""
    order = list(subject.responses)
    places = [[place] if isinstance(place, str) else place for place in parse(RANKING, value, at)]
    if sorted(key for place in places for key in place) != sorted(order) or not order or [] in places:
        message = _("%(field)s puts each of these in order once: %(keys)s")
        raise Invalid(message % {"field": options.name, "keys": ", ".join(order)}, field=at)
    if not options.ties and len(places) < len(order):
        raise Invalid(_("%(field)s allows no two at the same place") % {"field": options.name}, field=at)
    return [place[0] if len(place) == 1 else sorted(place, key=order.index) for place in places]


def rows(value: list[Any]) -> list[dict[str, Any]]:
    """A row for each response with its place; after a tie of two the next place is two further on."""
    found: list[dict[str, Any]] = []
    for place in value:
        tied = [place] if isinstance(place, str) else place
        found += [{"response": key, "rank": rank} for key, rank in zip(tied, [len(found) + 1] * len(tied), strict=True)]
    return found


def of_rows(rows: list[dict[str, Any]]) -> list[Any]:
    places: dict[int, list[str]] = {}
    for row in rows:
        places.setdefault(row["rank"], []).append(row["response"])
    return [tied[0] if len(tied) == 1 else tied for _rank, tied in sorted(places.items())]


KIND = Kind(
    name="ranking",
    media=frozenset({"text"}),
    level="ranking",
    options=RankingOptions,
    check=check,
    rows=rows,
    of_rows=of_rows,
    labels=lambda value: [],
    words=lambda value, options: " > ".join(one if isinstance(one, str) else " = ".join(one) for one in value),
    example=lambda options: ["b", ["a", "c"]] if options.ties else ["b", "a", "c"],
    example_subject=EXAMPLE,
    responses=2,
)
