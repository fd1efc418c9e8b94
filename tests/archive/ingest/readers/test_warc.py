"""Archives of the web: pages with their address and when they were captured."""

import base64
import gzip
import hashlib
import io
import zipfile
import zlib

import pytest

from archive.ingest.readers import Record, Refused
from archive.ingest.readers.warc import read_warc
from archive.ingest.refusals import RecordError
from tests.archive.ingest.readers.samples import records
from tests.archive.ingest.readers.web import ADDRESS, FIRST, PARAGRAPHS, SECOND, TITLE, page

OTHER = "https://demo.example/news/2021/school"
CAPTURED = "2021-12-03T10:20:30Z"


def captured(kind: str, block: bytes, **headers: str) -> bytes:
    """One record, as ISO 28500 sets it."""
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000000>",
        "WARC-Date": CAPTURED,
        "WARC-Block-Digest": f"sha1:{digest}",
        "Content-Type": f"application/http; msgtype={kind}",
        **headers,
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def archive(*answers, packed: bool = False) -> bytes:
    """A capture: a request and an answer for each of address, status, headers, bytes."""
    made = [captured("warcinfo", b"software: demo\r\n")]
    for address, status, headers, data in answers:
        where = {"WARC-Target-URI": address}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        made.append(captured("request", b"GET / HTTP/1.1\r\nHost: demo.example\r\n\r\n", **where))
        block = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + data
        made.append(captured("response", block, **where))
    return b"".join(gzip.compress(one) if packed else one for one in made)


def answer(address=ADDRESS, data=None, *, status="200 OK", kind="text/html", **headers):
    return address, status, {"Content-Type": kind} | headers, page() if data is None else data


def read(data: bytes) -> list:
    return list(read_warc(io.BytesIO(data), "x.warc"))


@pytest.mark.parametrize("packed", [False, True])
def test_each_page_is_an_article_with_its_address_and_capture(packed):
    second = page(f"<p>{FIRST}</p><p>{SECOND}</p>", title="مدرسة تجريبية تفتح أبوابها")
    data = archive(
        answer(),
        answer("https://demo.example/logo.png", b"\x89PNG", kind="image/png"),
        answer("https://demo.example/gone", b"gone", status="404 Not Found"),
        answer("https://demo.example/moved", b"", status="301 Moved Permanently"),
        answer(OTHER, second),
        packed=packed,
    )

    first, last = records("x.warc.gz" if packed else "x.warc", data)

    assert (first.title, first.url, first.body.split("\n\n")) == (TITLE, ADDRESS, list(PARAGRAPHS))
    assert (last.number, last.url) == (2, OTHER)
    assert first.captured_at.isoformat() == "2021-12-03T10:20:30+00:00"
    assert first.published_on is None
    assert "2021-12-03 10:20 UTC" in first.note
    assert "Passed over: 1 files that are no pages, and 2 answers other than 200" in last.note
    assert "Passed over" not in first.note


def test_pages_are_unpacked_and_decoded_as_their_server_says():
    plain = page().decode().replace("٢٠٢١", "").replace('<meta charset="utf-8">', "")
    data = plain.encode("windows-1256")
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (data[:999], data[999:]))

    found = read(
        archive(
            answer(data=gzip.compress(page()), **{"Content-Encoding": "gzip"}),
            answer(
                data=chunked + b"0\r\n\r\n",
                kind="text/html; charset=windows-1256",
                **{"Transfer-Encoding": "chunked"},
            ),
        )
    )

    assert [one.body.split("\n\n") for one in found] == [list(PARAGRAPHS)] * 2
    assert found[1].encoding == "windows-1256"


def test_a_page_without_an_article_is_refused_by_its_address_and_the_rest_is_read():
    first, second = read(archive(answer(OTHER, b"<html><body>404</body></html>"), answer()))

    assert isinstance(first, Refused)
    assert first.reason.startswith(OTHER)
    assert (second.number, second.title) == (2, TITLE)


def test_an_archive_without_a_page_is_refused_with_what_it_holds():
    with pytest.raises(RecordError, match="1 files that are no pages"):
        read(archive(answer(kind="text/css")))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.99])
def test_half_an_archive_gives_what_is_whole_in_it(packed, share):
    data = archive(*[answer(f"{ADDRESS}/{number}") for number in range(6)], packed=packed)

    found = read(data[: int(len(data) * share)])

    assert [one for one in found if isinstance(one, Record)]
    assert all(
        one.body.split("\n\n") == list(PARAGRAPHS) for one in found if isinstance(one, Record)
    )
    assert len(found) < 6 or isinstance(found[-1], Refused)


@pytest.mark.parametrize("wrong", [-100, -1, 1, 100, 10_000])
def test_a_page_whose_length_is_wrong_is_not_taken_for_an_article(wrong):
    data = archive(answer(), answer(OTHER))
    mark = b"Content-Length: "
    start = data.index(mark, data.index(b"WARC-Type: response")) + len(mark)
    end = data.index(b"\r\n", start)
    length = int(data[start:end])

    found = read(data[:start] + str(length + wrong).encode() + data[end:])

    assert isinstance(found[0], Refused)
    assert all("تالف" in one.reason or "لا تطابق" in one.reason for one in found[:1])


def test_a_page_whose_bytes_changed_is_told_by_its_digest():
    data = archive(answer()).replace(FIRST[:4].encode(), FIRST[1:5].encode())

    [refused] = read(data)

    assert "digest differs" in refused.reason


def test_a_file_that_grows_out_of_all_proportion_is_given_up():
    bomb = archive(answer(), packed=True) + gzip.compress(
        b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 400000000\r\n\r\n"
        + bytes(400_000_000),
        compresslevel=9,
    )

    first, refused = records("bomb.warc.gz", bomb)

    assert first.title == TITLE
    assert "grows more than 100 times" in refused.reason


def packed_archives(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("datapackage.json", "{}")
        for name, content in files.items():
            packed.writestr(f"archive/{name}.warc.gz", content)
        packed.writestr("../../escape.warc.gz", archive(answer(), packed=True))
    return data.getvalue()


def test_the_archives_of_one_file_are_read_one_after_the_other():
    data = packed_archives(
        a=archive(answer(), packed=True),
        b=archive(answer(OTHER), answer(kind="text/css"), packed=True),
    )

    first, second = records("x.wacz", data)

    assert [first.number, second.number] == [1, 2]
    assert [first.url, second.url] == [ADDRESS, OTHER]
    assert "Passed over" in second.note


def test_a_damaged_file_of_archives_is_refused():
    data = packed_archives(a=archive(*[answer()] * 20, packed=True))
    middle = len(data) // 3
    damaged = data[:middle] + bytes(1000) + data[middle + 1000 :]

    found = records("x.wacz", damaged)

    assert isinstance(found[-1], Refused)


def test_an_archive_that_unpacks_to_itself_within_a_page_is_bounded():
    inside = zlib.compress(bytes(200_000_000), 9)

    [refused] = records("x.warc", archive(answer(data=inside, **{"Content-Encoding": "deflate"})))

    assert "larger than 50 MB" in refused.reason
