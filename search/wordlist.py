"""The archive's own words, arranged for finding those that are near a typed one.

Arranging takes a moment, so it is done once for each build of the index and kept by the process;
articles added since then lend their words at the next build.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from archive.arabic.distance import Neighbours
from archive.arabic.latin import Skeletons

if TYPE_CHECKING:
    from search.engines.whoosh.engine import Vocabulary

# In a large archive a form that stands once is as often a mistake as a word.
LARGE = 20_000


class WordList:
    """Forms with the number of articles that hold them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.generation = vocabulary.generation
        least = 2 if len(vocabulary.forms) > LARGE else 1
        counted = ((form, vocabulary.frequency(form)) for form in vocabulary.forms)
        self.counts = {form: count for form, count in counted if count >= least}

    @cached_property
    def skeletons(self) -> Skeletons:
        return Skeletons(self.counts)

    @cached_property
    def neighbours(self) -> Neighbours:
        return Neighbours(list(self.counts))


class _Shelf:
    held: WordList | None = None


def word_list(vocabulary: Vocabulary) -> WordList:
    """The words of the serving build of the index."""
    if _Shelf.held is None or _Shelf.held.generation != vocabulary.generation:
        _Shelf.held = WordList(vocabulary)
    return _Shelf.held
