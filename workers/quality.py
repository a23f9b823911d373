"""What a project's agreement says, ready to be shown or sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from annotation.kinds import KINDS
from projects.models import Person, Project
from workers import measuring, selecting, standing
from workers.agreement.figures import Figure, LabelFigures, PairFigures, Report
from workers.facts import Facts
from workers.models import Measurement
from workers.selecting import Selection

EVERYTHING = Selection()


@dataclass(frozen=True)
class FieldQuality:
    """One field of the label schema in force.

    title    {"zh": …, "en": …}
    titles   title of each label, by its name; labels that only older versions had are absent
    report   None where nothing is measured for this kind yet
    facts    what else there is to say, for pages; its report is this one
    """

    name: str
    kind: str
    level: str
    title: Mapping[str, str]
    titles: Mapping[str, Mapping[str, str]]
    colors: Mapping[str, str]
    report: Report | None
    facts: Facts | None = None

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self.report.figures if self.report else {}


@dataclass(frozen=True)
class Quality:
    """stale    tasks changed since, which the next fold brings in
    number   grows with every change of the tables
    behind   whether more was counted since the slow parts were worked out (`workers.standing`)
    slow_at  when they were worked out; None where nothing is
    """

    project: Project
    number: int
    at: datetime | None
    stale: int
    fields: list[FieldQuality]
    annotators: Mapping[int, str]
    behind: bool = False
    slow_at: datetime | None = None


@dataclass(frozen=True)
class Matrix:
    """Annotator by annotator: the pair's figure in row and column, None on the diagonal and where nothing is shared."""

    figure: str
    annotators: list[int]
    cells: list[list[Figure | None]]


def freshness(project: Project) -> tuple[int, datetime | None, int]:
    """How often the tables changed, when last, and how many tasks wait to be folded."""
    row = Measurement.objects.filter(project=project).values_list("number", "at").first()
    number, at = row or (0, None)
    return number, at, project.tasks.filter(stale=True).count()


def read(project: Project, only: Sequence[str] = (), selection: Selection = EVERYTHING) -> Quality:
    """All figures of the schema in force, in full: also every two annotators, and each label between them.

    only        names of fields; all when empty
    selection   which answers; those of the tables when everything
    """
    number, at, stale = freshness(project)
    wanted = [field for field in _fields(project) if not only or field["name"] in only]
    if selection:
        found = selecting.reports(project, selection)
        nothing = {key: measuring.nothing(key[1]) for key in ((field["name"], field["kind"]) for field in wanted)}
        told = [_field(field, (nothing | found)[field["name"], field["kind"]]) for field in wanted]
    else:
        told = [_field(field, measuring.report(project, field["name"], field["kind"])) for field in wanted]
    return Quality(project, number, at, stale, told, _names(told))


def shown(project: Project) -> Quality:
    """What pages show, without anybody waiting for what takes long."""
    _number, at, stale = freshness(project)
    now = standing.now(project)
    fields = []
    for field in _fields(project):
        facts = now.fields.get(field["name"])
        fields.append(_field(field, facts.report if facts else None, facts))
    return Quality(project, now.number, at, stale, fields, _names(fields), now.behind, now.at)


def _fields(project: Project) -> list[dict[str, Any]]:
    return list(project.schema.body["fields"]) if project.schema else []


def _names(fields: Sequence[FieldQuality]) -> dict[int, str]:
    people = {who for field in fields if field.report for pair in field.report.pairs for who in (pair.a, pair.b)}
    people |= {person.id for field in fields if field.facts for person in field.facts.people}
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=people).only("name", "username")}


def _field(field: Mapping[str, Any], report: Report | None, facts: Facts | None = None) -> FieldQuality:
    labels = field.get("labels", [])
    return FieldQuality(
        name=field["name"],
        kind=field["kind"],
        level=KINDS[field["kind"]].level,
        title=field.get("title", {}),
        titles={label["name"]: label.get("title", {}) for label in labels},
        colors={label["name"]: label.get("color", "") for label in labels},
        report=report,
        facts=facts,
    )


def matrix(pairs: Sequence[PairFigures]) -> Matrix:
    """The first figure of each pair as a square."""
    if not pairs:
        return Matrix("", [], [])
    name = next(iter(pairs[0].figures))
    people = sorted({who for pair in pairs for who in (pair.a, pair.b)})
    place = {who: i for i, who in enumerate(people)}
    cells: list[list[Figure | None]] = [[None] * len(people) for _ in people]
    for pair in pairs:
        if pair.a in place and pair.b in place:
            i, j = place[pair.a], place[pair.b]
            cells[i][j] = cells[j][i] = pair.figures[name]
    return Matrix(name, people, cells)


def as_json(quality: Quality, label: str = "") -> dict[str, Any]:
    """The API's document; with `label`, of the labels only this one."""
    return {
        "project": quality.project.pk,
        "number": quality.number,
        "measured_at": quality.at,
        "stale": quality.stale,
        "annotators": [{"id": pk, "name": name} for pk, name in sorted(quality.annotators.items())],
        "fields": [_field_json(field, label) for field in quality.fields],
    }


def _field_json(field: FieldQuality, label: str) -> dict[str, Any]:
    head = {"name": field.name, "kind": field.kind, "level": field.level, "title": field.title}
    if field.report is None:
        return head | {"figures": {}, "labels": [], "pairs": [], "matrix": None}
    square = matrix(field.report.pairs)
    values = [[cell.value if cell else None for cell in row] for row in square.cells]
    return head | {
        "figures": _figures_json(field.report.figures),
        "labels": [_label_json(line) for line in field.report.labels if label in ("", line.label)],
        "pairs": [_pair_json(pair, label) for pair in field.report.pairs],
        "matrix": {"figure": square.figure, "annotators": square.annotators, "values": values},
    }


def _pair_json(pair: PairFigures, label: str) -> dict[str, Any]:
    labels = [_label_json(line) for line in pair.labels if label in ("", line.label)]
    return {"a": pair.a, "b": pair.b, "figures": _figures_json(pair.figures), "labels": labels}


def _label_json(line: LabelFigures) -> dict[str, Any]:
    return {"label": line.label, "uses": line.uses, "figures": _figures_json(line.figures)}


def _figures_json(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {name: asdict(figure) | {"note": figure.note.value} for name, figure in figures.items()}
