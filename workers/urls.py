from django.urls import path

from workers.api import agreement as agreement_api
from workers.api import disagreements as disagreements_api
from workers.api import quality as quality_api
from workers.import_urls import IMPORT_URLS
from workers.pages import (
    adaptive,
    agreement,
    agreement_summary,
    disagreements,
    quality,
    quality_csv,
    task_consensus,
)
from workers.release_urls import RELEASE_URLS

app_name = "workers"

AGREEMENT = [
    path("projects/<id:project>/agreement/panel", agreement.Panel.as_view(), name="agreement-panel"),
    path("projects/<id:project>/agreement/summary", agreement_summary.Summary.as_view(), name="agreement-summary"),
    path(
        "api/projects/<id:project>/disagreements",
        disagreements_api.ProjectDisagreements.as_view(),
        name="api-disagreements",
    ),
    path("api/projects/<id:project>/adaptive", disagreements_api.ProjectAdaptive.as_view(), name="api-adaptive"),
    path("projects/<id:project>/overlap", adaptive.AdaptiveOverlap.as_view(), name="adaptive"),
    path("projects/<id:project>/disagreements", disagreements.Disagreements.as_view(), name="disagreements"),
    path("projects/<id:project>/quality", quality.QualityPage.as_view(), name="quality"),
    path("projects/<id:project>/quality/<str:table>.csv", quality_csv.QualityTable.as_view(), name="quality-csv"),
    path("api/projects/<id:project>/agreement", agreement_api.Agreement.as_view(), name="api-agreement"),
    path("api/projects/<id:project>/quality", quality_api.ProjectQuality.as_view(), name="api-quality"),
    path("api/projects/<id:project>/consensus", quality_api.ProjectConsensus.as_view(), name="api-consensus"),
    path("tasks/<id:task>/consensus", task_consensus.TaskConsensus.as_view(), name="task-consensus"),
    path("api/tasks/<id:task>/agreement", quality_api.TaskAgreement.as_view(), name="api-task-agreement"),
]

urlpatterns = [*IMPORT_URLS, *AGREEMENT, *RELEASE_URLS]
