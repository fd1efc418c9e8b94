"""The Arabic of the interface: complete, compiled, and right in its six plural forms."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

FOLDER = Path(settings.BASE_DIR) / "locale" / "ar" / "LC_MESSAGES"


def entries() -> list[str]:
    return (FOLDER / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]


def test_every_message_has_its_arabic():
    empty = [entry for entry in entries() if re.search(r'msgstr(\[\d\])? ""(?!\n")', entry)]

    assert empty == []


def test_no_translation_is_a_guess():
    assert [entry for entry in entries() if "fuzzy" in entry.splitlines()[0]] == []


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext (msgfmt) is not installed")
def test_the_compiled_messages_are_those_of_the_source(tmp_path):
    compiled = tmp_path / "django.mo"
    subprocess.run(
        ["msgfmt", "--check-format", "-o", str(compiled), str(FOLDER / "django.po")], check=True
    )

    assert compiled.read_bytes() == (FOLDER / "django.mo").read_bytes()


def test_every_message_of_the_pages_is_in_the_source():
    known = (FOLDER / "django.po").read_text(encoding="utf-8")
    known = known.replace('"\n"', "").replace('\\"', '"')
    templates = Path(settings.BASE_DIR) / "templates"
    used = {
        found[1]
        for path in templates.rglob("*.html")
        for found in re.findall(r"""{% translate (['"])(.*?)\1""", path.read_text("utf-8"))
    }

    assert {each for each in used if f'msgid "{each}"' not in known} == set()


@pytest.mark.parametrize(
    ("count", "arabic"),
    [
        (0, "لا مقالات"),
        (1, "مقال واحد"),
        (2, "مقالان"),
        (3, "3 مقالات"),
        (10, "10 مقالات"),
        (11, "11 مقالاً"),
        (96, "96 مقالاً"),
        (100, "100 مقال"),
        (103, "103 مقالات"),
        (1284, "1,284 مقالاً"),
        (10000, "10,000 مقال"),
    ],
)
def test_articles_are_counted_in_correct_arabic(count, arabic):
    template = Template(
        "{% load i18n archive_text %}{% blocktranslate count n=n with shown=n|grouped %}"
        "{{ shown }} article{% plural %}{{ shown }} articles{% endblocktranslate %}"
    )

    with translation.override("ar"):
        assert template.render(Context({"n": count})) == arabic
