"""Guidelines are Markdown written by people; what comes out is safe to show to others."""

import nh3
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = set(
    "h1 h2 h3 h4 h5 h6 p br hr blockquote pre code strong em del ul ol li a img table thead tbody tr th td".split()  # noqa: SIM905
)
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "th": {"align"}, "td": {"align"}, "ol": {"start"}}

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _own_images(tag: str, attribute: str, value: str) -> str | None:
    """Images of this site or written into the text: another site would learn who reads. `data:` only there."""
    inside = value.lower().startswith("data:")
    if attribute == "src":
        return value if inside or url_has_allowed_host_and_scheme(value, None) else None
    return None if inside and attribute == "href" else value


def render(text: str) -> SafeString:
    """Markdown as HTML without scripts, styles or embedded pages. HTML in the text is shown as text."""
    html = _markdown.render(text)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_own_images,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308  (cleaned in the line above)
