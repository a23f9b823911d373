from django.conf import settings
from django.db import models


class Comment(models.Model):
    """What somebody said about a task, or about one region of it. `resolved_at` ends the matter; it can be reopened."""

    task = models.ForeignKey("projects.Task", models.CASCADE, related_name="comments", db_index=False)
    region = models.CharField(max_length=40, blank=True)  # id of a region in somebody's answer
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=64, null=True)  # the Idempotency-Key it came with
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("author", "key", condition=models.Q(key__isnull=False), name="one_comment_a_key"),
        ]
        indexes = [models.Index("task", "id", name="comment_task")]


class Mention(models.Model):
    """Somebody a comment calls by name, and when that person read it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("comment", "person", name="one_mention_a_comment")]
        indexes = [models.Index("person", "id", condition=models.Q(read_at=None), name="mention_unread")]
