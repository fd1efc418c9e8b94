"""How much of a text the archive takes, and what is said of more."""

from __future__ import annotations

import pytest

from archive.ingest import structure
from archive.ingest.refusals import RecordError
from archive.ingest.structure import parse

SENTENCE = "قال الوزير إن القوات ستغادر القاعدة."


def paragraphs(count: int) -> str:
    return "\n\n".join(f"{SENTENCE} {number}." for number in range(count))


@pytest.mark.parametrize(
    ("limits", "text", "arabic", "english"),
    [
        pytest.param(
            {"text": 20}, SENTENCE, "حروف النص 36", "characters of the text: 36", id="text"
        ),
        pytest.param(
            {"lines": 4}, paragraphs(3), "أسطر النص 5", "lines of the text: 5", id="lines"
        ),
        pytest.param({"line": 20}, f"ق.\n{SENTENCE}", "السطر 2", "line 2: 36", id="line"),
        pytest.param(
            {"passages": 2}, paragraphs(3), "مقاطع المقال 3", "passages: 3", id="passages"
        ),
        pytest.param(
            {"passage": 20}, f"قف.\n\n{SENTENCE}", "المقطع 2", "passage 2: 36", id="passage"
        ),
    ],
)
def test_more_than_the_archive_takes_is_refused_with_the_name_of_the_limit(
    limit, limits, text, arabic, english
):
    assert parse(text, title="عنوان").passages
    limit(**limits)

    with pytest.raises(RecordError) as refused:
        parse(text, title="عنوان")

    assert arabic in refused.value.arabic
    assert english in refused.value.english
    assert f"at most {next(iter(limits.values()))} are taken" in refused.value.english


def test_as_much_as_the_archive_takes_is_taken(limit):
    text = paragraphs(3)
    limit(text=len(text), lines=5, line=40, passages=3, passage=40, title=5)

    assert len(parse(text, title="عنوان").passages) == 3


@pytest.mark.parametrize(
    "pasted",
    [
        pytest.param(paragraphs(38_000), id="paragraphs"),
        pytest.param("عنوان\n" + "ه" * 5_000_000, id="one-line"),
        pytest.param("\n" * 1_000_000, id="empty-lines"),
    ],
)
def test_a_text_beyond_the_limits_is_refused_before_any_line_is_looked_into(pasted, monkeypatch):
    monkeypatch.setattr(structure, "plain_line", lambda line: pytest.fail("it was looked into"))

    with pytest.raises(RecordError, match="والحد الأعلى"):
        parse(pasted)
