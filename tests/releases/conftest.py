import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    """The sentences that are compared are those of the source."""
    with translation.override("en"):
        yield
