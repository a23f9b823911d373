"""What the labelling API reads, and how its description words what it answers (`documents.py` makes those)."""

from typing import Any

from rest_framework import serializers

from annotation.models import AssignmentState, SkipReason
from annotation.queue import MOST
from projects.models import Media
from projects.models.project import ProjectState
from projects.serializers import TilesSerializer

ID = 2**63 - 1
LONGEST = 30 * 24 * 3600  # seconds at one task; more is a clock gone wrong


class ClaimRequest(serializers.Serializer):
    count = serializers.IntegerField(min_value=1, max_value=MOST, default=1)


IN_FORCE = "The schema in force by now. Another one than before: tasks claimed ahead are worth reading again."


class DraftRequest(serializers.Serializer):
    value = serializers.DictField()
    seconds = serializers.FloatField(min_value=0, max_value=LONGEST, required=False)


class DraftPatch(serializers.Serializer):
    base = serializers.DateTimeField(help_text="`saved_at` of the draft that the changes are made to.")
    patch = serializers.DictField(
        help_text='By field: `{"answer": …}`, or for regions `{"gone": [ids], "put": [regions], "order": [ids]}`.'
    )
    seconds = serializers.FloatField(min_value=0, max_value=LONGEST, required=False)


class SubmitRequest(serializers.Serializer):
    value = serializers.DictField()
    schema = serializers.IntegerField(min_value=1, max_value=ID, help_text="The schema version the value was made in.")
    seconds = serializers.FloatField(min_value=0, max_value=LONGEST, required=False)
    suggestions = serializers.DictField(
        required=False,
        help_text="What was decided of each prediction shown, by its id and field: `true` taken over, `null` rejected, "
        "for regions `{id: id in the answer or null}`. What is not named was left.",
    )


class SkipRequest(serializers.Serializer):
    reason = serializers.ChoiceField(choices=SkipReason.choices)
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class NoteRequest(serializers.Serializer):
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ReturnRequest(serializers.Serializer):
    note = serializers.CharField(max_length=2000, help_text="What is to be mended; the annotator sees it.")


class SchemaRequest(serializers.Serializer):
    body = serializers.DictField()
    after = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        help_text="The version the change was made to. A newer one by now is a conflict.",
    )


