"""Finds the kinds, and asks the right one."""

import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError

from annotation.kinds.base import Kind, Subject
from annotation.kinds.regions import with_attributes
from projects.problems import Invalid
from projects.schema import FieldBase, Schema, place, questions, read_schema, sentence, visible


def _found() -> dict[str, Kind]:
    files = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = [import_module(f"annotation.kinds.{name}") for name in files if name != "registry"]
    kinds = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: _with_attributes(kind) if kind.level == "regions" else kind for kind in kinds}


def _with_attributes(kind: Kind) -> Kind:
    """The kind with the attributes of each region in its row: they belong to no kind, so no kind has to think of it."""
    return replace(kind, rows=lambda value: with_attributes(kind.rows(value), value))


KINDS: dict[str, Kind] = _found()


def check_schema(body: Any) -> Schema:
    """The schema with each field in the options of its kind, or Invalid with the place and a sentence."""
    schema = read_schema(body)
    fields = [_field(schema, field, f"fields[{i}]") for i, field in enumerate(schema.fields)]
    by_name = {field.name: field for field in fields}
    for i, field in enumerate(fields):
        if fits := KINDS[field.kind].fits:
            fits(field, by_name, f"fields[{i}]")
    return schema.model_copy(update={"fields": fields})


def _field(schema: Schema, field: FieldBase, at: str) -> FieldBase:
    kind = KINDS.get(field.kind)
    if kind is None:
        message = _("%(kind)r is not a kind of label; there are %(kinds)s")
        raise Invalid(message % {"kind": field.kind, "kinds": ", ".join(KINDS)}, field=f"{at}.kind")
    if schema.media not in kind.media:
        message = _("%(kind)s cannot be used on %(media)s")
        raise Invalid(message % {"kind": field.kind, "media": schema.media}, field=f"{at}.kind")
    if field.asks_regions and kind.level != "regions":
        message = _("%(kind)s has no regions to have attributes. Ask another question that waits for %(field)s.")
        raise Invalid(message % {"kind": field.kind, "field": field.name}, field=at)
    try:
        return kind.options.model_validate(field.model_dump(exclude_unset=True))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = f"{at}.{place(first['loc'])}"
        raise Invalid(sentence(first | {"loc": (where,)}), field=where) from error


@lru_cache(maxsize=256)
def _checked(body: bytes, language: str | None) -> Schema:
    return check_schema(orjson.loads(body))


def checked(body: Any) -> Schema:
    """`check_schema`, remembered: for bodies that come back with every submission."""
    return _checked(orjson.dumps(body), get_language())


def responses_needed(body: Any) -> int:
    """How many responses a task of this schema needs, because a question about them must be answered."""
    asked = (field for field in checked(body).fields if field.required and not field.visible_when)
    return max((KINDS[field.kind].responses for field in asked), default=0)


def check_value(body: Any, value: Any, subject: Subject) -> dict[str, Any]:
    """An annotation's value in its canonical form, or Invalid with a place like objects[3].label.

    Fields left empty are absent, or hold their kind's empty value: "no boxes" is an answer too. A question that is not
    asked, because of what others were answered, has no answer, whatever was sent.
    """
    schema = checked(body)
    if not isinstance(value, dict):
        raise Invalid(_("The value must be an object with a key for each field"), field="value")
    fields = {field.name: field for field in schema.fields}
    for name in value:
        if name not in fields:
            raise Invalid(_("%(name)r is not a field of this schema") % {"name": name}, field=str(name))
    answers: dict[str, Any] = {}
    for name in questions(schema).order:
        field = fields[name]
        if field.about and field.about not in subject.responses:
            continue
        if not visible(field.visible_when, lambda condition: answers.get(condition.field)):
            continue
        given = _given(value.get(name), KINDS[field.kind])
        if given is not None:
            answers[name] = KINDS[field.kind].check(given, field, subject, name)
        elif field.required:
            raise Invalid(_("%(name)s is not answered yet") % {"name": name}, field=name)
    for name, answer in answers.items():
        if beside := KINDS[fields[name].kind].beside:
            answers[name] = beside(answer, fields[name], answers, name)
    return {name: answers[name] for name in fields if name in answers}


def check_part(body: Any, value: Any, subject: Subject) -> dict[str, Any]:
    """`check_value` for what need not answer everything, such as the suggestion of a model.

    Nothing is required, there may be fewer regions than an answer needs, and no question waits for another.
    """
    found = check_value({**body, "fields": [_unhurried(field) for field in body["fields"]]}, value, subject)
    return {name: answer for name, answer in found.items() if name in value}


def _unhurried(field: Mapping[str, Any]) -> dict[str, Any]:
    """The field without what an answer must have."""
    fewer = {"minimum"} if KINDS[field["kind"]].absent is not None else set()
    kept = {name: said for name, said in field.items() if name not in {"required", "visible_when", *fewer}}
    for parts in ("attributes", "labels"):
        if parts in kept:
            kept[parts] = [_optional(one) for one in kept[parts]]
    return kept


def _optional(thing: Mapping[str, Any]) -> dict[str, Any]:
    """An attribute, or a label with its attributes, that asks for nothing."""
    kept = {name: said for name, said in thing.items() if name != "required"}
    if "attributes" in kept:
        kept["attributes"] = [_optional(one) for one in kept["attributes"]]
    return kept


def _given(value: Any, kind: Kind) -> Any:
    """What was answered; None for nothing. Blank is nothing."""
    if value is None and kind.absent is not None:
        return list(kind.absent)
    return None if isinstance(value, str) and not value.strip() else value


def example_value(body: Any) -> dict[str, Any]:
    """A value that passes, for the contract test and the schema editor's preview."""
    return {field.name: KINDS[field.kind].example(field) for field in checked(body).fields}
