"""From files to tasks: exact, once, and with every bad line told."""

import io
import threading
import zipfile
from contextlib import suppress

import orjson
import pytest
from django.db import connection
from PIL import Image

from projects import storage
from projects.models import Asset, Order, Task
from projects.starters import starter
from tests.imports.files import SAMPLES, brought, counted, image_bytes, placed, told, zip_bytes
from workers import handing_in, importing, jobs
from workers.imports import saving
from workers.imports.rows import Options
from workers.imports.saving import Saver
from workers.models import Job, JobState, Upload

TREEBANK = """# sent_id = test-s1
# text = 然而，这样的处理也衍生了一些问题。
1	然而	O
2	，	O
3	这样的处理也衍生了一些问题	O
4	。	O

# sent_id = test-s2
# text = 小明在北京。
1	小明	B-PER
2	在	O
3	北京	B-LOC
4	。	O

"""
TEXTS = {"a.txt": "第一篇\r\n有两行", "b.txt": "第二篇 😀𠮷"}


def ids(project):
    return list(Task.objects.filter(project=project).order_by("position").values_list("external_id", flat=True))


def texts(project):
    return list(Task.objects.filter(project=project).order_by("position").values_list("asset__text", flat=True))


def jsonl(*rows):
    return b"\n".join(orjson.dumps(row) for row in rows)


def test_each_txt_is_a_task_with_its_text_exactly(make):
    project = make.project(overlap=3)
    row = brought(project, TEXTS)
    assert (row.state, counted(row)) == (JobState.DONE, (2, 0, 0))
    assert (ids(project), texts(project)) == (list(TEXTS), list(TEXTS.values()))
    assert set(Task.objects.values_list("overlap", flat=True)) == {3}
    assert row.done == row.total > 0


def test_each_line_is_a_task_when_the_lead_wants_it(make):
    project = make.project()
    brought(project, {"a.txt": "eins\r\n\r\nzwei\n"}, txt="line")
    assert (ids(project), texts(project)) == (["a.txt:1", "a.txt:3"], ["eins", "zwei"])


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_recognised_and_reported(make, codec):
    project = make.project()
    content = "第一行的中文文本\r\n第二行\n"
    row = brought(project, {"a.txt": content.encode(codec)})
    assert texts(project) == [content]
    assert row.uploads.get().encoding == {"utf-8-sig": "UTF-8 BOM", "utf-16": "UTF-16 LE", "gb18030": "GB18030"}[codec]


def test_encodings_inside_an_archive_are_reported_for_each_file(make):
    files = {"u.txt": "好的中文".encode(), "g.txt": "这是国标编码的文本".encode("gb18030")}
    row = brought(make.project(), {"z.zip": zip_bytes(files)})
    assert row.uploads.get().encoding == "GB18030, UTF-8"
    assert told(row) == [("z.zip/g.txt", None, "encoding")]
    assert counted(row) == (2, 0, 0)


def test_importing_again_adds_nothing(make):
    project = make.project()
    files = TEXTS | {"r.jsonl": jsonl({"text": "x", "id": "one"}, {"text": "y"}), "t.csv": "text\n1\n2\n"}
    first, second = brought(project, files), brought(project, files)
    assert counted(first) == (6, 0, 0)
    assert (counted(second), told(second)) == ((0, 6, 0), [])
    assert Task.objects.count() == Asset.objects.count() == 6


def test_the_same_file_under_another_name_or_in_a_zip_adds_nothing(make):
    project = make.project()
    brought(project, {"a.txt": "text"})
    assert counted(brought(project, {"folder/renamed.txt": "text"})) == (0, 1, 0)
    assert counted(brought(project, {"z.zip": zip_bytes({"a.txt": "text"})})) == (0, 1, 0)


def test_the_same_file_twice_in_one_import_is_one_task_and_reported(make):
    row = brought(make.project(), {"a.txt": "text", "b.txt": "text"})
    assert counted(row) == (1, 1, 0)
    assert told(row) == [("b.txt", None, "same_content")]


