from django.db import models
from django.db.models.functions import Coalesce


class Consensus(models.Model):
    """What the answers to one question of one task come to, written in the fold that counts them.

    value       in the form of an answer; None where the answers tie
    confidence  0..1, how sure the value is; None where one answer has nothing beside it
    method      how it was found, a name of `workers.deciding`
    answers     how many there were
    agreement   share of what each two of them have in common, 0..1; None for a single answer
    teaches     disagreement times doubt: what looking at it first is worth (`workers.disagreements`)
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    task = models.ForeignKey("projects.Task", models.CASCADE, related_name="consensus")
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    confidence = models.FloatField(null=True)
    method = models.CharField(max_length=20)
    answers = models.PositiveSmallIntegerField()
    agreement = models.FloatField(null=True)
    teaches = models.GeneratedField(  # kept by the database, whoever writes the others
        expression=(1.0 - models.F("agreement")) * (2.0 - Coalesce("confidence", 0.5)),
        output_field=models.FloatField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint("task", "field", "kind", name="one_consensus_a_question")]
        indexes = [
            models.Index("project", models.F("teaches").desc(), "id", name="consensus_teaches"),
            models.Index("project", "field", "agreement", "task", name="consensus_least_agreed"),
            models.Index("project", "task", name="consensus_list"),
        ]


class Difference(models.Model):
    """Two people saw one task differently: `a` said `one` where `b` said `two`, `n` times; a before b.

    "" stands for nothing: b has no region where a has one, or did not tick the label. Where one and two are the same
    label, they put it at different places.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    task = models.ForeignKey("projects.Task", models.CASCADE, related_name="differences")
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    a = models.ForeignKey("projects.Person", models.CASCADE, related_name="+", db_index=False)
    b = models.ForeignKey("projects.Person", models.CASCADE, related_name="+", db_index=False)
    one = models.CharField(max_length=200)
    two = models.CharField(max_length=200)
    n = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index("project", "field", "one", "two", "task", name="difference_labels"),
            models.Index("project", "field", "a", "b", "task", name="difference_people"),
        ]


class LabelUse(models.Model):
    """A label that answers to one question of one task use, where two people or more have answered it.

    n       how often it is used
    equal   pairs of answers that both have it, so that they are the same there
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    task = models.ForeignKey("projects.Task", models.CASCADE, related_name="label_uses")
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    n = models.PositiveIntegerField()
    equal = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index("project", "field", "label", "task", name="label_use_tasks")]


class Learnt(models.Model):
    """What the votes on one question taught about its annotators, so that a new vote can be weighed at once.

    number   the measurement it was learnt at
    body     labels, annotators, confusion matrices, prior; what `workers.learning` writes and reads
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    number = models.BigIntegerField()
    at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint("project", "field", "kind", name="one_lesson_a_question")]


class Standing(models.Model):
    """A project's quality as it was last worked out in full: what takes too long to read for each visitor.

    number   the measurement it was worked out at
    seconds  how long that took; the next time waits for a multiple of it
    taken_at when a worker last took it up, so that two do not do it at once
    """

    project = models.OneToOneField("projects.Project", models.CASCADE, related_name="standing")
    number = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    taken_at = models.DateTimeField(null=True)
    body = models.JSONField(default=dict)
