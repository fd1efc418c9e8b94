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
        pytest.param(TEXT.encode("iso8859-6", "replace"), id="iso-8859-6"),
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
