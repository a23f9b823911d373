from django.urls import include, path

from projects import (
    converters,  # noqa: F401  (makes <id:…> known)
    serving,
)
from projects.pages import account, guideline, health, home, members, organisation, project, settings, signing, tasks

app_name = "projects"

SIGNING = [
    path("sign-in", signing.SignIn.as_view(), name="sign-in"),
    path("sign-out", signing.SignOut.as_view(), name="sign-out"),
    path("look", signing.Look.as_view(), name="look"),
    path("password-reset", signing.PasswordReset.as_view(), name="password-reset"),
    path("password-reset/sent", signing.PasswordResetSent.as_view(), name="password-reset-sent"),
    path("password-reset/<uidb64>/<token>", signing.PasswordResetConfirm.as_view(), name="password-reset-confirm"),
    path("invitations/<str:secret>", members.InvitationPage.as_view(), name="invitation"),
]

ACCOUNT = [
    path("account", account.Account.as_view(), name="account"),
    path("account/keys", account.Keys.as_view(), name="keys"),
    path("account/password", signing.PasswordChange.as_view(), name="password-change"),
    path("account/tokens", account.TokenMake.as_view(), name="token-make"),
    path("account/tokens/<id:token>/revoke", account.TokenRevoke.as_view(), name="token-revoke"),
]

MEMBERS = [
    path("members/<id:membership>/role", members.RoleChange.as_view(), name="role-change"),
    path("members/<id:membership>/leave", members.Leaving.as_view(), name="member-leave"),
    path("members/<id:membership>/remove", members.Removal.as_view(), name="member-remove"),
    path("invitations/<id:invitation>/revoke", members.Revocation.as_view(), name="invitation-revoke"),
]

ORGANISATION = [
    path("", organisation.OrganisationPage.as_view(), name="organisation"),
    path("/members", members.MembersPage.as_view(), name="organisation-members"),
    path("/rename", organisation.RenameOrganisation.as_view(), name="rename-organisation"),
    path("/projects/new", organisation.NewProject.as_view(), name="new-project"),
]

PROJECT = [
    path("", project.Overview.as_view(), name="project"),
    path("/progress", project.ProgressPanel.as_view(), name="progress-panel"),
    path("/tasks", tasks.Tasks.as_view(), name="tasks"),
    path("/members", members.MembersPage.as_view(), name="project-members"),
    path("/guideline", guideline.GuidelinePage.as_view(), name="guideline"),
    path("/guideline/edit", guideline.GuidelineEditor.as_view(), name="guideline-editor"),
    path("/guideline/<id:version>", guideline.GuidelinePage.as_view(), name="guideline-version"),
    path("/settings", settings.Settings.as_view(), name="settings"),
    path("/state", settings.StateChange.as_view(), name="state"),
    path("/delete", settings.Deletion.as_view(), name="delete"),
]

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("api/assets/<id:asset>/file", serving.AssetFile.as_view(), name="asset-file"),
    path("api/assets/<id:asset>/thumbnail", serving.AssetThumbnail.as_view(), name="thumbnail"),
    path("api/assets/<id:asset>/derived/<slug:part>", serving.AssetDerived.as_view(), name="asset-derived"),
    path("api/assets/<id:asset>/overview", serving.AssetOverview.as_view(), name="asset-overview"),
    path(
        "api/assets/<id:asset>/tiles/<int:level>/<int:column>/<int:row>", serving.AssetTile.as_view(), name="asset-tile"
    ),
    path("healthz", health.Alive.as_view(), name="alive"),
    path("readyz", health.Ready.as_view(), name="ready"),
    path("markdown", guideline.MarkdownPreview.as_view(), name="markdown"),
    *SIGNING,
    *ACCOUNT,
    *MEMBERS,
    path("organisations/new", organisation.NewOrganisation.as_view(), name="new-organisation"),
    path("organisations/<id:organisation>", include(ORGANISATION)),
    path("projects/<id:project>", include(PROJECT)),
    path("api/", include("projects.api.urls")),
]
