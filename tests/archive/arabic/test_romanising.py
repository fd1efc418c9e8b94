"""Arabic names in Latin letters."""

import pytest

from archive.arabic.romanising import romanised


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("المدى", "almdy"),
        ("شفق نيوز", "shfq nywz"),
        ("الصحيفة", "alshyfa"),
        ("خَبَر", "khbr"),
        ("Jawhara FM", "jawhara fm"),
        ("Türkiye", "turkiye"),
    ],
)
def test_a_name_in_latin_letters(name, latin):
    assert romanised(name) == latin
