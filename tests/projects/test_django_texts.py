"""What Django itself says to people, in Chinese."""

from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils import translation


def test_a_short_password_is_refused_in_chinese():
    with translation.override("zh-hans"):
        try:
            validate_password("q7")
        except ValidationError as error:
            said = "".join(error.messages)
    assert "密码太短" in said
    assert "too short" not in said


def test_django_says_nin_to_people_as_we_do():
    with translation.override("zh-hans"):
        said = "".join(map(str, password_validators_help_texts()))
    assert "您的密码" in said
    assert "你" not in said
