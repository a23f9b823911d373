"""The filters that templates of the house use."""

from projects.templatetags.house import thousands


def test_large_numbers_are_written_in_groups_of_three():
    assert [thousands(n) for n in (None, "", 0, 999, 1000, 1234567)] == ["", "", "0", "999", "1,000", "1,234,567"]
