"""IOB2 (CoNLL): a sentence a task, with its tokens, so that an export divides it as the file did."""

import io
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workers.formats import conll
from workers.imports.encodings import Line
from workers.imports.rows import Fault, Options, Row, checked

AT = re.compile(r"^line (\d+): ")


def read(lines: Iterable[Line], options: Options) -> Iterator[Row | Fault]:
    """The spans of the file are answers, which an import leaves out; one remark says so."""
    annotated = 0
    before: Row | None = None
    for sentence in sentences(lines):
        found = sentence if isinstance(sentence, Fault) else row_of(sentence)
        if isinstance(found, Row):
            annotated += found.annotated
            if before is not None and found.id and (found.id, found.text) == (before.id, before.text):
                continue  # the answer of another annotator to the same sentence
            before = found
        yield found
    if annotated:
        message = ngettext(
            "%(count)d sentence carries annotations. Its task was imported, the annotations were not.",
            "%(count)d sentences carry annotations. Their tasks were imported, the annotations were not.",
            annotated,
        )
        yield Fault(None, "annotations", message % {"count": annotated}, refused=False)


def sentences(lines: Iterable[Line]) -> Iterator[list[Line] | Fault]:
    """The lines of each sentence; a line that cannot be decoded spoils the sentence it stands in."""
    held: list[Line] = []
    spoilt: Fault | None = None
    for line in lines:
        if line.text.strip() or line.fault:
            held.append(line)
            spoilt = spoilt or (Fault.of(line.fault, line.number) if line.fault else None)
        elif held:
            yield spoilt or held
            held, spoilt = [], None
    if held:
        yield spoilt or held


def row_of(sentence: list[Line]) -> Row | Fault:
    first = sentence[0].number
    try:
        (record,) = conll.read(io.BytesIO("".join(line.text for line in sentence).encode()))
    except ValueError as error:
        at = AT.match(str(error))
        number = first + int(at[1]) - 1 if at else first
        reason = AT.sub("", str(error))
        message = _("This is not IOB2: %(reason)s. Write a number, a token and a tag, with tabs between them.")
        return Fault(number, "bad_iob2", message % {"reason": reason})
    own = record["id"] if any(line.text.startswith("# sent_id = ") for line in sentence) else ""
    (answer,) = record["annotations"]
    return checked(
        Row(
            line=first,
            id=own,
            text=record["text"],
            meta=record["meta"],
            annotated=any(answer["value"].values()),
        )
    )
