"""Things that move, for pages outside the workspace: what lays them over the film, frame by frame."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotation.kinds import KINDS, checked
from annotation.values import mark_of
from projects.models import Asset, LabelSchema


def film(asset: Asset, answers: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What `static/src/pages/film.ts` needs; None where the file is no video, or says nothing of its frames.

    answers     each with `tracks` (of `tracks_of`), `of` (whose they are), and `color` and `dash` where those are the
                person's and not the label's
    """
    if asset.media != "video" or not asset.facts.get("timing"):
        return None
    return {
        "timing": asset.facts["timing"],
        "width": asset.width,
        "height": asset.height,
        "answers": list(answers),
    }


def tracks_of(schema: LabelSchema | Mapping[str, Any], value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tracks of an answer, with their labels as they are shown."""
    body = schema.body if isinstance(schema, LabelSchema) else schema
    found = []
    for field in checked(body).fields:
        if KINDS[field.kind].geometry != "moving":
            continue
        for track in value.get(field.name, []):
            mark = mark_of(field, track["label"])
            found.append({"title": mark.title, "color": mark.color, **track})
    return found
