"""Exports of press databases are split into their articles."""

import pytest

from archive.ingest.readers import Refused
from tests.archive.ingest.readers.made import MORE, SENTENCE, TITLE
from tests.archive.ingest.readers.samples import records

SECOND = "حي الريحان يفتتح مكتبته التجريبية"

OLDER_NEXIS = """
                              {number} of 2 DOCUMENTS

                                 Al-Mada

                     December 12, 2021 Sunday
                          Final Edition

{title}

BYLINE: كاتب مستعار

SECTION: محليات; Pg. 4

LENGTH: 40 words

{first}

{second}

LOAD-DATE: December 14, 2021

LANGUAGE: ARABIC

PUBLICATION-TYPE: Newspaper

                    Copyright 2021 Al-Mada
                     All Rights Reserved
"""
NEWER_NEXIS = """{title}

Al-Mada
December 12, 2021 Sunday 10:30 AM GMT


Copyright 2021 Al-Mada All Rights Reserved

Section: محليات
Length: 55 words
Byline: كاتب مستعار

Body


{first}

{second}


Load-Date: December 14, 2021


End of Document
"""
CODED_FACTIVA = """HD\t{title}
BY\tBy كاتب مستعار
WC\t40 words
PD\t12 December 2021
SN\tAl-Mada
SC\tALMADA
LA\tArabic
LP\t
{first}

TD\t
{second}

AN\tDocument ALMADA00202112{number}2ehcc0001

"""
SPACED_FACTIVA = CODED_FACTIVA.replace("\t", "   ")
PRINTED_FACTIVA = """
{title}

By كاتب مستعار
40 words
12 December 2021
10:30
Al-Mada
ALMADA
Arabic
(c) 2021 Al-Mada

{first}

{second}

Document ALMADA00202112{number}2ehcc0001
"""
PROQUEST = """____________________________________________________________

Document {number} of 2

{title}

Author: كاتب مستعار

Publication info: Al-Mada ; Baghdad [Baghdad]. 12 Dec 2021.

Full text: {first}

{second}

Publication title: Al-Mada

Publication date: Dec 12, 2021

Language of publication: Arabic

ProQuest document ID: 26000000{number}
"""
FORMS = [
    pytest.param(OLDER_NEXIS, id="older-nexis"),
    pytest.param(NEWER_NEXIS, id="newer-nexis"),
    pytest.param(CODED_FACTIVA, id="factiva-codes"),
    pytest.param(SPACED_FACTIVA, id="factiva-codes-spaces"),
    pytest.param(PRINTED_FACTIVA, id="factiva"),
    pytest.param(PROQUEST, id="proquest"),
]


def export(form: str, *titles: str, first: str = SENTENCE) -> str:
    return "".join(
        form.format(title=title, number=number, first=first, second=MORE)
        for number, title in enumerate(titles, start=1)
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1256"])
def test_each_document_of_an_export_is_an_article(form, encoding):
    found = records("export.txt", export(form, TITLE, SECOND).encode(encoding))

    assert [record.title for record in found] == [TITLE, SECOND]
    for number, record in enumerate(found, start=1):
        assert record.number == number
        assert record.body == f"{SENTENCE}\n\n{MORE}"
        assert (record.outlet, record.byline) == ("Al-Mada", "كاتب مستعار")
        assert str(record.published_on) == "2021-12-12"


@pytest.mark.parametrize("form", FORMS)
def test_one_document_is_an_article_too(form):
    [record] = records("export.txt", export(form, TITLE).encode())

    assert (record.title, record.body) == (TITLE, f"{SENTENCE}\n\n{MORE}")


def test_a_paragraph_that_was_broken_for_print_is_one_again():
    words = (SENTENCE + " " + MORE + " " + SENTENCE).split()
    lines, line = [], ""
    for word in words:
        if len(f"{line} {word}") > 72:
            lines, line = [*lines, line], word
        else:
            line = f"{line} {word}".strip()
    broken = "\n".join([*lines, line])

    [record] = records("export.txt", export(OLDER_NEXIS, TITLE, first=broken).encode())

    assert record.body == f"{' '.join(words)}\n\n{MORE}"


def test_a_document_that_lacks_what_its_system_prints_is_refused_by_its_number():
    text = export(OLDER_NEXIS, TITLE, SECOND).replace("December 12, 2021 Sunday", "", 1)

    refused, read = records("export.txt", text.encode())

    assert isinstance(refused, Refused)
    assert "Article 1 of the Nexis export: The date of publication" in refused.reason
    assert read.title == SECOND


def test_an_article_that_only_counts_stays_an_article():
    text = f"{TITLE}\n\n{SENTENCE}\n\n1 من 2\n\nورقم القاعة 1 of 2 كما ورد في اللافتة.\n"

    [record] = records("a.txt", text.encode())

    assert record.title is None
    assert record.body == text


def test_a_label_within_a_text_is_part_of_it():
    text = export(OLDER_NEXIS, TITLE, first=f"WASHINGTON: {SENTENCE}")

    [record] = records("export.txt", text.encode())

    assert record.body.startswith("WASHINGTON: ")
