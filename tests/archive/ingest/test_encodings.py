"""In which encoding a text arrives."""

import pytest

from archive.ingest.encodings import decode
from archive.ingest.refusals import UnreadableFileError
from tests.archive.ingest.readers.samples import TEXT


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("windows-1256", "windows-1256"),
        ("mac-arabic", "mac-arabic"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(encoding, told):
    assert decode(TEXT.encode(encoding)) == (TEXT, told)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \r\n\t\n", id="blank"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9, id="image"),
        pytest.param(TEXT.encode("utf-32"), id="utf-32"),
        pytest.param("Déjà vu à Bagdad, où l'été brûle".encode("latin-1"), id="latin-1"),
        pytest.param(TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:], id="damaged-utf-8"),
        pytest.param(TEXT.encode("utf-16")[:-1], id="half-a-letter"),
        pytest.param(TEXT.encode() + b"\x07", id="control-character"),
    ],
)
def test_what_is_no_readable_text_is_refused_with_a_reason(data):
    with pytest.raises(UnreadableFileError) as refusal:
        decode(data)

    assert refusal.value.arabic
    assert refusal.value.english


PROSE = "عاد القائد إلى المدينة في الصباح، وقال إن السوق الذي في الحي القديم سيفتح من جديد."


@pytest.mark.parametrize("encoding", ["iso8859-6", "cp720", "mac-arabic", "windows-1256"])
def test_of_encodings_of_a_byte_a_letter_the_words_decide(encoding):
    assert decode(PROSE.encode(encoding, "ignore"))[0] == PROSE.encode(encoding, "ignore").decode(
        encoding
    )


def test_letters_that_make_no_words_are_in_no_known_encoding():
    with pytest.raises(UnreadableFileError, match="unknown"):
        decode(bytes(range(0xC1, 0xF0)) * 4)


def test_two_encodings_in_one_file_are_named_with_the_line():
    data = PROSE.encode("windows-1256") + b"\n\n" + PROSE.encode()

    with pytest.raises(UnreadableFileError, match="line 3"):
        decode(data)
