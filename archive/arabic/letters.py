"""Arabic letters by their Unicode names, and the folding that every comparison rests on."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from archive.arabic.composition import composed

ALEF = "\N{ARABIC LETTER ALEF}"
ALEF_WASLA = "\N{ARABIC LETTER ALEF WASLA}"
ALEF_MAQSURA = "\N{ARABIC LETTER ALEF MAKSURA}"
BEH = "\N{ARABIC LETTER BEH}"
TEH = "\N{ARABIC LETTER TEH}"
TEH_MARBUTA = "\N{ARABIC LETTER TEH MARBUTA}"
THEH = "\N{ARABIC LETTER THEH}"
JEEM = "\N{ARABIC LETTER JEEM}"
HAH = "\N{ARABIC LETTER HAH}"
KHAH = "\N{ARABIC LETTER KHAH}"
DAL = "\N{ARABIC LETTER DAL}"
THAL = "\N{ARABIC LETTER THAL}"
REH = "\N{ARABIC LETTER REH}"
ZAIN = "\N{ARABIC LETTER ZAIN}"
SEEN = "\N{ARABIC LETTER SEEN}"
SHEEN = "\N{ARABIC LETTER SHEEN}"
SAD = "\N{ARABIC LETTER SAD}"
DAD = "\N{ARABIC LETTER DAD}"
TAH = "\N{ARABIC LETTER TAH}"
ZAH = "\N{ARABIC LETTER ZAH}"
AIN = "\N{ARABIC LETTER AIN}"
GHAIN = "\N{ARABIC LETTER GHAIN}"
FEH = "\N{ARABIC LETTER FEH}"
QAF = "\N{ARABIC LETTER QAF}"
KAF = "\N{ARABIC LETTER KAF}"
LAM = "\N{ARABIC LETTER LAM}"
MEEM = "\N{ARABIC LETTER MEEM}"
NOON = "\N{ARABIC LETTER NOON}"
HEH = "\N{ARABIC LETTER HEH}"
WAW = "\N{ARABIC LETTER WAW}"
YEH = "\N{ARABIC LETTER YEH}"
HAMZA = "\N{ARABIC LETTER HAMZA}"
HAMZA_ABOVE = "\N{ARABIC HAMZA ABOVE}"
HIGH_HAMZA = "\N{ARABIC LETTER HIGH HAMZA}"
TATWEEL = "\N{ARABIC TATWEEL}"
ALEF_HAMZA = "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}"
ALEF_HAMZA_BELOW = "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}"
ALEF_MADDA = "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}"
WAW_HAMZA = "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}"
YEH_HAMZA = "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}"
SHADDA = "\N{ARABIC SHADDA}"
KASRATAN = "\N{ARABIC KASRATAN}"
SUKUN = "\N{ARABIC SUKUN}"
DAMMA = "\N{ARABIC DAMMA}"
ARTICLE = ALEF + LAM

# Letters of Persian, Kurdish, Urdu and the Maghreb, each with the letter an Arabic newsroom
# writes in its place (two for none of them: a reader types one).
NEIGHBOUR_LETTERS = {
    "\N{ARABIC LETTER PEH}": BEH,
    "\N{ARABIC LETTER TCHEH}": JEEM,
    "\N{ARABIC LETTER JEH}": JEEM,
    "\N{ARABIC LETTER GAF}": KAF,
    "\N{ARABIC LETTER KEHEH}": KAF,
    "\N{ARABIC LETTER SWASH KAF}": KAF,
    "\N{ARABIC LETTER NG}": KAF,
    "\N{ARABIC LETTER KEHEH WITH THREE DOTS ABOVE}": KAF,
    "\N{ARABIC LETTER VEH}": FEH,
    "\N{ARABIC LETTER FEH WITH DOT MOVED BELOW}": FEH,
    "\N{ARABIC LETTER DOTLESS FEH}": FEH,
    "\N{ARABIC LETTER FEH WITH THREE DOTS BELOW}": FEH,
    "\N{ARABIC LETTER QAF WITH DOT ABOVE}": QAF,
    "\N{ARABIC LETTER QAF WITH THREE DOTS ABOVE}": QAF,
    "\N{ARABIC LETTER DOTLESS QAF}": QAF,
    "\N{ARABIC LETTER REH WITH SMALL V}": REH,
    "\N{ARABIC LETTER REH WITH SMALL V BELOW}": REH,
    "\N{ARABIC LETTER RREH}": REH,
    "\N{ARABIC LETTER LAM WITH SMALL V}": LAM,
    "\N{ARABIC LETTER OE}": WAW,
    "\N{ARABIC LETTER U}": WAW,
    "\N{ARABIC LETTER YU}": WAW,
    "\N{ARABIC LETTER KIRGHIZ OE}": WAW,
    "\N{ARABIC LETTER KIRGHIZ YU}": WAW,
    "\N{ARABIC LETTER WAW WITH RING}": WAW,
    "\N{ARABIC LETTER VE}": WAW,
    "\N{ARABIC LETTER FARSI YEH}": YEH,
    "\N{ARABIC LETTER YEH WITH SMALL V}": YEH,
    "\N{ARABIC LETTER E}": YEH,
    "\N{ARABIC LETTER YEH BARREE}": YEH,
    "\N{ARABIC LETTER AE}": HEH,
    "\N{ARABIC LETTER HEH GOAL}": HEH,
    "\N{ARABIC LETTER HEH DOACHASHMEE}": HEH,
    "\N{ARABIC LETTER TEH MARBUTA GOAL}": HEH,
    "\N{ARABIC LETTER TTEH}": TEH,
    "\N{ARABIC LETTER DDAL}": DAL,
    "\N{ARABIC LETTER NOON GHUNNA}": NOON,
}

LETTER_FOLDS = {
    ALEF_WASLA: ALEF,
    "\N{ARABIC LETTER ALEF WITH WAVY HAMZA ABOVE}": ALEF,
    "\N{ARABIC LETTER ALEF WITH WAVY HAMZA BELOW}": ALEF,
    ALEF_MAQSURA: YEH,
    TEH_MARBUTA: HEH,
    **NEIGHBOUR_LETTERS,
}

# Latin letters that no Unicode decomposition takes apart.
LATIN_FOLDS = {
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
    "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
    "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
    "\N{LATIN SMALL LETTER H WITH STROKE}": "h",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN SMALL LIGATURE OE}": "oe",
    "\N{LATIN SMALL LETTER ETH}": "d",
    "\N{LATIN SMALL LETTER THORN}": "th",
}

ARABIC_BLOCKS = (
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
    (0x0870, 0x08FF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFE),
)

# Vowel marks that stand alone in the presentation forms: compatibility decomposition would turn
# them into a space (or tatweel) and a mark.
SPACING_MARKS = frozenset(
    chr(point)
    for point in (
        *range(0xFC5E, 0xFC64),
        *range(0xFCF2, 0xFCF5),
        *range(0xFE70, 0xFE80),
    )
    if unicodedata.category(chr(point)) == "Lo"
)


class _Folds(dict[int, str | None]):
    """What becomes of each code point; filled as letters are met."""

    def __missing__(self, point: int) -> str | None:
        self[point] = folded = _fold_letter(chr(point))
        return folded


class _Bare(dict[int, str | None]):
    """Each code point but marks, which folding drops: normalising them costs their square."""

    def __missing__(self, point: int) -> str | None:
        letter = chr(point)
        self[point] = bare = None if _is_dropped(letter) and letter != YPOGEGRAMMENI else letter
        return bare


# The one mark that is a letter in lower case.
YPOGEGRAMMENI = "\N{COMBINING GREEK YPOGEGRAMMENI}"


def _fold_letter(letter: str) -> str | None:
    if letter in LETTER_FOLDS:
        return LETTER_FOLDS[letter]
    if letter in LATIN_FOLDS:
        return LATIN_FOLDS[letter]
    if letter in (TATWEEL, HIGH_HAMZA) or _is_dropped(letter):
        return None
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return letter


def _is_dropped(letter: str) -> bool:
    """A mark of any script, spacing ones of Arabic included, or an invisible control."""
    if letter in SPACING_MARKS or unicodedata.combining(letter):
        return True
    return unicodedata.category(letter) in ("Mn", "Me", "Cf")


_FOLDS = _Folds()
_BARE = _Bare()


def fold(text: str) -> str:
    """The form under which spellings of one word meet.

    Undoes presentation forms and ligatures, drops vowel marks, hamza seats, tatweel and invisible
    controls, and writes one letter for those that newsrooms and keyboards mix. Folding what is
    already folded changes nothing. The result may be longer than the text (one ligature is many
    letters): positions belong to the text, never to what this returns.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", _with_seats(text).translate(_BARE))
    if HAMZA_ABOVE in plain or HAMZA in plain:
        plain = _beside_its_letter(plain)
    plain = unicodedata.normalize("NFKD", plain.casefold())
    return plain.translate(_FOLDS)


