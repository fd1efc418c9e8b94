"""Letters that are not what was printed are mended where that is proven, else refused."""

import base64
import html
import json
import quopri
import urllib.parse

import pytest

from archive.ingest.garbled import fault_in, repair
from archive.ingest.readers import Refused
from archive.ingest.refusals import RecordError
from tests.archive.ingest.readers.samples import lines, records

TEXT = (
    "افتتح الوزير المعرض الذي أقيم في المدينة أمس\n\n"
    "وقال إن القاعة الكبرى تتسع لكل الزوار، وإن الدخول إلى المعرض مجاني."
)


def misread(text: str, meant: str, read: str) -> str:
    """As programs read what an encoding leaves undefined: a control of that number."""
    letters = []
    for byte in text.encode(meant):
        try:
            letters.append(bytes([byte]).decode(read))
        except UnicodeDecodeError:
            letters.append(chr(byte))
    return "".join(letters)


@pytest.mark.parametrize(
    ("meant", "read"),
    [
        ("utf-8", "cp1252"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1256"),
        ("utf-8", "cp1251"),
        ("utf-8", "cp437"),
        ("utf-8", "cp850"),
        ("utf-8", "mac_roman"),
        ("utf-8", "iso8859_6"),
        ("cp1256", "cp1252"),
        ("cp1256", "latin-1"),
        ("iso8859_6", "latin-1"),
    ],
)
def test_text_read_with_a_wrong_encoding_is_mended_where_a_round_trip_proves_it(meant, read):
    text = TEXT if meant == "utf-8" else TEXT.encode(meant, "ignore").decode(meant)

    repaired, faults = repair(misread(text, meant, read))

    assert repaired == text
    assert "encoding" in faults[0].english


def test_text_misread_twice_is_mended_twice():
    twice = misread(misread(TEXT, "utf-8", "cp1252"), "utf-8", "cp1252")

    assert repair(twice)[0] == TEXT


def test_lines_that_are_right_stay_as_they_are_beside_mended_ones():
    mixed = f"{TEXT}\n\n{misread(TEXT, 'utf-8', 'cp1256')}"

    assert repair(mixed)[0] == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize(
    "written",
    [
        "".join(f"&#{ord(one)};" if one.isalpha() else one for one in TEXT),
        "".join(f"&amp;#x{ord(one):x};" if one.isalpha() else one for one in TEXT),
        json.dumps(TEXT)[1:-1].replace("\\n", "\n"),
        "\n\n".join(urllib.parse.quote(one, safe=" ،.") for one in TEXT.split("\n\n")),
        quopri.encodestring(TEXT.encode()).decode(),
        base64.encodebytes(TEXT.encode()).decode(),
        "".join(f"\\x{byte:02x}" if byte > 127 else chr(byte) for byte in TEXT.encode()),
        TEXT.encode("utf-7").decode(),
    ],
)
def test_letters_written_as_codes_are_read(written):
    repaired, faults = repair(written)

    assert repaired == TEXT
    assert faults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT.encode("ascii", "replace").decode(), "question marks"),
        (f"{TEXT}\n\n????? ??????? ?? ?????? ???????.", "question marks"),
        (TEXT.replace("الوزير", "ال\ufffdزير"), "U\\+FFFD"),
        (misread(TEXT, "utf-8", "cp1252").replace("\x81", ""), "Windows-1252"),
        ("\n".join(one[::-1] for one in TEXT.split("\n")), "reverse"),
    ],
)
def test_what_can_not_be_proven_is_refused(text, said):
    with pytest.raises(RecordError, match=said):
        repair(text)


@pytest.mark.parametrize(
    "more",
    [
        "وسأل: متى؟؟؟ وكُتب «????» على «Château Élysée» و«Café Genève».",
        "ويُكتب حرف اللام &#1604; في الصفحات، وفي البرامج \\u0644، وفي الروابط %D9%84.",
        "الرابط https://example.org/%D8%A7%D9%84%D8%B3%D9%88%D9%82-%D8%A7%D9%84%D9%82%D8%AF%D9%8A%D9%85",
        "والعلامة \ufffd تدل على حرف ضائع.",
        "الوسم <p> يفتح فقرة والوسم </p> يغلقها، و&amp; هي «و».",
        "والحرفان \\n ليسا سطراً.",
        "والرحلة 216\x8f تأخرت.",
        "السعر < 500 والوزن > 2، والشركة «A&B».",
        "كتب: Ö, Ü, Ä, ß وقال 50 %.",
        "قلب الكلمة «بتك» لعبة قديمة، وكذلك «ةسردم».",
    ],
)
def test_a_text_with_a_few_odd_signs_stays_as_it_is(more):
    assert fault_in(f"{TEXT} {more}") is None


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ("<p>أول &quot;الكلام&quot;</p><p>آخره&nbsp;</p>", 'أول "الكلام"\n\nآخره'),
        ("أول الكلام<br>وسطه<br/>آخره", "أول الكلام\nوسطه\nآخره"),
        ("<div>أول <a href='https://a.example/1'>هنا</a></div>", "أول [هنا](https://a.example/1)"),
        ("&lt;p&gt;أول&lt;/p&gt;&lt;p&gt;آخر&lt;/p&gt;", "أول\n\nآخر"),
        ("<p>أول</p><script>var a = 1 < 2;</script><!-- سر --><p>آخر</p>", "أول\n\nآخر"),
        ("أول الكلام.\\n\\nآخره.", "أول الكلام.\n\nآخره."),
        ("قال &ldquo;شكراً&rdquo; &amp; مضى", "قال “شكراً” & مضى"),
    ],
)
def test_markup_and_breaks_that_were_left_in_a_body_are_taken_off(body, mended):
    repaired, faults = repair(body)

    assert repaired == mended
    assert html.escape(faults[0].english)


def test_a_mended_record_is_kept_as_a_draft_that_says_so():
    row = {"id": "x", "title": "عنوان", "body": misread(TEXT, "utf-8", "cp1252")}

    [record] = records("a.jsonl", lines(row))

    assert (record.body, record.draft) == (TEXT, True)
    assert "Windows-1252" in record.note


def test_a_record_whose_letters_are_lost_is_refused_by_its_id():
    [refused] = records(
        "a.jsonl", lines({"id": "x", "title": "عنوان", "body": "????? ?????? ????"})
    )

    assert isinstance(refused, Refused)
    assert refused.id == "x"
