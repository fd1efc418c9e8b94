"""Documents of office programs: their words, headings and links, and nothing from outside."""

import socket

import pytest

from archive.ingest.readers import Refused
from archive.ingest.structure import parse
from tests.archive.ingest.readers.made import (
    MORE,
    SENTENCE,
    TITLE,
    docx,
    odt,
    paragraph,
    relation,
    run,
    zipped,
)
from tests.archive.ingest.readers.samples import records

LINK = f'<w:hyperlink r:id="l">{run("هنا")}</w:hyperlink>'
SECRET = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
EXPANDING = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def read(name, data):
    [record] = records(name, data)
    return record


def test_a_word_document_keeps_headings_paragraphs_and_links():
    body = (
        paragraph(run(TITLE), "H1")
        + paragraph(run(f"{SENTENCE} ") + LINK + run("."))
        + paragraph(run("عنوان فرعي"), "H2")
        + paragraph(run(MORE) + "<w:r><w:br/></w:r>" + run("وسطر بعده."))
    )
    data = docx(body, relations=relation("l", "hyperlink", "https://a.example/x_(y)"))

    parsed = parse(read("خبر.docx", data).body)

    assert parsed.title == TITLE
    assert parsed.text == f"{SENTENCE} هنا.\n\nعنوان فرعي\n\n{MORE}\nوسطر بعده."
    assert [link.address for link in parsed.links] == ["https://a.example/x_%28y%29"]
    assert [block.kind for block in parsed.passages][1] == "subheading"


def test_what_only_looks_like_markup_in_a_document_is_printed():
    printed = "[الصورة](رويترز) # 5 قتلى **تجربة**"
    data = docx(paragraph(run(TITLE)) + paragraph(run(printed)))

    assert parse(read("a.docx", data).body).text == printed


def test_cells_and_lists_are_paragraphs_in_their_order():
    cell = f"<w:tc>{paragraph(run('خلية'))}</w:tc>"
    data = docx(
        paragraph(run(TITLE)) + f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>" + paragraph(run(MORE))
    )

    assert read("a.docx", data).body == f"{TITLE}\n\nخلية\n\nخلية\n\n{MORE}"


def test_notes_are_left_out_and_they_and_the_marks_of_items_are_counted():
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {namespace}><w:footnote w:id="1">{paragraph(run("حاشية"))}</w:footnote>'
        "</w:footnotes>"
    )
    numbering = (
        f'<w:numbering {namespace}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"{run('بند')}</w:p>"
    )
    noted = run(MORE) + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run(" وأكثر.")
    parts = {"word__footnotes.xml": notes, "word__numbering.xml": numbering}
    data = docx(paragraph(run(TITLE)) + paragraph(noted) + item + item, **parts)

    record = read("a.docx", data)

    assert record.body == f"{TITLE}\n\n{MORE} وأكثر.\n\nبند\n\nبند"
    assert "notes (1), numbers or bullets of list items (2)" in record.note


def test_words_that_were_deleted_and_heads_of_pages_are_left_out():
    changed = f"<w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del><w:ins>{run(MORE)}</w:ins>"
    data = docx(paragraph(run(TITLE)) + paragraph(changed), word__header1_xml="رأس")

    assert read("a.docx", data).body == f"{TITLE}\n\n{MORE}"


def test_properties_are_told_and_not_used():
    core = (
        '<p xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        "<dc:title>عنوان القالب</dc:title><dc:creator>مستخدم</dc:creator>"
        "<t:created>2019-05-01T10:00:00Z</t:created></p>"
    )
    data = docx(paragraph(run(TITLE)) + paragraph(run(MORE)), **{"docProps__core.xml": core})

    record = read("a.docx", data)

    assert (record.title, record.byline, record.published_on) == (None, "", None)
    assert "author “مستخدم”, made on “2019-05-01”" in record.note


@pytest.fixture
def no_network(monkeypatch):
    """Whatever opens a connection fails; a child inherits it."""

    def refuse(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_nothing_outside_a_document_is_opened(no_network):
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/'
        '2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/'
        'drawingml/2006/picture"><pic:blipFill><a:blip r:link="p"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    outside = (
        relation("t", "attachedTemplate", "http://outside.example/t.dotm")
        + relation("p", "image", "http://outside.example/p.png")
        + relation("o", "oleObject", "file:///etc/hostname")
    )
    data = docx(paragraph(run(TITLE)) + paragraph(picture + run(MORE)), relations=outside)

    record = read("a.docx", data)

    assert record.body == f"{TITLE}\n\n{MORE}"
    assert "references outside, not opened (3)" in record.note


