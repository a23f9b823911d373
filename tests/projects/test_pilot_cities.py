"""What is there before anybody has done anything."""

import pytest
from django.utils import translation

from projects.models import Organisation

pytestmark = pytest.mark.django_db


def test_the_seven_pilot_cities_are_there_from_the_start_in_both_languages():
    with translation.override("zh-hans"):
        names = {str(city) for city in Organisation.objects.all()}
    assert names == {"成都", "沈阳", "合肥", "长沙", "海口", "保定", "大同"}
    with translation.override("en"):
        assert str(Organisation.objects.get(slug="datong")) == "Datong"
