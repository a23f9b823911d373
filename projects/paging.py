"""Keyset pages: as quick on the last page of a million rows as on the first."""

import base64
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from projects.problems import Invalid


def page(rows: QuerySet[Any], cursor: str | None, *, by: str = "-pk", size: int = 50) -> tuple[list[Any], str | None]:
    """One page of rows in the order of a unique column, and the cursor of the next page or None.

    by       a unique column, with - for descending
    cursor   what the page before returned; None or "" for the first
    Invalid  the cursor is not one of ours
    """
    column, descending = by.lstrip("-"), by.startswith("-")
    if cursor:
        rows = rows.filter(**{f"{column}__{'lt' if descending else 'gt'}": _opened(cursor)})
    found = list(rows.order_by(by)[: size + 1])
    if len(found) <= size:
        return found, None
    return found[:size], _closed(getattr(found[size - 1], column))


def latest(rows: QuerySet[Any], cursor: str | None, *, by: str, size: int = 50) -> tuple[list[Any], str | None]:
    """One page in the order of a time, the latest first, and the cursor of the next page or None. `cursor` as above.

    What changes meanwhile moves to the first page; nothing else is left out or shown twice.
    """
    if cursor:
        at, pk = _opened_moment(cursor)
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at}, pk__lt=pk))
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    if len(found) <= size:
        return found, None
    last = found[size - 1]
    return found[:size], _closed([getattr(last, by), last.pk])


def ranked(rows: QuerySet[Any], cursor: str | None, *, by: str, size: int = 50) -> tuple[list[Any], str | None]:
    """One page in the order of a number that is not unique, the largest first, then by id. `cursor` as above."""
    if cursor:
        number, pk = _opened_number(cursor)
        rows = rows.filter(Q(**{f"{by}__lt": number}) | Q(**{by: number}, pk__gt=pk))
    found = list(rows.order_by(f"-{by}", "pk")[: size + 1])
    if len(found) <= size:
        return found, None
    last = found[size - 1]
    return found[:size], _closed([getattr(last, by), last.pk])


def _closed(value: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


def _opened(cursor: str) -> int:
    value = _read(cursor)
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise _strange()
    return value


def _opened_moment(cursor: str) -> tuple[datetime, int]:
    match _read(cursor):
        case [str(at), int(pk)] if -(2**63) <= pk < 2**63:
            moment = _moment(at)
            if moment is not None:
                return moment, pk
    raise _strange()


def _opened_number(cursor: str) -> tuple[float, int]:
    match _read(cursor):
        case [float(number) | int(number), int(pk)] if -(2**63) <= pk < 2**63 and abs(number) < 2**63:
            return float(number), pk
    raise _strange()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read(cursor: str) -> Any:
    try:
        return orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise _strange() from error


def _strange() -> Invalid:
    return Invalid(_("The cursor is not one of ours. Start at the first page."), field="cursor")
