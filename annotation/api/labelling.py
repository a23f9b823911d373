"""Labelling a project: what is asked, the next tasks, one's own work."""

from django.db.models import F
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation import queue
from annotation.api.places import ProjectEndpoint
from annotation.api.reading import CURSOR
from annotation.documents import assignment_docs, labelling_doc, whole, with_comments, work_doc
from annotation.models import Assignment, AssignmentState
from annotation.moves import ANSWERED
from annotation.serializers import ClaimAnswer, ClaimRequest, LabellingDoc, WorkDoc, paged, read
from projects.models import Person, Project, Task, TaskState
from projects.paging import latest


class Labelling(ProjectEndpoint):
    action = "label"
    projects = Project.objects.select_related("schema", "guideline")

    @extend_schema(operation_id="projects_labelling", responses=LabellingDoc)
    def get(self, request: Request, project: int) -> Response:
        """What is asked, in which words and under which guideline, and how far the work is."""
        return Response(labelling_doc(self.project, progress(self.project, self.person)))


def progress(project: Project, person: Person) -> dict[str, int]:
    tasks = Task.objects.filter(project=project).exclude(state=TaskState.VOID)
    mine = Assignment.objects.filter(annotator=person, task__project=project)
    with_place = Task.objects.filter(project=project, state=TaskState.QUEUED, taken__lt=F("overlap"))
    had = mine.filter(task__state=TaskState.QUEUED, task__taken__lt=F("task__overlap"))
    full_now = Task.objects.filter(project=project, state=TaskState.QUEUED, taken__gte=F("overlap"))
    return {
        "done_by_me": mine.filter(state__in=ANSWERED).count(),
        "tasks": tasks.count(),
        "settled_or_full": tasks.filter(state__in=[TaskState.LABELLED, TaskState.SETTLED]).count(),
        "in_hand": queue.held(project, person).count(),
        "others_at_work": full_now.exclude(pk__in=mine.values("task")).exists(),
        "open_to_me": with_place.count() - had.exclude(state=AssignmentState.EXPIRED).count(),
    }


class Claim(ProjectEndpoint):
    action = "label"

    @extend_schema(operation_id="projects_claim", request=ClaimRequest, responses=ClaimAnswer)
    def post(self, request: Request, project: int) -> Response:
        """What I have in hand, brought up to `count` tasks from the queue, each reserved for me for a while."""
        wanted = read(ClaimRequest, request.data)["count"]
        hand, empty = queue.claim(self.project, self.person, wanted)
        docs = with_comments(assignment_docs(self.project, hand), self.person, self.may)
        return Response({"assignments": docs, "empty": empty})


class Work(ProjectEndpoint):
    action = "label"

    @extend_schema(operation_id="projects_work", parameters=[CURSOR], responses=paged(WorkDoc))
    def get(self, request: Request, project: int) -> Response:
        """My own work in this project, what changed last first."""
        mine = whole().filter(annotator=self.person, task__project=self.project)
        found, cursor = latest(mine, request.query_params.get("cursor"), by="changed_at")
        return Response({"results": [work_doc(assignment) for assignment in found], "next": cursor})
