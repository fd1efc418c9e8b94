"""Articles read many at a time come to what is read word by word."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.stem import compounds
from archive.arabic.tokens import grouped_numbers, tokenize
from search.engines.whoosh.forward_index import analyse
from search.engines.whoosh.tokenizing import BREAK
from tests.archive.arabic.test_tokens import NEWSROOM, TEXTS
from tests.search.engines.strategies import NEIGHBOURS
from tests.search.engines.whoosh.helpers import article

# Everything that Python and Unicode take for white space, and what looks like it and isn't.
WHITE = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000"
NOT_WHITE = "\u200b\u200c\u2060\ufeff\u180e\u3001\U0001f30d\ud800"
SPACED = st.text(st.one_of(NEWSROOM, st.sampled_from(WHITE + NOT_WHITE)), max_size=60)
NAMES = st.lists(
    st.sampled_from(
        [*NEIGHBOURS, "عبد", "المهدي", "وعبد", "إلى", "على", "علي", "12", "500", "000"]
    ),
    max_size=8,
).map(" ".join)
WILD = st.one_of(TEXTS, SPACED, NAMES)


def word_by_word(text: str, passages) -> list[tuple[str | None, int, int]]:
    """Key, start and length of each word, and of the break (None) after each passage."""
    edges = [0, *(start for start, _ in passages[1:]), len(text) + 1]
    found: list[tuple[str | None, int, int]] = []
    words = [(one.key, one.start, one.end - one.start) for one in tokenize(text, told=True)]
    for first, end in pairwise(edges):
        inside = [word for word in words if first <= word[1] < end]
        if inside:
            _, start, length = inside[-1]
            found += [*inside, (None, start + length, 0)]
    return found


def joined_words(text: str, words: list[tuple[str | None, int, int]]) -> list[tuple[int, int, str]]:
    keys = [key for key, _, _ in words]
    found = []
    for index, (first, second) in enumerate(pairwise(keys)):
        if first is not None and second is not None:
            found += [
                (index + start, end - start, key) for start, end, key in compounds([first, second])
            ]
    return sorted(found + spaced_numbers(text, words))


def spaced_numbers(
    text: str, words: list[tuple[str | None, int, int]]
) -> list[tuple[int, int, str]]:
    """Numbers with one space before their thousands."""
    found, first = [], 0
    for index, (_, start, length) in enumerate(words, 1):
        end = start + length
        follows = words[index][1] if index < len(words) else end
        if follows == end + 1 and text[end].isspace():
            continue
        keys = [key or "" for key, _, _ in words[first:index]]
        found += [(first + at, last - at, key) for at, last, key in grouped_numbers(keys)]
        first = index
    return found


@st.composite
def articles(draw: st.DrawFn):
    texts = draw(st.lists(st.tuples(WILD, WILD), max_size=6))
    documents = []
    for pk, (title, text) in enumerate(texts, 1):
        starts = draw(st.lists(st.integers(0, len(text) + 3), max_size=4).map(sorted))
        passages = tuple((start, start) for start in starts)
        documents.append(article(pk, text, title=title, passages=passages))
    return documents


@given(articles())
def test_words_offsets_breaks_and_joined_words_are_those_read_one_by_one(documents):
    batch = analyse(documents)

    tokens = [None if number == BREAK else batch.forms[number] for number in batch.tokens.tolist()]
    read = list(zip(tokens, batch.starts.tolist(), batch.lengths.tolist(), strict=True))
    joined = [(*row[:2], batch.forms[row[2]]) for row in batch.joined.tolist()]
    for row, document in enumerate(documents):
        begin, middle = int(batch.token_starts[row]), int(batch.title_ends[row])
        end = int(batch.token_starts[row + 1])
        assert read[begin:middle] == word_by_word(document.title, ())
        assert read[middle:end] == word_by_word(document.text, document.passages)
        for text, first, last in ((document.title, begin, middle), (document.text, middle, end)):
            assert joined_words(text, read[first:last]) == [
                (token - first, count, form)
                for token, count, form in joined
                if first <= token < last
            ]


def test_samples_are_read_as_word_by_word(samples):
    paths = [path for path in sorted(samples.rglob("*")) if path.suffix in (".txt", ".md")]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]

    batch = analyse([article(pk, text) for pk, text in enumerate(texts, 1)])

    for row, text in enumerate(texts):
        tokens = batch.tokens[batch.title_ends[row] : batch.token_starts[row + 1]].tolist()
        words = [batch.forms[number] for number in tokens if number != BREAK]
        assert words == [token.key for token in tokenize(text, told=True)]
