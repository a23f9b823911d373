"""What changed in an answer, region by region: large answers are not sent whole with every edit.

A patch has a key for each field that changed. `{"answer": …}` gives the field another answer, `null` none at all. For a
list of regions, `gone` names those that are no longer there, `put` holds those that are new or different, and `order`
names all of them where they do not simply stand as before with the new ones at the end. Whatever a patch does it can do
twice: the result is the same.
"""

from typing import Any, NotRequired

from django.utils.translation import gettext as _
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from projects.problems import Invalid
from projects.schema import place, sentence


@with_config(ConfigDict(extra="forbid"))
class Change(TypedDict):
    answer: NotRequired[Any]
    gone: NotRequired[list[str]]
    put: NotRequired[list[dict[str, Any]]]
    order: NotRequired[list[str]]


Patch = dict[str, Change]
PATCH = TypeAdapter(Patch)


def read_patch(data: Any) -> Patch:
    try:
        return PATCH.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = f"patch.{place(first['loc'][:1])}"
        raise Invalid(sentence(first | {"loc": (where,)}), field=where) from error


def patched(value: dict[str, Any], patch: Patch) -> dict[str, Any]:
    """The value with the changes; Invalid when they are not changes to it."""
    result = dict(value)
    for field, change in patch.items():
        answer = _changed(result.get(field, []), change, field)
        if answer is None or answer == []:
            result.pop(field, None)
        else:
            result[field] = answer
    return result


def _changed(answer: Any, change: Change, field: str) -> Any:
    if "answer" in change:
        return change["answer"]
    at = f"patch.{field}"
    regions = answer if isinstance(answer, list) else [answer]
    if not all(isinstance(region, dict) and isinstance(region.get("id"), str) for region in regions):
        raise Invalid(_("%(field)s is not a list of regions") % {"field": field}, field=at)
    found = {region["id"]: region for region in regions}
    for name in change.get("gone", []):
        found.pop(name, None)
    for i, region in enumerate(change.get("put", [])):
        if not isinstance(region.get("id"), str):
            raise Invalid(_("A region has an id, a piece of text"), field=f"{at}.put[{i}].id")
        found[region["id"]] = region
    order = change.get("order")
    if order is None:
        return list(found.values())
    if sorted(order) != sorted(found):
        raise Invalid(_("The order has to name each region of %(field)s once") % {"field": field}, field=f"{at}.order")
    return [found[name] for name in order]
