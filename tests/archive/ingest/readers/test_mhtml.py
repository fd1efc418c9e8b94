"""Pages saved in one file."""

import io
from email.message import EmailMessage

import pytest

from archive.ingest.readers.mhtml import read_mhtml
from archive.ingest.refusals import UnreadableFileError
from tests.archive.ingest.readers.samples import records
from tests.archive.ingest.readers.web import ADDRESS, FIRST, PARAGRAPHS, SECOND, TITLE, page


def saved(*pages: tuple[str, bytes], location: str = ADDRESS) -> bytes:
    """As Chromium saves a page: its parts in `multipart/related`, the frames after it."""
    made = EmailMessage()
    made["From"] = "<Saved by Blink>"
    made["Snapshot-Content-Location"] = location
    made["Subject"] = "x"
    made["Date"] = "Mon, 22 Nov 2021 08:43:00 -0000"
    made["MIME-Version"] = "1.0"
    made.make_related()
    for address, data in pages:
        made.add_related(data, maintype="text", subtype="html", cte="quoted-printable")
        made.get_payload()[-1]["Content-Location"] = address
    made.add_related(b"\x89PNG", maintype="image", subtype="png")
    return made.as_bytes()


def test_the_article_of_a_saved_page_is_read():
    frame = page("<p>إعلان</p>", title="إطار")
    data = saved(("https://ads.demo.example/frame", frame), (ADDRESS, page()))

    [record] = records("page.mhtml", data)

    assert (record.title, record.body.split("\n\n")) == (TITLE, list(PARAGRAPHS))
    assert record.url == ADDRESS
    assert record.captured_at.isoformat() == "2021-11-22T08:43:00+00:00"
    assert record.published_on is None
    assert "2021-11-22 08:43 UTC" in record.note


def test_links_begin_where_the_page_was():
    data = page(f'<p>{FIRST}</p><p>{SECOND} <a href="../more">المزيد</a></p>')

    [record] = read_mhtml(io.BytesIO(saved((ADDRESS, data))), "x.mht")

    assert "[المزيد](https://demo.example/news/more)" in record.body


def test_a_file_without_a_page_is_refused():
    with pytest.raises(UnreadableFileError, match="no page"):
        list(read_mhtml(io.BytesIO(saved()), "x.mht"))
