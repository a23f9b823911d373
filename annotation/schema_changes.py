"""What a new version of a label schema changes, in sentences for whoever is about to save it."""

import json
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotation.kinds import KINDS
from annotation.models import Annotation
from projects.models import Project
from projects.schema import FieldBase, Renames, Schema, choices, read_schema, renames

PIECE = 1000
MOST_READ = 20_000  # answers; a second or two of reading


@dataclass(frozen=True)
class Uses:
    """of      place (see `projects.schema.choices`) -> in how many answers each label or choice is used
    read    how many answers that was counted from
    whole   whether those are all
    """

    of: dict[str, Counter[str]]
    read: int
    whole: bool


@dataclass(frozen=True)
class Gone:
    """A label, or a choice of an attribute, that the new version lacks and of which nobody has said what became of it.

    field    the place where it was
    fresh    labels of the question that are new: it may be one of them under another name
    kept     those that were there before: it may be merged into one
    """

    field: str
    name: str
    fresh: list[str]
    kept: list[str]

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """What the form sends when it is one of the new ones, and that one's name."""
        return [(self._became(name), name) for name in self.fresh]

    @property
    def merged(self) -> list[tuple[str, str]]:
        """The same, of those that were there before."""
        return [(self._became(name), name) for name in self.kept]

    @property
    def removed(self) -> str:
        return self._became("")

    def _became(self, name: str) -> str:
        return json.dumps([self.field, self.name, name], ensure_ascii=False)


Became = tuple[str, str, str]  # place, a label that is gone, what it is now; "" where it is gone for good


def gone(project: Project, new: Schema, said: Iterable[Became] = ()) -> list[Gone]:
    """What to ask: renamed, merged, or removed?"""
    answered = {(place, name) for place, name, _now in said}
    today = new.model_dump()
    before, after = _choices(_before(project, new).model_dump(), renames(today)), dict(choices(today))
    found = []
    for place, those in after.items():
        if place not in before:
            continue
        names, known = [one["name"] for one in those], [one["name"] for one in before[place]]
        former = {name for one in those for name in one["formerly"]}
        fresh = [name for name in names if name not in known]
        for name in known:
            if name not in {*names, *former} and (place, name) not in answered and names:
                found.append(Gone(place, name, fresh, [name for name in names if name in known]))
    return found


def _choices(old: Any, names: Renames) -> dict[str, list[dict[str, Any]]]:
    """What there was to choose from, each at the place that it has today: that of a label may be called otherwise."""
    found: dict[str, list[dict[str, Any]]] = {}
    for place, those in choices(old):
        if place.count("/") == 2:
            field, label, attribute = place.split("/")
            place = f"{field}/{names.get(field, {}).get(label, label)}/{attribute}"
        found.setdefault(place, those)
    return found


def with_former_names(project: Project, body: Any, said: Iterable[Became]) -> Any:
    """The body in which each label that is gone is a former name of what it became, with all that it was called.

    The same of the choices of attributes, after the labels: where those of a label were follows its name.
    """
    became, found = list(said), deepcopy(body)
    for is_attribute in (False, True):
        before = _choices(project.schema.body if project.schema else None, renames(found))
        old = {(place, one["name"]): one.get("formerly", []) for place, those in before.items() for one in those}
        for place, those in choices(found):
            for one in those if ("/" in place) == is_attribute else []:
                names = [name for of, name, now in became if (of, now) == (place, one["name"])]
                added = [each for name in names for each in (name, *old.get((place, name), []))]
                if added:
                    one["formerly"] = list(dict.fromkeys([*one.get("formerly", []), *added]))
    return found


def _before(project: Project, new: Schema) -> Schema:
    return read_schema(project.schema.body) if project.schema else Schema(media=new.media, fields=new.fields)


def changes(project: Project, new: Schema) -> list[str]:
    """One sentence a change that answers may feel. Titles, colours, keys and the order of labels change no answer."""
    old = _before(project, new)
    earlier, today = renames(old.model_dump()), renames(new.model_dump())
    before, after = {f.name: f for f in old.fields}, {f.name: f for f in new.fields}
    said = [_("New question: %(field)s.") % {"field": name} for name in after if name not in before]
    said += [_("Question removed: %(field)s.") % {"field": name} for name in before if name not in after]
    for name in before.keys() & after.keys():
        said += _of_field(before[name], after[name])
    was, now = _choices(old.model_dump(), today), dict(choices(new.model_dump()))
    there = {place: [one["name"] for one in those] for place, those in was.items() if place in now}
    removed: dict[str, list[str]] = {}
    for place, names in there.items():
        known = {one["name"] for one in now[place]} | today.get(place, {}).keys()
        removed[place] = [name for name in names if name not in known]
        said += _added(place, names, now[place])
    if earlier != today or any(removed.values()):
        uses = used(project)
        for place, names in there.items():
            said += _renamed(place, names, earlier.get(place, {}), today.get(place, {}), uses)
        said += _removals(removed, uses)
    return said


