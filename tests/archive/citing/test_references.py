"""Citations: text, RIS and BibTeX, each with the passage's address and revision."""

from __future__ import annotations

import hashlib

import pytest

from archive.citing.references import Citable
from archive.editing import actions
from archive.models import PassageSpan


def test_arabic_citation_names_title_outlet_date_place_and_address(cited, make_source):
    cite = cited(published_on="2021-11-22", outlet=make_source("dijla", "شبكة دجلة الإخبارية"))

    assert str(cite.arabic()) == (
        "«الانسحاب في موعده»، شبكة دجلة الإخبارية، 22 تشرين الثاني/نوفمبر 2021. "
        f"المقطع 2 من الصيغة 1، أرشيف الانسحاب: https://archive.example/p/"
        f"{cite.passage.public_id}/r1/ (بصمة {cite.sha256[:8]})"
    )
    words = cite.revision.spans.get(passage=cite.passage).text
    assert cite.sha256 == hashlib.sha256(words.encode()).hexdigest()


def test_chicago_citation_keeps_the_arabic_title(cited, make_source):
    cite = cited(published_on="2021-11", outlet=make_source("dijla", "شبكة دجلة الإخبارية"))
    cite.article.outlet.name_en = "Dijlah Network"
    cite.article.byline = "هدى سالم"

    assert str(cite.chicago()) == (
        "هدى سالم. “الانسحاب في موعده.” Dijlah Network, November 2021. Withdrawal Archive, "
        f"passage 2, revision 1. https://archive.example/p/{cite.passage.public_id}/r1/ "
        f"(SHA-256 {cite.sha256[:8]})."
    )


def test_chicago_citation_marks_its_arabic_for_the_page(cited, make_source):
    cite = cited(outlet=make_source("dijla", "شبكة دجلة الإخبارية"))

    arabic = [run.text for run in cite.chicago() if run.language == "ar"]

    assert arabic == ["الانسحاب في موعده", "شبكة دجلة الإخبارية"]


def test_unknown_outlet_and_date_are_said_to_be_unknown(cited):
    cite = cited()

    assert "، ناشر غير معلوم، د.ت. المقطع 2" in str(cite.arabic())
    assert "[outlet unknown], n.d. Withdrawal Archive" in str(cite.chicago())
    assert "PY  - n.d.\r\n" in cite.ris()
    assert "DA  -" not in cite.ris()
    assert "T2  -" not in cite.ris()
    assert "year = {n.d.}," in cite.bibtex()
    assert "howpublished" not in cite.bibtex()


def test_inferred_date_stands_in_brackets(cited):
    cite = cited(published_on="2021", basis="inferred")

    assert "، [2021]. المقطع" in str(cite.arabic())
    assert "[outlet unknown], [2021]. " in str(cite.chicago())
    assert "تاريخ النشر مستنتج" in cite.ris()


@pytest.mark.parametrize(
    ("published_on", "slashed"),
    [("2021-11-22", "2021/11/22"), ("2021-11", "2021/11/"), ("2021", "2021//")],
)
def test_ris_keeps_the_places_of_an_unknown_month_and_day(cited, published_on, slashed):
    cite = cited(published_on=published_on)

    assert f"DA  - {slashed}\r\n" in cite.ris()


def test_ris_is_one_record_of_one_line_fields(cited):
    cite = cited(title="عنوان")
    cite.article.byline = "كاتب\nER  - \nTY  - BOOK"

    lines = cite.ris().split("\r\n")

    assert lines[0] == "TY  - NEWS"
    assert lines[-2:] == ["ER  - ", ""]
    assert [line[:6] for line in lines].count("TY  - ") == 1
    assert "AU  - كاتب ER - TY - BOOK" in lines


def test_control_characters_stored_before_they_were_refused_are_shown(cited):
    cite = cited(title="عنوان\x1b[2J\x7f")

    for citation in (cite.ris(), cite.bibtex(), str(cite.arabic()), str(cite.chicago())):
        assert "عنوان␛[2J␡" in citation
        assert not set("\x1b\x7f") & set(citation)


def test_direction_that_a_title_leaves_open_ends_with_it(cited, make_source):
    override, closing = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"
    outlet = make_source("shafaq-news", f"شفق{override} نيوز")
    cite = cited(title=f"عنوان{override} مقلوب", outlet=outlet)

    for citation in (cite.ris(), cite.bibtex(), str(cite.arabic()), str(cite.chicago())):
        assert f"عنوان{override} مقلوب{closing}" in citation
        assert f"شفق{override} نيوز{closing}" in citation


def test_bibtex_escapes_what_latex_would_act_on(cited):
    cite = cited(title=r"50% من {القوات} & \input{x} #1_2 ~ ^")

    title = next(line for line in cite.bibtex().splitlines() if "title" in line)

    assert title == (
        r"  title = {{50\% من \textbraceleft{}القوات\textbraceright{} \& "
        r"\textbackslash{}input\textbraceleft{}x\textbraceright{} \#1\_2 "
        r"\textasciitilde{} \textasciicircum{}}},"
    )
    assert title.count("{") == title.count("}")


def test_language_that_a_record_made_up_breaks_out_of_no_field(cited):
    cite = cited()
    cite.article.language = "en}"

    assert "language = {en\\textbraceright{}}," in cite.bibtex()


def test_bibtex_gives_year_month_and_day_as_far_as_known(cited):
    entry = cited(published_on="2021-07").bibtex()

    assert "year = {2021}," in entry
    assert "month = {7}," in entry
    assert "day" not in entry


def test_citation_names_the_revision_in_which_the_passage_stood(cited):
    cite = cited()
    actions.correct(
        cite.article,
        title="الانسحاب في موعده",
        body=cite.revision.text.replace("لم يتغير", "تغيّر"),
        reason="خطأ في النقل",
    )

    span = PassageSpan.objects.get(passage=cite.passage, revision__number=2)

    assert cite.address.endswith(f"/p/{cite.passage.public_id}/r1/")
    assert Citable.from_span(span).address.endswith(f"/p/{cite.passage.public_id}/r2/")
