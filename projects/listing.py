"""Lists in the API: `{"results": […], "next": cursor | null}`, and how they are described."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.paging import page
from projects.problems import Invalid

LARGEST = 500
PAGE = [
    OpenApiParameter("cursor", str, description="What the page before returned as `next`."),
    OpenApiParameter(
        "size", {"type": "integer", "minimum": 1, "maximum": LARGEST}, description="Rows a page, 100 unless told."
    ),
]


def page_of(row: type[serializers.BaseSerializer[Any]]) -> Any:
    """The description of a page of such rows."""
    name = row.__name__.removesuffix("Serializer") + "Page"
    fields = {"results": row(many=True), "next": serializers.CharField(allow_null=True)}
    return inline_serializer(name, fields)


def listed(request: Request, rows: QuerySet[Any], row: Callable[[Any], Any], *, by: str = "-pk") -> Response:
    """One page, each row turned into what is sent."""
    found, following = page(rows, request.query_params.get("cursor"), by=by, size=_size(request))
    return Response({"results": [row(each) for each in found], "next": following})


def _size(request: Request) -> int:
    given = request.query_params.get("size", "100")
    if not (given.isascii() and given.isdecimal() and len(given) < 10 and 1 <= int(given) <= LARGEST):
        raise Invalid(_("size is a whole number from 1 to %(most)d") % {"most": LARGEST}, field="size")
    return int(given)
