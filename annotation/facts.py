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
NAMES = FIRST | {
    "channel": gettext_lazy("Channel"),
    "context": gettext_lazy("Said before"),
    "dialect": gettext_lazy("Dialect"),
    "dialogue": gettext_lazy("Dialogue"),
    "speaker": gettext_lazy("Speaker"),
    "turn": gettext_lazy("Turn"),
}
IN_THE_TEXT = {"turns"}  # shown there
NOTHING: tuple[Any, ...] = (None, "", [], {})
LONGEST = 2000  # characters of one value shown


def facts(meta: dict[str, Any]) -> list[tuple[str, str]]:
    """(title, value) of each entry, first those that say where the task is from and what may be done with it."""
    known = [name for name in FIRST if name in meta]
    others = sorted(meta.keys() - FIRST.keys() - IN_THE_TEXT)
    return [(str(NAMES.get(name, name)), readable(meta[name])) for name in known + others if meta[name] not in NOTHING]


def readable(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = value if isinstance(value, str) else said(value) or orjson.dumps(value).decode()
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def said(value: Any) -> str:
    """A conversation, a line for each turn; empty where the value is none."""
    if not isinstance(value, list) or not all(isinstance(turn, dict) for turn in value):
        return ""
    turns = [(turn.get("speaker") or turn.get("role"), turn.get("text") or turn.get("content")) for turn in value]
    if not all(isinstance(who, str) and isinstance(text, str) for who, text in turns):
        return ""
    return "\n".join(_("%(speaker)s: %(text)s") % {"speaker": who, "text": text} for who, text in turns)
