"""`python -m workers.bench.labelling.run PLAN`: the works of a plan, in the environment of a temporary site."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import sync_playwright

from workers.bench.report import show
from workers.bench.site import serving


def main(plan: dict[str, Any]) -> None:
    # Playwright keeps an event loop in this thread; nobody else uses the database of this site.
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    django.setup()
    desks = import_module("workers.bench.labelling.desk")  # it imports models, which are there only now
    folder = Path(plan["folder"])
    with serving(os.environ, folder) as port, sync_playwright() as playwright:
        for name in plan["works"]:
            work = import_module(f"workers.bench.labelling.works.{name}")
            with desks.opened(playwright, port, folder / name, small=plan["small"], peers=plan["peers"]) as desk:
                show(work.figures(desk), sys.stdout, as_json=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