# Newsrooms mix the seats of a hamza at the end of a word, and before the plural of a verb.
_FINAL_HAMZA = re.compile(
    f"(?:{YEH}(?={YEH}))?([{YEH}{ALEF_MAQSURA}{WAW}]){HAMZA_ABOVE}(?![^\\W\\d_])"
)
_HAMZA_BEFORE_PLURAL = re.compile(
    f"(?<=[^\\W\\d_]{{2}})(?:[{ALEF}{WAW}]{HAMZA_ABOVE}|{HAMZA})"
    f"(?={WAW}[{ALEF}{NOON}](?![^\\W\\d_]))"
)


def _with_seats(text: str) -> str:
    """The text with each hamza above that stands for itself put on the letter before it."""
    if HAMZA_ABOVE not in text:
        return text
    return (
        text.replace(YEH + HAMZA_ABOVE, YEH_HAMZA)
        .replace(ALEF_MAQSURA + HAMZA_ABOVE, YEH_HAMZA)
        .replace(WAW + HAMZA_ABOVE, WAW_HAMZA)
        .replace(ALEF + HAMZA_ABOVE, ALEF_HAMZA)
    )


def _beside_its_letter(plain: str) -> str:
    """A decomposed text with the hamza that ends a word behind its letter."""
    return _FINAL_HAMZA.sub(rf"\1{HAMZA}", _HAMZA_BEFORE_PLURAL.sub(WAW, plain))


