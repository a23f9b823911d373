"""The ground every test stands on: a folder of its own, a real Valkey, SQLite or a real PostgreSQL, a real Chromium.

`pytest` runs on SQLite, `pytest --database=postgresql` on PostgreSQL; `manage.py test` does both.
"""

import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings

from config.environment import SETTINGS
from workers.services import catalogues, chromium
from workers.services.postgres import Postgres

ROOT = Path(__file__).resolve().parent.parent
# They import models, so they come after Django is set up.
PLUGINS = [
    "tests.servers",
    "tests.makers",
    "tests.releases.making",
    "tests.quality.confused",
    "tests.browser.workbench",
]
TO_CLEAN = pytest.StashKey[list]()


def pytest_addoption(parser):
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="where the tests run")


def pytest_configure(config):
    """Decide the settings before Django reads them; nothing of the developer's own installation is touched."""
    if settings.configured:
        pytest.exit("Unset DJANGO_SETTINGS_MODULE: the tests bring settings of their own.", returncode=2)
    var = Path(tempfile.mkdtemp(prefix="biaozhu-test-"))
    config.stash[TO_CLEAN] = [lambda: shutil.rmtree(var, ignore_errors=True)]
    for setting in SETTINGS:
        os.environ.pop(setting.name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BIAOZHU_VAR": str(var),
        "REDIS_URL": f"redis+socket://{var}/valkey.sock",
        "EMAIL_URL": "memorymail://",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright keeps an event loop in the thread that uses the database
    }
    if config.getoption("database") == "postgresql":
        postgres = Postgres()
        config.stash[TO_CLEAN].append(postgres.stop)
        os.environ["DATABASE_URL"] = postgres.start()
    (var / "static").mkdir()  # WhiteNoise looks for it
    catalogues.compile_all(ROOT / "locale")  # a fresh clone has none that Django can read
    django.setup()
    # Pages rendered in the test process name files that need not have been collected.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    for plugin in PLUGINS:
        if importlib.util.find_spec(plugin):
            config.pluginmanager.import_plugin(plugin)


def pytest_collection_modifyitems(config, items):
    """What does not depend on the database is tested once."""
    if config.getoption("database") == "postgresql":
        once = [item for item in items if item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if item not in set(once)]


def pytest_unconfigure(config):
    for clean in reversed(config.stash.get(TO_CLEAN, [])):
        clean()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Playwright's browser is ours: it cannot fetch one on a machine without the wide internet."""
    chromium.provide(ROOT, settings.VAR / "log")  # where `pytest` is called by itself, in an environment of one's own
    return browser_type_launch_args | chromium.find(ROOT).launch_arguments()
