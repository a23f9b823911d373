"""What gunicorn serves: `gunicorn config.wsgi`."""

import logging
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.static import what_is_missing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
if missing := what_is_missing():
    logging.getLogger(__name__).error(missing)
get_resolver().url_patterns  # noqa: B018 - read the code of the pages now, once for all workers, not at the first visit
