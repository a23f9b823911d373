"""The labelling page is built in each language, with its words in it."""

import gettext
from pathlib import Path

import pytest
from django.conf import settings

from workers.services import catalogues

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
LONG = 16  # shorter ones may stand in a script for another reason


@pytest.mark.parametrize("folder", sorted(file.parts[-3] for file in ROOT.glob("locale/*/LC_MESSAGES/djangojs.po")))
def test_no_english_is_left_where_there_is_a_translation(folder):
    catalogues.compile_all(ROOT / "locale")
    scripts = [file.read_text() for file in (ROOT / "static" / "dist" / folder).rglob("*.js")]
    assert scripts, "run `node build.mjs`"
    words = gettext.translation("djangojs", ROOT / "locale", [folder])._catalog
    told = {english if isinstance(english, str) else english[0]: there for english, there in words.items() if english}
    left = [english for english in told if len(english) >= LONG and any(f'"{english}"' in one for one in scripts)]
    assert left == []
    assert sum(any(there in one for one in scripts) for there in told.values()) > 200
