from django.conf import settings
from django.db import models


class Prediction(models.Model):
    """What a version of a model suggests for a task. It never changes: what became of it speaks of exactly this value.

    scores   how sure the model is: field -> number, or for regions field -> {id of the region: number}
    """

    task = models.ForeignKey("projects.Task", models.CASCADE, related_name="predictions", db_index=False)
    model = models.CharField(max_length=80)
    version = models.CharField(max_length=80, blank=True)
    schema = models.ForeignKey("projects.LabelSchema", models.PROTECT, related_name="+")
    value = models.JSONField()
    score = models.FloatField(null=True)
    scores = models.JSONField(default=dict)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("task", "model", "version", name="one_prediction_a_version")]


class Outcome(models.Model):
    """What became of the suggestions of one prediction in one submission, whose entry says by whom and when.

    decided    what the person's program told: field -> true or null, for regions {id: id in the answer or null}
    became     field -> what became of its suggestion; for regions field -> {id of the region: what became of it}
    in_force   whether the submission is the newest of its assignment
    """

    entry = models.ForeignKey("annotation.Revision", models.CASCADE, related_name="outcomes", db_index=False)
    prediction = models.ForeignKey(Prediction, models.CASCADE, related_name="outcomes")
    decided = models.JSONField(default=dict)
    became = models.JSONField()
    confirmed = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("entry", "prediction", name="one_outcome_an_entry")]
