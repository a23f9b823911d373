"""Relate spans: from one span of the task to another, with a label for the type.

`from` and `to` are ids of two regions of the field of spans that the schema names. Where a label is symmetric the
direction says nothing, and the span that comes first in the text is `from`.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NotRequired

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, TypeAdapter, model_validator, with_config
from typing_extensions import TypedDict

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.regions import Region, read_regions
from annotation.kinds.span import SpanOptions
from projects.problems import Invalid
from projects.schema import FieldBase, Strict

RegionId = Annotated[str, Field(min_length=1, max_length=40)]
Ends = TypedDict("Ends", {"from": RegionId, "to": RegionId, "field": NotRequired[str]})
Answers = Mapping[str, Any]


@with_config(ConfigDict(extra="forbid"))
class Relation(Region, Ends):
    pass


RELATIONS = TypeAdapter(list[Relation])


class Rule(Strict):
    """What spans a label may relate. No sources, or no targets, means spans of any label."""

    label: str
    sources: list[str] = Field(default_factory=list, max_length=2000)
    targets: list[str] = Field(default_factory=list, max_length=2000)
    symmetric: bool = False

    def allows(self, source: Mapping[str, Any], target: Mapping[str, Any]) -> bool:
        ways = [(source, target), (target, source)] if self.symmetric else [(source, target)]
        return any(
            (not self.sources or one["label"] in self.sources) and (not self.targets or two["label"] in self.targets)
            for one, two in ways
        )


class RelationOptions(LabelOptions):
    """field   the question whose spans are related
    rules   which spans a label may relate; a label without a rule relates any two, in one direction
    """

    field: str = Field(min_length=1, max_length=40)
    rules: list[Rule] = Field(default_factory=list, max_length=2000)

    @model_validator(mode="after")
    def _one_rule_a_label(self) -> "RelationOptions":
        seen: set[str] = set()
        for rule in self.rules:
            if rule.label not in self.name_set:
                raise ValueError(_("there is a rule for %(label)s, which is not a label here") % {"label": rule.label})
            if rule.label in seen:
                raise ValueError(_("there are two rules for %(label)s; write one") % {"label": rule.label})
            seen.add(rule.label)
        return self

    def rule(self, label: str) -> Rule:
        return next((rule for rule in self.rules if rule.label == label), Rule(label=label))


def fits(options: RelationOptions, fields: Mapping[str, FieldBase], at: str) -> None:
    """The field of spans is there, and has the labels that the rules speak of."""
    spans = fields.get(options.field)
    if not isinstance(spans, SpanOptions):
        message = _("%(name)r is not a question with spans, which %(field)s could relate")
        raise Invalid(message % {"name": options.field, "field": options.name}, field=f"{at}.field")
    for i, rule in enumerate(options.rules):
        for side, names in (("sources", rule.sources), ("targets", rule.targets)):
            for n, name in enumerate(names):
                if name not in spans.name_set:
                    message = _("%(name)r is not one of the labels of %(field)s")
                    raise Invalid(message % {"name": name, "field": spans.name}, field=f"{at}.rules[{i}].{side}[{n}]")


def check(value: Any, options: RelationOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    relations = read_regions(RELATIONS, value, options, at)
    for i, relation in enumerate(relations):
        if relation.setdefault("field", options.field) != options.field:
            message = _("%(field)s relates regions of %(wanted)s, not of %(given)s")
            given = {"field": options.name, "wanted": options.field, "given": relation["field"]}
            raise Invalid(message % given, field=f"{at}[{i}].field")
        if relation["from"] == relation["to"]:
            raise Invalid(_("a region cannot be related to itself"), field=f"{at}[{i}].to")
    if options.required and not relations:
        raise Invalid(_("Draw at least one relation in %(field)s") % {"field": options.name}, field=at)
    return relations


def beside(
    relations: list[dict[str, Any]], options: RelationOptions, answers: Answers, at: str
) -> list[dict[str, Any]]:
    """The relations between regions that are there, each once, in the order of the text."""
    regions = {region["id"]: region for region in answers.get(options.field, [])}
    seen: set[tuple[str, str, str]] = set()
    for i, relation in enumerate(relations):
        here = f"{at}[{i}]"
        for end in ("from", "to"):
            if relation[end] not in regions:
                message = _("%(field)s has no region %(id)s")
                raise Invalid(message % {"field": options.field, "id": relation[end]}, field=f"{here}.{end}")
        _check_one(relation, options, regions, here)
        same = relation["label"], relation["from"], relation["to"]
        if same in seen:
            message = _("%(one)r and %(two)r are related twice in the same way")
            raise Invalid(message % _texts(relation, regions), field=here)
        seen.add(same)
    return sorted(
        relations, key=lambda relation: (*(_place(regions[relation[end]]) for end in ("from", "to")), relation["id"])
    )


def _check_one(relation: dict[str, Any], options: RelationOptions, regions: Mapping[str, Any], here: str) -> None:
    """A relation that its rule allows, in its canonical direction."""
    rule, source, target = options.rule(relation["label"]), regions[relation["from"]], regions[relation["to"]]
    if not rule.allows(source, target):
        message = _("%(label)s may not lead from %(source)s to %(target)s")
        given = {"label": rule.label, "source": source["label"], "target": target["label"]}
        raise Invalid(message % given, field=f"{here}.label")
    if rule.symmetric and _place(target) < _place(source):
        relation["from"], relation["to"] = relation["to"], relation["from"]


def _place(region: Mapping[str, Any]) -> tuple[int, int, str]:
    return region["start"], region["end"], region["id"]


def _texts(relation: Mapping[str, Any], regions: Mapping[str, Any]) -> dict[str, str]:
    return {"one": regions[relation["from"]]["text"], "two": regions[relation["to"]]["text"]}


def says(relation: Mapping[str, Any], answers: Answers, facts: Any = None) -> str:
    """Both ends in the words of the text."""
    texts = {region["id"]: region["text"] for region in answers.get(relation["field"], [])}
    return f"{texts.get(relation['from'], '…')} → {texts.get(relation['to'], '…')}"


def rejoined(relation: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    return {**relation, **{end: ids.get(relation[end], relation[end]) for end in ("from", "to")}}


def rows(value: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row a relation. Tables have a column `field` of their own, so the field of the spans is `related`."""
    cells = {"label": "label", "from": "from", "to": "to", "field": "related", "id": "id"}
    return [{cell: relation[name] for name, cell in cells.items()} for relation in value]


def of_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"field" if name == "related" else name: cell for name, cell in row.items()} for row in rows]


KIND = Kind(
    name="relation",
    media=frozenset({"text"}),
    level="relations",
    options=RelationOptions,
    check=check,
    beside=beside,
    fits=fits,
    says=says,
    rejoined=rejoined,
    rows=rows,
    of_rows=of_rows,
    labels=lambda value: [relation["label"] for relation in value],
    example=lambda options: [{"id": "r3", "label": options.names[0], "from": "r1", "to": "r2", "field": options.field}],
    example_subject=Subject(text="示例标注文本"),
    example_options={"field": "spans"},
    example_beside=({"name": "spans", "kind": "span", "labels": [{"name": "span"}]},),
    absent=(),
)
