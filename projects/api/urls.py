from django.urls import include, path

from projects.api import docs, me, members, organisations, projects, tasks

TEAM = [
    path("/members", members.Members.as_view(), name="api-members"),
    path("/invitations", members.Invitations.as_view(), name="api-invitations"),
]

ORGANISATION = [
    path("", organisations.OneOrganisation.as_view(), name="api-organisation"),
    path("/projects", projects.OrganisationProjects.as_view(), name="api-organisation-projects"),
    *TEAM,
]

PROJECT = [
    path("", projects.OneProject.as_view(), name="api-project"),
    path("/guidelines", projects.Guidelines.as_view(), name="api-guidelines"),
    path("/tasks", tasks.Tasks.as_view(), name="api-tasks"),
    *TEAM,
]

urlpatterns = [
    path("schema/", docs.ApiSchema.as_view(), name="api-schema"),
    path("docs/", docs.ApiDocs.as_view(), name="api-docs"),
    path("me", me.Me.as_view(), name="api-me"),
    path("tokens", me.Tokens.as_view(), name="api-tokens"),
    path("tokens/<id:token>", me.OneToken.as_view(), name="api-token"),
    path("starters", organisations.Starters.as_view(), name="api-starters"),
    path("organisations", organisations.Organisations.as_view(), name="api-organisations"),
    path("organisations/<id:organisation>", include(ORGANISATION)),
    path("projects", projects.Projects.as_view(), name="api-projects"),
    path("projects/<id:project>", include(PROJECT)),
    path("tasks/<id:task>", tasks.OneTask.as_view(), name="api-task"),
    path("members/<id:membership>", members.OneMember.as_view(), name="api-member"),
    path("members/<id:membership>/leave", members.Leave.as_view(), name="api-leave"),
    path("invitations/<id:invitation>", members.OneInvitation.as_view(), name="api-invitation"),
]
