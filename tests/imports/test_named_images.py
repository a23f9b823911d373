"""Images that the rows of a JSONL name are its material: they belong to its tasks, and are no tasks of their own."""

import pytest

from projects.models import Task
from tests.makers import picture
from workers.handing_in import bring
from workers.imports.rows import Options
from workers.models import ImportProblem, JobState

COLORS = {"a.png": "#aa0000", "b.png": "#00aa00"}


def handed(folder, rows):
    for name, color in COLORS.items():
        (folder / name).write_bytes(picture(color=color))
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return [(path.name, path) for path in sorted(folder.iterdir())]


@pytest.mark.django_db
@pytest.mark.parametrize("all_or_none", [True, False])
def test_named_images_are_imported_with_the_rows_of_the_same_chunk(make, settings, tmp_path, all_or_none):
    settings.MEDIA_ROOT = tmp_path / "media"
    project = make.project("box")
    files = tmp_path / "files"
    files.mkdir()
    rows = ['{"id": "one", "image": "a.png", "name": "First"}', '{"id": "two", "image": "b.png"}']
    row = bring(project, handed(files, rows), by=make.lead(), options=Options(all_or_none=all_or_none))
    assert row.state == JobState.DONE, row.error
    assert sorted(Task.objects.values_list("external_id", "name")) == [("one", "First"), ("two", "b.png")]
    assert not ImportProblem.objects.exists()


@pytest.mark.django_db
def test_an_image_that_no_row_names_is_reported(make, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    project = make.project("box")
    files = tmp_path / "files"
    files.mkdir()
    bring(project, handed(files, ['{"id": "one", "image": "a.png"}']), by=make.lead(), options=Options())
    assert [(p.file, p.code) for p in ImportProblem.objects.all()] == [("b.png", "not_named")]
    assert Task.objects.count() == 1
