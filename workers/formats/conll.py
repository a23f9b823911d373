"""CoNLL in its IOB2 form: one token a line with its number and tag, an empty line after each sentence.

    # sent_id = 17
    # text = 小明在北京。
    1	小明	B-PER
    2	在	O

A sentence is a task's text. Its tokens are `meta["tokens"]` where the task brought some, otherwise our own. Each
"# key = value" line that a file had before its sent_id is kept in `meta["conll"]` and written again. A text with line
breaks stands as JSON in `# text_json`. Lines end with \n alone; no other character ends a line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Literal

import orjson
from pydantic import Field

from workers.formats.base import About, Answer, Format, Options, Record, Writer, _, chosen
from workers.formats.tokens import Token, align, join, tokenise

LINE = re.compile(r"[\t\n\r]")  # what would end a line or a column
FIELD = "entities"  # where spans go when there is no schema to name their field


class ConllOptions(Options):
    answers: Literal["one", "all"] = Field(
        "one",
        title=_("Which answers"),
        description=_(
            "One answer a task: settled first, then accepted, then the earliest; or a sentence for each answer."
        ),
        json_schema_extra={"choices": {"one": _("One answer a task"), "all": _("All answers")}},
    )
    field: str = Field(
        "",
        max_length=40,
        title=_("Field"),
        description=_("The field whose spans are written; the first one when this is empty."),
        json_schema_extra={"geometry": "line"},
    )


class ConllWriter(Writer):
    options: ConllOptions

    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        super().__init__(about, options, state)
        self.field = self.options.field or _field(about)
        every = [field for body in about.schemas.values() for field in body["fields"]]
        self.relations = {field["name"] for field in every if about.kinds[field["kind"]].level == "relations"}

    def add(self, step: int, record: Record) -> bytes:
        if "text" not in record:
            self.lost.add("no_text", record["id"])
            return b""
        answers: list[Answer | None] = list(record["annotations"])
        if self.options.answers == "one":
            self.lost.add("answers", record["id"], max(len(answers) - 1, 0))
            answers = [chosen(record["annotations"])]
        places = self._tokens(record)
        return "".join(self._sentence(record, places, answer) for answer in answers or [None]).encode()

    def _tokens(self, record: Record) -> list[Token]:
        text, given = record["text"], record["meta"].get("tokens")
        if given is None:
            return tokenise(text)
        fits = isinstance(given, list) and all(isinstance(one, str) and not LINE.search(one) for one in given)
        places = align(text, given) if fits else None
        if places is None:
            self.lost.add("tokens", record["id"])
            return tokenise(text)
        return places

    def _sentence(self, record: Record, places: Sequence[Token], answer: Answer | None) -> str:
        text = record["text"]
        value = answer["value"] if answer else {}
        self.lost.add("unanswered", record["id"], self.field not in value)
        self.lost.add("relations", record["id"], sum(len(value.get(name, ())) for name in self.relations))
        self.lost.add("fields", record["id"], len(value.keys() - self.relations - {self.field}))
        tags = self._tags(record["id"], text, places, value.get(self.field, []))
        rows = (
            f"{number}\t{text[start:end]}\t{tag}\n"
            for number, ((start, end), tag) in enumerate(zip(places, tags, strict=True), start=1)
        )
        return "".join(self._comments(record, answer)) + "".join(rows) + "\n"

    def _comments(self, record: Record, answer: Answer | None) -> Iterator[str]:
        kept = record["meta"].get("conll")
        for key, value in kept.items() if isinstance(kept, dict) else ():
            yield _comment(key, value)
        yield _comment("sent_id", record["id"])
        if self.options.answers == "all" and answer:
            yield _comment("annotator", answer["annotator"])
        text = record["text"]
        yield _comment("text_json", orjson.dumps(text).decode()) if LINE.search(text) else _comment("text", text)

    def _tags(self, task: str, text: str, places: Sequence[Token], spans: Sequence[Mapping[str, Any]]) -> list[str]:
        """IOB2 tags; spans that IOB2 cannot say are counted and left out. Of overlapping ones the longest stays."""
        first = {start: number for number, (start, end) in enumerate(places)}
        last = {end: number for number, (start, end) in enumerate(places)}
        tags = ["O"] * len(places)
        for span in sorted(spans, key=lambda span: (span["start"] - span["end"], span["start"])):
            self.lost.add("attributes", task, "attributes" in span)
            if "parts" in span:
                self.lost.add("parts", task)
                continue
            start, end = trimmed(text, span["start"], span["end"])
            if start not in first or end not in last:
                self.lost.add("edges", task)
                continue
            covered = range(first[start], last[end] + 1)
            if any(tags[number] != "O" for number in covered):
                self.lost.add("overlap", task)
                continue
            self.lost.add("spaces", task, (start, end) != (span["start"], span["end"]))
            for number in covered:
                tags[number] = ("B-" if number == covered[0] else "I-") + span["label"]
        return tags


def _comment(key: str, value: object) -> str:
    return f"# {LINE.sub(' ', key)} = {LINE.sub(' ', str(value))}\n"


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without spaces at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def read(source: BinaryIO, about: About | None = None) -> Iterator[Record]:
    """Records of an IOB2 file: number, token, tag and any further columns, separated by tabs.

    Sentences that follow each other with the same sent_id are answers of several annotators to one task; the
    annotator of a sentence that names none is "a1". ValueError with the line for what is not IOB2.
    """
    field = _field(about) if about else FIELD
    held: Record | None = None
    for number, (first_line, lines) in enumerate(_sentences(source), start=1):
        record = _record(first_line, lines, number, field)
        if held and held["id"] == record["id"] and held.get("text") == record.get("text"):
            held["annotations"] += record["annotations"]
            continue
        if held:
            yield held
        held = record
    if held:
        yield held


def _sentences(source: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The lines of each sentence with the number of its first line."""
    lines: list[str] = []
    number = 0
    for number, raw in enumerate(source, start=1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise ValueError(f"line {number}: not UTF-8") from error
        if line:
            lines.append(line)
        elif lines:
            yield number - len(lines), lines
            lines = []
    if lines:
        yield number - len(lines) + 1, lines


def _record(first_line: int, lines: list[str], number: int, field: str) -> Record:
    comments: dict[str, str] = {}
    tokens: list[str] = []
    tags: list[str] = []
    for at, line in enumerate(lines, start=first_line):
        if line.startswith("# ") and not tokens:
            key, _equals, value = line[2:].partition(" = ")
            comments[key] = value
            continue
        columns = line.split("\t")
        if len(columns) < 3 or not columns[1] or not _is_tag(columns[2]):
            raise ValueError(f"line {at}: expected number, token and IOB2 tag with tabs between them")
        tokens.append(columns[1])
        tags.append(columns[2])
    text = _text(comments, tokens)
    places = align(text, tokens)
    if places is None:
        raise ValueError(f"line {first_line}: the tokens are not those of the text")
    spans = list(_spans(text, places, tags, first_line))
    identity = comments.pop("sent_id", str(number))
    answer: Answer = {"annotator": comments.pop("annotator", "a1"), "value": {field: spans}}
    meta: dict[str, Any] = {"tokens": tokens} | ({"conll": comments} if comments else {})
    return {"id": identity, "name": "", "media": "text", "text": text, "meta": meta, "annotations": [answer]}


def _text(comments: dict[str, str], tokens: Sequence[str]) -> str:
    written = comments.pop("text_json", None)
    plain = comments.pop("text", None)
    if written is not None:
        return str(orjson.loads(written))
    return join(tokens) if plain is None else plain


def _is_tag(tag: str) -> bool:
    return tag == "O" or (tag[:2] in ("B-", "I-") and len(tag) > 2)


def _spans(text: str, places: Sequence[Token], tags: Sequence[str], line: int) -> Iterator[dict[str, Any]]:
    """Spans of strict IOB2: each begins with B-, and only the same label goes on with I-."""
    begin: int | None = None
    found = 0
    for number, tag in enumerate([*tags, "O"]):
        goes_on = tag.startswith("I-")
        if goes_on and (begin is None or tag[2:] != tags[begin][2:]):
            raise ValueError(f"line {line}: token {number + 1} has {tag} without a B-{tag[2:]} before it")
        if begin is not None and not goes_on:
            found += 1
            start, end = places[begin][0], places[number - 1][1]
            label = tags[begin][2:]
            yield {"id": f"r{found}", "label": label, "start": start, "end": end, "text": text[start:end]}
            begin = None
        if tag.startswith("B-"):
            begin = number


def _field(about: About) -> str:
    return next((str(field["name"]) for field in about.fields("line")), FIELD)


FORMAT = Format(
    name="conll",
    title="CoNLL / IOB2",
    summary=_("Tokens with IOB2 tags, for named entities."),
    suffix=".iob2",
    mime="text/plain",
    carries=frozenset({"text"}),
    geometry="line",
    losses={
        "overlap": _("Of spans that overlap the longest is written, the others are left out."),
        "edges": _("Spans that begin or end inside a token are left out."),
        "parts": _("Spans in several parts are left out."),
        "spaces": _("Spaces at the edge of a span are left out."),
        "attributes": _("Attributes of spans are left out."),
        "relations": _("Relations between spans are left out."),
        "answers": _("Of several answers to a task one is written: settled first, then accepted, then the earliest."),
        "unanswered": _("A sentence that nobody has answered looks as if there was nothing to find."),
        "fields": _("Answers to other fields are left out."),
        "tokens": _("The tokens that came with the task are not those of its text; our own are written."),
        "no_text": _("Tasks without a text are left out."),
        "regions": _("Regions are numbered anew."),
        "task": _("Of a task only its id, text and tokens are carried."),
        "provenance": _("State, schema version and seconds of an answer are not carried."),
    },
    always=frozenset({"regions", "task", "provenance"}),
    options=ConllOptions,
    read=read,
    writer=ConllWriter,
)
