"""Finds the formats."""

import pkgutil
from importlib import import_module
from pathlib import Path

from workers.formats.base import Format

ORDER = ("jsonl", "csv", "coco", "conll")  # of those that come with the house; others follow by name


def _found() -> dict[str, Format]:
    files = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name != "registry"]
    modules = [import_module(f"workers.formats.{name}") for name in files]
    formats = [module.FORMAT for module in modules if isinstance(getattr(module, "FORMAT", None), Format)]
    rank = {name: place for place, name in enumerate(ORDER)}
    return {one.name: one for one in sorted(formats, key=lambda one: (rank.get(one.name, len(rank)), one.name))}


FORMATS: dict[str, Format] = _found()
