"""How long files take to become tasks, beside what cannot be left out: writing the rows, decoding the images."""

import csv
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from PIL import Image, ImageOps

from projects.models import Asset, Media, Organisation, Project, Task
from workers import handing_in
from workers.bench.report import Figure
from workers.bench.site import manage
from workers.imports.rows import Options
from workers.models import JobState

PHOTOGRAPHS = Path(__file__).resolve().parent.parent / "samples" / "photos"
RUNS = 3
ROWS = "the same rows inserted and nothing else"
DECODING = "the same images decoded and nothing else"


def figures(name: str, env: Mapping[str, str], folder: Path, options: Mapping[str, Any]) -> Iterator[Figure]:
    """On the database that `env` names; `name` is what people call it."""
    texts, images = options["texts"], options["images"]
    arguments = {"folder": str(folder), "texts": texts, "images": images}
    code = f"from workers.bench.exchange_import import main; main(**{arguments!r})"
    took = json.loads(manage(env, "shell", "--no-imports", "--command", code))
    yield Figure(f"import {texts:,} texts, {name}", took["texts"], "s", ROWS, took["rows"])
    yield Figure(f"import {texts:,} texts, processor time, {name}", took["cpu"], "s", ROWS, took["rows"])
    yield Figure(f"import {texts:,} texts again, {name}", took["again"], "s", ROWS, took["rows"])
    yield Figure(f"import {images} photographs, {name}", took["images"], "s", DECODING, took["decoding"])


def main(folder: str, texts: int, images: int) -> None:
    """For `manage.py shell --command`: prints the seconds as JSON."""
    table = write_texts(Path(folder), texts)
    photographs = write_images(Path(folder), images)
    organisation = Organisation.objects.create(slug="exchange", name_zh="测速", name_en="Bench")

    def project(media: str) -> Project:
        return Project.objects.create(organisation=organisation, name="Bench", media=media)

    def bring(place: Project, files: list[Path], expected: int) -> float:
        began = time.perf_counter()
        row = handing_in.bring(place, [(file.name, file) for file in files], options=Options(media=place.media))
        took = time.perf_counter() - began
        assert row.state == JobState.DONE, row.error
        assert row.result is not None
        assert row.result["tasks"] == expected, row.result
        return took

    known = project(Media.TEXT)
    bring(known, [table], texts)
    took = {
        "cpu": middle(lambda: busy(lambda: bring(project(Media.TEXT), [table], texts))),
        "texts": middle(lambda: bring(project(Media.TEXT), [table], texts)),
        "again": middle(lambda: bring(known, [table], 0)),
        "rows": middle(lambda: insert(known, project(Media.TEXT))),
        "images": middle(lambda: bring(project(Media.IMAGE), photographs, images)),
        "decoding": middle(lambda: decode(photographs)),
    }
    json.dump(took, sys.stdout)


def middle(measure: Callable[[], float]) -> float:
    return median(measure() for _ in range(RUNS))


def busy(work: Callable[[], object]) -> float:
    """Processor seconds of this process, which others on the machine hardly change."""
    began = time.process_time()
    work()
    return time.process_time() - began


def write_texts(folder: Path, number: int) -> Path:
    path = folder / "calls.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "channel"])
        for n in range(number):
            writer.writerow([f"call-{n}", f"第 {n} 通电话：你好，我想问一下上个月的账单为什么多了二十块钱。", "热线"])
    return path


def write_images(folder: Path, number: int) -> list[Path]:
    """Photographs of full HD, no two alike."""
    originals = sorted(PHOTOGRAPHS.glob("*.jpg"))
    made = []
    for n in range(number):
        with Image.open(originals[n % len(originals)]) as original:
            enlarged = ImageOps.fit(original.convert("RGB"), (1920, 1080), centering=(0.5, n / number))
        made.append(folder / f"photo-{n}.jpg")
        enlarged.save(made[-1], quality=85 + n % 10)
    return made


def insert(source: Project, target: Project) -> float:
    """The rows of one project written again for another in one transaction, in the quickest way the database has."""
    asset_columns, assets = rows_of(Asset, source, target)
    task_columns, tasks = rows_of(Task, source, target)
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        pour(cursor, Asset, asset_columns, assets)
        cursor.execute("SELECT sha256, id FROM projects_asset WHERE project_id = %s", [target.pk])
        fresh = dict(cursor.fetchall())
        pour(cursor, Task, task_columns, [(fresh[digest], *others) for digest, *others in tasks])
    return time.perf_counter() - began


def pour(cursor: Any, model: type[Model], columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    table, names = model._meta.db_table, ", ".join(columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def rows_of(model: type[Model], source: Project, target: Project) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns of a model and its rows; of a task the first column is the asset, as the hash of its content."""
    fields = [field for field in model._meta.local_concrete_fields if field.name not in ("id", "asset")]
    rows = model._default_manager.filter(project=source)
    hashes: list[Any] = list(rows.values_list("asset__sha256").order_by("pk")) if model is Task else []
    columns = (["asset_id"] if hashes else []) + [str(field.column) for field in fields]
    found = []
    for n, row in enumerate(rows.order_by("pk")):
        values = [target.pk if field.name == "project" else getattr(row, field.attname) for field in fields]
        own = [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]
        found.append((*(hashes[n] if hashes else []), *own))
    return columns, found


def decode(files: list[Path]) -> float:
    began = time.perf_counter()
    for file in files:
        with Image.open(file) as image:
            image.load()
    return time.perf_counter() - began
