"""What a scene says, and the pieces it is made of."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workers.scenes.hand import Hand

PHOTOS = Path(__file__).parents[1] / "samples" / "photos"

Json = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """A small project that asks one kind of question, and one person's answer to its first task.

    fields     of the label schema
    row        the task, as a row of JSONL that is imported
    act        what the person does, up to the moment of the picture; nothing is submitted
    gives      what is stored when the answer is submitted: of regions their labels, in the order of the store
    media      of the project
    files      writes the files that the row names into a folder
    dark       the picture of it shows the dark theme
    """

    fields: list[Json]
    row: Json
    act: Callable[[Hand], None]
    gives: Any
    media: str = "text"
    files: Callable[[Path], None] | None = None
    dark: bool = False


def field(kind: str, zh: str, en: str, labels: list[Json] | None = None, **options: Any) -> Json:
    question: Json = {"name": kind, "kind": kind, "title": {"zh": zh, "en": en}, **options}
    return question | ({"labels": labels} if labels else {})


def label(name: str, key: str, zh: str, en: str, color: str = "", **more: Any) -> Json:
    return {"name": name, "key": key, "title": {"zh": zh, "en": en}, **({"color": color} if color else {}), **more}


def photo(name: str) -> Callable[[Path], None]:
    """The file of a photograph that comes with the sample projects."""

    def copy(folder: Path) -> None:
        shutil.copy(PHOTOS / name, folder)

    return copy
