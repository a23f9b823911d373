"""The translated words of the scripts. One small file a language, asked for once by each browser."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.i18n import JavaScriptCatalog

from projects.access import ANYONE
from projects.doors import Page


class Words(Page, JavaScriptCatalog):
    action = ANYONE
    packages = ["projects"]  # the catalogues of the site come on top

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = set_response_etag(super().get(request, *args, **kwargs))
        response["Cache-Control"] = "private, no-cache"  # kept, but asked for: the language is not in the address
        kept = get_conditional_response(request, etag=response["ETag"], response=response)
        return kept or response
