"""Items as agencies deliver them."""

import pytest

from archive.ingest.readers import Refused
from archive.ingest.structure import parse
from tests.archive.ingest.readers.samples import records
from tests.archive.ingest.readers.web import ADDRESS, FIRST, OUTLET, SECOND, THIRD, TITLE

TEXT = f"<p>{FIRST}</p><hl2>الكلفة</hl2><p>{SECOND}</p>"


def nitf(content: str = TEXT, *, before: str = "", title: str = TITLE) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<nitf xml:lang="ar"><head>'
        f'<title>x</title><docdata><doc-id id-string="d-1"/><date.issue norm="20211121T0800Z"/>'
        f'</docdata><pubdata date.publication="20211122" name="{OUTLET}" '
        f'ex-ref="{ADDRESS}"/></head>'
        f"<body><body.head><hedline><hl1>{title}</hl1><hl2>عنوان ثان</hl2></hedline>"
        "<byline>محررة <person>تجريبية</person></byline></body.head>"
        f"<body.content><block>{content}</block><media><media-caption>صورة</media-caption></media>"
        "</body.content></body></nitf>"
    ).encode()


def newsml(*contents: str, status: str = "stat:usable") -> bytes:
    items = "".join(
        f'<newsItem guid="tag:demo.example,2021:{number}"><itemMeta><provider><name>{OUTLET}</name>'
        f"</provider><firstCreated>2021-11-22T08:43:00+03:00</firstCreated>"
        f'<pubStatus qcode="{status}"/></itemMeta><contentMeta><by>محررة تجريبية</by>'
        f'<language tag="ar-IQ"/><headline>{TITLE} {number}</headline></contentMeta>'
        f"<contentSet>{content}</contentSet></newsItem>"
        for number, content in enumerate(contents, start=1)
    )
    space = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
    return (
        f'<?xml version="1.0"?><newsMessage {space}><itemSet>{items}</itemSet></newsMessage>'
    ).encode()


def test_an_item_of_nitf_is_an_article():
    [record] = records("item.xml", nitf())

    assert record.title == TITLE
    assert record.body == f"عنوان ثان\n\n{FIRST}\n\n## الكلفة\n\n{SECOND}"
    assert (record.outlet, record.byline, record.url) == (OUTLET, "محررة تجريبية", ADDRESS)
    assert (str(record.published_on), record.id, record.language) == ("2021-11-22", "d-1", "ar")


def test_each_item_of_a_message_is_an_article():
    page = (
        '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        f'<body><p>{FIRST} <a href="{ADDRESS}">هنا</a></p></body></html></inlineXML>'
    )
    plain = f"<inlineData>{SECOND}\n\n# {THIRD}</inlineData>"

    first, second = records("items.xml", newsml(page, plain))

    assert (first.title, first.body) == (f"{TITLE} 1", f"{FIRST} [هنا]({ADDRESS})")
    assert parse(second.body, title=second.title).text == f"{SECOND}\n\n# {THIRD}"
    assert (first.outlet, first.byline, first.language) == (OUTLET, "محررة تجريبية", "ar")
    assert (str(first.published_on), first.id) == ("2021-11-22", "tag:demo.example,2021:1")


def test_the_older_newsml_is_read():
    data = (
        '<?xml version="1.0"?><NewsML><NewsItem><Identification><NewsIdentifier>'
        "<DateId>20211122</DateId><PublicIdentifier>urn:x:1</PublicIdentifier></NewsIdentifier>"
        f"</Identification><NewsComponent><NewsLines><HeadLine>{TITLE}</HeadLine>"
        f"<ByLine>محررة</ByLine></NewsLines><ContentItem><DataContent><p>{FIRST}</p></DataContent>"
        "</ContentItem></NewsComponent></NewsItem></NewsML>"
    )

    [record] = records("item.xml", data.encode())

    assert (record.title, record.body, record.byline) == (TITLE, FIRST, "محررة")
    assert (str(record.published_on), record.id) == ("2021-11-22", "urn:x:1")


@pytest.mark.parametrize("status", ["stat:canceled", "stat:withheld"])
def test_what_its_agency_canceled_is_refused(status):
    [refused] = records("item.xml", newsml("<inlineData>نص</inlineData>", status=status))

    assert isinstance(refused, Refused)
    assert "canceled or withheld" in refused.reason


def test_letters_by_name_are_printed_where_a_type_is_named_and_not_fetched():
    before = '<!DOCTYPE nitf SYSTEM "http://demo.example/nitf-3-4.dtd">'

    [record] = records("item.xml", nitf("<p>أ&nbsp;ب<em>ج</em>&laquo;د&raquo;</p>", before=before))

    assert record.body.split("\n\n")[1] == "أ\u00a0بج«د»"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(nitf()[:-40], "damaged", id="half"),
        pytest.param(
            nitf("&b;", before='<!DOCTYPE nitf [<!ENTITY a "xx"><!ENTITY b "&a;&a;&a;">]>'),
            "declares entities",
            id="bomb",
        ),
        pytest.param(
            nitf("&x;", before='<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
            "declares entities",
            id="file",
        ),
        pytest.param(
            nitf("<p>&none;</p>", before='<!DOCTYPE nitf SYSTEM "x.dtd">'), "unknown", id="unknown"
        ),
        pytest.param(nitf("<block>" * 100_000 + "</block>" * 100_000), "damaged", id="deep"),
        pytest.param(nitf("").replace("عنوان ثان".encode(), b""), "no text", id="no-text"),
        pytest.param(newsml(), "no news item", id="no-item"),
    ],
)
def test_what_cannot_be_read_is_refused(data, told):
    [refused] = records("item.xml", data)

    assert isinstance(refused, Refused)
    assert told in refused.reason
