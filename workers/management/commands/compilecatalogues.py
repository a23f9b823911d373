"""`manage.py compilecatalogues`: translations as Django reads them, without the gettext tools."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workers.services import catalogues


class Command(BaseCommand):
    help = "Compile each locale/*.po that is newer than its .mo (as `compilemessages`, without the gettext tools)."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        number = catalogues.compile_all(Path(settings.BASE_DIR) / "locale")
        self.stdout.write(f"Compiled {number} catalogues.")
