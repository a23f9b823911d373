"""Unfinished work on the server, for another device or another day."""

from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annotation import queue
from annotation.models import Assignment, AssignmentState, Draft
from annotation.patches import Patch, patched
from projects.problems import Conflict, TooLarge


@transaction.atomic
def save_draft(assignment: Assignment, value: dict[str, Any], *, seconds: float | None = None) -> datetime:
    """Keep the value as the assignment's draft. Who is still at work keeps the lease as well."""
    now = timezone.now()
    draft = Draft(assignment=assignment, value=value, saved_at=now)
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["assignment"], update_fields=["value", "saved_at"]
    )
    _work_goes_on(assignment, seconds)
    return draft.saved_at


@transaction.atomic
def patch_draft(
    assignment: Assignment, patch: Patch, *, base: datetime, largest: int, seconds: float | None = None
) -> datetime:
    """Change the draft that was saved at `base`. Any other draft by now is a Conflict: then the whole value is needed.

    largest   bytes that the changed draft may have
    """
    draft = Draft.objects.filter(assignment=assignment, saved_at=base).first()
    if draft is None:
        raise Conflict(_("The draft is another one by now. Send the whole value."))
    value = patched(draft.value, patch)
    if len(orjson.dumps(value)) > largest:
        raise answer_too_large(largest)
    now = timezone.now()
    # Of two that change the same draft at once, one wins.
    if not Draft.objects.filter(pk=draft.pk, saved_at=base).update(value=value, saved_at=now):
        raise Conflict(_("The draft is another one by now. Send the whole value."))
    _work_goes_on(assignment, seconds)
    return now


def answer_too_large(largest: int) -> TooLarge:
    message = _("One answer may have at most %(limit)d MB. Take regions out of it, or divide the task.")
    return TooLarge(message % {"limit": largest // 2**20})


def _work_goes_on(assignment: Assignment, seconds: float | None) -> None:
    if assignment.state == AssignmentState.LEASED:
        queue.renew_all([assignment.pk], assignment.task.project)
    if seconds is not None and seconds > assignment.seconds:
        Assignment.objects.filter(pk=assignment.pk).update(seconds=seconds)
