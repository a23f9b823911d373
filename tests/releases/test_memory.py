"""Ten times as many tasks take no more memory: everything goes by in pages."""

import gc
import tracemalloc

import pytest

from tests.formats.records import ABOUT_IMAGE, answer, box, image
from workers import jobs, releasing, snapshot
from workers.bench.exchange_export import filled
from workers.formats import FORMATS

MARGIN = 1_500_000  # bytes that may differ by chance


def peak(work) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class Nowhere:
    def write(self, piece: bytes) -> None:
        pass


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=FORMATS)
def test_writing_a_format_takes_the_same_memory_for_more_tasks(fmt):
    boxes = [box(n, 1.5, 2.5, 3.0, 4.0) for n in range(1, 6)]

    def records(number):
        return lambda: (image(f"i{n}", answer(objects=boxes)) for n in range(number))

    def write(number):
        return lambda: fmt.write(records(number), Nowhere(), ABOUT_IMAGE)

    write(10)()
    assert peak(write(5000)) < peak(write(500)) + MARGIN / 10


def test_a_release_takes_the_same_memory_for_more_tasks(db, monkeypatch):
    monkeypatch.setattr(releasing, "PAGE", 50)
    monkeypatch.setattr(snapshot, "CHUNK", 50)

    def release(tasks):
        project = filled(tasks)
        begun = releasing.begin(project, by=None)
        taken = peak(lambda: jobs.run(begun.job_id))
        begun.refresh_from_db()
        assert begun.manifest["counts"]["tasks"] == tasks, begun.job.error
        return taken

    release(50)
    assert release(1500) < release(150) + MARGIN
