from django.conf import settings
from django.db import models

from projects.models.membership import Role


class Invitation(models.Model):
    """A link that makes whoever opens it a member. Only a hash of the link's secret is kept."""

    organisation = models.ForeignKey("projects.Organisation", models.CASCADE, related_name="invitations")
    project = models.ForeignKey("projects.Project", models.CASCADE, null=True, blank=True, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role)
    secret_hash = models.CharField(max_length=64, unique=True)
    limit = models.PositiveIntegerField(default=1)
    used = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(used__lte=models.F("limit")), name="invitation_not_overused")
        ]
