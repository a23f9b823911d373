"""A guideline may look good and do nothing else."""

from html.parser import HTMLParser

import pytest

from projects.markdown import TAGS, render


def test_headings_lists_tables_and_chinese_come_through():
    html = render("# 标题\n\n- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n")
    for part in ("<h1>标题</h1>", "<li>一</li>", "<td>1</td>"):
        assert part in html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![x](data:text/html,<script>alert(1)</script>)",
        "<iframe src='//evil'></iframe>",
        "<style>body{display:none}</style>",
        '<a href="https://a" onclick="alert(1)">a</a>',
        "<svg/onload=alert(1)>",
    ],
)
def test_nothing_in_it_can_run(attack):
    tags = Tags()
    tags.feed(render(attack))
    for name, attributes in tags.found:
        assert name in TAGS
        assert not [key for key in attributes if key.startswith("on") or key == "style"]
        for address in (attributes.get("href"), attributes.get("src")):
            assert not address or address.startswith(("http://", "https://", "mailto:", "/", "#", "x"))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/api/assets/7/file", True),
        ("data:image/png;base64,iVBORw0KGgo=", True),
        ("https://other.example/seen.png", False),
        ("//other.example/seen.png", False),
    ],
)
def test_an_image_is_our_own_or_none(address, shown):
    assert ("src=" in render(f"![a picture](<{address}>)")) == shown
    assert 'alt="a picture"' in render(f"![a picture](<{address}>)")


def test_a_link_to_data_leads_nowhere():
    assert "href" not in render("[x](data:image/png;base64,iVBORw0KGgo=)")


class Tags(HTMLParser):
    """What a browser would make of it."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_a_link_does_not_tell_where_it_was_clicked():
    assert 'rel="noopener noreferrer"' in render("[a](https://example.org)")
