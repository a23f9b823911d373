"""The language of a page, and of the content that the site brings in two languages."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageMiddleware(LocaleMiddleware):
    """The language a person chose for their account, else the visitor's cookie or browser."""

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        super().process_request(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return None


def content_language() -> str:
    """In which of its two languages the site's own content is shown now: "zh" or "en"."""
    return "zh" if (translation.get_language() or "").startswith("zh") else "en"
