"""What an archive's own words say about a form: how often it stands, alone or as a noun."""

from collections.abc import Mapping

from archive.arabic import tables
from archive.arabic.letters import AIN, ARTICLE, BEH, DAL, HAMZA, KAF, LAM, WAW, YEH

TO_THE = LAM + LAM
AND_THE = WAW + ARTICLE
IN_THE = BEH + ARTICLE
SERVANT_OF_THE = AIN + BEH + DAL + ARTICLE


class Attested:
    """Counts of folded word forms, with the questions a stemmer asks of them."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._known = tables.known_words()

    def count(self, word: str) -> int:
        """How often the form stands; a word of the tables stands once even where unseen.

        So does a name of abd and another word, in one: texts have it in two more often.
        """
        return self._counts.get(word, 0) + (word in self._known or _is_name_of_servant(word))

    def seen(self, word: str) -> int:
        """How often the archive itself has the form."""
        return self._counts.get(word, 0)

    def nouns(self, word: str) -> int:
        """How often a word stands by itself or under the article; with its final hamza too.

        Before an ending the hamza sits on the yeh, of which folding leaves the letter.
        """
        nouns = self.count(word) + self._counts.get(ARTICLE + word, 0)
        if word.endswith(YEH) and len(word) > SHORTEST_OF_HAMZA:
            whole = word + HAMZA
            nouns += self.count(whole) + self._counts.get(ARTICLE + whole, 0)
        return nouns

    def under_article(self, word: str) -> int:
        """How often a word carries the article, which only a whole word does."""
        seen = self._counts.get
        return (
            seen(ARTICLE + word, 0)
            + seen(AND_THE + word, 0)
            + seen(IN_THE + word, 0)
            + seen(TO_THE + word, 0)
        )

    def under_preposition(self, word: str) -> int:
        """How often a word carries a preposition, which follows no other particle."""
        prepositions = (BEH, KAF) if word.startswith(LAM) else (BEH, LAM, KAF)
        return sum(self.seen(preposition + word) for preposition in prepositions)

    def best(self, words: tuple[str, ...]) -> str | None:
        """The likeliest noun among some forms; None when none is attested."""
        word = max(words, key=self.nouns)
        return word if self.nouns(word) else None

    def bears(self, rest: str, word: str) -> bool:
        """Whether `rest` is attested well enough to be what `word` is made of."""
        return self.nouns(rest) * SISTER_SHARE >= max(1, self.seen(word))


def _is_name_of_servant(word: str) -> bool:
    return len(word) > len(SERVANT_OF_THE) + 2 and word.startswith(SERVANT_OF_THE)


# Shorter words with a hamza are other words without it.
SHORTEST_OF_HAMZA = 3

# A sister form may be rarer than the inflected one by this much; a chance likeness is rarer still.
SISTER_SHARE = 4
