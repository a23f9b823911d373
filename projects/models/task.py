from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    QUEUED = "queued", _("In the queue")
    LABELLED = "labelled", _("Labelled")
    SETTLED = "settled", _("Settled")
    VOID = "void", _("Void")


class Task(models.Model):
    """One asset to be labelled by `overlap` different people.

    `taken` counts the people who hold or have done it and can never pass `overlap`: the database refuses.
    `stale` says that the answers changed since the workers last measured them.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="tasks")
    asset = models.ForeignKey("projects.Asset", models.PROTECT, related_name="tasks")
    external_id = models.CharField(max_length=200)
    name = models.CharField(max_length=400, blank=True)
    meta = models.JSONField(default=dict, blank=True)
    priority = models.IntegerField(default=0)
    position = models.BigIntegerField(default=0)  # order in the queue: the import's, or shuffled
    overlap = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    submitted = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.QUEUED)
    decided = models.BooleanField(default=False)  # settled by a person's decision; the answers then move it no more
    stale = models.BooleanField(default=False)
    import_job = models.BigIntegerField(null=True)  # number of the import that brought it, a job of a higher room
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "external_id", name="one_task_an_external_id"),
            models.CheckConstraint(
                condition=models.Q(taken__gte=0, taken__lte=models.F("overlap")), name="overlap_never_exceeded"
            ),
            models.CheckConstraint(
                condition=models.Q(submitted__gte=0, submitted__lte=models.F("taken")), name="submitted_within_taken"
            ),
        ]
        indexes = [
            # What `annotation.queue` walks, in its order: tasks with a place left, begun ones first.
            models.Index(
                "project",
                models.F("taken").desc(),
                models.F("priority").desc(),
                "position",
                "id",
                condition=models.Q(state="queued", taken__lt=models.F("overlap")),
                name="task_queue",
            ),
            models.Index("project", "id", condition=models.Q(stale=True), name="task_stale"),
            models.Index("project", "state", "id", name="task_list"),
        ]

    def __str__(self) -> str:
        return self.name or self.external_id
