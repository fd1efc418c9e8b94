"""Names among the words of a query, and the other names of who bears one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from archive.arabic.letters import fold
from archive.arabic.name_matching import NameMatcher
from archive.arabic.tokens import keys
from search.query.authorities import Authorities, Known, bare_words
from search.query.syntax import Word


def names_in(
    names: NameMatcher, words: Sequence[Word]
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """(start, end, ids) of names that are whole words of the query, as indexes of its words."""
    text = fold(" ".join(word.key for word in words))
    # Where each word starts in the text: after those before it, each with a space.
    starts = [0, *accumulate(len(word.key) + 1 for word in words)][: len(words)]
    for match in names.find(text):
        if match.start in starts:
            end = next((n for n, start in enumerate(starts) if start >= match.end), len(words))
            ids = tuple(pk for pk in match.ids if isinstance(pk, int))
            yield starts.index(match.start), end, ids


def other_full_names(
    known: Authorities, entity: Known, typed: Sequence[Word], stem: Callable[[str], str]
) -> tuple[str, ...]:
    """The entity's other full names, but for those that the typed words find by themselves.

    Nor are they given that say no more than a part of what was typed: who types more words wants
    less.
    """
    wanted = [
        {stem(bare), *map(stem, known.spellings.get(bare, ()))}
        for bare in bare_words(" ".join(word.key for word in typed))
    ]
    everything = set().union(*wanted)
    run_together = fold("".join(word.key for word in typed))
    stems = {name: frozenset(map(stem, bare_words(name))) for name in entity.arabic}
    parts = [words for words in stems.values() if words <= everything]
    found: dict[frozenset[str], str] = {}  # spellings of one name once
    for name in entity.full:
        implied = all(stems[name] & forms for forms in wanted)
        if not (
            implied
            or run_together in "".join(keys(name))
            or any(part < everything and part <= stems[name] for part in parts)
        ):
            found.setdefault(stems[name], name)
    return tuple(found.values())