def test_two_files_with_one_name_and_different_content_are_two_tasks(make):
    project = make.project()
    for content in ("first", "second", "first", "second"):
        brought(project, {"IMG_1.txt": content})
    first, second = ids(project)
    assert first == "IMG_1.txt"
    assert second.startswith("IMG_1.txt~")


def test_rows_with_the_same_text_are_tasks_of_their_own_on_one_asset(make):
    row = brought(make.project(), {"r.jsonl": jsonl({"text": "好的", "id": 1}, {"text": "好的", "id": 2})})
    assert counted(row) == (2, 0, 0)
    assert Asset.objects.count() == 1


def test_an_id_that_stands_twice_is_reported_and_the_first_is_taken(make):
    rows = jsonl({"text": "a", "id": "x"}, {"text": "b", "id": "x"}, {"text": "a", "id": "x"})
    row = brought(make.project(), {"r.jsonl": rows})
    assert counted(row) == (1, 0, 2)
    assert told(row) == [("r.jsonl", 2, "duplicate_id"), ("r.jsonl", 3, "duplicate_id")]
    assert Task.objects.get().asset.text == "a"


def test_an_id_that_belongs_to_another_text_is_refused(make):
    project = make.project()
    brought(project, {"r.jsonl": jsonl({"text": "a", "id": "x"})})
    row = brought(project, {"s.jsonl": jsonl({"text": "b", "id": "x"})})
    assert (counted(row), told(row)) == ((0, 0, 1), [("s.jsonl", 1, "id_taken")])


def test_the_same_id_in_another_project_is_free(make):
    for project in (make.project(), make.project()):
        assert counted(brought(project, {"r.jsonl": jsonl({"text": "a", "id": "x"})})) == (1, 0, 0)


def test_a_line_changed_since_the_last_import_is_told_and_not_doubled(make):
    project = make.project()
    brought(project, {"r.csv": "text\na\nb\n"})
    row = brought(project, {"r.csv": "text\na\nB\n"})
    assert (counted(row), told(row)) == ((0, 1, 1), [("r.csv", 3, "id_taken")])


def test_everything_bad_is_listed_together_and_the_good_is_imported(make):
    project = make.project()
    files = {
        "rows.jsonl": b'{"text": "good"}\nnot json\n{"text": "nul \\u0000"}\n{"text": "also good"}',
        "t.csv": 'id,text\n1,ok\n2\n3,"two\nlines"\n4,\n',
        "empty.txt": "",
        "bad.txt": b"one\ntwo \xe9\xe9\xe9 three\n",
        "nul.txt": "a\0b",
        "x.pdf": b"%PDF-1.4",
        "x.docx": zip_bytes({"word.xml": b"<x/>"}),
        "x.doc": b"\xd0\xcf\x11\xe0",
        "photo.jpg": image_bytes(),
    }
    row = brought(project, files)
    assert (row.state, counted(row)) == (JobState.DONE, (4, 0, 11))
    assert sorted(told(row), key=str) == sorted(
        [
            ("rows.jsonl", 2, "bad_json"),
            ("rows.jsonl", 3, "nul"),
            ("t.csv", 3, "bad_table"),
            ("t.csv", 6, "empty_text"),
            ("empty.txt", None, "empty"),
            ("bad.txt", None, "encoding"),
            ("nul.txt", None, "nul"),
            ("x.pdf", None, "unknown_kind"),
            ("x.docx", None, "unknown_kind"),
            ("x.doc", None, "unknown_kind"),
            ("photo.jpg", None, "media"),
        ],
        key=str,
    )


@pytest.mark.parametrize(
    "said", [{"media": ["a.jpg"]}, {"media": {}, "annotations": []}, {"meta": {"responses": None}}, {"responses": 3}]
)
def test_what_a_row_says_beside_its_text_may_be_anything(make, said):
    row = brought(make.project(), {"r.jsonl": orjson.dumps({"text": "a"} | said) + b'\n{"text": "b"}'})
    assert (row.state, counted(row)) == (JobState.DONE, (2, 0, 0))


