"""Every address of the site. Each app brings its pages and its part of the API."""

from django.urls import include, path

from projects.pages.words import Words

urlpatterns = [
    path("", include("projects.urls")),
    path("", include("annotation.urls")),
    path("", include("workers.urls")),
    path("jsi18n/", Words.as_view(), name="javascript-catalog"),
]

handler400 = "projects.pages.errors.bad_request"
handler403 = "projects.pages.errors.forbidden"
handler404 = "projects.pages.errors.not_found"
handler500 = "projects.pages.errors.fault"
