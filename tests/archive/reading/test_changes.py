"""What changed between two wordings."""

from __future__ import annotations

from archive.reading.changes import MOST_COMPARED, compare_words


def test_paragraph_of_thousands_of_words_is_compared_as_a_whole():
    old = " ".join(f"كلمة{number}" for number in range(MOST_COMPARED + 1))
    new = old.replace("كلمة7 ", "غيرها ")

    assert [part.change for part in compare_words(old, new)] == ["removed", "added"]
    assert [part.change for part in compare_words(old, old)] == ["kept"]