def without_marks(printed: str) -> str:
    """A word with its letters as printed, hamza and all, but no vowel marks and no tatweel."""
    return "".join(
        letter
        for letter in composed(printed)
        if letter != TATWEEL and not unicodedata.combining(letter)
    )


def looks_feminine(printed: str) -> bool:
    """Whether a word ends in ة, by which most nouns are feminine: «شبكة»."""
    return printed.endswith(TEH_MARBUTA)


def is_arabic(letter: str) -> bool:
    """Whether a character belongs to the Arabic script (its letters, marks and forms)."""
    point = ord(letter)
    return any(first <= point <= last for first, last in ARABIC_BLOCKS)


@lru_cache(maxsize=1)
def arabic_letters() -> str:
    """Every Arabic letter as the inside of a regular expression's character class."""
    return _character_class(_is_word_letter)


@lru_cache(maxsize=1)
def arabic_marks() -> str:
    """Vowel marks, tatweel and spacing marks, as the inside of a character class."""
    return _character_class(_is_mark)


# Honorifics that decompose into several words, and the currency sign: symbols, not words.
_SYMBOLS = frozenset(map(chr, (0xFDFA, 0xFDFB, 0xFDFC)))


def _is_word_letter(letter: str) -> bool:
    if letter in SPACING_MARKS or letter in _SYMBOLS or letter == TATWEEL:
        return False
    return unicodedata.category(letter) in ("Lo", "Lm") and bool(fold(letter))


def _is_mark(letter: str) -> bool:
    return letter in SPACING_MARKS or letter == TATWEEL or unicodedata.category(letter) == "Mn"


def _character_class(wanted: Callable[[str], bool]) -> str:
    runs: list[list[int]] = []
    for first, last in ARABIC_BLOCKS:
        for point in range(first, last + 1):
            if not wanted(chr(point)):
                continue
            if runs and runs[-1][1] == point - 1:
                runs[-1][1] = point
            else:
                runs.append([point, point])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in runs)
