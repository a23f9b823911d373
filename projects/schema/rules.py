"""What the parts of a schema must be to each other: names that are distinct, and point at what is there."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from projects.problems import Invalid
from projects.schema.conditions import Asked, Condition
from projects.schema.parts import Attribute, FieldBase, Label, Option, Schema


def check(schema: Schema) -> None:
    """Invalid with the place and a sentence, when the parts do not fit together."""
    fields = _("Two fields have the name %(name)s. Rename one of them.")
    _unique([field.name for field in schema.fields], "fields", fields)
    for i, field in enumerate(schema.fields):
        at = f"fields[{i}]"
        labels = [label.name for label in field.labels]
        _unique(labels, f"{at}.labels", _("Two labels have the name %(name)s. Rename one of them."))
        keys = [label.key for label in field.labels if label.key]
        _unique(keys, f"{at}.labels", _("Two labels have the key %(name)s. Give one of them another key."))
        if field.about and schema.media != "text":
            message = _("Only texts have responses that a question could be about. Leave “about” out.")
            raise Invalid(message, field=f"{at}.about")
        _check_parents(field.labels, f"{at}.labels")
        _check_formerly(field.labels, f"{at}.labels")
        _check_attributes(field.attributes, f"{at}.attributes")
        for j, label in enumerate(field.labels):
            both = [*field.attributes, *label.attributes]
            _check_attributes(both, f"{at}.labels[{j}].attributes", own=len(field.attributes))
    questions(schema)


def questions(schema: Schema) -> Asked:
    """The questions in an order in which each comes after those it waits for. Invalid: it waits for what cannot be."""
    known = {field.name: field for field in schema.fields}
    asked = Asked([(field.name, field.visible_when) for field in schema.fields], lambda each: each.field, "fields")
    for i, field in enumerate(schema.fields):
        for j, condition in enumerate(field.visible_when):
            at = f"fields[{i}].visible_when[{j}]"
            if not condition.field:
                raise Invalid(_("Say which field this question waits for."), field=f"{at}.field")
            _check_condition(condition, known, at)
    return asked


def attributes(these: Sequence[Attribute], at: str) -> Asked:
    """The attributes of one region in an order in which each comes after those it waits for."""
    return Asked([(each.name, each.visible_when) for each in these], lambda each: each.attribute, at)


def _check_attributes(these: Sequence[Attribute], at: str, own: int = 0) -> None:
    """own   how many of them belong to the field; those were checked before"""
    _unique([each.name for each in these], at, _("Two attributes have the name %(name)s. Rename one of them."))
    asked = {each.name: each for each in these}
    for i, each in enumerate(these):
        for j, condition in enumerate(each.visible_when):
            if condition.field or not condition.attribute:
                message = _("An attribute waits for another attribute of the same region: name it, and no field.")
                raise Invalid(message, field=f"{at}[{i}].visible_when[{j}]")
    attributes(these, at)
    for i, each in enumerate(these[own:]):
        here = f"{at}[{i}]"
        names = [option.name for option in each.labels]
        _unique(names, f"{here}.labels", _("Two labels have the name %(name)s. Rename one of them."))
        _check_formerly(each.labels, f"{here}.labels")
        if (each.kind == "choice") != bool(each.labels):
            message = _("A choice needs labels to choose from.") if not each.labels else _("Only a choice has labels.")
            raise Invalid(message, field=f"{here}.labels")
        if each.kind != "number" and (each.minimum, each.maximum) != (None, None):
            raise Invalid(_("Only a number has a minimum and a maximum."), field=here)
        if each.minimum is not None and each.maximum is not None and each.minimum > each.maximum:
            raise Invalid(_("The minimum is larger than the maximum."), field=f"{here}.minimum")
        for j, condition in enumerate(each.visible_when):
            _check_wanted(condition, asked[condition.attribute], f"{here}.visible_when[{j}]")


def _check_condition(condition: Condition, fields: dict[str, FieldBase], at: str) -> None:
    """Invalid: it looks at a field or an attribute that is not there, or waits for what that can never say."""
    field = fields.get(condition.field)
    if field is None:
        raise Invalid(_("There is no field %(name)s.") % {"name": condition.field}, field=f"{at}.field")
    if not condition.attribute:
        _check_wanted(condition, field, at)
        return
    all_of_them = [*field.attributes, *(one for label in field.labels for one in label.attributes)]
    found = [one for one in all_of_them if one.name == condition.attribute]
    if not found:
        message = _("%(field)s has no attribute %(name)s.")
        raise Invalid(message % {"field": field.name, "name": condition.attribute}, field=f"{at}.attribute")
    _check_wanted(condition, found[0], at)


def _check_wanted(condition: Condition, looked_at: FieldBase | Attribute, at: str) -> None:
    said = [condition.equals is not None, condition.one_of is not None, condition.answered is not None]
    if sum(said) > 1:
        raise Invalid(_("Use one of “equals”, “one_of” and “answered”, not several."), field=at)
    names = {label.name for label in looked_at.labels}
    for value in condition.wanted:
        if names and value not in names:
            message = _("%(value)s is not one of the labels of %(name)s.")
            raise Invalid(message % {"value": value, "name": looked_at.name}, field=at)


def _check_parents(labels: Sequence[Label], at: str) -> None:
    above = {label.name: label.parent for label in labels}
    for i, label in enumerate(labels):
        if label.parent and label.parent not in above:
            message = _("There is no label %(parent)s above %(name)s. Add it, or correct the parent.")
            raise Invalid(message % {"parent": label.parent, "name": label.name}, field=f"{at}[{i}].parent")
        way, name = {label.name}, label.parent
        while name:
            if name in way:
                message = _("%(name)s lies below itself. Give one of the labels above it another parent.")
                raise Invalid(message % {"name": label.name}, field=f"{at}[{i}].parent")
            way.add(name)
            name = above[name]


def _check_formerly(labels: Sequence[Label | Option], at: str) -> None:
    """A former name leads to one label, and is no label any more."""
    there = {label.name for label in labels}
    taken: dict[str, str] = {}
    for i, label in enumerate(labels):
        for j, name in enumerate(label.formerly):
            here = f"{at}[{i}].formerly[{j}]"
            if name in there:
                message = _("%(name)s is still a label, so it cannot be a former name. Remove one of the two.")
                raise Invalid(message % {"name": name}, field=here)
            if name in taken:
                message = _("%(name)s is a former name twice: of %(one)s and of %(other)s. Keep one of them.")
                raise Invalid(message % {"name": name, "one": taken[name], "other": label.name}, field=here)
            taken[name] = label.name


def _unique(names: list[str], at: str, message: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Invalid(message % {"name": name}, field=at)
        seen.add(name)
