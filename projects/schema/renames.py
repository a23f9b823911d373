"""What labels were called before. `"formerly": ["auto"]` on the label "car" says that "auto" is "car" now.

A label keeps every name it ever had, so the newest version alone says how answers to any version are read today. No
stored answer is touched: what reads answers for counting or showing puts the names of today in their place.
"""

from collections.abc import Mapping
from typing import Any

Renames = dict[str, dict[str, str]]


def renames(body: Any) -> Renames:
    """field -> former name of a label -> its name today; fields without any are absent."""
    found = {
        field["name"]: {old: label["name"] for label in field.get("labels", []) for old in label.get("formerly", [])}
        for field in (body or {}).get("fields", [])
    }
    return {name: names for name, names in found.items() if names}


def named_today(value: Mapping[str, Any], names: Renames) -> dict[str, Any]:
    """An annotation's value with the names of today. Of labels that are one now, a list of names has one."""
    return {field: _named(answer, names[field]) if field in names else answer for field, answer in value.items()}


def _named(answer: Any, names: Mapping[str, str]) -> Any:
    """Kinds hold labels in one of four ways: a name, several names, a name for each thing, or regions that have one."""
    if isinstance(answer, str):
        return names.get(answer, answer)
    if isinstance(answer, dict):
        return {thing: _named(name, names) for thing, name in answer.items()}
    if not isinstance(answer, list):
        return answer
    if all(isinstance(each, str) for each in answer):
        return list(dict.fromkeys(names.get(each, each) for each in answer))
    return [_region(each, names) if isinstance(each, dict) and "label" in each else each for each in answer]


def _region(region: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return region | {"label": names.get(region["label"], region["label"])}


def schema_today(body: Mapping[str, Any], now: Any) -> dict[str, Any]:
    """An older version of a schema in which each label that was renamed since is as it is today."""
    names = renames(now)
    labels = {field["name"]: {label["name"]: label for label in field.get("labels", [])} for field in now["fields"]}
    fields = []
    for field in body["fields"]:
        if field["name"] not in names:
            fields.append(field)
            continue
        found: dict[str, Any] = {}
        for label in field.get("labels", []):
            name = names[field["name"]].get(label["name"], label["name"])
            today = labels[field["name"]].get(name, label)
            found.setdefault(
                name, {key: said for key, said in today.items() if key not in ("formerly", "parent", "key")}
            )
        fields.append(field | {"labels": list(found.values())})
    return {**body, "fields": fields}
