"""Numbers and points on an image, as every kind that lies on one checks them."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from annotation.kinds.base import Subject
from annotation.kinds.labels import LabelOptions
from projects.problems import Invalid

SLACK = 1e-6  # what floating point may add at the right and lower edge
Pixels = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]
Length = Annotated[float, Field(allow_inf_nan=False, gt=0, le=1e6)]
Degrees = Annotated[float, Field(allow_inf_nan=False, ge=-360, le=360)]
Position = tuple[Pixels, Pixels]


def require_inside(points: Sequence[Sequence[float]], subject: Subject, at: str) -> None:
    """Refuse the first point that lies outside the image, with its place."""
    width, height = subject.width or 0, subject.height or 0
    for i, (x, y) in enumerate(points):
        if not (0 <= x <= width + SLACK and 0 <= y <= height + SLACK):
            message = _("the point %(x)g, %(y)g lies outside the image of %(width)d × %(height)d pixels")
            given = {"x": x, "y": y, "width": width, "height": height}
            raise Invalid(message % given, field=f"{at}[{i}]")


def require_some(regions: list[dict[str, Any]], options: LabelOptions, at: str) -> None:
    if options.required and not regions:
        raise Invalid(_("Draw at least one shape in %(field)s") % {"field": options.name}, field=at)
