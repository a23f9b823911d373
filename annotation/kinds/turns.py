"""Give each turn of a dialogue one label. A value holds the label of each labelled turn by its number, from 0 on.

A text that was not said in turns is one turn.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import StringConstraints, TypeAdapter

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import OneLabelOptions, known, parse
from projects.problems import Invalid

Number = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,6})$")]
LABELS = TypeAdapter(dict[Number, str])


def check(value: Any, options: OneLabelOptions, subject: Subject, at: str) -> dict[str, str]:
    given = parse(LABELS, value, at)
    for number, name in given.items():
        if int(number) >= subject.turns:
            message = _("there is no turn %(number)s; the dialogue has %(n)d, counted from 0")
            raise Invalid(message % {"number": number, "n": subject.turns}, field=f"{at}.{number}")
        known(name, options, f"{at}.{number}")
    missing = next((number for number in range(subject.turns) if str(number) not in given), None)
    if options.required and missing is not None:
        message = _("turn %(number)d has no label in %(field)s yet")
        raise Invalid(message % {"number": missing, "field": options.name}, field=f"{at}.{missing}")
    return {number: given[number] for number in sorted(given, key=int)}


def rows(value: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"label": label, "turn": int(number)} for number, label in value.items()]


def of_rows(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {str(row["turn"]): row["label"] for row in rows}


KIND = Kind(
    name="turns",
    media=frozenset({"text"}),
    level="units",
    options=OneLabelOptions,
    check=check,
    rows=rows,
    of_rows=of_rows,
    labels=lambda value: list(value.values()),
    example=lambda options: {"0": options.names[0]},
    example_subject=Subject(text="示例标注文本"),
)
