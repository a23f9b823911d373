"""Dialogues: a text that was said in turns.

The text of the task is what was said, turn after turn with a line break between them, and nothing else: offsets in it
are offsets of the stored text as everywhere. `meta.turns` tells for each turn where it lies, and who said it when.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

BETWEEN = "\n"


@dataclass(frozen=True)
class Turn:
    """One turn, from `start` to `end` in code points of the text."""

    start: int
    end: int
    speaker: str = ""


def joined(turns: Iterable[Mapping[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The text of a dialogue and its `meta.turns`; whatever else a turn says is kept with it."""
    texts: list[str] = []
    places: list[dict[str, Any]] = []
    start = 0
    for turn in turns:
        end = start + len(turn["text"])
        places.append({name: value for name, value in turn.items() if name != "text"} | {"start": start, "end": end})
        texts.append(turn["text"])
        start = end + len(BETWEEN)
    return BETWEEN.join(texts), places


def turns_of(meta: Mapping[str, Any], text: str) -> list[Turn]:
    """The turns of a task; none where it is no dialogue. What was imported may be anything: only places count."""
    found = meta.get("turns")
    turns: list[Turn] = []
    for turn in found if isinstance(found, list) else []:
        start, end = (turn.get("start"), turn.get("end")) if isinstance(turn, Mapping) else (None, None)
        before = turns[-1].end if turns else 0
        if type(start) is not int or type(end) is not int or not before <= start <= end <= len(text):
            return []
        speaker = turn.get("speaker")
        turns.append(Turn(start, end, speaker if isinstance(speaker, str) else ""))
    return turns
