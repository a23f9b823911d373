"""What is asked with every claim, and nearly always answered with no."""

from collections.abc import Iterable

from django.db import connection, models

# Raw SQL: building the statement would cost more than running it.
ANY = "SELECT 1 FROM {table} WHERE task_id IN ({places}) LIMIT 1"


def any_on(model: type[models.Model], tasks: Iterable[int]) -> bool:
    """Whether the model, which has a foreign key `task`, has a row for any of these tasks."""
    pks = list(tasks)
    if not pks:
        return False
    statement = ANY.format(table=model._meta.db_table, places=", ".join(["%s"] * len(pks)))
    with connection.cursor() as cursor:
        cursor.execute(statement, pks)
        return cursor.fetchone() is not None