def test_an_open_document_keeps_headings_paragraphs_links_and_breaks():
    text = (
        "<text:tracked-changes><text:p>محذوف</text:p></text:tracked-changes>"
        f"<text:h>{TITLE}</text:h>"
        f'<text:p>{SENTENCE}<text:s/><text:a xlink:href="https://a.example/">هنا</text:a>'
        "<text:line-break/>سطر<text:note><text:note-body><text:p>حاشية</text:p></text:note-body>"
        "</text:note> بعده<!-- تعليق -->.</text:p>"
        f"<text:list><text:list-item><text:p>{MORE}</text:p></text:list-item></text:list>"
    )

    record = read("a.odt", odt(text, meta="<dc:title>قالب</dc:title>"))

    parsed = parse(record.body)
    assert parsed.title == TITLE
    assert parsed.text == f"{SENTENCE} هنا\nسطر بعده.\n\n{MORE}"
    assert [link.address for link in parsed.links] == ["https://a.example/"]
    assert "notes (1)" in record.note
    assert "title “قالب”" in record.note


def test_rich_text_is_read_in_its_code_page_and_in_unicode():
    arabic = "".join(rf"\'{byte:02x}" for byte in TITLE.encode("windows-1256"))
    coded = "".join(rf"\u{ord(letter)}?" for letter in MORE)
    data = (
        r"{\rtf1\ansi\ansicpg1256\deff0{\fonttbl{\f0\fnil\fcharset178 Demo;}}"
        r"{\info{\title قالب}{\author x}}{\header head}\rtlpar\f0 "
        rf"{arabic}\par {coded}\par "
        r'{\field{\*\fldinst{HYPERLINK "https://a.example/"}}{\fldrslt x1}} (\u1605?\zwnj \u1606?)'
        r"\par [a](b)\par \u-10179?\u-8704?\par}"
    )

    record = read("a.rtf", data.encode("windows-1256"))

    parsed = parse(record.body)
    assert parsed.title == TITLE
    assert parsed.text.split("\n\n") == [MORE, "x1 (م\u200cن)", "[a](b)", "\U0001f600"]
    assert record.encoding == "windows-1256"
    assert "addresses of links (1)" in record.note


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", docx(paragraph(run(TITLE)))[:-90], "only a part of it"),
        ("a.docx", docx(paragraph("")), "no text in this document"),
        ("a.docx", docx(paragraph(run(TITLE)), prologue=SECRET), "DOCTYPE"),
        ("a.docx", docx(paragraph(run("&b;")), prologue=EXPANDING), "DOCTYPE"),
        ("a.docx", zipped({"[Content_Types].xml": "x", "word/a.xml": "x"}), "damaged"),
        (
            "a.docx",
            docx(paragraph(run(TITLE)), **{"word__media__a.emf": "0" * 20_000_000}),
            "grows more than",
        ),
        ("a.odt", odt("<text:p>&e;</text:p>", prologue=SECRET), "DOCTYPE"),
        ("a.odt", odt("<text:p>"), "XML is damaged"),
        ("a.odt", odt(""), "no text in this document"),
        ("a.rtf", rb"{\rtf1\ansi \'e3\'d1\par", "only a part of it"),
        ("a.rtf", rb"{\rtf1\ansi\ansicpg932 \'81\par}", "only a part of it"),
        ("a.rtf", rb"{\rtf1\ansi {\pict 00ff}\par}", "no text in this document"),
    ],
)
def test_a_broken_document_is_one_refusal_in_words(name, data, told):
    refused = read(name, data)

    assert isinstance(refused, Refused)
    assert told in refused.reason
    assert any("\u0600" <= letter <= "\u06ff" for letter in refused.reason)


def test_a_locked_document_is_refused():
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": manifest,
            "content.xml": b"\x01\x02",
        }
    )

    assert "password" in read("a.odt", data).reason
