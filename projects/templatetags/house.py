"""What every template of the house may use: icons, the language and theme of the page, titles in two languages."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from projects import storage
from projects.access import roles
from projects.language import content_language
from projects.media import EXAMINERS
from projects.models import Asset, Organisation, Person, Theme
from projects.series.drawing import curves

ICONS = Path(__file__).resolve().parent.parent / "icons"

CURVES = 6  # channels of a series that pages draw

register = template.Library()


@cache
def _drawing(name: str) -> SafeString:
    """The strokes of an icon, without the <svg> around them. KeyError when no file has that name."""
    file = ICONS / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not file.exists():
        raise KeyError(f"there is no icon {name!r} in {ICONS.name}/")
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
    assert drawing is not None, file
    return mark_safe(re.sub(r"\s*\n\s*", "", drawing.group(1)))  # noqa: S308  (our own files)


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """An icon in the colour and beside the text it stands with; silent for screen readers unless it has a label."""
    hidden = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} width="{}" height="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        hidden,
        size,
        size,
        _drawing(name),
    )


@register.simple_tag
def ago(moment: datetime, style: str = "") -> SafeString:
    """How long ago that was; the moment itself when one points at it."""
    is_new = timezone.now() - moment < timedelta(minutes=1)
    said = _("just now") if is_new else _("%(ago)s ago") % {"ago": timesince(moment)}
    exact = written(timezone.localtime(moment))
    return format_html('<time class="{}" datetime="{}" title="{}">{}</time>', style, moment.isoformat(), exact, said)


@register.filter(expects_localtime=True)
def day(when: date | None) -> str:
    """A day as it is written everywhere here, in both languages: 2026-11-30."""
    return f"{when:%Y-%m-%d}" if when else ""


@register.filter("moment", expects_localtime=True)
def written(when: datetime | None) -> str:
    """A day and the time of it: 2026-11-30 14:05."""
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


@register.filter
def medium_icon(medium: str) -> str:
    """The icon of a medium."""
    examiner = EXAMINERS.get(medium)
    return examiner.icon if examiner else "type"


@register.filter
def medium_about(medium: str) -> str:
    """What is labelled in a medium, and which files it is read from."""
    examiner = EXAMINERS.get(medium)
    if examiner is None:
        return _("Sentences, dialogue turns, documents: TXT, JSONL, CSV, TSV")
    return _("%(about)s: %(formats)s") % {"about": examiner.about, "formats": examiner.formats}


@register.simple_tag
def series_curves(asset: Asset) -> list[tuple[str, str]]:
    """(name, drawing) of the first channels of a series; none where its packed file is not there."""
    packed = asset.derived.get("series", "")
    if not packed or not asset.duration or not storage.exists(packed):
        return []
    with storage.open_file(packed) as file:
        drawn = curves(file, asset.duration)
    return list(zip(asset.facts["channels"], drawn, strict=True))[:CURVES]


@register.filter
def clock(seconds: float) -> str:
    """How long something lasts: 0:04.2, 12:30, 1:02:30."""
    whole = round(seconds)
    if seconds < 60:
        return f"0:{seconds:04.1f}"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


@register.simple_tag
def page_language() -> str:
    """What `<html lang>` says: zh-Hans or en."""
    return {"zh": "zh-Hans"}.get(content_language(), "en")


@register.simple_tag(takes_context=True)
def page_theme(context: Mapping[str, Any]) -> str:
    """The theme a person chose for their account, or a visitor in this browser."""
    request = context.get("request")
    if request is None:
        return Theme.SYSTEM
    user = getattr(request, "user", None)
    chosen = user.theme if user is not None and user.is_authenticated else request.COOKIES.get("theme", "")
    return chosen if chosen in Theme.values else Theme.SYSTEM


@register.filter
def titled(titles: Mapping[str, str] | str | None, fallback: str = "") -> str:
    """The text of {"zh": …, "en": …} in the language of the page, or in the other one, or the fallback."""
    if not isinstance(titles, Mapping):  # a label may have no title at all; a template then hands over ""
        return fallback
    own, other = ("zh", "en") if content_language() == "zh" else ("en", "zh")
    return titles.get(own) or titles.get(other) or fallback


@register.filter
def percent(part: float, whole: float) -> int:
    """Whole percent, never 100 before everything is there and never 0 when something is."""
    if not whole or not part:
        return 0
    return 100 if part >= whole else min(99, max(1, round(100 * part / whole)))


@register.filter
def thousands(number: int | str | None) -> str:
    """A count as people read it, in groups of three; both languages write it so."""
    return "" if number in (None, "") else f"{number:,}"  # templates hand on "" for what is not there


@register.filter
def open_to(organisation: Organisation, person: Person) -> bool:
    """Whether a person is a member of the organisation as a whole, so that a link to its page leads somewhere."""
    return bool(roles(person, organisation))


@register.filter
def in_query(query: Any, change: str) -> str:
    """The query string with one name set, as `name=value`; with an empty value the name goes. Pages start over."""
    name, _equals, value = change.partition("=")
    changed = query.copy()
    changed.pop("cursor", None)
    if value:
        changed[name] = value
    else:
        changed.pop(name, None)
    return f"?{changed.urlencode()}"


@register.filter
def without(query: Mapping[str, str], name: str) -> str:
    """The query string of what is asked for, but for one name."""
    return "?" + urlencode({key: value for key, value in query.items() if key != name})
