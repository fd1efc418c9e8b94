"""Fonts are subset once, keep what Arabic needs, and carry their licences."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from fontTools.ttLib import TTFont

from archive.citing import fonts
from archive.citing.fonts import FACES, FontMissingError, make_fonts

NAMES = "مصطفى الكاظمي نێچیرڤان بارزانی پێشمەرگە گۆران چەند ڕۆژ ۱۲۳ ١٢٣ كِتَابٌ"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("fonts")
    assert make_fonts(made)
    return made


def test_every_letter_of_arabic_and_kurdish_names_is_kept(folder):
    for name in ("naskh-arabic", "sans-arabic-400", "sans-arabic-600"):
        with TTFont(folder / f"{name}.woff2") as font:
            assert {ord(letter) for letter in NAMES} <= set(font.getBestCmap())


def test_arabic_letters_still_join(folder):
    with TTFont(folder / "naskh-arabic.woff2") as font:
        records = font["GSUB"].table.FeatureList.FeatureRecord
        features = {record.FeatureTag for record in records}

    assert {"init", "medi", "fina", "rlig"} <= features


def test_headlines_keep_their_weights(folder):
    with TTFont(folder / "naskh-arabic.woff2") as font:
        weight = font["fvar"].axes[0]

    assert (weight.axisTag, weight.minValue, weight.maxValue) == ("wght", 400, 700)


def test_a_reserved_name_is_not_carried_on(folder):
    renamed = [face for face in FACES if face.family]

    assert renamed
    for face in renamed:
        with TTFont(folder / f"{face.name}.woff2") as font:
            names = [font["name"].getDebugName(n) or "" for n in (1, 3, 4, 6, 16, 18)]
        assert any(names)
        assert not any("Plex" in name for name in names)


def test_licences_stand_beside_the_fonts(folder):
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("OFL-*.txt")]

    assert len(texts) == 2
    assert all("SIL OPEN FONT LICENSE" in text for text in texts)


def test_all_faces_together_stay_within_the_budget(folder):
    assert sum(path.stat().st_size for path in folder.glob("*.woff2")) <= 115_000


def test_making_them_again_changes_nothing(folder):
    assert make_fonts(folder) is False


def test_a_missing_file_is_made_again(folder):
    (folder / "naskh-latin.woff2").unlink()

    assert make_fonts(folder) is True
    assert (folder / "naskh-latin.woff2").exists()


def test_a_missing_package_is_named_with_what_to_do(tmp_path, settings, monkeypatch):
    settings.ARCHIVE_FONTS = tmp_path
    missing = fonts.Face("naskh-arabic", "no_such_fonts", "Font.ttf", (0x0627,))
    monkeypatch.setattr("archive.citing.fonts.make_fonts.__defaults__", ((missing,),))

    with pytest.raises(CommandError, match="no_such_fonts"):
        call_command("fonts")
    with pytest.raises(FontMissingError, match=r"requirements\.txt"):
        make_fonts(tmp_path, [missing])
