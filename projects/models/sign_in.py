from django.db import models


class FailedSignIn(models.Model):
    """One wrong password, kept for a day: what guessing is slowed down by. Names are hashed, they may be passwords."""

    name_hash = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index("name_hash", "at", name="failed_sign_in_name"),
            models.Index("address", "at", name="failed_sign_in_address"),
        ]
