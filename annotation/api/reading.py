"""What several endpoints read from a request alike: revisions, keys, cursors, sizes."""

import re
from typing import Any

import orjson
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from annotation.drafts import answer_too_large
from projects.problems import Invalid

LARGEST = 16 * 2**20  # bytes of one answer: a hundred thousand boxes

IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"[0-9]{1,9}"$'},
    OpenApiParameter.HEADER,
    description='The revision that was seen, such as "0". A newer one by now is a conflict. Left out: not checked.',
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": r"^[0-9A-Za-z_-]{1,64}$"},
    OpenApiParameter.HEADER,
    description="Made by the sender, new for each submission. The same key again gets the same answer.",
)
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="`next` of the page before.")


def revision_in(request: Any) -> int | None:
    """The revision of the header If-Match; None without one."""
    header = request.headers.get("If-Match")
    if header is None:
        return None
    match = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', header.strip())
    if match is None:
        raise Invalid(_('If-Match has to be a revision in quotes, such as "3".'), field="If-Match")
    return int(match[1])


def key_in(request: Any) -> str | None:
    """The header Idempotency-Key; None without one."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not re.fullmatch(r"[0-9A-Za-z_-]{1,64}", key):
        message = _("An Idempotency-Key has 1 to 64 letters, digits, - and _. A UUID is a good one.")
        raise Invalid(message, field="Idempotency-Key")
    return key


def bounded(request: Any) -> Any:
    """The request's JSON, when it is small enough to be an answer to one task."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > LARGEST:
        raise answer_too_large(LARGEST)
    return request.data


def storable(value: dict[str, Any]) -> dict[str, Any]:
    """The value, when it is not nested deeper than databases can write."""
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise Invalid(_("The value is nested too deeply. Make it flatter."), field="value") from error
    return value
