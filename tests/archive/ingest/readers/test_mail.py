"""Messages and mailboxes: the subject and the text, whatever programs made of them."""

import email.policy
import io
from email.message import EmailMessage

import pytest

from archive.ingest.readers import Record, Refused
from archive.ingest.readers.mail import read_mail, read_mailbox
from archive.ingest.refusals import UnreadableFileError
from archive.ingest.structure import parse
from tests.archive.ingest.readers.samples import records
from tests.archive.ingest.readers.web import FIRST, FOURTH, PARAGRAPHS, SECOND, THIRD, TITLE

TEXT = "\n\n".join(PARAGRAPHS)


def message(text: str = TEXT, **more) -> EmailMessage:
    made = EmailMessage(policy=email.policy.SMTP)
    made["Subject"] = more.get("subject", TITLE)
    made["From"] = "مكتب تجريبي <desk@demo.example>"
    made["To"] = "archive@demo.example"
    made["Date"] = "Mon, 22 Nov 2021 23:30:00 +0300"
    made["Message-ID"] = "<1@demo.example>"
    made.set_content(
        text, subtype=more.get("subtype", "plain"), charset=more.get("charset", "utf-8")
    )
    return made


def read(made: EmailMessage | bytes) -> Record:
    data = made if isinstance(made, bytes) else made.as_bytes()
    [record] = read_mail(io.BytesIO(data), "message.eml")
    assert isinstance(record, Record)
    return record


def lines(record: Record) -> list[str]:
    return [line for line in record.body.split("\n") if line]


def test_a_message_is_an_article():
    record = read(message())

    assert (record.title, lines(record)) == (TITLE, list(PARAGRAPHS))
    assert (str(record.published_on), record.id) == ("2021-11-22", "1@demo.example")
    assert (record.outlet, record.byline) == ("", "")
    assert "مكتب تجريبي" in record.note
    assert "يوم إرسالها" in record.note


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6"])
def test_other_encodings_are_read_as_declared(charset):
    record = read(message(FOURTH, charset=charset))

    assert lines(record) == [FOURTH]
    assert record.encoding == charset


def test_an_encoding_that_nobody_declared_is_told_by_its_letters():
    head = b"Subject: x\r\nFrom: a@demo.example\r\nDate: Mon, 22 Nov 2021 08:00:00 +0000\r\n\r\n"

    assert lines(read(head + FOURTH.encode("windows-1256"))) == [FOURTH]
    assert lines(read(head + FOURTH.encode())) == [FOURTH]


def test_the_plain_text_goes_before_the_page_and_attachments_are_named():
    made = message()
    made.add_alternative(f"<p>{FIRST} نسخة</p>", subtype="html")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="بيان.pdf")
    made.add_attachment(message())

    record = read(made)

    assert lines(record) == list(PARAGRAPHS)
    assert "مرفقات لم تُقرأ: بيان.pdf" in record.note


def test_a_message_that_is_a_page_alone_keeps_its_links():
    html = f'<p>{FIRST}</p><p>انظر <a href="https://demo.example/x">البيان</a></p>'

    record = read(message(f"<html><body>{html}</body></html>", subtype="html"))

    assert lines(record) == [FIRST, "انظر [البيان](https://demo.example/x)"]


def test_lines_that_a_program_broke_are_paragraphs_again():
    flowed = message("خبر أول عن الجسر \nوتتمته\n\nخبر ثان\n")
    flowed.set_param("format", "flowed")
    words = f"{FIRST} {SECOND} {THIRD}".split()
    broken, line = [], ""
    for word in words:
        if len(line) + len(word) > 72:
            broken.append(line)
            line = ""
        line = f"{line} {word}".strip()
    broken.append(line)

    assert lines(read(flowed)) == ["خبر أول عن الجسر وتتمته", "خبر ثان"]
    assert lines(read(message("\n".join(broken)))) == [" ".join(words)]


def test_lines_of_other_lengths_stay_as_they_are():
    text = f"بيان\nمن المجلس\n\n{FIRST[:70]}\n{SECOND[:70]}"

    assert lines(read(message(text))) == ["بيان", "من المجلس", FIRST[:70], SECOND[:70]]


def test_what_looks_like_markup_in_a_message_is_its_text():
    printed = "# 5 قتلى\n\n[الصورة](رويترز)"
    record = read(message(printed, subject="**عاجل** خبر"))

    found = parse(record.body, title=record.title)

    assert (found.title, found.text, found.links) == ("**عاجل** خبر", printed, ())


def test_a_message_without_a_subject_begins_with_its_title():
    assert read(message(subject="")).title is None


def test_each_message_of_a_mailbox_is_read_or_refused_by_itself():
    quoted = message(f"{FIRST}\n\n>From هنا يبدأ السطر\n\nFrom now on there is a line.\n")
    box = b"".join(
        b"From desk@demo.example Mon Nov 22 08:43:00 2021\n"
        + one.as_bytes(policy=email.policy.default).replace(b"\n\nFrom now", b"\n\n>From now")
        + b"\n"
        for one in (message(), message(" "), quoted)
    )

    first, second, third = read_mailbox(io.BytesIO(box), "box.mbox")

    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert isinstance(second, Refused)
    assert "لا نص في هذه الرسالة" in second.reason
    assert third.body.split("\n")[-2:] != []
    assert "From now on there is a line." in third.body


@pytest.mark.parametrize("parts", [1000, 20_000])
def test_parts_nested_too_deep_are_refused(parts):
    head = "From: a@demo.example\nTo: b@demo.example\nSubject: x\nMIME-Version: 1.0\n"
    nested = "".join(
        f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n'
        for depth in range(parts)
    )

    [refused] = records("x.eml", (head + nested + f"\n{FIRST}").encode())

    assert isinstance(refused, Refused)
    assert "nested deeper" in refused.reason


@pytest.mark.parametrize(
    "headers",
    [
        "Date: yesterday",
        "Date: Mon, 99 Nov 2021 99:00:00",
        "From: <<<>@>",
        "Content-Type: text/plain; y",
    ],
)
def test_headers_out_of_order_do_not_cost_the_message(headers):
    data = f"{headers}\nTo: a@demo.example\n\n{FIRST}\n".encode()

    assert lines(read(data)) == [FIRST]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_a_subject_in_an_encoding_that_nobody_declared_is_told_by_its_letters(encoding):
    data = b"To: a@demo.example\nSubject: " + TITLE.encode(encoding) + b"\n\n" + FIRST.encode()

    assert read(data).title == TITLE


def test_an_encoding_that_nobody_knows_is_told_by_its_letters():
    assert lines(read(message(FIRST).as_bytes().replace(b"utf-8", b"x-utf8"))) == [FIRST]


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n" + FIRST.encode()[:-2],
        b"Subject: =?utf-8?q?=D8?=\n\n" + FIRST.encode(),
    ],
)
def test_letters_that_cannot_be_read_are_refused(data):
    with pytest.raises(UnreadableFileError, match=r"U\+FFFD"):
        read(data)
