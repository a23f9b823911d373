"""What an older installation holds, after its database was brought up to date."""

import pytest
from django.core.management import call_command

from annotation.history import verify
from annotation.models import Revision


@pytest.mark.django_db(transaction=True)
def test_entries_from_before_get_the_project_of_their_task(make):
    turns = [make.returned(project=make.project()) for _ in range(2)]
    call_command("migrate", "annotation", "0003", verbosity=0)
    call_command("migrate", "annotation", verbosity=0)
    named = Revision.objects.values_list("project", "task__project")
    assert len(named) == 6
    assert all(project == task for project, task in named)
    assert all(verify(turn.task).holds for turn in turns)