@pytest.mark.parametrize("line", ['{"text": "a", "x": %s}', '{"text": "a", "predictions": %s}'])
def test_a_row_nested_too_deep_is_told_and_the_rest_is_imported(make, line):
    row = brought(make.project(), {"r.jsonl": f"{line % ('[' * 700 + ']' * 700)}\n" + '{"text": "b"}'})
    assert (row.state, counted(row), told(row)) == (JobState.DONE, (1, 0, 1), [("r.jsonl", 1, "too_deep")])


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_of_an_archive_is_told_and_the_rest_is_imported(make, method):
    raw = bytearray(zip_bytes({"a.txt": " ".join(map(str, range(500)))}, method))
    raw[60:200] = bytes(byte ^ 0xFF for byte in raw[60:200])
    row = brought(make.project(), {"x.zip": bytes(raw), "good.txt": "hello"})
    assert (row.state, counted(row), told(row)) == (JobState.DONE, (1, 0, 1), [("x.zip/a.txt", None, "damaged")])


def test_a_file_without_a_row_is_told(make):
    files = {"head.csv": "id,text\n", "blank.jsonl": b"\n\n", "z.zip": zip_bytes({"head.tsv": "text\n"})}
    row = brought(make.project(), files)
    assert counted(row) == (0, 0, 3)
    assert sorted(told(row)) == [
        ("blank.jsonl", None, "empty"),
        ("head.csv", None, "empty"),
        ("z.zip/head.tsv", None, "empty"),
    ]


def test_a_file_that_is_not_read_is_told_with_what_this_project_reads(make):
    row = brought(make.project(), {"a.svg": b"<svg/>", "b.json": b'[{"text": "a"}]'})
    of_texts = {problem.file: problem.message for problem in row.problems.all()}
    assert "TXT, JSONL, CSV, TSV, IOB2, ZIP." in of_texts["a.svg"]
    assert "Save it as JSONL" in of_texts["b.json"]
    (of_images,) = brought(make.project("box"), {"a.svg": b"<svg/>"}).problems.all()
    assert of_images.message.endswith("PNG, JPEG, WebP, TIFF, BMP, GIF, JSONL, CSV, TSV, ZIP.")


def test_all_or_none_imports_nothing_when_one_line_is_bad(make):
    project = make.project()
    row = brought(project, {"r.jsonl": b'{"text": "good"}\nbad\n{"text": ""}\n'}, all_or_none=True)
    assert row.state == JobState.FAILED
    assert "2 lines or files" in row.error
    assert told(row) == [("r.jsonl", 2, "bad_json"), ("r.jsonl", 3, "empty_text")]
    assert not Task.objects.exists()
    assert list(row.uploads.values_list("accepted", "known", "refused")) == [(0, 0, 2)]


def test_all_or_none_sees_what_only_shows_between_lines_and_with_the_project(make):
    project = make.project()
    brought(project, {"r.jsonl": jsonl({"text": "a", "id": "x"})})
    twice = jsonl({"text": "a", "id": "y"}, {"text": "b", "id": "y"}, {"text": "c", "id": "x"})
    row = brought(project, {"r.jsonl": twice}, all_or_none=True)
    assert told(row) == [("r.jsonl", 2, "duplicate_id"), ("r.jsonl", 3, "id_taken")]
    assert ids(project) == ["x"]


def test_all_or_none_imports_all_when_all_is_good_and_keeps_its_remarks_once(make):
    project = make.project()
    files = {"r.csv": "text\na\nb\n", "z.zip": zip_bytes({"g.txt": "这是国标编码的文本".encode("gb18030")})}
    row = brought(project, files, all_or_none=True)
    assert (row.state, counted(row)) == (JobState.DONE, (3, 0, 0))
    assert told(row) == [("z.zip/g.txt", None, "encoding")]
    assert row.done == row.total


def test_all_or_none_leaves_no_images_behind(make):
    project = make.project("box")
    files = {"a.png": image_bytes("#111111"), "b.png": image_bytes("#222222")[:60]}
    assert brought(project, files, all_or_none=True).state == JobState.FAILED
    assert not Asset.objects.exists()
    assert counted(brought(project, files | {"b.png": image_bytes("#222222")}, all_or_none=True)) == (2, 0, 0)


