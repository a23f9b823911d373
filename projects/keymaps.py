"""The keys of the workspace that a person has changed. Which actions there are is known to the workspace alone."""

import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

ACTION = re.compile(r"[a-z][a-z-]{0,39}")
MOST_ACTIONS = 300
MOST_STROKES = 6
STROKE = r"^((Mod|Alt|Shift)\+){0,3}(\S|[A-Z][A-Za-z0-9]{1,19})$"


class KeymapField(serializers.DictField):
    """Action -> strokes, written as the workspace does: `b`, `?`, `Shift+h`, `Mod+Enter` (Mod is Ctrl or ⌘).

    An empty list leaves an action without a key; an action that is left out keeps the keys it comes with.
    """

    child = serializers.ListField(child=serializers.RegexField(STROKE), max_length=MOST_STROKES)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            self._check_names(data)
        return super().to_internal_value(data)

    def _check_names(self, data: dict[Any, Any]) -> None:
        if len(data) > MOST_ACTIONS:
            raise serializers.ValidationError(_("A keymap holds at most %(most)s actions.") % {"most": MOST_ACTIONS})
        for name in data:
            if not ACTION.fullmatch(str(name)):
                raise serializers.ValidationError(_("“%(name)s” is not the name of an action.") % {"name": name})
