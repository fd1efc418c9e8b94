"""What a sentence tells beside the day that it names."""

from __future__ import annotations

import pytest

from archive.arabic.dated import names_a_day_alone, told_beside_date
from archive.arabic.telling import key_of


@pytest.mark.parametrize(
    "sentence",
    ["5 أيار/مايو 2021", "٢٥ كانون الثاني", "صباح الخميس", "في العاشر من تشرين الأول المقبل:"],
)
def test_a_day_alone(sentence):
    assert names_a_day_alone(sentence)


@pytest.mark.parametrize(
    "sentence", ["غادرت القافلة في 5 أيار 2021", "5 أيار: غارة", "انسحاب 2011"]
)
def test_a_day_with_something_told_of_it(sentence):
    assert not names_a_day_alone(sentence)


def test_what_names_the_day_tells_nothing_of_it():
    told = told_beside_date(key_of("وصلت في الخامس من أيار 2021 نحو 2500 شاحنة إلى القاعدة"))

    assert told == {"وصلت", "2500", "شاحنه", "قاعده"}
