"""`manage.py runserver`: Django's server for development, which shows what was built last, with or without DEBUG."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as Runserver
from django.core.management.base import CommandError

from workers.services import catalogues

NOT_BUILT = (
    "The pages are not built: {dist} is missing. Run `npm ci && node build.mjs` (Node.js 20 or newer), or "
    "`python3 manage.py up`, which builds them and runs everything."
)


class Command(Runserver):
    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        dist = root / "static" / "dist"
        if not dist.is_dir():
            raise CommandError(NOT_BUILT.format(dist=dist))
        catalogues.compile_all(root / "locale")
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise would warn that it is missing
        # Collected files are for servers: here they may be missing, or older than the ones beside the sources.
        # Changed in place and before the first page, because Django keeps what it has read of this setting.
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        super().handle(*args, **options | {"insecure_serving": True})