def _renamed(place: str, there: list[str], earlier: dict[str, str], today: dict[str, str], uses: Uses) -> list[str]:
    """What becomes of answers whose label has another name today, and of those whose label has its own again."""
    counted = uses.of.get(place, Counter())
    said = []
    for old, new in today.items():
        if earlier.get(old) == new:
            continue
        told = {"field": place, "old": old, "new": new, "n": counted[old]}
        if not uses.whole:
            merged = _("Merged in %(field)s: %(old)s into %(new)s. Answers with %(old)s count as %(new)s everywhere.")
            renamed = _("Renamed in %(field)s: %(old)s to %(new)s. Answers with %(old)s count as %(new)s everywhere.")
            message = merged if new in there else renamed
        elif new in there:
            message = ngettext(
                "Merged in %(field)s: %(old)s into %(new)s. %(n)d answer with %(old)s counts as %(new)s everywhere; "
                "where one said %(old)s and another %(new)s, they agree from now on.",
                "Merged in %(field)s: %(old)s into %(new)s. %(n)d answers with %(old)s count as %(new)s everywhere; "
                "where one said %(old)s and another %(new)s, they agree from now on.",
                counted[old],
            )
        else:
            message = ngettext(
                "Renamed in %(field)s: %(old)s to %(new)s. %(n)d answer with %(old)s counts as %(new)s everywhere.",
                "Renamed in %(field)s: %(old)s to %(new)s. %(n)d answers with %(old)s count as %(new)s everywhere.",
                counted[old],
            )
        said.append(message % told)
    for old in earlier.keys() - today.keys():
        message = _("%(old)s is no former name of %(new)s any more: answers with %(old)s count as %(old)s again.")
        said.append(message % {"old": old, "new": earlier[old]})
    if any(earlier.get(old) != new for old, new in today.items()):
        said.append(_("No answer is changed by that. A later version without the former name takes it back."))
    return said


def _of_field(was: FieldBase, now: FieldBase) -> list[str]:
    said = []
    if was.kind != now.kind:
        said.append(_("%(field)s is now answered in another way: %(kind)s.") % {"field": now.name, "kind": now.kind})
    if was.required != now.required:
        message = _("%(field)s must now be answered.") if now.required else _("%(field)s may now be left empty.")
        said.append(message % {"field": now.name})
    return said


def _added(place: str, before: list[str], now: list[dict[str, Any]]) -> list[str]:
    added = [one["name"] for one in now if one["name"] not in before and not {*before} & {*one["formerly"]}]
    return [_("New labels in %(field)s: %(labels)s.") % {"field": place, "labels": ", ".join(added)}] if added else []


def _removals(removed: dict[str, list[str]], uses: Uses) -> list[str]:
    said = []
    for field, labels in removed.items():
        for label in labels:
            n = uses.of.get(field, Counter())[label]
            told = {"field": field, "label": label, "n": n, "read": uses.read}
            message = ngettext(
                "Label removed from %(field)s: %(label)s. %(n)d answer uses it and keeps it.",
                "Label removed from %(field)s: %(label)s. %(n)d answers use it and keep it.",
                n,
            )
            if not uses.whole:
                message = ngettext(
                    "Label removed from %(field)s: %(label)s. %(n)d of %(read)d answers looked at keeps it.",
                    "Label removed from %(field)s: %(label)s. %(n)d of %(read)d answers looked at keep it.",
                    n,
                )
            said.append(message % told)
    return said


def used(project: Project) -> Uses:
    """Which labels answers use, from as many of them as somebody waits for while saving."""
    kinds = {
        schema.pk: {field["name"]: field["kind"] for field in schema.body["fields"]} for schema in project.schemas.all()
    }
    uses: dict[str, Counter[str]] = {}
    read, whole = 0, True
    answers = Annotation.objects.filter(assignment__task__project=project)
    for schema, value in answers.values_list("schema_id", "value")[: MOST_READ + 1].iterator(chunk_size=PIECE):
        if read == MOST_READ:
            whole = False
            break
        read += 1
        for field, answer in value.items():
            kind = KINDS.get(kinds[schema].get(field, ""))
            if kind is not None:
                uses.setdefault(field, Counter()).update(set(kind.labels(answer)))
                for place, choice in _chosen(field, answer):
                    uses.setdefault(place, Counter())[choice] += 1
    return Uses(uses, read, whole)


def _chosen(field: str, answer: Any) -> set[tuple[str, str]]:
    """What the regions of an answer have for attributes, by the places where that may be asked."""
    regions = [one for one in answer if isinstance(one, dict)] if isinstance(answer, list) else []
    return {
        (place, choice)
        for region in regions
        for part in (region, *region.get("keyframes", []))
        for name, choice in part.get("attributes", {}).items()
        for place in (f"{field}/{name}", f"{field}/{region.get('label')}/{name}")
        if isinstance(choice, str)
    }


def example_body(media: str) -> dict[str, Any]:
    """A schema to begin with, for a project that has none."""
    label = {"name": "label", "title": {"zh": "", "en": ""}}
    return {"media": media, "fields": [{"name": "answer", "kind": "choice", "labels": [label]}]}
