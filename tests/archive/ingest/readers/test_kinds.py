"""The kind of a file is told from its bytes."""

import gzip
import io
import json
import zipfile

import pytest

from archive.ingest.readers import kinds
from archive.ingest.readers.kinds import kind_of
from tests.archive.ingest.readers.samples import TEXT

PAGE = f"<!DOCTYPE html>\n<html><body><p>{TEXT}</p></body></html>"
MAIL = f"From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\n\n{TEXT}"
RECORD = json.dumps({"title": "عنوان", "body": TEXT}, ensure_ascii=False)


def zipped(**entries: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/"), text)
    return made.getvalue()


def office(folder: str) -> bytes:
    return zipped(**{"[Content_Types].xml": "<Types/>", f"{folder}__main.xml": "<x/>"})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (TEXT, kinds.TEXT),
        (f"---\ntitle: خبر\n---\n{TEXT}", kinds.TEXT),
        (f"يكتب الصحفي <html> في رأس صفحته.\n{TEXT}", kinds.TEXT),
        (f"From: وصلنا من القراء\n{TEXT}", kinds.TEXT),
        (PAGE, kinds.HTML),
        ("\n" + PAGE.upper(), kinds.HTML),
        (f'<?xml version="1.0"?>\n<!-- x --><html xmlns="h">{TEXT}</html>', kinds.HTML),
        (f'<?xml version="1.0"?><rss version="2.0">{TEXT}</rss>', kinds.FEED),
        (f'<feed xmlns="http://www.w3.org/2005/Atom">{TEXT}</feed>', kinds.FEED),
        (f'<?xml version="1.0"?>\n<nitf><body>{TEXT}</body></nitf>', kinds.NITF),
        (f'<?xml version="1.0"?>\n<n:newsItem>{TEXT}</n:newsItem>', kinds.NEWSML),
        (f"<?xml version='1.0'?><records>{TEXT}</records>", kinds.XML),
        (MAIL, kinds.MAIL),
        (f"From a@example.org Mon Jan  1 00:00:00 2020\n{MAIL}", kinds.MAILBOX),
        (
            "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/a\nSubject: x\n"
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n",
            kinds.MHTML,
        ),
        (f"{RECORD}\n{RECORD}", kinds.JSON_LINES),
        (RECORD, kinds.JSON_LINES),
        (f"[\n{RECORD},\n{RECORD}\n]", kinds.JSON),
        (json.dumps({"articles": [{"title": "x"}]}, indent=1), kinds.JSON),
        (f"[{RECORD}, {RECORD}]", kinds.JSON),
        ('{\n "title": "x",\n "body": "y"\n}\n{\n "title": "z"\n}', kinds.JSON),
        (f"[صورة](رويترز) {TEXT}", kinds.TEXT),
        (f"{{وسط القوسين}} {TEXT}", kinds.TEXT),
        (f'<div class="post"><h2>عنوان</h2><p>{TEXT}</p></div>', kinds.HTML),
        (f"<!-- من الموقع -->\n<p>{TEXT}</p>", kinds.HTML),
        (f"<p> وسم يفتح فقرة.\n{TEXT}", kinds.TEXT),
        (f"1 of 2 DOCUMENTS\n\nAl-Mada\n\n{TEXT}\n\nLOAD-DATE: x\n", kinds.PRESS_DATABASE),
        (f"عنوان\n\nBody\n\n{TEXT}\n\nLoad-Date: x\n\nEnd of Document", kinds.PRESS_DATABASE),
        (f"HD\tعنوان\nPD\t1 May 2021\nSN\tx\nLP\t\n{TEXT}\n", kinds.PRESS_DATABASE),
        (f"Document 1 of 3\n\nعنوان\n\nFull text: {TEXT}", kinds.PRESS_DATABASE),
        (f"عنوان\n\nالقاعة 1 of 2 DOCUMENTS كما في اللافتة.\n{TEXT}", kinds.TEXT),
        (f'id;title;body\n1;"عنوان";"{TEXT}\n\nوفقرة"\n', kinds.TABLE),
        (f"العنوان,النص,التاريخ\nخبر,{TEXT[:20]},2021\n", kinds.TABLE),
        ("أ\tب\tج\n1\t2\t3\n4\t5\t6\n7\t8\t9\n", kinds.TABLE),
        (f"المقاس؛ اللون؛ السعر\n{TEXT}\n{TEXT}", kinds.TEXT),
        (f"النص، والعنوان\n\n{TEXT}", kinds.TEXT),
        ("قال، وأكد، وأشار\nمن، إلى، عن\nفي، على، مع\nثم، أو، لا", kinds.TEXT),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nنص", kinds.SUBTITLES),
        ("1\n00:00:01,000 --> 00:00:04,000\nنص\n", kinds.SUBTITLES),
        ("[InternetShortcut]\nURL=https://a.example/", kinds.SHORTCUT),
        ("BEGIN:VCARD\nFN:x\nEND:VCARD", kinds.CARD),
        ("TY  - NEWS\nTI  - عنوان", kinds.REFERENCES),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_told_from_how_it_begins_whatever_its_name(data, kind, encoding):
    file = io.BytesIO(data.encode(encoding))

    assert kind_of(file, "article.txt") is kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (office("word"), kinds.DOCX),
        (office("xl"), kinds.XLSX),
        (office("ppt"), kinds.PRESENTATION),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), kinds.ODT),
        (zipped(mimetype="application/epub+zip"), kinds.EPUB),
        (zipped(**{"datapackage.json": "{}", "archive__data.warc.gz": "x"}), kinds.WACZ),
        (zipped(**{"a.txt": TEXT}), kinds.ZIP),
        (b"PK\x03\x04 and no more", kinds.ZIP),
        (gzip.compress(RECORD.encode()), kinds.PACKED_JSON_LINES),
        (gzip.compress(b"WARC/1.1\r\n"), kinds.WARC),
        (gzip.compress(TEXT.encode()), kinds.GZIP),
        (b"\x1f\x8b broken", kinds.GZIP),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", kinds.WARC),
        (rb"{\rtf1\ansi\ansicpg1256 x}", kinds.RTF),
        (b"%PDF-1.7\n", kinds.PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), kinds.OLD_OFFICE),
        (b"\xff\xd8\xff\xe0" + bytes(100), kinds.IMAGE),
        (b"\x00\x00\x00\x20ftypisom", kinds.SOUND_OR_VIDEO),
        (b"SQLite format 3\x00" + bytes(84), kinds.DATABASE),
    ],
)
def test_packed_and_other_bytes_are_told_by_their_signatures(data, kind):
    assert kind_of(io.BytesIO(data), "article.txt") is kind


def test_a_broken_first_line_is_still_json_lines_by_its_name():
    data = f'{{"title": \n{RECORD}'.encode()

    assert kind_of(io.BytesIO(data), "a.jsonl") is kinds.JSON_LINES
