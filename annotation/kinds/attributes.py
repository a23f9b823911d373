"""What is said of one region beside its label, in the one form in which it is stored."""

from typing import Any

from django.utils.translation import gettext as _

from annotation.kinds.labels import OneLabelOptions, number_in
from projects.problems import Invalid
from projects.schema import Attribute, attributes, is_empty, visible

LONGEST = 10_000


def read_attributes(given: Any, options: OneLabelOptions, label: str, at: str) -> dict[str, Any]:
    """The attributes that the label asks for, in the order of the schema; Invalid with the place if not.

    Those that are hidden, or belong to another label, are left out. A switch is always answered: off unless it is on.
    """
    if not isinstance(given, dict):
        raise Invalid(_("%(at)s must be an object with a key for each attribute") % {"at": at}, field=at)
    for name in given:
        if name not in options.attribute_names:
            message = _("%(name)s is not an attribute of %(field)s")
            raise Invalid(message % {"name": name, "field": options.name}, field=f"{at}.{name}")
    asked = options.attributes_of(label)
    answers: dict[str, Any] = {}
    for name in attributes(list(asked.values()), at).order:
        attribute = asked[name]
        if not visible(attribute.visible_when, lambda condition: answers.get(condition.attribute)):
            continue
        value = given.get(name)
        if attribute.kind == "switch" and value is None:
            value = False
        if not is_empty(value):
            answers[name] = _checked(value, attribute, f"{at}.{name}")
        elif attribute.required:
            raise Invalid(_("%(name)s is not answered yet") % {"name": name}, field=f"{at}.{name}")
    return {name: answers[name] for name in asked if name in answers}


def _checked(value: Any, attribute: Attribute, at: str) -> Any:
    match attribute.kind:
        case "switch":
            if not isinstance(value, bool):
                raise Invalid(_("%(name)s is true or false") % {"name": attribute.name}, field=at)
            return value
        case "choice":
            if value not in [option.name for option in attribute.labels]:
                message = _("%(name)r is not one of the labels of %(field)s")
                raise Invalid(message % {"name": value, "field": attribute.name}, field=at)
            return value
        case "number":
            return number_in(value, attribute.minimum, attribute.maximum, attribute.name, at)
    if not isinstance(value, str) or len(value) > LONGEST:
        message = _("%(name)s is a text of at most %(most)d characters")
        raise Invalid(message % {"name": attribute.name, "most": LONGEST}, field=at)
    return value
