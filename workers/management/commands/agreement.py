"""`manage.py agreement 12`: the agreement of a project, and the proof that its tables are right."""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.management.finding import project_numbered
from projects.models import Project
from projects.problems import Problem
from workers import measuring, recounting
from workers.agreement import Figure
from workers.formats.cells import guarded
from workers.quality import Quality, as_json, read
from workers.recounting import Recount
from workers.selecting import Selection

SHOWN = 20  # differences printed
NUMBERS = ["value", "low", "high", "population_low", "population_high", "units", "pairs", "raters", "note"]


class Command(BaseCommand):
    help = "Show a project's agreement; with --recount count it again from all answers and compare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=int, help="the number in the project's address")
        parser.add_argument("--recount", action="store_true", help="count from scratch and compare with the tables")
        parser.add_argument(
            "--parts", type=int, default=0, help="with --recount: let the workers count this many parts"
        )
        parser.add_argument("--repair", action="store_true", help="recount and make the tables right")
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument(
            "--csv", action="store_true", help="a table: a line for each figure of a field, label or pair"
        )
        parser.add_argument("--field", help="only this question")
        parser.add_argument("--since", default="", help="only answers from this day or moment on")
        parser.add_argument("--until", default="", help="only answers before this day or moment")
        parser.add_argument("--people", default="", help="only these annotators: ids with commas between them")
        parser.add_argument("--import", default="", help="only tasks that this import brought: its number")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_numbered(options["project"])
        measuring.fold(project)
        if options["recount"] or options["repair"]:
            self.recount(project, repair=options["repair"], as_json=options["json"], parts=options["parts"])
        else:
            try:
                found = read(project, [options["field"]] if options["field"] else [], Selection.of(options))
            except Problem as problem:
                raise CommandError(str(problem.message)) from problem
            self.tell(found, options)

    def tell(self, found: Quality, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(orjson.dumps(as_json(found)).decode())
        elif options["csv"]:
            csv.writer(self.stdout, lineterminator="\n").writerows(
                [guarded(cell) for cell in row] for row in rows(found)
            )
        else:
            self.show(found)

    def recount(self, project: Project, *, repair: bool, as_json: bool, parts: int) -> None:
        found = recounting.in_parts(project, parts=parts) if parts > 1 else recounting.recount(project)
        if repair and not found.equal:
            self.say(found, as_json=False)
            recounting.repair(project, found)
            found = recounting.recount(project)
        self.say(found, as_json=as_json)
        if not found.equal:
            raise CommandError("The tables differ from the answers. Run again with --repair to make them right.")

    def say(self, found: Recount, *, as_json: bool) -> None:
        if as_json:
            rows = [{"row": row, "table": table, "counted": counted} for row, table, counted in found.differences]
            says = {"equal": found.equal, "tasks": found.tasks, "stale": found.stale, "wrong": found.wrong}
            self.stdout.write(orjson.dumps(says | {"differences": rows}).decode())
            return
        verdict = "The tables equal the count from scratch." if found.equal else "The tables are wrong."
        self.stdout.write(f"{verdict} {found.tasks} tasks counted, {found.stale} wait to be folded.")
        if found.wrong:
            self.stdout.write(f"{len(found.wrong)} tasks were folded wrongly, the first: {found.wrong[:SHOWN]}")
        for row, table, counted in found.differences[:SHOWN]:
            self.stdout.write(f"  {' '.join(map(str, row))}: {table} in the table, {counted} counted")
        if len(found.differences) > SHOWN:
            self.stdout.write(f"  and {len(found.differences) - SHOWN} rows more")

    def show(self, found: Quality) -> None:
        for field in found.fields:
            self.stdout.write(f"{field.name} ({field.kind})")
            for name, figure in field.figures.items():
                about = f"{figure.units} units, {figure.pairs} pairs, {figure.raters} raters"
                self.stdout.write(f"  {name:12} {_number(figure)}  {about}")


def rows(found: Quality) -> Iterator[list[Any]]:
    """A line for each figure: of the field as a whole, of a label, of two annotators, of a label between two."""
    yield ["field", "label", "a", "b", "figure", *NUMBERS]
    for field in found.fields:
        if field.report is None:
            continue
        yield from _lines([field.name, "", "", ""], field.report.figures)
        for line in field.report.labels:
            yield from _lines([field.name, line.label, "", ""], line.figures)
        for pair in field.report.pairs:
            yield from _lines([field.name, "", pair.a, pair.b], pair.figures)
            for line in pair.labels:
                yield from _lines([field.name, line.label, pair.a, pair.b], line.figures)


def _lines(head: list[Any], figures: Mapping[str, Figure]) -> Iterator[list[Any]]:
    for name, figure in figures.items():
        yield [
            *head,
            name,
            *(str(getattr(figure, number)) if number == "note" else getattr(figure, number) for number in NUMBERS),
        ]


def _number(figure: Figure) -> str:
    if figure.value is None:
        return figure.note.value
    reach = f" [{figure.low:.3f}, {figure.high:.3f}]" if figure.low is not None else ""
    return f"{figure.value:.3f}{reach}{f'  ({figure.note})' if figure.note else ''}"
