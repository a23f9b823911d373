from django.conf import settings
from django.db import models


class Pseudonym(models.Model):
    """The number under which a person's answers leave the house: a1, a2, … within a project, the same in each release.

    Given once and never changed. Names and accounts stay here.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="pseudonyms")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "person", name="one_pseudonym_a_person"),
            models.UniqueConstraint("project", "number", name="one_person_a_pseudonym"),
        ]

    def __str__(self) -> str:
        return f"a{self.number}"
