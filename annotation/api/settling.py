"""Settling a task where its annotators differ, and asking one person more."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotation import overlap, settling
from annotation.api.assignments import schema_of
from annotation.api.places import TaskEndpoint
from annotation.api.reading import IF_MATCH, bounded, revision_in, storable
from annotation.blind import require_open
from annotation.documents import person_doc
from annotation.models import Settlement, Way
from annotation.serializers import ID, NoteRequest, PersonDoc, read
from annotation.settling import LONGEST, Part
from projects.models import Task
from projects.problems import Invalid

PARTS = 10_000  # of one merge


class ChosenPart(serializers.Serializer):
    assignment = serializers.IntegerField(min_value=1, max_value=ID)
    revision = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        help_text="Of the answer looked at; a newer one is a conflict.",
    )


class MergedPart(ChosenPart):
    field = serializers.CharField(max_length=200, required=False, help_text="Left out: every field of the answer.")
    regions = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, help_text="Left out: the field as a whole."
    )


class SettleRequest(serializers.Serializer):
    """One of `choose`, `merge` and `value`."""

    reason = serializers.CharField(max_length=LONGEST, help_text="What annotators learn from and auditors read.")
    choose = ChosenPart(required=False, help_text="One person's answer as it stands.")
    merge = MergedPart(  # type: ignore[call-arg]  # the stubs do not know what the list of them takes
        many=True, max_length=PARTS, required=False, help_text="Whole fields of one answer each, or regions of several."
    )
    value = serializers.DictField(required=False, help_text="An answer of your own making; `schema` goes with it.")
    schema = serializers.IntegerField(min_value=1, max_value=ID, required=False)


class SettledDoc(serializers.Serializer):
    value = serializers.DictField()
    schema = serializers.IntegerField()
    how = serializers.ChoiceField(choices=Way.choices)
    taken_from = serializers.ListField(child=serializers.IntegerField(), help_text="Assignments it was made of.")
    reason = serializers.CharField()
    by = PersonDoc()
    changed_at = serializers.DateTimeField()


class SettlementDoc(serializers.Serializer):
    task = serializers.IntegerField()
    state = serializers.CharField(help_text="Of the task.")
    revision = serializers.IntegerField(help_text="Grows with each decision and each undoing; name it in If-Match.")
    settled = SettledDoc(allow_null=True)


class OverlapDoc(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.CharField()
    overlap = serializers.IntegerField(help_text="People this task asks for.")


class SettledTask(TaskEndpoint):
    action = {"GET": "see_answers", "POST": "settle"}

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        require_open(self.task, self.person, self.may)

    @extend_schema(operation_id="tasks_settlement", responses=SettlementDoc)
    def get(self, request: Request, task: int) -> Response:
        """The settled answer, if somebody has decided. Refused as the answers are."""
        return Response(settlement_doc(self.task))

    @extend_schema(operation_id="tasks_settle", parameters=[IF_MATCH], request=SettleRequest, responses=SettlementDoc)
    def post(self, request: Request, task: int) -> Response:
        """Settle: choose an answer, merge parts of several, or give one. Who answered may only choose another's."""
        sent = read(SettleRequest, bounded(request))
        given = {"by": self.person, "reason": sent["reason"], "seen": revision_in(request)}
        wanted = [name for name in ("choose", "merge", "value") if name in sent]
        if wanted == ["choose"]:
            settling.choose(self.task, _part(sent["choose"]), **given)
        elif wanted == ["merge"]:
            settling.merge(self.task, [_part(part) for part in sent["merge"]], **given)
        elif wanted == ["value"]:
            schema = schema_of(self.task.project, sent.get("schema") or self.task.project.schema_id or 0)
            settling.write(self.task, storable(sent["value"]), schema, **given)
        else:
            raise Invalid(_("Say one of choose, merge and value."), field="choose")
        return Response(settlement_doc(self.task))


class Unsettle(TaskEndpoint):
    action = "settle"

    @extend_schema(operation_id="tasks_unsettle", parameters=[IF_MATCH], request=NoteRequest, responses=SettlementDoc)
    def post(self, request: Request, task: int) -> Response:
        """Take the decision back. The task is again where its answers have brought it."""
        require_open(self.task, self.person, self.may)
        note = read(NoteRequest, request.data)["note"]
        settling.undo(self.task, by=self.person, note=note, seen=revision_in(request))
        return Response(settlement_doc(self.task))


class Ask(TaskEndpoint):
    action = "settle"

    @extend_schema(operation_id="tasks_ask", request=NoteRequest, responses=OverlapDoc)
    def post(self, request: Request, task: int) -> Response:
        """Ask for one more annotator of this task."""
        require_open(self.task, self.person, self.may)
        self.change(read(NoteRequest, request.data)["note"])
        return Response({"id": self.task.pk, "state": self.task.state, "overlap": self.task.overlap})

    def change(self, note: str) -> None:
        overlap.ask_one_more(self.task, by=self.person, note=note)


class Unask(Ask):
    @extend_schema(operation_id="tasks_unask", request=NoteRequest, responses=OverlapDoc)
    def post(self, request: Request, task: int) -> Response:
        """Take back what was asked for, while nobody has taken the place."""
        return super().post(request, task)

    def change(self, note: str) -> None:
        overlap.ask_one_fewer(self.task, by=self.person, least=self.task.project.overlap, note=note)


def _part(sent: dict[str, Any]) -> Part:
    regions = sent.get("regions")
    return Part(
        assignment=sent["assignment"],
        revision=sent.get("revision"),
        field=sent.get("field"),
        regions=None if regions is None else tuple(regions),
    )


def settlement_doc(task: Task) -> dict[str, Any]:
    found = settling.in_force(task)
    task.refresh_from_db(fields=["state"])
    settled = _settled_doc(found) if found else None
    return {"task": task.pk, "state": task.state, "revision": settling.revision_of(task), "settled": settled}


def _settled_doc(found: Settlement) -> dict[str, Any]:
    return {
        "value": found.value,
        "schema": found.schema_id,
        "how": found.how,
        "taken_from": found.taken_from,
        "reason": found.reason,
        "by": person_doc(found.by),
        "changed_at": found.changed_at,
    }
