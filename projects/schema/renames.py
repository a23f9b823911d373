"""What labels were called before. `"formerly": ["auto"]` on the label "car" says that "auto" is "car" now.

A label keeps every name it ever had, so the newest version alone says how answers to any version are read today. No
stored answer is touched: what reads answers for counting or showing puts the names of today in their place. The choices
of an attribute carry their former names in the same way.
"""

from collections.abc import Iterator, Mapping
from typing import Any

# Place -> former name -> its name today. Places are as in `choices`.
Renames = dict[str, dict[str, str]]


def choices(body: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each place of a schema that has names to choose from, with those.

    "objects"             the labels of a field
    "objects/state"       the choices of an attribute that all of its regions have
    "objects/car/state"   the choices of an attribute of one label; neither fields nor labels have a / in their name
    """
    for field in (body or {}).get("fields", []):
        labels = field.get("labels", [])
        yield field["name"], labels
        for attribute in field.get("attributes", []):
            yield f"{field['name']}/{attribute['name']}", attribute.get("labels", [])
        for label in labels:
            for attribute in label.get("attributes", []):
                yield f"{field['name']}/{label['name']}/{attribute['name']}", attribute.get("labels", [])


def renames(body: Any) -> Renames:
    """Place -> former name -> its name today; places without any are absent."""
    found = {
        place: {old: one["name"] for one in those for old in one.get("formerly", [])} for place, those in choices(body)
    }
    return {place: names for place, names in found.items() if names}


def named_today(value: Mapping[str, Any], names: Renames) -> dict[str, Any]:
    """An annotation's value with the names of today. Of labels that are one now, a list of names has one.

    Also of a draft, which nobody has checked: what is not in the form of an answer stays as it is.
    """
    fields = {place.partition("/")[0] for place in names}
    return {field: _named(answer, field, names) if field in fields else answer for field, answer in value.items()}


def _named(answer: Any, field: str, names: Renames) -> Any:
    """Kinds hold labels in one of four ways: a name, several names, a name for each thing, or regions that have one."""
    labels = names.get(field, {})
    if isinstance(answer, str):
        return labels.get(answer, answer)
    if isinstance(answer, dict):
        return {thing: _named(name, field, names) for thing, name in answer.items()}
    if not isinstance(answer, list):
        return answer
    if all(isinstance(each, str) for each in answer):
        return list(dict.fromkeys(labels.get(each, each) for each in answer))
    return [_region(each, field, names) if isinstance(each, dict) and "label" in each else each for each in answer]


def _region(region: dict[str, Any], field: str, names: Renames) -> dict[str, Any]:
    label = region["label"]
    if not isinstance(label, str):
        return region
    label = names.get(field, {}).get(label, label)
    named = _attributes(region | {"label": label}, field, label, names)
    if isinstance(keys := named.get("keyframes"), list):
        named["keyframes"] = [_attributes(key, field, label, names) if isinstance(key, dict) else key for key in keys]
    return named


def _attributes(thing: dict[str, Any], field: str, label: str, names: Renames) -> dict[str, Any]:
    """A region, or one of its key frames, with the choices of its attributes as they are called today."""
    said = thing.get("attributes")
    if not isinstance(said, dict):
        return thing

    def today(name: str, choice: Any) -> Any:
        both = names.get(f"{field}/{name}", {}) | names.get(f"{field}/{label}/{name}", {})
        return both.get(choice, choice) if isinstance(choice, str) else choice

    return thing | {"attributes": {name: today(name, choice) for name, choice in said.items()}}


def schema_today(body: Mapping[str, Any], now: Any) -> dict[str, Any]:
    """An older version of a schema in which what was renamed since is as it is today."""
    names = renames(now)
    touched = {place.partition("/")[0] for place in names}
    today = {field["name"]: field for field in now["fields"]}
    return {
        **body,
        "fields": [
            _field_today(field, today[field["name"]], names) if field["name"] in touched else field
            for field in body["fields"]
        ],
    }


def _field_today(field: Mapping[str, Any], now: Mapping[str, Any], names: Renames) -> dict[str, Any]:
    known = {label["name"]: label for label in now.get("labels", [])}
    found: dict[str, Any] = {}
    for label in field.get("labels", []):
        name = names.get(field["name"], {}).get(label["name"], label["name"])
        today = known.get(name, label)
        found.setdefault(name, {key: said for key, said in today.items() if key not in ("formerly", "parent", "key")})
    own = {one["name"]: one for one in now.get("attributes", []) if f"{field['name']}/{one['name']}" in names}
    attributes = [own.get(one["name"], one) for one in field.get("attributes", [])]
    return {**field, "labels": list(found.values()), **({"attributes": attributes} if attributes else {})}
