"""What `manage.py test` makes of its checks."""

import pytest

from workers.management.commands.test import NO_TESTS, all_well

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("codes", "well"),
    [
        ([0, 0, 0], True),
        ([0, 1, 0], False),
        ([0, NO_TESTS], True),  # tests that need no database run on SQLite only
        ([NO_TESTS, NO_TESTS], False),  # a misspelt -k must not look like success
        ([0, 2], False),
        ([0, -9], False),
    ],
)
def test_all_is_well_when_nothing_failed_and_something_was_tested(codes, well):
    assert all_well(codes) is well
