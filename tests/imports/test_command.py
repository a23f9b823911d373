"""`manage.py import`: files of the server, read where they lie."""

import io
import os

import pytest
from django.core.management import CommandError, call_command

from projects.models import Task
from tests.imports.files import image_bytes
from workers.models import Job, JobState


def run(project, *paths, **options):
    out, err = io.StringIO(), io.StringIO()
    ended = 0
    try:
        call_command("import", str(project.pk), *map(str, paths), stdout=out, stderr=err, **options)
    except SystemExit as exit:
        ended = exit.code
    return ended, out.getvalue(), err.getvalue()


@pytest.fixture
def folder(tmp_path):
    for name, content in {"set/a.txt": b"first", "set/deep/b.txt": b"second", "set/.hidden": b"x"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "set"


def test_a_folder_is_imported_with_the_names_below_it(make, folder):
    ended, out, err = run(make.project(), folder)
    assert (ended, err) == (0, "")
    assert out == "2 new tasks, 0 there before, 0 not imported, 0 remarks\n"
    assert list(Task.objects.order_by("position").values_list("external_id", flat=True)) == [
        "set/a.txt",
        "set/deep/b.txt",
    ]
    assert (folder / "a.txt").exists()


def test_what_is_wrong_is_printed_with_its_place_and_the_exit_code_says_so(make, folder):
    (folder / "rows.jsonl").write_text('{"text": "x"}\nbad\n')
    ended, out, err = run(make.project(), folder)
    assert ended == 1
    assert "3 new tasks" in out
    assert "set/rows.jsonl:2: " in err


def test_all_or_none_imports_nothing(make, folder):
    (folder / "rows.jsonl").write_text("bad\n")
    with pytest.raises(CommandError, match="Nothing was imported"):
        run(make.project(), folder, all_or_none=True)
    assert not Task.objects.exists()


def test_it_is_recorded_for_the_person_it_is_done_for(make, folder):
    lead = make.lead()
    run(make.the_project, folder, by=lead.username)
    assert Job.objects.get().created_by == lead


def test_ctrl_c_stops_it_and_keeps_what_is_saved(make, folder, monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("workers.imports.saving.Saver.save", interrupted)
    with pytest.raises(CommandError, match="stopped"):
        run(make.project(), folder)
    assert Job.objects.get().state == JobState.CANCELLED


@pytest.mark.parametrize("options", [{"by": "nobody"}, {"paths": ["/no/such/file"]}, {"project": 999_999}])
def test_what_is_not_there_is_a_sentence(make, folder, options):
    arguments = {"project": make.project().pk, "paths": [str(folder)]} | options
    with pytest.raises(CommandError, match="There is no"):
        call_command("import", str(arguments.pop("project")), *arguments.pop("paths"), **arguments)
    assert not Job.objects.exists()


def test_two_files_of_one_name_need_their_folders(make, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.png").write_bytes(image_bytes())
    with pytest.raises(CommandError, match=r"Two files are called “a\.png”"):
        run(make.project("box"), tmp_path / "one" / "a.png", tmp_path / "two" / "a.png")


def test_a_name_from_another_system_is_told_as_it_was_meant(make, tmp_path):
    place = os.fsencode(tmp_path) + "/照片".encode("gb18030")
    os.mkdir(place)
    with open(place + b"/a.txt", "wb") as file:
        file.write(b"first")
    with pytest.raises(CommandError, match=r"not UTF-8: .*/照片/a\.txt\. Rename it"):
        run(make.project(), tmp_path)
    assert not Job.objects.exists()


def test_a_file_that_may_not_be_read_is_told_before_anything_begins(make, folder, monkeypatch):
    closed = folder.resolve() / "deep" / "b.txt"
    allowed = os.access  # nothing is closed to root, who may be running this
    monkeypatch.setattr(os, "access", lambda path, mode: path != closed and allowed(path, mode))
    with pytest.raises(CommandError, match=f"You may not read “{closed}”"):
        run(make.project(), folder)
    assert not Job.objects.exists()
