"""What the quality page says, and the consensus of each task, by API."""

from dataclasses import asdict
from typing import Any, cast

from django.db.models import Exists, OuterRef
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from annotation.api.places import TaskEndpoint
from annotation.blind import closed_to, require_open
from projects.listing import PAGE, listed, page_of
from projects.models import Person, Project
from projects.templatetags.house import titled
from projects.wire import Endpoint
from workers import quality
from workers.agreement import Figure
from workers.api.agreement import AnnotatorDoc, FigureDoc
from workers.deciding import METHODS
from workers.facts import PersonFacts, Point
from workers.findings import findings
from workers.models import Consensus, Difference
from workers.quality import FieldQuality

FIELD = OpenApiParameter("field", str, description="Only this question.")


class FindingDoc(serializers.Serializer):
    tone = serializers.ChoiceField(["good", "plain", "warn"])
    text = serializers.CharField(help_text="In the language of Accept-Language.")
    todo = serializers.CharField(allow_blank=True)
    evidence = serializers.DictField(
        child=serializers.CharField(), allow_null=True, help_text="Query of `/api/projects/{project}/disagreements`."
    )


class ConfusionDoc(serializers.Serializer):
    one = serializers.CharField(allow_blank=True, help_text="Empty: nothing, where the other marked something.")
    two = serializers.CharField(allow_blank=True)
    equal = serializers.BooleanField(help_text="False for a label with itself: at different places.")
    n = serializers.IntegerField(help_text="Pairs of answers.")


class PointDoc(serializers.Serializer):
    since = serializers.CharField(help_text="First day, or the version of the guideline.")
    until = serializers.CharField(allow_blank=True)
    figures = serializers.DictField(child=FigureDoc())


class HabitDoc(serializers.Serializer):
    own = serializers.CharField(allow_blank=True)
    others = serializers.CharField(allow_blank=True)
    n = serializers.IntegerField()


class PersonalDoc(serializers.Serializer):
    id = serializers.IntegerField()
    answers = serializers.IntegerField()
    others = FigureDoc(help_text="Share in common with everybody else's answers.")
    consensus = FigureDoc(help_text="The same with the consensus.")
    settled = FigureDoc(help_text="The same with settled answers.")
    seconds = serializers.FloatField(allow_null=True, help_text="Median time for an answer.")
    drift = PointDoc(many=True)
    habits = HabitDoc(many=True, help_text="What they say where others say something else.")


class ContestantDoc(serializers.Serializer):
    name = serializers.CharField()
    won = serializers.IntegerField(help_text="Answers that prefer it to another model.")
    lost = serializers.IntegerField()
    tied = serializers.IntegerField()


class TriadsDoc(serializers.Serializer):
    person = serializers.IntegerField(allow_null=True, help_text="Null: all together, by the majority on each two.")
    circular = serializers.IntegerField(help_text="Of them: each better than the next, in a circle.")
    threes = serializers.IntegerField(help_text="Threes of models that were all compared with each other.")


class ContestDoc(serializers.Serializer):
    """Which model is preferred, over all tasks whose responses name their models."""

    models = ContestantDoc(many=True)
    together = TriadsDoc()
    people = TriadsDoc(many=True)


class InSightDoc(serializers.Serializer):
    answers = serializers.IntegerField(help_text="Given with a suggestion of a model to this question in sight.")
    of = serializers.IntegerField(help_text="All answers in force.")


class QuestionDoc(serializers.Serializer):
    name = serializers.CharField()
    kind = serializers.CharField()
    findings = FindingDoc(many=True)
    figures = serializers.DictField(child=FigureDoc())
    confusions = ConfusionDoc(many=True)
    people = PersonalDoc(many=True)
    days = PointDoc(many=True)
    guidelines = PointDoc(many=True)
    suggested = InSightDoc(allow_null=True, help_text="Suggestions raise agreement; null where nobody saw any.")
    contest = ContestDoc(allow_null=True, help_text="Of preferences and rankings; null where no models are named.")
    even = serializers.FloatField(
        allow_null=True, help_text="Of preferences: `first_preferred` if place played no part."
    )


class QualityDoc(serializers.Serializer):
    project = serializers.IntegerField()
    number = serializers.IntegerField(help_text="The measurement that labels, people and trend are of.")
    behind = serializers.BooleanField(help_text="Whether more was counted since; the figures are fresh all the same.")
    stale = serializers.IntegerField(help_text="Answered tasks that are not counted yet.")
    annotators = AnnotatorDoc(many=True)
    fields = QuestionDoc(many=True)  # type: ignore[assignment]  # the document has a key of this name


