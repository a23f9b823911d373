"""What the API of people, organisations and projects reads and sends."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from projects import pyramid
from projects.keymaps import KeymapField
from projects.models import (
    Asset,
    Guideline,
    Invitation,
    LabelSchema,
    Media,
    Membership,
    Order,
    Organisation,
    Person,
    Project,
    Role,
    Task,
    TaskState,
    Token,
)
from projects.models.guideline import LONGEST as LONGEST_GUIDELINE
from projects.starters import Starter, starters

LABEL_SCHEMA = {"type": "object", "additionalProperties": True, "description": "A label schema."}


@extend_schema_field(LABEL_SCHEMA)
class LabelSchemaField(serializers.DictField):
    """Checked by the kinds of label, who say more than a type could."""


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        fields = ["id", "username", "name", "is_sample"]


class MeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        fields = ["id", "username", "name", "email", "language", "theme", "keymap", "single_keys", "is_sample"]
        read_only_fields = ["id", "username", "is_sample"]

    email = serializers.EmailField(
        read_only=True,
        help_text="Changed on the account page only: a token must not decide who can reset the password.",
    )
    language = serializers.ChoiceField(choices=[name for name, _title in settings.LANGUAGES], allow_blank=True)
    keymap = KeymapField(help_text='Actions of the workspace whose strokes are your own: `{"skip": ["q"]}`.')


class TokenSerializer(serializers.ModelSerializer):
    class Meta:
        model = Token
        fields = ["id", "name", "start", "created_at", "last_used_at"]
        read_only_fields = ["id", "start", "created_at", "last_used_at"]


class MadeTokenSerializer(TokenSerializer):
    """The only time that the secret is told."""

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "secret"]

    secret = serializers.CharField(read_only=True)


class StarterSerializer(serializers.Serializer[Starter]):
    name = serializers.CharField()
    media = serializers.ChoiceField(choices=Media.choices)
    title = serializers.DictField(child=serializers.CharField())
    description = serializers.DictField(child=serializers.CharField())
    body = LabelSchemaField()


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["id", "slug", "name_zh", "name_en"]
        read_only_fields = ["slug"]


class SchemaSerializer(serializers.ModelSerializer):
    class Meta:
        model = LabelSchema
        fields = ["id", "version", "body", "created_by", "created_at"]

    body = LabelSchemaField()
    created_by = PersonSerializer(allow_null=True)


class GuidelineSerializer(serializers.ModelSerializer):
    class Meta:
        model = Guideline
        fields = ["id", "version", "body", "created_by", "created_at"]

    created_by = PersonSerializer(allow_null=True)


class NewGuidelineSerializer(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=LONGEST_GUIDELINE, help_text="Markdown.")
    after = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, help_text="Refuse (409) when this is not the newest version."
    )


class ProjectSerializer(serializers.ModelSerializer):
    class Meta:
        model = Project
        fields = [
            "id",
            "organisation",
            "name",
            "description",
            "media",
            "overlap",
            "lease_minutes",
            "order",
            "show_predictions",
            "state",
            "schema",
            "guideline",
            "is_sample",
            "created_at",
        ]
        read_only_fields = ["id", "organisation", "media", "schema", "guideline", "is_sample", "created_at"]

    overlap = serializers.IntegerField(min_value=1, max_value=20)
    lease_minutes = serializers.IntegerField(min_value=1, max_value=1440)


class ProjectDetailSerializer(ProjectSerializer):
    class Meta(ProjectSerializer.Meta):
        fields = [*ProjectSerializer.Meta.fields, "schema", "guideline", "may"]
        read_only_fields = fields

    schema = SchemaSerializer(allow_null=True)
    guideline = GuidelineSerializer(allow_null=True)
    may = serializers.SerializerMethodField(help_text="All that you may do in it.")

    def get_may(self, project: Project) -> list[str]:
        return sorted(self.context["may"])


class NewProjectSerializer(serializers.Serializer[Any]):
    """A project from one of the starters, or from a label schema of one's own."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=4000, allow_blank=True, default="")
    starter = serializers.ChoiceField(choices=[starter.name for starter in starters()], required=False)
    schema = LabelSchemaField(required=False)
    guideline = serializers.CharField(
        max_length=LONGEST_GUIDELINE, allow_blank=True, required=False, help_text="The starter's own when left out."
    )
    overlap = serializers.IntegerField(min_value=1, max_value=20, default=2)
    lease_minutes = serializers.IntegerField(min_value=1, max_value=1440, default=30)
    order = serializers.ChoiceField(choices=Order.choices, default=Order.SEQUENTIAL)


class RoleSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)


class MemberSerializer(serializers.ModelSerializer):
    class Meta:
        model = Membership
        fields = ["id", "person", "role", "organisation", "project", "created_at"]

    person = PersonSerializer()


class InvitationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invitation
        fields = ["id", "role", "limit", "used", "expires_at", "organisation", "project", "created_by", "created_at"]

    created_by = PersonSerializer()


class NewInvitationSerializer(RoleSerializer):
    limit = serializers.IntegerField(min_value=1, max_value=500, default=1)
    days = serializers.IntegerField(min_value=1, max_value=90, default=7)


class MadeInvitationSerializer(InvitationSerializer):
    """The only time that the link is told."""

    class Meta(InvitationSerializer.Meta):
        fields = [*InvitationSerializer.Meta.fields, "link"]

    link = serializers.URLField()


class TilesSerializer(serializers.Serializer[Any]):
    """Of an image too large to be shown in one piece."""

    url = serializers.CharField(help_text="Add /level/column/row. Level 0 is the image, each next one half its size.")
    side = serializers.IntegerField(help_text="Pixels of a tile's side; those at the right and lower edge are smaller.")
    levels = serializers.IntegerField()


class AssetSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    media = serializers.ChoiceField(choices=Media.choices)
    mime = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    duration = serializers.FloatField(allow_null=True, help_text="In seconds, of what runs in time.")
    facts = serializers.DictField(help_text="What else is known of it, such as `sample_rate` or `fps`.")
    derived = serializers.DictField(child=serializers.CharField(), help_text="Name -> address of a file made of it.")
    url = serializers.CharField(allow_null=True)
    thumbnail_url = serializers.CharField(allow_null=True)
    tiles = TilesSerializer(allow_null=True)


class TaskSerializer(serializers.Serializer[Any]):
    """Describes `task_doc`, which is written by hand: lists are long and asked for often."""

    id = serializers.IntegerField()
    project = serializers.IntegerField()
    external_id = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=TaskState.choices)
    priority = serializers.IntegerField()
    overlap = serializers.IntegerField()
    taken = serializers.IntegerField(help_text="People who hold or have done it.")
    submitted = serializers.IntegerField(help_text="Answers that count.")
    meta = serializers.DictField()
    created_at = serializers.DateTimeField()
    asset = AssetSerializer()


class TaskDetailSerializer(TaskSerializer):
    text = serializers.CharField(allow_null=True)


def task_doc(task: Task) -> dict[str, Any]:
    return {
        "id": task.pk,
        "project": task.project_id,
        "external_id": task.external_id,
        "name": task.name,
        "state": task.state,
        "priority": task.priority,
        "overlap": task.overlap,
        "taken": task.taken,
        "submitted": task.submitted,
        "meta": task.meta,
        "created_at": task.created_at,
        "asset": asset_doc(task.asset),
    }


def asset_doc(asset: Asset) -> dict[str, Any]:
    return {
        "id": asset.pk,
        "media": asset.media,
        "mime": asset.mime,
        "bytes": asset.bytes,
        "sha256": asset.sha256,
        "width": asset.width,
        "height": asset.height,
        "duration": asset.duration,
        "facts": asset.facts,
        "derived": derived_urls(asset),
        "url": reverse("projects:asset-file", args=[asset.pk]) if asset.file else None,
        "thumbnail_url": reverse("projects:thumbnail", args=[asset.pk]) if asset.thumbnail else None,
        "tiles": tiles_doc(asset),
    }


def derived_urls(asset: Asset) -> dict[str, str]:
    return {name: reverse("projects:asset-derived", args=[asset.pk, name]) for name in asset.derived}


def tiles_doc(asset: Asset) -> dict[str, Any] | None:
    if "tiles" not in asset.derived or not asset.width or not asset.height:
        return None
    first = reverse("projects:asset-tile", args=[asset.pk, 0, 0, 0])
    grid = pyramid.Grid(asset.width, asset.height)
    return {"url": first.removesuffix("/0/0/0"), "side": pyramid.SIDE, "levels": grid.levels}
