"""Endings and broken plurals, undone where an archive shows the sister form."""

from collections.abc import Callable

from archive.arabic import tables
from archive.arabic.attested import SISTER_SHARE, Attested
from archive.arabic.letters import (
    ALEF,
    ALEF_MAQSURA,
    ARTICLE,
    HAMZA,
    HEH,
    KAF,
    MEEM,
    NOON,
    TEH,
    WAW,
    YEH,
)
from archive.arabic.yeh import key_told_apart

PRONOUNS = (HEH + MEEM + ALEF, HEH + ALEF, HEH + MEEM, HEH + NOON, NOON + ALEF, KAF + MEEM)
FEMININE_PLURAL = ALEF + TEH
SOUND_PLURALS = (WAW + NOON, YEH + NOON)
DUAL = ALEF + NOON
DUALS = (DUAL, YEH + NOON)
FEMININE_DUALS = (TEH + ALEF + NOON, TEH + YEH + NOON, TEH + YEH, TEH + ALEF)
PLURAL_VERB = WAW + ALEF
RELATIVE_FEMININE = YEH + HEH

# No broken plural of the attested patterns is taken to end in these: they are endings, or the
# weak last letter of another word.
NO_PLURAL_ENDS = (ALEF, ALEF_MAQSURA, HEH, TEH, YEH)


