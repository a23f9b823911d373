from django.db import models


class Cell(models.Model):
    """One row of a project's agreement tables: a whole number, counted up and down (see docs/agreement.md).

    table   which of the tables of `workers.agreement` the row belongs to
    key     the row's key within it, as canonical JSON
    hash    of the key: an index entry of PostgreSQL holds 2,700 bytes at most, twenty long labels are more
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="cells")
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    table = models.CharField(max_length=20)
    key = models.TextField()
    hash = models.CharField(max_length=32)
    n = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("project", "field", "kind", "table", "hash", name="one_cell_a_key")]


class Fold(models.Model):
    """What a task has added to the tables, so that exactly this can be taken out again: a compressed Tally."""

    task = models.OneToOneField("projects.Task", models.CASCADE, related_name="fold")
    added = models.BinaryField()


class Measurement(models.Model):
    """How often, and when last, a project's tables changed: who has seen this number has seen everything."""

    project = models.OneToOneField("projects.Project", models.CASCADE, related_name="measurement")
    number = models.BigIntegerField(default=0)
    at = models.DateTimeField()
