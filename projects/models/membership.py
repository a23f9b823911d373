from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    LEAD = "lead", _("Project lead")
    REVIEWER = "reviewer", _("Reviewer")
    ANNOTATOR = "annotator", _("Annotator")
    AUDITOR = "auditor", _("Auditor")


class Membership(models.Model):
    """A person's role in an organisation: in all of its projects, or in one."""

    organisation = models.ForeignKey("projects.Organisation", models.CASCADE, related_name="memberships")
    project = models.ForeignKey("projects.Project", models.CASCADE, null=True, blank=True, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation", "person", condition=models.Q(project=None), name="one_role_in_an_organisation"
            ),
            models.UniqueConstraint(
                "project", "person", condition=models.Q(project__isnull=False), name="one_role_in_a_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"
