"""Inviting somebody: with which role, how many people, for how long."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Role


class InvitationForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[])
    limit = forms.IntegerField(label=_("For how many people"), min_value=1, max_value=500, initial=1)
    days = forms.IntegerField(label=_("Days it is valid"), min_value=1, max_value=90, initial=7)

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = set(roles)
        self.fields["role"].choices = [(role, Role(role).label) for role in reversed(Role.values) if role in known]
        self.fields["role"].initial = Role.ANNOTATOR
