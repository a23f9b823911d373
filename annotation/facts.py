"""What came with a task, as lines that can be read: its licence, its source, whatever the import brought."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST = {
    "licence": gettext_lazy("Licence"),
    "license": gettext_lazy("Licence"),
    "source": gettext_lazy("Source"),
    "author": gettext_lazy("Author"),
    "generated": gettext_lazy("Generated"),
}
IN_THE_TEXT = {"turns"}  # shown there
LONGEST = 2000  # characters of one value shown


def facts(meta: dict[str, Any]) -> list[tuple[str, str]]:
    """(title, value) of each entry, first those that say where the task is from and what may be done with it."""
    known = [name for name in FIRST if name in meta]
    others = sorted(meta.keys() - FIRST.keys() - IN_THE_TEXT)
    return [(str(FIRST.get(name, name)), readable(meta[name])) for name in known + others]


def readable(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
