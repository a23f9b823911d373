"""Files that no row names go, and no others."""

import os
import time

import pytest

from projects import storage
from projects.making import delete_project
from projects.models import Asset
from tests.imports.files import image_bytes
from workers import handing_in, orphans, releasing, tasks
from workers.imports.rows import Options


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def files():
    """The names of all files in the storage."""
    return {path.relative_to(storage.root()).as_posix() for path in storage.root().rglob("*") if path.is_file()}


def two_hours_pass():
    past = time.time() - 7200
    for path in sorted(storage.root().rglob("*"), reverse=True):
        os.utime(path, (past, past))


def test_the_files_of_a_deleted_project_go_and_those_of_others_stay(make, release, export):
    kept = make.project("box")
    make.submitted(project=kept)
    export(release(kept), "jsonl", images=True)
    others = files()
    gone = make.project("box", organisation=kept.organisation)
    make.submitted(project=gone)
    export(release(gone), "jsonl", images=True)
    handed = handing_in.open_import(gone, by=None, options=Options(media="image"))
    handing_in.add_file(handed, "a.png", storage.open_file(Asset.objects.filter(project=gone).get().file))
    two_hours_pass()
    assert orphans.clear() == 0
    assert len(files()) > len(others)
    delete_project(gone)
    two_hours_pass()
    tasks.clear_orphans()
    assert files() == others


def test_an_image_that_another_project_shows_stays(make):
    first, second = make.project("box"), make.project("box")
    task = make.image_task(project=first)
    asset = task.asset
    asset.pk, asset.project = None, second
    asset.save()
    delete_project(first)
    two_hours_pass()
    assert orphans.clear() == 0
    assert storage.exists(asset.file)


def test_what_is_not_yet_an_hour_old_is_left_alone(make):
    name = storage.keep(image_bytes(), ".png")
    assert orphans.clear() == 0
    assert storage.exists(name)


def test_a_forgotten_image_that_is_handed_in_again_is_new_again(make):
    content = image_bytes()
    name = storage.keep(content, ".png")
    two_hours_pass()
    assert storage.keep(content, ".png") == name
    assert orphans.clear() == 0


def test_an_image_handed_in_again_at_the_very_moment_of_its_deletion_stays(make):
    name = storage.keep(image_bytes(), ".png")
    two_hours_pass()
    before = time.time() - orphans.AGE
    assert storage.older_than(before, name.rpartition("/")[0]) == [name]
    storage.renew(name)
    assert not storage.delete_unless_renewed(name, before)
    assert storage.exists(name)


def test_a_folder_of_an_older_release_with_the_same_number_goes(make, release):
    made = release(make.submitted().task.project)
    stale = f"releases/{made.pk}-20200101000000000000"
    (storage.path(stale)).mkdir()
    two_hours_pass()
    assert orphans.clear() == 1
    assert not storage.path(stale).exists()
    assert storage.path(releasing.folder(made)).is_dir()


def test_the_tiles_of_an_image_go_with_it_and_not_before(make):
    task = make.image_task(project=make.project("box"))
    make.tiles(task.asset)
    two_hours_pass()
    assert orphans.clear() == 0
    assert storage.exists(task.asset.derived["tiles"])
    delete_project(task.project)
    two_hours_pass()
    orphans.clear()
    assert not storage.exists(task.asset.derived["tiles"])