def test_an_image_is_stored_measured_and_shown(make):
    project = make.project("box")
    raw = image_bytes(kind="BMP", size=(50, 20))
    brought(project, {"a.bmp": raw})
    asset = Task.objects.get(project=project).asset
    assert (asset.media, asset.mime, asset.width, asset.height, asset.bytes) == ("image", "image/png", 50, 20, len(raw))
    assert storage.open_file(asset.original).read() == raw
    assert Image.open(storage.path(asset.file)).format == "PNG"
    assert Image.open(storage.path(asset.thumbnail)).format == "WEBP"


def test_remarks_on_an_image_do_not_keep_it_out(make):
    row = brought(make.project("box"), {"a.jpg": image_bytes(kind="PNG")})
    assert (counted(row), told(row)) == ((1, 0, 0), [("a.jpg", None, "extension")])


def test_bad_images_are_told_one_by_one(make):
    good = image_bytes()
    files = {"cut.png": good[:80], "no.png": b"just text", "good.png": good, "x.svg": b"<svg/>"}
    row = brought(make.project("box"), {"z.zip": zip_bytes(files)})
    assert counted(row) == (1, 0, 3)
    assert told(row) == [
        ("z.zip/cut.png", None, "damaged"),
        ("z.zip/no.png", None, "not_an_image"),
        ("z.zip/x.svg", None, "unknown_kind"),
    ]


def test_rows_name_images_with_or_without_their_folder(make):
    project = make.project("box")
    files = {
        "set/rows.jsonl": jsonl(
            {"image": "img/a.png", "id": 1}, {"image": "b.png", "id": 2}, {"image": "c.png", "id": 3}
        ),
        "set/img/a.png": image_bytes("#aa0000"),
        "set/img/b.png": image_bytes("#00aa00"),
    }
    row = brought(project, files)
    assert (counted(row), told(row)) == ((2, 0, 1), [("set/rows.jsonl", 3, "no_file")])
    assert ids(project) == ["1", "2"]


def test_an_archive_inside_an_archive_is_refused_and_the_rest_is_read(make):
    row = brought(make.project(), {"z.zip": zip_bytes({"in.zip": zip_bytes({"a.txt": "a"}), "b.txt": "b"})})
    assert (counted(row), told(row)) == ((1, 0, 1), [("z.zip/in.zip", None, "unknown_kind")])


def test_names_that_lead_out_of_an_archive_are_told_and_nothing_is_written_there(make):
    row = brought(make.project(), {"z.zip": zip_bytes({"../../escaped.txt": "x", "ok.txt": "y"})})
    assert (counted(row), told(row)) == ((1, 0, 1), [("z.zip/../../escaped.txt", None, "escape")])


def test_a_damaged_archive_is_one_problem(make):
    row = brought(make.project(), {"z.zip": b"PK\3\4 and nothing more", "a.txt": "a"})
    assert (counted(row), told(row)) == ((1, 0, 1), [("z.zip", None, "damaged")])


def test_a_member_damaged_inside_an_archive_spoils_only_itself(make):
    raw = bytearray(zip_bytes({"a.txt": "a" * 500 + "!" * 300, "b.txt": "b"}))
    raw[45] ^= 0xFF
    row = brought(make.project(), {"z.zip": bytes(raw)})
    assert (counted(row), told(row)) == ((1, 0, 1), [("z.zip/a.txt", None, "damaged")])


def test_lines_of_a_release_come_back_as_their_tasks_and_a_changed_text_is_refused(make):
    project = make.project()
    text = "小明在成都"
    digest = "5a0c6d3c" + "0" * 56
    rows = [
        {"id": "a", "name": "n", "media": "text", "text": text, "meta": {"k": 1}, "annotations": []},
        {"id": "b", "media": "text", "text": text, "text_sha256": digest, "meta": {}, "annotations": []},
    ]
    row = brought(project, {"release.jsonl": jsonl(*rows)})
    assert counted(row) == (1, 0, 1)
    assert told(row) == [("release.jsonl", 2, "changed")]
    task = Task.objects.get()
    assert (task.external_id, task.name, task.meta) == ("a", "n", {"k": 1})


