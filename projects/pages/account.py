"""What a person keeps about themselves, and the tokens of their programs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from projects import members
from projects.access import SIGNED_IN
from projects.doors import Page, find
from projects.forms.signing import ProfileForm, TokenForm
from projects.models import Person, Token
from projects.tokens import make_token


class Account(Page):
    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(request.POST, instance=request.user)
        if not form.is_valid():
            request.user.refresh_from_db()
            return show(request, profile=form, status=422)
        form.save()
        messages.success(request, _("Saved."))
        return redirect("projects:account")


class Keys(Page):
    """The keys of the workspace; the page's script knows the actions and saves through the API."""

    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "projects/keys.html", {"own": keys_of(request.user)})


class TokenMake(Page):
    """The secret is in this one answer and nowhere else."""

    action = SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TokenForm(request.POST)
        if not form.is_valid():
            return show(request, token_form=form, status=422)
        token, secret = make_token(request.user, form.cleaned_data["name"])
        return show(request, made=token, secret=secret)


class TokenRevoke(Page):
    action = SIGNED_IN

    def post(self, request: HttpRequest, token: int) -> HttpResponse:
        find(Token.objects.filter(person=request.user), pk=token).delete()
        messages.success(request, _("The token was revoked. Programs that use it are refused from now on."))
        return redirect("projects:account")


def keys_of(person: Person) -> dict[str, Any]:
    """What the workspace and its settings have to know of a person's keys."""
    return {"keymap": person.keymap, "single_keys": person.single_keys}


def show(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    context = {
        "profile": ProfileForm(instance=request.user),
        "token_form": TokenForm(),
        "memberships": members.of(request.user),
        "tokens": Token.objects.filter(person=request.user),
    } | context
    return render(request, "projects/account.html", context, status=status)
