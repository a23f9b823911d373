"""How a request is read and who it is from: JSON both ways, sessions with CSRF, closed doors.

Apart from `wire.py`, because REST framework imports these while it is being imported itself.
"""

from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions, parsers, permissions, renderers

from projects.doors import Door
from projects.incoming import read_json
from projects.problems import Forbidden


class NamesAnAction(permissions.BasePermission):
    """Default of every DRF view: what is not an Endpoint, or names no action, is closed."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return isinstance(view, Door) and (request.method == "OPTIONS" or view.action_for(request.method) is not None)


class SessionAuthentication(authentication.SessionAuthentication):
    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise Forbidden(_("The form is out of date. Reload the page and try again."), code="csrf") from error


class JSONRenderer(renderers.BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


class JSONParser(parsers.BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE  # Django minds it only where it reads the body itself
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise RequestDataTooBig
        return read_json(raw)
