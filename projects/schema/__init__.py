"""What a label schema may say: its common part. What each kind of label adds is checked in `annotation.kinds`.

{"media": "image", "fields": [{"name": "objects", "kind": "box", "labels": [{"name": "car", …}, …]}, …]}

A label or a field may ask for attributes of its regions; questions and attributes may wait for others (`visible_when`).
"""

from typing import Any

from pydantic import ValidationError

from projects.problems import Invalid
from projects.schema.conditions import Asked, Condition, is_empty, visible
from projects.schema.parts import COLORS, MEDIA, TIMED, Attribute, FieldBase, Label, Option, Schema, Strict, Title
from projects.schema.renames import Renames, choices, named_today, renames, schema_today
from projects.schema.rules import attributes, check, questions
from projects.schema.sentences import place, sentence

__all__ = [
    "COLORS",
    "MEDIA",
    "TIMED",
    "Asked",
    "Attribute",
    "Condition",
    "FieldBase",
    "Label",
    "Option",
    "Renames",
    "Schema",
    "Strict",
    "Title",
    "attributes",
    "choices",
    "is_empty",
    "named_today",
    "place",
    "questions",
    "read_schema",
    "renames",
    "schema_today",
    "sentence",
    "visible",
]


def read_schema(body: Any) -> Schema:
    """The schema a body says, or Invalid with the place and a sentence."""
    try:
        schema = Schema.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise Invalid(sentence(first), field=place(first["loc"])) from error
    check(schema)
    return schema
