"""The guide for annotators, as it stands in the documentation, with the keys as this person has them."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects import markdown
from projects.access import SIGNED_IN
from projects.doors import Page
from projects.pages.account import keys_of
from projects.templatetags.house import page_language

DOCS = Path(settings.BASE_DIR) / "docs"
KEYS = "[keys]: #keys"  # a line nobody sees where the file is read as it is


class Guide(Page):
    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        name = "annotators.zh.md" if page_language() == "zh-Hans" else "annotators.md"
        before, _, after = (DOCS / name).read_text(encoding="utf-8").partition(KEYS)
        parts = {"before": markdown.render(before), "after": markdown.render(after)}
        return render(request, "annotation/guide.html", parts | {"own": keys_of(request.user)})
