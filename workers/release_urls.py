"""Addresses of releases and exports: below their project, a release by its number there."""

from django.urls import include, path

from workers.api import releases as api
from workers.pages import releases as pages

OF_RELEASE = [
    path("", pages.ReleasePage.as_view(), name="release"),
    path("/progress", pages.ReleaseProgress.as_view(), name="release-progress"),
    path("/retry", pages.ReleaseRetry.as_view(), name="release-retry"),
    path("/files/<str:name>", pages.ReleaseFile.as_view(), name="release-file"),
    path("/exports/<id:export>/file", pages.ExportFile.as_view(), name="export-file"),
    path("/exports/<id:export>/remove", pages.ExportRemove.as_view(), name="export-remove"),
]

OF_RELEASE_API = [
    path("", api.ReleaseDetail.as_view(), name="api-release"),
    path("/retry", api.ReleaseRetry.as_view(), name="api-release-retry"),
    path("/exports", api.Exports.as_view(), name="api-exports"),
    path("/exports/<id:export>", api.ExportDetail.as_view(), name="api-export"),
    path("/exports/<id:export>/file", api.ExportFile.as_view(), name="api-export-file"),
]

RELEASE_URLS = [
    path("projects/<id:project>/releases", pages.Releases.as_view(), name="releases"),
    path("projects/<id:project>/releases/<id:number>", include(OF_RELEASE)),
    path("api/projects/<id:project>/releases", api.Releases.as_view(), name="api-releases"),
    path("api/projects/<id:project>/releases/<id:number>", include(OF_RELEASE_API)),
]