class PersonDoc(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    is_sample = serializers.BooleanField()
    is_outside = serializers.BooleanField(help_text="An annotator known by a number in a release, without an account.")


class AssetDoc(serializers.Serializer):
    id = serializers.IntegerField()
    url = serializers.CharField()
    thumbnail_url = serializers.CharField(allow_null=True)
    tiles = TilesSerializer(allow_null=True)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    duration = serializers.FloatField(allow_null=True, help_text="In seconds, of what runs in time.")
    facts = serializers.DictField(help_text="What else is known of it, such as `sample_rate` or `fps`.")
    derived = serializers.DictField(child=serializers.CharField(), help_text="Name -> address of a file made of it.")
    mime = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()


class TurnDoc(serializers.Serializer):
    speaker = serializers.CharField(allow_blank=True)
    html = serializers.CharField(help_text="Markdown made safe.")


class ResponseDoc(serializers.Serializer):
    key = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    html = serializers.CharField(allow_blank=True, help_text="Markdown made safe.")


class ResponsesDoc(serializers.Serializer):
    prompt = TurnDoc(many=True)
    items = ResponseDoc(many=True)


class TaskDoc(serializers.Serializer):
    id = serializers.IntegerField()
    external_id = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    media = serializers.ChoiceField(choices=Media.choices)
    meta = serializers.DictField()
    text = serializers.CharField(allow_null=True, help_text="Offsets count the Unicode code points of exactly this.")
    text_sha256 = serializers.CharField(allow_null=True)
    responses = ResponsesDoc(allow_null=True, help_text="In the order in which this person sees them.")
    asset = AssetDoc(allow_null=True)


class PredictionDoc(serializers.Serializer):
    id = serializers.IntegerField()
    model = serializers.CharField()
    version = serializers.CharField(allow_blank=True)
    value = serializers.DictField()
    score = serializers.FloatField(allow_null=True)
    scores = serializers.DictField(help_text="By field; of regions by their ids.")


class SuggestedDoc(PredictionDoc):
    """A prediction as the annotator gets it, with what was decided of it with the answer in force."""

    decided = serializers.DictField(allow_null=True, help_text="As it was sent with the submission.")


class DraftDoc(serializers.Serializer):
    value = serializers.DictField()
    revision = serializers.IntegerField()
    saved_at = serializers.DateTimeField()


class SaidDoc(serializers.Serializer):
    count = serializers.IntegerField(help_text="Comments on the task that you may read.")
    unread = serializers.IntegerField(help_text="Those that name you and that you have not looked at.")


class AssignmentDoc(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=AssignmentState.choices)
    lease_until = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField(help_text="Of the answer in force; 0 when there is none.")
    value = serializers.DictField(allow_null=True)
    schema = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    draft = DraftDoc(allow_null=True)
    predictions = SuggestedDoc(many=True, help_text="Empty where the project does not show them.")
    comments = SaidDoc()
    task = TaskDoc()


class ClaimAnswer(serializers.Serializer):
    assignments = AssignmentDoc(many=True)
    empty = serializers.BooleanField(help_text="The queue has nothing more for this person now.")


class SubmitAnswer(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=AssignmentState.choices)
    revision = serializers.IntegerField()
    schema = serializers.IntegerField(allow_null=True, help_text=IN_FORCE)


class StateAnswer(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=AssignmentState.choices)


class DraftAnswer(serializers.Serializer):
    saved_at = serializers.DateTimeField()
    schema = serializers.IntegerField(allow_null=True, help_text=IN_FORCE)


class RenewAnswer(serializers.Serializer):
    lease_until = serializers.DateTimeField(allow_null=True)


class SchemaDoc(serializers.Serializer):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    body = serializers.DictField()
    created_at = serializers.DateTimeField()


class GuidelineDoc(serializers.Serializer):
    version = serializers.IntegerField()
    html = serializers.CharField()


class LabelledProject(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    media = serializers.ChoiceField(choices=Media.choices)
    state = serializers.ChoiceField(choices=ProjectState.choices)
    lease_minutes = serializers.IntegerField()
    show_predictions = serializers.BooleanField()


class ProgressDoc(serializers.Serializer):
    done_by_me = serializers.IntegerField()
    tasks = serializers.IntegerField()
    settled_or_full = serializers.IntegerField()
    in_hand = serializers.IntegerField()
    others_at_work = serializers.BooleanField()
    open_to_me = serializers.IntegerField()


class LabellingDoc(serializers.Serializer):
    project = LabelledProject()
    schema = SchemaDoc(allow_null=True)
    guideline = GuidelineDoc(allow_null=True)
    progress = ProgressDoc()


class WorkTask(serializers.Serializer):
    id = serializers.IntegerField()
    external_id = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    excerpt = serializers.CharField(allow_blank=True)
    thumbnail_url = serializers.CharField(allow_null=True)


class WorkDoc(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=AssignmentState.choices)
    note = serializers.CharField(allow_blank=True)
    revision = serializers.IntegerField()
    value = serializers.DictField(allow_null=True)
    changed_at = serializers.DateTimeField()
    seconds = serializers.FloatField()
    has_draft = serializers.BooleanField()
    task = WorkTask()


class AnswerDoc(serializers.Serializer):
    id = serializers.IntegerField()
    assignment = serializers.IntegerField()
    task = serializers.IntegerField()
    external_id = serializers.CharField()
    annotator = PersonDoc()
    state = serializers.ChoiceField(choices=AssignmentState.choices)
    schema = serializers.IntegerField()
    revision = serializers.IntegerField()
    value = serializers.DictField()
    seconds = serializers.FloatField()
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


class AnswerList(serializers.Serializer):
    results = AnswerDoc(many=True)


class EntryDoc(serializers.Serializer):
    number = serializers.IntegerField()
    move = serializers.CharField()
    assignment = serializers.IntegerField(allow_null=True)
    by = PersonDoc(allow_null=True)
    at = serializers.DateTimeField()
    value = serializers.DictField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    key = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_blank=True)
    hash = serializers.CharField()


class HistoryDoc(serializers.Serializer):
    holds = serializers.BooleanField(help_text="Every entry is as it was written, and the answers are those it holds.")
    head = serializers.CharField(allow_blank=True)
    broken = serializers.IntegerField(allow_null=True, help_text="Number of the first entry that does not fit.")
    reason = serializers.CharField(allow_blank=True)
    entries = EntryDoc(many=True)


class TaskStateDoc(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.CharField()


def paged(doc: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The description of a keyset page of these documents."""
    return type(
        f"{doc.__name__}Page",
        (serializers.Serializer,),
        {
            "results": doc(many=True),
            "next": serializers.CharField(allow_null=True, help_text="Cursor of the next page; null on the last one."),
        },
    )


def read(serializer: type[serializers.Serializer], data: Any) -> dict[str, Any]:
    """The request's body, checked."""
    sent = serializer(data=data)
    sent.is_valid(raise_exception=True)
    return sent.validated_data