class Endings:
    """Finds the shorter sister of a word in one archive."""

    def __init__(self, attested: Attested) -> None:
        self._attested = attested
        self._whole = tables.whole_endings()
        self._plurals = tables.plurals(key_told_apart)
        # What may come off a word, in this order, by the letter that it ends in.
        self._rules: dict[str, tuple[Callable[[str], str | None], ...]] = {
            ALEF: (
                self._without_pronoun,
                self._without_feminine_dual,
                self._without_verb_ending,
                self._without_tanwin,
            ),
            MEEM: (self._without_pronoun,),
            NOON: (
                self._without_pronoun,
                self._without_feminine_dual,
                self._without_sound_plural,
                self._without_dual,
            ),
            TEH: (self._without_feminine_plural, self._without_verb_ending),
            HEH: (self._without_feminine,),
            WAW: (self._without_construct,),
            YEH: (
                self._without_feminine_dual,
                self._without_construct,
                self._without_dual_construct,
            ),
        }

    def singular(self, word: str) -> str | None:
        """The singular of a broken plural: from the table, else by an attested pattern."""
        if (singular := self._plurals.get(word)) is not None:
            return None if self._names_people(word, singular) else singular
        if word in self._whole or word.endswith(NO_PLURAL_ENDS):
            return None
        if word.endswith(NOON) and self._attested.bears(word[:-2], word):
            return None
        for singulars in (_of_five, _of_six):
            if (forms := singulars(word)) and (best := self._attested.best(forms)):
                return best
        return None

    def _names_people(self, word: str, singular: str) -> bool:
        """Whether a plural like madafi' (guns) is rather a participle: mudafi' (defender).

        The archive says so by the sound plural, which only the participle has.
        """
        if len(word) != 5 or word[0] != MEEM or word[2] != ALEF:
            return False
        people = sum(self._attested.nouns(word + end) for end in SOUND_PLURALS)
        return people > self._attested.nouns(singular)

    def shorten(self, word: str) -> str | None:
        """The word without one ending; None when it has none that may come off."""
        if word in self._whole:
            return None
        if (full := self._with_its_weak_letter(word)) is not None or len(word) < 4:
            return full
        for rule in self._rules.get(word[-1], ()):
            if (shorter := rule(word)) is not None:
                return shorter
        return None

    def _with_its_weak_letter(self, word: str) -> str | None:
        """A noun like qadin, which loses its final yeh except under the article (al-qadi)."""
        if not _may_lack_yeh(word) or self._attested.under_article(word):
            return None
        full = word + YEH
        with_article = self._attested.under_article(full)
        return full if with_article >= max(1, self._attested.seen(word)) else None

    def _without_pronoun(self, word: str) -> str | None:
        for pronoun in PRONOUNS:
            if word.endswith(pronoun):
                bearer = self._bearer(word[: -len(pronoun)], word)
                return None if bearer and self._is_tanwin(word, bearer) else bearer
        return None

    def _is_tanwin(self, word: str, bearer: str) -> bool:
        """Whether a final `-na` is rather the noon of a noun and the alef of its case."""
        noun = word[:-1]
        return noun.endswith(NOON) and self._attested.nouns(noun) > self._attested.nouns(bearer)

    def _bearer(self, rest: str, word: str) -> str | None:
        """The word a pronoun was attached to: its last letter may have changed before it."""
        if len(rest) < 3:
            return None
        forms = [rest]
        if rest.endswith(TEH):
            forms.insert(0, rest[:-1] + HEH)
        elif rest.endswith((ALEF + YEH, ALEF + WAW)):
            forms.insert(0, rest[:-1] + HAMZA)
        elif rest.endswith(ALEF):
            forms.append(rest[:-1] + YEH)
        elif rest.endswith(YEH + YEH):
            forms.insert(0, rest[:-1] + HAMZA)
        elif rest.endswith((WAW, YEH)) and len(rest) > 4 and not self._attested.nouns(rest):
            forms.append(rest[:-1])
        best = self._attested.best(tuple(forms))
        return best if best and self._attested.bears(best, word) else None

    def _without_feminine_dual(self, word: str) -> str | None:
        for ending in FEMININE_DUALS:
            if not word.endswith(ending):
                continue
            rest = word[: -len(ending)]
            if len(word) > 5 or (len(word) == 5 and rest != ARTICLE and rest + HEH in self._whole):
                if ending == TEH + ALEF and not self._has_feminine_dual(rest):
                    return None
                return rest + HEH if self._attested.bears(rest + HEH, word) else None
        return None

    def _has_feminine_dual(self, rest: str) -> bool:
        """Whether what stands before teh and alef is a feminine noun: listed, or seen in pairs."""
        if rest + HEH in self._whole:
            return True
        return any(self._attested.seen(rest + TEH + end) for end in DUALS)

    def _without_feminine_plural(self, word: str) -> str | None:
        if not word.endswith(FEMININE_PLURAL):
            return None
        rest = word[:-2]
        if rest in self._plurals and self._attested.bears(rest + HEH, word):
            return rest + HEH
        if rest + HEH in self._whole or (rest.endswith(YEH) and len(rest) > 3):
            return rest + HEH
        forms = (rest + HEH, rest) if len(rest) > 2 else (rest + HEH,)
        best = self._attested.best(forms)
        return best if best and self._attested.bears(best, word) else None

    def _without_sound_plural(self, word: str) -> str | None:
        rest = word[:-2]
        if not word.endswith(SOUND_PLURALS) or len(rest) < 3:
            return None
        if len(rest) > 3 and (rest.endswith(YEH) or _is_participle(rest)):
            return rest
        if len(rest) == 3 and not self._counts_people_or_pairs(rest):
            return None
        return rest if self._attested.bears(rest, word) else None

    def _counts_people_or_pairs(self, rest: str) -> bool:
        """Whether a short word is seen in both cases of the sound plural, or of the dual."""
        seen = self._attested.seen
        return seen(rest + YEH + NOON) > 0 and (
            seen(rest + WAW + NOON) > 0 or seen(rest + DUAL) > 0
        )

    def _without_construct(self, word: str) -> str | None:
        """A sound plural before its genitive has lost the noon."""
        rest = word[:-1]
        if not word.endswith((WAW, YEH)) or len(rest) < 4:
            return None
        shown = [self._attested.seen(rest + end) > 0 for end in SOUND_PLURALS]
        if not all(shown) and not self._is_plural_participle(word, any(shown)):
            return None
        return rest if self._attested.bears(rest, word) else None

    def _is_plural_participle(self, word: str, shown: bool) -> bool:
        """Whether a word names people by a participle before a genitive («those watching over»).

        One that ends in yeh may be a relative adjective instead: it is `shown` as a plural, and
        never under the article.
        """
        rest = word[:-1]
        if not _is_participle(rest) or rest[1] in ALEF + YEH:
            return False
        return word.endswith(WAW) or (shown and not self._is_relative(word))

    def _is_relative(self, word: str) -> bool:
        """Whether a word in yeh is seen under the article, which no noun before a genitive has."""
        return self._attested.under_article(word) + self._attested.under_article(word + HEH) > 0

    def _without_dual_construct(self, word: str) -> str | None:
        """A dual before its genitive has lost the noon."""
        rest = word[:-1]
        if not word.endswith(YEH) or len(rest) < 4 or self._is_relative(word):
            return None
        if not any(self._attested.count(rest + end) for end in DUALS):
            return None
        return rest if self._attested.bears(rest, word) else None

    def _without_dual(self, word: str) -> str | None:
        rest = word[:-2]
        if not word.endswith(DUAL) or len(rest) < 3:
            return None
        if len(rest) == 3 and not self._attested.seen(rest + YEH + NOON):
            return None
        return rest if self._attested.bears(rest, word) else None

    def _without_feminine(self, word: str) -> str | None:
        rest = word[:-1]
        if not word.endswith(HEH) or len(rest) < 3:
            return None
        if word.endswith(RELATIVE_FEMININE) and len(word) > 5 and rest[-2] != ALEF:
            return rest
        if self._attested.under_article(word) * SISTER_SHARE > self._attested.seen(word):
            # Only a noun takes the article: this heh is no pronoun.
            return None if rest in self._plurals else self._bearer(rest, word)
        return rest if self._takes_pronouns(rest) else self._bearer(rest, word)

    def _takes_pronouns(self, noun: str) -> bool:
        """Whether the archive has a noun by itself and with other pronouns, unchanged by them."""
        if noun.endswith((TEH, YEH, WAW, ALEF)) or not self._attested.nouns(noun):
            return False
        return any(self._attested.seen(noun + pronoun) for pronoun in PRONOUNS)

    def _without_verb_ending(self, word: str) -> str | None:
        if word.endswith(PLURAL_VERB):
            rest = word[:-2]
            if self._attested.nouns(word[:-1]) > self._attested.nouns(rest):
                return word[:-1]  # a noun in waw and the alef of its case: a member, an enemy
        elif word.endswith(TEH) and not self._attested.under_article(word):
            rest = word[:-1]
        else:
            return None
        return rest if len(rest) > 2 and self._attested.bears(rest, word) else None

    def _without_tanwin(self, word: str) -> str | None:
        rest = word[:-1]
        if not word.endswith(ALEF) or len(rest) < 3:
            return None
        if rest.endswith(YEH + YEH) and self._attested.bears(rest[:-1] + HAMZA, word):
            return rest[:-1] + HAMZA
        if rest.endswith(YEH) and len(rest) > 4:
            return rest
        return rest if self._attested.bears(rest, word) else None


