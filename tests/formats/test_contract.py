"""What holds for every format, also for one that is added later."""

import copy
import itertools
from io import BytesIO

import pytest

from workers.formats import FORMATS, Format
from workers.formats.base import canonical

from .records import SAMPLES, variants, written

CASES = [
    pytest.param(fmt, *SAMPLES[name], options, id=f"{fmt.name} {' '.join(map(str, options.values()))}: {name}")
    for fmt, name in itertools.product(FORMATS.values(), SAMPLES)
    if fmt.fits(SAMPLES[name][0])
    for options in variants(fmt)
]


def without_regions(record):
    for answer in record["annotations"]:
        for value in answer["value"].values():
            for region in value if isinstance(value, list) else []:
                if isinstance(region, dict):
                    region.pop("id")


def without_provenance(record):
    for answer in record["annotations"]:
        for key in ("schema", "state", "seconds", "decision"):
            answer.pop(key, None)


def without_task(record):
    for file in ("text_sha256", "audio", "video", "series"):
        record.pop(file, None)
    record["name"] = ""
    record["meta"] = {key: value for key, value in record["meta"].items() if key == "tokens"}


# What a loss that every file of a format has takes away from a record.
ALWAYS = {"regions": without_regions, "provenance": without_provenance, "task": without_task}


def kept(fmt: Format, records, originals):
    """What every file of the format has to hold of the records. Tokens that a reader adds are no harm."""
    records = copy.deepcopy(records)
    for record, original in zip(records, originals, strict=True):
        if "tokens" not in original["meta"]:
            record["meta"].pop("tokens", None)
        for code in fmt.always:
            ALWAYS[code](record)
    return records


@pytest.mark.parametrize(("fmt", "about", "records", "options"), CASES)
def test_what_is_written_is_read_again_or_reported_as_lost(fmt, about, records, options):
    content, lost = written(fmt, about, records, **options)
    back = list(fmt.read(BytesIO(content), about))
    assert set(lost) <= set(fmt.losses), "a loss without a sentence"
    whole = kept(fmt, back, records) == kept(fmt, records, records)
    assert whole or lost, "something is gone and nobody said so"
    assert not (whole and lost), "reported as lost, but all is there"


@pytest.mark.parametrize(("fmt", "about", "records", "options"), CASES)
def test_a_writer_made_again_after_each_record_writes_the_same_bytes(fmt, about, records, options):
    whole, lost = written(fmt, about, records, **options)
    pieces, state = b"", None
    for step in range(fmt.writer.passes):
        writer = fmt.writer(about, fmt.options(**options), state)
        pieces += writer.head(step)
        for record in records:
            writer = fmt.writer(about, fmt.options(**options), copy.deepcopy(writer.state))
            pieces += writer.add(step, record)
        pieces += writer.tail(step)
        state = writer.state
    assert pieces == whole
    assert writer.state["lost"] == lost


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=FORMATS)
def test_each_format_carries_something_whole(fmt):
    whole = [
        name
        for name, (about, records) in SAMPLES.items()
        if fmt.fits(about) and any(record["annotations"] for record in records) and not written(fmt, about, records)[1]
    ]
    assert len(whole) >= 3


@pytest.mark.parametrize("fmt", FORMATS.values(), ids=FORMATS)
def test_every_loss_happens_in_some_sample_or_is_said_of_every_file(fmt):
    """A sentence about a loss that cannot happen would only frighten people."""
    fitting = next(about for about, _records in SAMPLES.values() if fmt.fits(about))
    seen = set(fmt.always)
    for (about, records), options in itertools.product(SAMPLES.values(), variants(fmt)):
        seen |= set(written(fmt, about if fmt.fits(about) else fitting, records, **options)[1])
    assert set(fmt.losses) <= seen


@pytest.mark.parametrize("name", SAMPLES)
def test_jsonl_loses_nothing_and_gives_the_same_bytes_again(name):
    about, records = SAMPLES[name]
    content, lost = written(FORMATS["jsonl"], about, records)
    back = list(FORMATS["jsonl"].read(BytesIO(content), about))
    assert back == records
    assert lost == {}
    assert b"".join(canonical(record) + b"\n" for record in back) == content


def test_a_format_is_found_by_its_file_alone():
    assert list(FORMATS)[:4] == ["jsonl", "csv", "coco", "conll"]
    assert all(fmt.name == name for name, fmt in FORMATS.items())
