"""In, out, and how the site looks for whoever is here."""

from django.conf import settings
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView

from projects import guessing
from projects.access import ANYONE, SIGNED_IN
from projects.addresses import address_of
from projects.doors import Page, is_ours
from projects.forms.signing import NewPasswordForm, OtherPasswordForm, SignInForm
from projects.models import Person, Theme

YEAR = 365 * 24 * 3600


class SignIn(Page, auth.LoginView):
    action = ANYONE
    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(Page, auth.LogoutView):
    action = ANYONE
    http_method_names = ["post", "options"]


class Look(Page):
    """Language and theme: kept with the account, for a visitor in a cookie."""

    action = ANYONE

    def post(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponseRedirect(here(request))
        for name, cookie, known in (
            ("language", settings.LANGUAGE_COOKIE_NAME, dict(settings.LANGUAGES)),
            ("theme", "theme", Theme.values),
        ):
            chosen = request.POST.get(name)
            if chosen not in known:
                continue
            if request.user.is_authenticated:
                Person.objects.filter(pk=request.user.pk).update(**{name: chosen})
            response.set_cookie(cookie, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
        return response


def here(request: HttpRequest) -> str:
    """The page of ours that the form was on."""
    page = request.POST.get("next", "")
    return page if is_ours(page, request) else reverse("projects:home")


class PasswordChange(Page, auth.PasswordChangeView):
    action = SIGNED_IN
    template_name = "registration/password_change.html"
    form_class = OtherPasswordForm
    success_url = reverse_lazy("projects:account")


class PasswordReset(Page, auth.PasswordResetView):
    action = ANYONE
    template_name = "registration/password_reset.html"
    email_template_name = "registration/password_reset_mail.txt"
    subject_template_name = "registration/password_reset_subject.txt"
    success_url = reverse_lazy("projects:password-reset-sent")

    def form_valid(self, form):
        guessing.attempt(f"reset {form.cleaned_data['email']}", address_of(self.request))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"mail_is_sent": mail_is_sent()}


class PasswordResetSent(Page, TemplateView):
    action = ANYONE
    template_name = "registration/password_reset_sent.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"mail_is_sent": mail_is_sent()}


class PasswordResetConfirm(Page, auth.PasswordResetConfirmView):
    action = ANYONE
    template_name = "registration/password_reset_confirm.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("projects:sign-in")


def mail_is_sent() -> bool:
    """Whether mail leaves this server at all, or is only written to its log."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))
