"""The archive's own words, arranged for finding those that are near a typed one.

Arranging takes a moment, so the list is kept by the process: in a large archive until the index is
built anew, in a small one until anything is added.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from archive.arabic.distance import Neighbours
from archive.arabic.latin import Skeletons
from archive.arabic.tokens import LONGEST_WORD
from archive.caching import Cached

if TYPE_CHECKING:
    from search.engines.base import Vocabulary

# In a large archive a form that stands once is as often a mistake as a word.
LARGE = 20_000


class WordList:
    """Forms with the number of articles that hold them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        least = 2 if _is_large(vocabulary) else 1
        forms = zip(vocabulary.forms, vocabulary.frequencies.tolist(), strict=True)
        self._all = {form: count for form, count in forms if len(form) <= LONGEST_WORD}
        self.counts = {form: count for form, count in self._all.items() if count >= least}

    @cached_property
    def skeletons(self) -> Skeletons:
        """All words: a name that stands in one article is looked for by its Latin spelling too."""
        return Skeletons(self._all)

    @cached_property
    def neighbours(self) -> Neighbours:
        return Neighbours(list(self.counts))


_word_list: Cached[WordList] = Cached()


def word_list(vocabulary: Vocabulary) -> WordList:
    """The words of the serving index."""
    return _word_list.get(lambda: WordList(vocabulary), version=_version(vocabulary))


def _is_large(vocabulary: Vocabulary) -> bool:
    return len(vocabulary.forms) > LARGE


def _version(vocabulary: Vocabulary) -> str:
    """What the list depends on: the build of the index, and its last change if it is small."""
    build = vocabulary.generation.partition("/")[0]
    return build if _is_large(vocabulary) else vocabulary.generation
