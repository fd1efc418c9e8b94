"""Whether a passage tells what a question asks for: a day, a number, a place.

«كم صاروخاً سقط على القاعدة»: of two passages that hold the same words the one that tells a number
answers, and best where the number stands beside «صاروخ».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.arabic.asking import Kind, asking, told
from archive.arabic.letters import fold
from search.engines.plan import Match
from search.query.syntax import ParsedQuery, Word

# What a passage gains by telling it, in words of the query of middling weight. Measured on the
# questions of fixtures/gold: from 1.5 to 3 it comes to the same, .5 and 1 do half as much.
TELLS, TELLS_OF_IT = 1.5, 3.0
# Words between a number and what it counts, before it («505 قواعد», «22 من الصواريخ») and behind
# it («عدد الجنود الإسبان نحو 1300»).
MOST_AFTER_NUMBER, MOST_BEFORE_NUMBER = 1, 3
MOST_READ = 6  # passages of one article in which it is looked for, those that weigh most
MOST_LETTERS = 4_000  # of one of them


@dataclass(frozen=True, slots=True)
class Expected:
    """What a passage is to tell; `counted` is the folded word whose number is wanted, or empty."""

    kind: Kind
    counted: str = ""

    @property
    def most(self) -> float:
        """The most that a passage can gain."""
        return TELLS_OF_IT if self.counted else TELLS

    def worth(self, text: str, start: int, end: int, matches: Sequence[Match]) -> float:
        """What `text[start:end]` gains by telling it; `matches` are those inside."""
        read = text[start : min(end, start + MOST_LETTERS)]
        spans = [(start + first, start + last) for first, last in told(self.kind, read)]
        if not spans:
            return 0.0
        counted = [match for match in matches if fold(match.asked) == self.counted]
        near = any(_are_near(text, match, span) for match in counted for span in spans)
        return TELLS_OF_IT if near else TELLS


def expected(parsed: ParsedQuery) -> Expected | None:
    """What the words of a query ask to be told; None where they ask nothing of the kind."""
    words = [item.printed for item in parsed.clauses if isinstance(item, Word)]
    found = asking(words)
    return Expected(found.kind, fold(found.counted)) if found else None


def _are_near(text: str, match: Match, span: tuple[int, int]) -> bool:
    start, end = span
    if end <= match.start:
        return len(text[end : match.start].split()) <= MOST_AFTER_NUMBER
    return len(text[match.end : start].split()) <= MOST_BEFORE_NUMBER
