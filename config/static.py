"""How static files are stored: under names that carry their hash, and compressed once."""

from pathlib import Path
from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

NOT_COLLECTED = (
    "No page can be shown: the static files are not collected in {root}. Run `npm ci --omit=dev && node build.mjs` and "
    "`python manage.py collectstatic --no-input`, then start this server again."
)


def what_is_missing() -> str | None:
    """The sentence for a server that would answer each page with an error, because it has no names of static files."""
    if settings.STORAGES["staticfiles"]["BACKEND"] != f"{StaticFiles.__module__}.{StaticFiles.__qualname__}":
        return None  # they are served from where they are made
    root = Path(settings.STATIC_ROOT)
    return None if (root / StaticFiles.manifest_name).exists() else NOT_COLLECTED.format(root=root)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Gzip only: Brotli at its best level takes ten times as long, at the first start that somebody waits for."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return super().create_compressor(**kwargs | {"use_brotli": False})
