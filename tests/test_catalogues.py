"""Every text is there in Chinese, with the same placeholders, and no translation is left over."""

import pytest

from projects import catalogues


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_catalogue_is_complete(domain):
    assert catalogues.complaints(domain) == []


def test_texts_of_python_templates_and_scripts_are_found():
    django, scripts = catalogues.texts("django"), catalogues.texts("djangojs")
    assert "projects/access.py" in django[None, "Please sign in first."].files
    assert "templates/registration/sign_in.html" in django[None, "Sign in"].files
    assert any(file.endswith(".tsx") for text in scripts.values() for file in text.files)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_people_are_addressed_politely_throughout(domain):
    there = catalogues.catalogue(domain)
    assert [entry.msgid for entry in there if "你" in entry.msgstr + "".join(entry.msgstr_plural.values())] == []
