"""Addresses of imports and jobs."""

from django.urls import include, path

from workers.api import imports as api
from workers.api import jobs as jobs_api
from workers.pages import imports as pages
from workers.pages import jobs as jobs_pages

OF_IMPORT_API = [
    path("", api.ImportDetail.as_view(), name="api-import"),
    path("/files", api.ImportFiles.as_view(), name="api-import-files"),
    path("/start", api.ImportStart.as_view(), name="api-import-start"),
    path("/cancel", api.ImportCancel.as_view(), name="api-import-cancel"),
    path("/retry", api.ImportRetry.as_view(), name="api-import-retry"),
    path("/problems", api.ImportProblems.as_view(), name="api-import-problems"),
    path("/problems.csv", api.ImportProblemsFile.as_view(), name="api-import-problems-csv"),
]

OF_IMPORT = [
    path("", pages.ImportPage.as_view(), name="import-page"),
    path("/progress", pages.ImportProgress.as_view(), name="import-progress"),
    path("/cancel", pages.ImportCancel.as_view(), name="import-cancel"),
    path("/retry", pages.ImportRetry.as_view(), name="import-retry"),
]

IMPORT_URLS = [
    path("projects/<id:project>/import", pages.NewImport.as_view(), name="import"),
    path("projects/<id:project>/jobs/panel", jobs_pages.JobsPanel.as_view(), name="jobs-panel"),
    path("imports/<id:job>", include(OF_IMPORT)),
    path("api/projects/<id:project>/imports", api.Imports.as_view(), name="api-imports"),
    path("api/imports/<id:job>", include(OF_IMPORT_API)),
    path("api/jobs/<id:job>", jobs_api.JobDetail.as_view(), name="api-job"),
    path("api/jobs/<id:job>/cancel", jobs_api.JobCancel.as_view(), name="api-job-cancel"),
]