class ProjectQuality(Endpoint):
    """What stands out, which labels are confused, how each person and each time stands."""

    action = "see_agreement"

    @extend_schema(operation_id="quality", parameters=[FIELD], responses=QualityDoc)
    def get(self, request: Any, project: int) -> Response:
        found = quality.shown(cast(Project, self.place))
        wanted = request.query_params.get("field")
        names = found.annotators
        fields = [one for one in found.fields if one.facts and wanted in (None, "", one.name)]
        return Response(
            {
                "project": project,
                "number": found.number,
                "behind": found.behind,
                "stale": found.stale,
                "annotators": [{"id": pk, "name": name} for pk, name in sorted(names.items())],
                "fields": [_question(one, dict(names)) for one in fields],
            }
        )


def _question(field: FieldQuality, names: dict[int, str]) -> dict[str, Any]:
    facts = field.facts
    assert facts is not None
    said = findings(
        field.name,
        facts,
        lambda label: titled(field.titles.get(label), label),
        lambda who: names.get(who, f"#{who}"),
    )
    return {
        "name": field.name,
        "kind": field.kind,
        "findings": [{"tone": one.tone, "text": one.text, "todo": one.todo, "evidence": one.evidence} for one in said],
        "figures": {name: _figure(figure) for name, figure in facts.report.figures.items()},
        "confusions": [asdict(one) for one in facts.confusions],
        "people": [_person(one) for one in facts.people],
        "days": [_point(point) for point in facts.days],
        "guidelines": [_point(point) for point in facts.guidelines],
        "suggested": asdict(facts.suggested) if facts.suggested else None,
        "contest": asdict(facts.contest) if facts.contest else None,
        "even": facts.even,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return asdict(figure) | {"note": figure.note.value}


def _person(one: PersonFacts) -> dict[str, Any]:
    return {
        "id": one.id,
        "answers": one.answers,
        "others": _figure(one.others),
        "consensus": _figure(one.consensus),
        "settled": _figure(one.settled),
        "seconds": one.seconds,
        "drift": [_point(point) for point in one.drift],
        "habits": [asdict(habit) for habit in one.habits],
    }


def _point(point: Point) -> dict[str, Any]:
    figures = {name: _figure(figure) for name, figure in point.figures.items()}
    return {"since": point.since, "until": point.until, "figures": figures}


class ConsensusDoc(serializers.Serializer):
    task = serializers.IntegerField()
    field = serializers.CharField()
    kind = serializers.CharField()
    value = serializers.JSONField(allow_null=True, help_text="In the form of an answer; null where the answers tie.")
    confidence = serializers.FloatField(allow_null=True, help_text="0 to 1; null for a single answer.")
    method = serializers.CharField(help_text=f"How it was found: one of {', '.join(METHODS)}.")
    answers = serializers.IntegerField()
    agreement = serializers.FloatField(allow_null=True, help_text="Share of what each two answers have in common.")


def _consensus(one: Consensus) -> dict[str, Any]:
    names = ("field", "kind", "value", "confidence", "method", "answers", "agreement")
    return {"task": one.task_id} | {name: getattr(one, name) for name in names}


class ProjectConsensus(Endpoint):
    """What the answers to each task come to, and how sure that is; tasks that one may still answer are left out."""

    action = "see_answers"

    @extend_schema(operation_id="consensus", parameters=[*PAGE, FIELD], responses=page_of(ConsensusDoc))
    def get(self, request: Any, project: int) -> Response:
        rows = Consensus.objects.filter(project=project)
        rows = rows.filter(~Exists(closed_to(cast(Person, request.user), self.may).filter(pk=OuterRef("task"))))
        if field := request.query_params.get("field"):
            rows = rows.filter(field=field)
        return listed(request, rows, _consensus, by="pk")


class DifferenceDoc(serializers.Serializer):
    field = serializers.CharField()
    a = serializers.IntegerField()
    b = serializers.IntegerField()
    one = serializers.CharField(allow_blank=True, help_text="What a said; empty: nothing.")
    two = serializers.CharField(allow_blank=True, help_text="What b said there.")
    n = serializers.IntegerField()


class TaskAgreementDoc(serializers.Serializer):
    task = serializers.IntegerField()
    stale = serializers.BooleanField(help_text="Whether its last change is not counted yet.")
    consensus = ConsensusDoc(many=True)
    differences = DifferenceDoc(many=True)


class TaskAgreement(TaskEndpoint):
    action = "see_answers"

    @extend_schema(operation_id="tasks_agreement", responses=TaskAgreementDoc)
    def get(self, request: Any, task: int) -> Response:
        """What the answers to one task come to, and who differs from whom over what. Refused as its answers are."""
        require_open(self.task, self.person, self.may)
        differences = Difference.objects.filter(task=self.task).order_by("field", "a", "b", "one", "two")
        return Response(
            {
                "task": task,
                "stale": self.task.stale,
                "consensus": [_consensus(one) for one in Consensus.objects.filter(task=self.task).order_by("field")],
                "differences": [
                    {"field": one.field, "a": one.a_id, "b": one.b_id, "one": one.one, "two": one.two, "n": one.n}
                    for one in differences
                ],
            }
        )