def _may_lack_yeh(word: str) -> bool:
    """Whether a word is shaped like qadin or like muhamin, participles of weak verbs."""
    if len(word) == 4 and word[0] == MEEM:
        return word[2] == ALEF
    return len(word) == 3 and word[1] == ALEF


def _is_participle(word: str) -> bool:
    """Whether a word opens like the participles that name people: mu-, no long a after it."""
    return word.startswith(MEEM) and not (len(word) == 4 and word[2] == ALEF)


def _of_five(word: str) -> tuple[str, ...]:
    """Singulars of the patterns fawa'il and fa'a'il: of five letters, four in the singular."""
    if len(word) != 5 or word[0] == TEH:
        return ()
    first, second, third, fourth, last = tuple(word)
    if second + third == WAW + ALEF:
        singular = first + ALEF + fourth + last
        return singular, singular + HEH
    if third + fourth == ALEF + YEH and first != MEEM:
        stem = first + second
        return stem + YEH + last, stem + YEH + last + HEH, stem + ALEF + last + HEH
    return ()


def _of_six(word: str) -> tuple[str, ...]:
    """Singulars of the patterns fa'alil, mafa'il, tafa'il and fawa'il with a long last vowel."""
    if len(word) != 6 or word[2] != ALEF or word[4] != YEH:
        return ()
    first, second, _, third, _, last = tuple(word)
    if first == TEH:
        return (first + second + third + YEH + last,)
    forms = [first + second + third + vowel + last for vowel in (WAW, ALEF, YEH)]
    if second == WAW:
        forms += [first + ALEF + third + vowel + last for vowel in (WAW, ALEF, YEH)]
    return tuple(forms)
