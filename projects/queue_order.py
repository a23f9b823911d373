"""The order of a project's tasks in its queue: as imported, or shuffled once and for all."""

from hashlib import blake2b

from django.db.models import F

from projects.models import Order, Project, Task, TaskState

PIECE = 1000


def shuffled(project: Project, external_id: str) -> int:
    """A place in the queue that looks random and is always the same."""
    return int.from_bytes(blake2b(f"{project.pk}:{external_id}".encode(), digest_size=6).digest(), "big")


def put_in_order(project: Project, order: str) -> None:
    """Give every task that may still be handed out its place, each piece with an UPDATE and a transaction of its own.

    Ids follow the import.
    """
    tasks = Task.objects.filter(project=project).exclude(state=TaskState.SETTLED)
    if order == Order.SEQUENTIAL:
        tasks.update(position=F("pk"))
        return
    last = 0
    while piece := list(tasks.filter(pk__gt=last).order_by("pk").only("pk", "external_id")[:PIECE]):
        for task in piece:
            task.position = shuffled(project, task.external_id)
        Task.objects.bulk_update(piece, ["position"])
        last = piece[-1].pk
