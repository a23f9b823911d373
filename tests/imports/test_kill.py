"""A worker killed in the middle of an import, by a real signal, with a real broker: nothing is lost or doubled."""

import time
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

import orjson
from django.utils import timezone

from projects import pyramid, storage
from projects.models import Asset, Task
from tests.imports.files import image_bytes, placed, zip_bytes
from workers import handing_in, jobs
from workers.imports.rows import Options
from workers.models import ImportProblem, Job, JobState


def handed(project, files, **options):
    row = handing_in.open_import(project, by=None, options=Options(media=project.media, **options))
    for name, path in placed(files):
        with open(path, "rb") as stream:
            handing_in.add_file(row, name, stream)
    handing_in.begin(row)
    return row


def wait_for(true, seconds=180):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, list(Job.objects.values())
        time.sleep(0.01)


def state(row):
    row.refresh_from_db()
    return row.state


def test_a_killed_import_of_texts_is_taken_over_and_ends_complete(make, worker, spare_worker):
    project = make.project()
    number = 12_000
    lines = [orjson.dumps({"id": f"r{n}", "text": f"第{n}条"}) if n % 1000 else b"bad line" for n in range(number)]
    row = handed(project, {"rows.jsonl": b"\n".join(lines)})
    wait_for(lambda: Task.objects.count() > 1000)
    worker.kill()
    made = Task.objects.count()
    assert made < number - 12, "the worker was too quick to be killed in the middle"
    assert state(row) == JobState.RUNNING
    # Its silence is noticed when the lease ends; the test does not wait for that.
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    spare_worker.start()
    wait_for(lambda: state(row) == JobState.DONE)
    assert row.attempt == 2
    assert row.result == {"tasks": number - 12, "known": 0, "refused": 12, "remarks": 0, "answers": 0}
    assert Task.objects.count() == Asset.objects.count() == number - 12
    assert Task.objects.values("external_id").distinct().count() == number - 12
    assert list(ImportProblem.objects.order_by("line").values_list("line", flat=True)) == [
        n + 1 for n in range(0, number, 1000)
    ]
    positions = list(Task.objects.order_by("position").values_list("external_id", flat=True))
    assert positions == [f"r{n}" for n in range(number) if n % 1000]


def test_a_killed_import_of_images_is_taken_over_and_every_image_is_whole(make, worker, spare_worker):
    project = make.project("box")
    number = 120
    images = {f"{n:03}.png": image_bytes(f"#{n:02x}50a0", size=(900, 700)) for n in range(number)}
    row = handed(project, {"images.zip": zip_bytes(images)})
    wait_for(lambda: Task.objects.exists())
    worker.kill()
    assert Task.objects.count() < number, "the worker was too quick to be killed in the middle"
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    spare_worker.start()
    wait_for(lambda: state(row) == JobState.DONE)
    assert row.result == {"tasks": number, "known": 0, "refused": 0, "remarks": 0, "answers": 0}
    assert list(Task.objects.order_by("position").values_list("external_id", flat=True)) == sorted(images)
    for asset in Asset.objects.all():
        for name in (asset.original, asset.file, asset.thumbnail):
            with storage.open_file(name) as stream:
                assert storage.hash_in(name) == sha256(stream.read()).hexdigest()


def test_an_import_begun_while_the_broker_is_down_runs_when_it_is_back(make, worker, broker):
    broker.kill()
    row = handed(make.project(), {"a.txt": "text"})
    assert state(row) == JobState.WAITING
    broker.start()
    wait_for(lambda: state(row) == JobState.DONE)
    assert Task.objects.count() == 1
    assert jobs.sweep() == 0


def test_an_import_killed_while_it_cuts_tiles_cuts_them_anew_and_leaves_no_half(make, worker, spare_worker):
    before = _tiles()
    project = make.project("box")
    raw = image_bytes(size=(8200, 8100))  # of one colour: far smaller than its tiles
    row = handed(project, {"large.png": raw})
    wait_for(lambda: any(size > len(raw) for size in _sizes(storage.root() / storage.INCOMING)))
    worker.kill()
    assert not Asset.objects.exists(), "the worker was too quick to be killed in the middle"
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    spare_worker.start()
    wait_for(lambda: state(row) == JobState.DONE)
    asset = Asset.objects.get()
    with storage.open_file(asset.derived["tiles"]) as file:
        assert storage.hash_in(asset.derived["tiles"]) == sha256(file.read()).hexdigest()
        tiles = pyramid.Pyramid(file)
        assert tiles.grid == pyramid.Grid(8200, 8100)
        assert tiles.tile(0, 16, 15)
    assert len(_tiles() - before) == 1


def _tiles():
    return set((storage.root() / "content").rglob("*.tiles"))


def _sizes(folder):
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):
            yield path.stat().st_size