def test_the_queue_keeps_the_order_of_the_files_or_shuffles_it_the_same_way_each_time(make):
    rows = {"r.jsonl": jsonl(*({"text": str(n), "id": n} for n in range(50)))}
    straight, shuffled = make.project(), make.project(order=Order.RANDOM)
    brought(straight, rows)
    brought(shuffled, rows)
    assert ids(straight) == [str(n) for n in range(50)]
    assert sorted(ids(shuffled)) == sorted(ids(straight))
    assert ids(shuffled) != ids(straight)
    before = dict(Task.objects.filter(project=shuffled).values_list("external_id", "position"))
    Task.objects.filter(project=shuffled).delete()
    brought(shuffled, rows)
    assert dict(Task.objects.filter(project=shuffled).values_list("external_id", "position")) == before


def test_a_later_import_stands_behind_in_the_queue(make):
    project = make.project()
    brought(project, {"r.csv": "text\n1\n2\n"})
    brought(project, {"s.csv": "text\n3\n4\n"})
    assert texts(project) == ["1", "2", "3", "4"]


def test_many_chunks_make_the_same_as_one(make, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK_ROWS", 3)
    project = make.project()
    row = brought(
        project, {"r.csv": "text\n" + "".join(f"{n}\n" for n in range(10)) + "1,2\n", "a.txt": "x", "b.txt": "y"}
    )
    assert counted(row) == (12, 0, 1)
    assert texts(project) == [*map(str, range(10)), "x", "y"]


def test_an_interrupted_import_goes_on_at_its_cursor(make, monkeypatch):
    """Whichever chunk was the last one saved, nothing is lost and nothing is doubled."""
    monkeypatch.setattr(importing, "CHUNK_ROWS", 2)
    files = {
        "r.jsonl": b"\n".join([b'{"text": "%d", "id": "%d"}' % (n, n) for n in range(5)] + [b"bad"]),
        "t.csv": "text\na\nb\n",
        "z.zip": zip_bytes({"g.txt": "这是国标编码的文本".encode("gb18030"), "../x": "y", "c.txt": "c"}),
    }
    whole = brought(make.project(), files)
    saved = Saver.save
    for last in range(1, 6):
        project = make.project()
        row = handing_in.prepare(project, placed(files), options=Options())
        left = [last]

        def until_killed(self, *arguments, left=left):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            saved(self, *arguments)

        monkeypatch.setattr(Saver, "save", until_killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.run(row.pk)
        monkeypatch.setattr(Saver, "save", saved)
        Job.objects.update(lease_until=row.created_at)
        jobs.run(row.pk)
        row.refresh_from_db()
        assert (row.state, row.attempt) == (JobState.DONE, 2)
        assert counted(row) == counted(whole) == (9, 0, 2)
        assert told(row) == told(whole)
        assert texts(project) == ["0", "1", "2", "3", "4", "a", "b", "这是国标编码的文本", "c"]


def test_an_import_opened_before_another_brought_the_same_rows_knows_them(make):
    """What an import brought itself is remembered, not guessed from the time it was opened at."""
    project = make.project()
    rows = {"r.csv": "id,text\n1,a\n2,b\n"}
    opened = handing_in.prepare(project, placed(rows), options=Options())
    assert counted(brought(project, rows)) == (2, 0, 0)
    jobs.run(opened.pk)
    opened.refresh_from_db()
    assert (counted(opened), told(opened)) == ((0, 2, 0), [])


def test_an_id_that_stands_twice_is_told_as_such_after_a_kill_between_the_two(make, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK_ROWS", 1)
    row = handing_in.prepare(make.project(), placed({"r.csv": "id,text\n1,a\n1,a\n"}), options=Options())
    saved = Saver.save

    def and_die(self, *arguments):
        saved(self, *arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Saver, "save", and_die)
        with pytest.raises(KeyboardInterrupt):
            jobs.run(row.pk)
    Job.objects.update(lease_until=row.created_at)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert counted(row) == (1, 0, 1)
    assert told(row) == [("r.csv", 3, "duplicate_id")]


def test_a_cancelled_import_stops_and_keeps_what_it_saved(make, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK_ROWS", 2)
    project = make.project()
    row = handing_in.prepare(project, placed({"r.csv": "text\n" + "x\n" * 9}), options=Options())
    saved = Saver.save

    def then_cancel(self, *arguments):
        saved(self, *arguments)
        jobs.cancel(row)

    monkeypatch.setattr(Saver, "save", then_cancel)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, Task.objects.count()) == (JobState.CANCELLED, 2)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_files_at_once_make_each_task_once(make, monkeypatch):
    """Both have looked before either saves: the database refuses the second, which looks again."""
    project = make.project()
    rows = [handing_in.prepare(project, placed(TEXTS), options=Options()) for _ in range(2)]
    both_looked = threading.Barrier(2)
    look = saving.standing

    def look_and_wait(*arguments):
        found = look(*arguments)
        with suppress(threading.BrokenBarrierError):  # SQLite lets only one look at a time
            both_looked.wait(timeout=0.5)
        return found

    monkeypatch.setattr(saving, "standing", look_and_wait)

    def work(row):
        jobs.run(row.pk)
        connection.close()

    threads = [threading.Thread(target=work, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.state for row in Job.objects.all()} == {JobState.DONE}
    assert sorted(counted(row) for row in Job.objects.all()) == [(0, 2, 0), (2, 0, 0)]
    assert sorted(ids(project)) == sorted(TEXTS)


def test_the_files_are_deleted_when_the_import_has_ended(make):
    project = make.project()
    row = handing_in.open_import(project, by=None, options=Options())
    handing_in.add_file(row, "a.txt", io.BytesIO(b"text"))
    handing_in.begin(row)
    place = row.uploads.get().path
    assert storage.exists(place)
    assert handing_in.clear() == 0
    jobs.run(row.pk)
    assert handing_in.clear() == 1
    assert not storage.exists(place)
    assert Upload.objects.get().path == ""
    assert handing_in.clear() == 0


def test_files_imported_where_they_lie_are_never_deleted(make):
    (name, path), *_others = paths = list(placed(TEXTS))
    handing_in.bring(make.project(), paths, options=Options())
    handing_in.clear()
    assert path.read_bytes().decode() == TEXTS[name]


def test_the_sentences_of_real_annotated_data_arrive_exactly(make):
    """The 500 sentences of the treebank's IOB2 file; two of them where it is not at hand."""
    file = SAMPLES / "text" / "uner_zh_gsdsimp_test.iob2"
    content = file.read_bytes() if file.exists() else TREEBANK.encode()
    lines = content.decode().splitlines()
    sentences = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    numbers = [line.removeprefix("# sent_id = ") for line in lines if line.startswith("# sent_id = ")]
    assert len(sentences) == len(numbers) == (500 if file.exists() else 2)
    project = make.project("span")
    row = brought(project, {"sentences.iob2": content})
    assert counted(row) == (len(sentences), 0, 0)
    assert (texts(project), ids(project)) == (sentences, numbers)
    assert told(row) == [("sentences.iob2", None, "annotations")]
    for task in Task.objects.filter(project=project).select_related("asset"):
        assert "".join(task.meta["tokens"]).replace(" ", "") == task.asset.text.replace(" ", "")


def test_a_row_without_responses_is_refused_where_they_are_compared(make):
    """Or somebody would have to say of nothing that it is equally good."""
    project = make.project(body=starter("response-preference").body)
    rows = [
        {"text": "只有问题"},
        {"prompt": "好吗？", "responses": ["好"]},
        {"prompt": "行吗？", "responses": ["行", "不"]},
    ]
    job = brought(project, {"r.jsonl": jsonl(*rows)})
    assert counted(job) == (1, 0, 2)
    assert told(job) == [("r.jsonl", 1, "too_few_responses"), ("r.jsonl", 2, "too_few_responses")]


def test_a_table_of_a_header_alone_is_told(make):
    job = brought(make.project(), {"r.csv": b"text,id\n"})
    assert (counted(job), told(job)) == ((0, 0, 1), [("r.csv", None, "empty")])
