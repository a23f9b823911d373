"""`python -m workers.agreement FILE.csv`: the numbers without a site."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real_sets import SETS
from workers.agreement.__main__ import main

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command on a file with this text: exit code, what it printed, what it complained of."""

    def command(text, *options, encoding="utf-8"):
        path = tmp_path / "answers.csv"
        path.write_bytes(text.encode(encoding))
        code = main([str(path), *options])
        out, err = capsys.readouterr()
        return code, out, err.replace(str(path), "answers.csv")

    return command


def file_of(example, tmp_path):
    """A printed example as a file."""
    units = zip(*example["data"], strict=True) if example["layout"] == "coders x units" else example["data"]
    lines = [f"{u},{r},{x}" for u, unit in enumerate(units) for r, x in enumerate(unit) if x is not None]
    path = tmp_path / "printed.csv"
    path.write_text("\n".join(["task,worker,label", *lines]))
    return path


def found(path, capsys, *options):
    assert main([str(path), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "name, level, key",
    [
        ("krippendorff2011_4x12", "nominal", "alpha"),
        ("krippendorff2011_4x12", "ordinal", "alpha_ordinal"),
        ("krippendorff2011_4x12", "interval", "alpha_interval"),
        ("krippendorff2011_4x12", "ratio", "alpha_ratio"),
        ("hayes_krippendorff2007_40x5", "ordinal", "alpha_ordinal"),
        ("krippendorff1980_9x3", "ratio", "alpha_ratio"),
    ],
)
def test_printed_values_are_met_from_a_file(name, level, key, published, tmp_path, capsys):
    example = published[name]
    document = found(file_of(example, tmp_path), capsys, "--level", level)
    assert document["alpha"]["value"] == pytest.approx(example["printed"][key], abs=example["tolerance"])


def test_fleiss_kappa_is_met_from_a_file(published, tmp_path, capsys):
    example = published["fleiss1971_psychiatric_30x6"]
    document = found(file_of(example, tmp_path), capsys)
    assert document["multi_pi"]["value"] == pytest.approx(example["printed"]["multi_pi"], abs=example["tolerance"])
    assert (document["alpha"]["units"], document["alpha"]["raters"]) == (30, 6)


def test_every_metric_says_both_intervals(published, tmp_path, capsys):
    for level in ("nominal", "ordinal", "interval", "ratio"):
        document = found(file_of(published["hayes_krippendorff2007_40x5"], tmp_path), capsys, "--level", level)
        for metric in document.values():
            assert metric["low"] < metric["value"] < metric["high"], level
            assert metric["population_low"] < metric["value"] < metric["population_high"], level


def test_labels_and_pairs_stand_inside_their_metric(published, tmp_path, capsys):
    example = published["krippendorff1980_9x3"]
    document = found(file_of(example, tmp_path), capsys)
    by_label = {one["label"]: one["value"] for one in document["alpha"]["labels"]}
    assert by_label == pytest.approx(example["printed"]["label_alpha"], abs=example["tolerance"])
    assert [(one["a"], one["b"]) for one in document["kappa"]["pairs"]] == [("0", "1"), ("0", "2"), ("1", "2")]


@pytest.mark.parametrize(
    "name, alpha, ac1, truth",
    [("snow2008_rte", 0.242, 0.273, 0.9250), ("welinder2010_bluebirds", 0.126, 0.222, 0.8981)],
)
def test_a_real_crowd(name, alpha, ac1, truth, published, tmp_path, capsys):
    """Where the sets are absent, the printed table of Gwet that stands for them."""
    path, out = SETS / f"{name}.csv", tmp_path / "out.csv"
    if not path.exists():
        path, alpha, ac1 = file_of(published["fleiss1971_psychiatric_30x6"], tmp_path), 0.4334, 0.4448
        assert found(path, capsys)["alpha"]["value"] == pytest.approx(alpha, abs=2e-3)
        return
    document = found(path, capsys, "--consensus", str(out))
    assert document["alpha"]["value"] == pytest.approx(alpha, abs=1e-3)
    assert document["ac1"]["value"] == pytest.approx(ac1, abs=1e-3)
    wider = document["alpha"]["population_high"] - document["alpha"]["population_low"]
    assert wider > 2 * (document["alpha"]["high"] - document["alpha"]["low"])
    with path.with_suffix(".truth.csv").open() as file:
        known = dict(list(csv.reader(file))[1:])
    with out.open() as file:
        rows = list(csv.DictReader(file))
    right = [row["consensus"] == known[row["task"]] for row in rows]
    assert sum(right) / len(right) == pytest.approx(truth, abs=0.0015)


def test_it_needs_no_site(tmp_path):
    """Neither settings nor Django's or Celery's code is read."""
    path = tmp_path / "a.csv"
    path.write_text("task,worker,label\n1,x,a\n1,y,a\n2,x,b\n2,y,a\n")
    code = (
        "import sys\nfrom workers.agreement.__main__ import main\n"
        f"main([{str(path)!r}])\nassert not {{'django', 'celery'}} & set(sys.modules)"
    )
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Krippendorff's alpha" in done.stdout


@pytest.mark.parametrize(
    "header",
    [
        "task,worker,label",
        "Unit;Rater;Value",
        "item\tannotator\tanswer",
        "\ufeff任务,标注员,标签",
        "note,label,id,user",
    ],
)
def test_usual_headers_are_known_with_any_separator(header, run):
    sign = next(sign for sign in ";\t," if sign in header)
    place = {"note": "x"} | dict.fromkeys(["label", "Value", "answer", "标签"], "{label}")
    place |= dict.fromkeys(["task", "Unit", "item", "\ufeff任务", "id"], "{task}")
    row = sign.join(place.get(name, "{worker}") for name in header.split(sign))
    lines = [row.format(task=t, worker=w, label="ab"[t % 2]) for t in range(12) for w in range(3)]
    code, out, err = run("\n".join([header, *lines]), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["alpha"]["value"] == 1


def test_columns_can_be_named(run):
    text = "a,b,c\n1,x,p\n1,y,p\n2,x,q\n2,y,q\n"
    code, out, _ = run(text, "--task", "a", "--worker", "B", "--label", "c", "--json")
    assert code == 0
    assert json.loads(out)["percent"]["value"] == 1


@pytest.mark.parametrize(
    "text, options, sentences",
    [
        ("", [], ["answers.csv line 1: there is no column for the task", "the file is empty"]),
        ("task,who,label\n1,x,a\n", [], ["line 1: there is no column for the worker", "task, who, label", "--worker"]),
        ("task,worker,label\n", [], ["there is no answer in this file"]),
        ("task,worker,label\n1,x,a,b\n1,y\n", [], ["line 2: it has 4 fields, the header 3", "line 3: it has 2 fields"]),
        ("task,worker,label\n1,x,a\n1,x,b\n", [], ["line 3: x answered task 1 in line 2 already", "--last"]),
        ("task,worker,label\n,x,a\n1,,b\n", [], ["line 2: it names no task", "line 3: it names no worker"]),
        ("task,worker,label\n1,x,red\n", ["--level", "interval"], ["line 2: “red” is not a number", "level interval"]),
        ("task,worker,label\n1,x,red\n", ["--level", "ordinal"], ["line 2: “red”", "--order"]),
        ("task,worker,label\n1,x,-1\n", ["--level", "ratio"], ["line 2: -1 is below zero", "--level interval"]),
        ("task,worker,label\n1,x,nan\n", ["--level", "ratio"], ["line 2: “nan” is not a number"]),
        ("task,worker,label\n1,x,mid\n", ["--level", "ordinal", "--order", "low,high"], ["line 2", "“mid”", "--order"]),
        ('task,worker,label\n1,x,"a\n', [], ["line 2", "quotation mark"]),
    ],
)
def test_a_bad_file_is_told_with_line_and_remedy(text, options, sentences, run):
    code, out, err = run(text, *options)
    assert (code, out) == (1, "")
    for sentence in sentences:
        assert sentence in err


def test_many_bad_lines_are_told_together_and_counted(run):
    _, _, err = run("task,worker,label\n" + "1,x\n" * 25)
    assert err.count("answers.csv line") == 10
    assert "and 15 more lines" in err


def test_a_file_in_another_encoding_is_told(run):
    _, _, err = run("task,worker,label\n1,x,红\n", encoding="gbk")
    assert "not UTF-8" in err


def test_a_file_that_is_not_there_is_told(capsys, tmp_path):
    assert main([str(tmp_path / "none.csv")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_the_later_answer_can_be_kept(run):
    text = "task,worker,label\n1,x,a\n1,y,b\n2,x,a\n2,y,a\n1,x,b\n"
    _, out, _ = run(text, "--last", "--json")
    assert json.loads(out)["percent"]["value"] == 1


def test_one_label_only_is_undefined_and_said(run):
    text = "task,worker,label\n" + "".join(f"{t},{w},a\n" for t in range(40) for w in "xyz")
    _, out, _ = run(text, "--json")
    document = json.loads(out)
    assert document["alpha"]["value"] is None
    assert document["alpha"]["note"] == "no_variation"
    assert document["percent"]["value"] == 1
    assert "n/a" in run(text)[1]
    assert "no variation" in run(text)[1]


def test_few_units_are_said(run):
    text = "task,worker,label\n" + "".join(f"{t},{w},{(t + (w == 'x')) % 2}\n" for t in range(8) for w in "xyz")
    assert json.loads(run(text, "--json")[1])["alpha"]["note"] == "too_few"
    assert "too few units" in run(text)[1]


def test_spellings_of_one_number_are_one_label(run):
    text = "task,worker,label\n" + "".join(f"{t},x,{t}\n{t},y,{t}.0\n" for t in range(12))
    document = json.loads(run(text, "--level", "interval", "--json")[1])
    assert document["alpha"]["value"] == document["percent"]["value"] == 1


def test_a_tie_is_written_as_a_tie(run, tmp_path):
    out = tmp_path / "out.csv"
    run("task,worker,label\n1,x,a\n1,y,b\n2,x,b\n2,y,b\n", "--consensus", str(out))
    first, second = csv.DictReader(out.read_text().splitlines())
    assert (first["majority"], first["tied"]) == ("a | b", "yes")
    assert (second["majority"], second["tied"], second["majority_share"]) == ("b", "no", "1.000000")


def test_numbers_are_averaged_with_their_error(run, tmp_path):
    out = tmp_path / "out.csv"
    run("task,worker,label\n1,x,1\n1,y,3\n2,x,5\n2,y,7\n", "--level", "interval", "--consensus", str(out))
    first, second = csv.DictReader(out.read_text().splitlines())
    assert (first["consensus"], second["median"]) == ("2", "6")
    assert float(first["standard_error"]) == pytest.approx(1)  # variance within tasks 2, over two answers
