"""The project that a command is told, or a sentence that says where its number is found."""

from django.core.management.base import CommandError

from projects.models import Project


def project_numbered(number: int) -> Project:
    found = Project.objects.select_related("schema").filter(pk=number).first()
    if found is None:
        raise CommandError(
            f"There is no project {number}. A project's number stands in the address of its pages: /projects/NUMBER"
        )
    return found
