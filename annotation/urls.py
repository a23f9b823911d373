from django.urls import include, path

from annotation.api import (
    activity,
    assignments,
    comments,
    labelling,
    predictions,
    progress,
    reviewing,
    schemas,
    settling,
    tasks,
)
from annotation.pages import accepting, guide, label, overview, panels, review, schema, suggested, task, work
from annotation.pages import comments as comment_pages
from annotation.pages import settling as settling_pages
from projects import converters  # noqa: F401  (makes <id:…> known)

app_name = "annotation"

PROJECT_API = [
    path("/labelling", labelling.Labelling.as_view(), name="api-labelling"),
    path("/claim", labelling.Claim.as_view(), name="api-claim"),
    path("/work", labelling.Work.as_view(), name="api-work"),
    path("/people", activity.ProjectPeople.as_view(), name="api-people"),
    path("/activity", activity.ProjectActivity.as_view(), name="api-activity"),
    path("/progress", progress.ProjectProgress.as_view(), name="api-progress"),
    path("/annotations", tasks.ProjectAnswers.as_view(), name="api-project-annotations"),
    path("/to-call", comments.ToCall.as_view(), name="api-to-call"),
    path("/predictions", predictions.ProjectPredictions.as_view(), name="api-project-predictions"),
    path("/schemas", schemas.Schemas.as_view(), name="api-schemas"),
]

ASSIGNMENT_API = [
    path("", assignments.OneAssignment.as_view(), name="api-assignment"),
    path("/draft", assignments.SaveDraft.as_view(), name="api-draft"),
    path("/submit", assignments.Submit.as_view(), name="api-submit"),
    path("/skip", assignments.Skip.as_view(), name="api-skip"),
    path("/renew", assignments.Renew.as_view(), name="api-renew"),
    path("/reopen", assignments.Reopen.as_view(), name="api-reopen"),
    path("/accept", reviewing.Accept.as_view(), name="api-accept"),
    path("/unaccept", reviewing.Unaccept.as_view(), name="api-unaccept"),
    path("/return", reviewing.Return.as_view(), name="api-return"),
    path("/free", reviewing.Free.as_view(), name="api-free"),
]

TASK_API = [
    path("/annotations", tasks.TaskAnswers.as_view(), name="api-annotations"),
    path("/history", tasks.TaskHistory.as_view(), name="api-history"),
    path("/void", tasks.Void.as_view(), name="api-void"),
    path("/restore", tasks.Restore.as_view(), name="api-restore"),
    path("/settlement", settling.SettledTask.as_view(), name="api-settlement"),
    path("/unsettle", settling.Unsettle.as_view(), name="api-unsettle"),
    path("/ask", settling.Ask.as_view(), name="api-ask"),
    path("/unask", settling.Unask.as_view(), name="api-unask"),
    path("/comments", comments.TaskComments.as_view(), name="api-comments"),
    path("/comments/read", comments.ReadComments.as_view(), name="api-comments-read"),
    path("/predictions", predictions.TaskPredictions.as_view(), name="api-predictions"),
]

PROJECT = [
    path("/labels", schema.SchemaEditor.as_view(), name="schema"),
    path("/forecast", overview.ForecastPanel.as_view(), name="forecast"),
    path("/label", label.Label.as_view(), name="label"),
    path("/work", work.Work.as_view(), name="work"),
    path("/mine", overview.Mine.as_view(), name="mine"),
    path("/review", review.Review.as_view(), name="review"),
    path("/accept-shown", accepting.AcceptShown.as_view(), name="accept-shown"),
    path("/unaccept", accepting.Unaccept.as_view(), name="unaccept"),
    path("/to-review", review.ToReview.as_view(), name="to-review"),
    path("/people", panels.PeoplePanel.as_view(), name="people-panel"),
    path("/activity", panels.ActivityPanel.as_view(), name="activity-panel"),
    path("/models", panels.ModelsPanel.as_view(), name="models-panel"),
]

TASK = [
    path("", task.TaskPage.as_view(), name="task"),
    path("/void", task.Void.as_view(), name="void"),
    path("/settle", settling_pages.Settle.as_view(), name="settle"),
    path("/unsettle", settling_pages.Unsettle.as_view(), name="unsettle"),
    path("/ask", settling_pages.Ask.as_view(), name="ask"),
    path("/unask", settling_pages.Unask.as_view(), name="unask"),
    path("/comments", comment_pages.Panel.as_view(), name="comments"),
    path("/suggested", suggested.Suggested.as_view(), name="suggested"),
]

ASSIGNMENT = [
    path("/accept", task.Accept.as_view(), name="accept"),
    path("/return", task.Return.as_view(), name="return"),
    path("/free", task.Free.as_view(), name="free"),
]

urlpatterns = [
    path("guide", guide.Guide.as_view(), name="guide"),
    path("reviews", review.Reviews.as_view(), name="reviews"),
    path("waiting", overview.Waiting.as_view(), name="waiting"),
    path("mentions", comment_pages.Mentions.as_view(), name="mentions"),
    path("comments/<id:comment>", comment_pages.OneComment.as_view(), name="comment"),
    path("api/comments/<id:comment>/resolve", comments.Resolve.as_view(), name="api-resolve"),
    path("projects/<id:project>", include(PROJECT)),
    path("tasks/<id:task>", include(TASK)),
    path("assignments/<id:assignment>", include(ASSIGNMENT)),
    path("api/projects/<id:project>", include(PROJECT_API)),
    path("api/assignments/<id:assignment>", include(ASSIGNMENT_API)),
    path("api/tasks/<id:task>", include(TASK_API)),
]
