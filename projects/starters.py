"""Label schemas to start a project from, each with a guideline worth reading before the first task.

A starter is data: `starters/<name>.json` with its titles and schema body, `starters/<name>.zh.md` and `.en.md` with
the guideline. Nothing refers back to a starter once a project has been made from it; the project owns its copy.
"""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("starters")


@dataclass(frozen=True)
class Starter:
    """One choice of the form that makes a project. Texts are keyed by language: "zh" and "en"."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    guideline: Mapping[str, str]
    _body: Mapping[str, Any]

    @property
    def media(self) -> str:
        return str(self._body["media"])

    @property
    def body(self) -> dict[str, Any]:
        """The schema body: a new copy each time, so that a form may change it."""
        return copy.deepcopy(dict(self._body))


@cache
def _all() -> dict[str, Starter]:
    read = [(json.loads(path.read_text(encoding="utf-8")), path.stem) for path in FOLDER.glob("*.json")]
    read.sort(key=lambda item: item[0]["order"])
    return {
        name: Starter(
            name=name,
            title=content["title"],
            description=content["description"],
            guideline={
                language: (FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8") for language in ("zh", "en")
            },
            _body=content["body"],
        )
        for content, name in read
    }


def starters() -> list[Starter]:
    """All starters, in the order the form shows them."""
    return list(_all().values())


def starter(name: str) -> Starter:
    """The starter of that name; KeyError if there is none."""
    return _all()[name]
