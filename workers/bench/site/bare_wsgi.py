"""The same settings and database as the site, with the bare view in place of all addresses and all middleware."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

settings.ROOT_URLCONF = "workers.bench.site.bare_urls"
settings.MIDDLEWARE = []
application = get_wsgi_application()
