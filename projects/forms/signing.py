"""Signing in, passwords, accounts, and what a person keeps about themselves."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm, UserCreationForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from projects import guessing
from projects.addresses import address_of
from projects.models import Person, Token
from projects.problems import TooMany


class SignInForm(AuthenticationForm):
    """Says the same of a wrong name and a wrong password, and slows guessing down."""

    error_messages = {
        "invalid_login": _("Name and password do not match. Mind capital letters, and whether an input method is on."),
        "inactive": _("Name and password do not match. Mind capital letters, and whether an input method is on."),
    }

    def clean(self) -> dict[str, Any]:
        name, address = self.cleaned_data.get("username", ""), address_of(self.request)
        try:
            guessing.attempt(name, address)
        except TooMany as problem:
            raise ValidationError(problem.message) from problem
        cleaned = super().clean()
        guessing.forget(name, address)
        return cleaned


class EndsTokens(forms.Form):
    """Part of each form that sets a new password: whoever knew the old one may have made tokens with it."""

    end_tokens = forms.BooleanField(
        label=_("Revoke all tokens of my programs"),
        required=False,
        initial=True,
        help_text=_("Do so if somebody else may have known the old password. Programs then need new tokens."),
    )
    user: Person

    def save(self, commit: bool = True) -> Any:
        with transaction.atomic():
            if self.cleaned_data["end_tokens"]:
                Token.objects.filter(person=self.user).delete()
            return super().save(commit)


class NewPasswordForm(EndsTokens, SetPasswordForm):
    field_order = ["new_password1", "new_password2", "end_tokens"]


class OtherPasswordForm(EndsTokens, PasswordChangeForm):
    field_order = ["old_password", "new_password1", "new_password2", "end_tokens"]


class NewPersonForm(UserCreationForm):
    """An account for somebody who was invited. No name differs from another's by capital letters alone."""

    class Meta:
        model = Person
        fields = ["username", "name", "email"]
        labels = {"username": _("Name to sign in with"), "name": _("Your name, as others see it"), "email": _("Email")}
        help_texts = {
            "username": _("Letters of any language, digits and @ . + - _ only."),
            "email": _("Not needed, but without one a forgotten password cannot be reset by mail."),
        }


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "email", "language", "theme"]
        labels = {"name": _("Your name, as others see it"), "email": _("Email")}
        help_texts = {"email": _("For resetting your password. Nobody else sees it.")}

    language = forms.ChoiceField(label=_("Language"), required=False, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As the browser")), ("zh-hans", "中文"), ("en", "English")]


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=80)
