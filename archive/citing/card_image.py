"""Share cards: one passage, who published it and where it stands, as a 1200×630 picture.

Where Pillow has Raqm, it shapes and orders the published text itself. Elsewhere each finished
line is shaped by arabic-reshaper and ordered by python-bidi. Never both: reshaped text drawn
through Raqm comes out backwards.
"""

from __future__ import annotations

import importlib.resources
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from functools import cache, partial
from hashlib import sha256
from itertools import islice

import arabic_reshaper
from bidi import get_display
from bidi.mirror import MIRRORED
from PIL import Image, ImageDraw, ImageFont, features

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
BAR = 10

PAPER = "#FCFBF8"
INK = "#1C1B19"
INK_2 = "#57534B"
ACCENT = "#0E5169"
RULE = "#DED9CE"
OCHRE = "#9A6700"

REGULAR, BOLD = 400, 700  # weights of the variable face

PASSAGE_SIZES = (52, 48, 44, 40, 36)
PASSAGE_MOST_LINES = 5
PASSAGE_TOP, PASSAGE_BOTTOM = 122, 474
PASSAGE_INDENT = 37  # between the ochre rule's outer edge and the text
LINE_HEIGHT = 1.72  # of the type size: room for dots and vowel marks between lines
ASCENT = 0.62  # of the line's height: where its baseline stands

ELLIPSIS = "…"
FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"
STRONG = {
    "L": "\N{LEFT-TO-RIGHT MARK}",
    "R": "\N{RIGHT-TO-LEFT MARK}",
    "AL": "\N{ARABIC LETTER MARK}",
}
EMBEDDING_CONTROLS = (
    "\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}"
)
EMBEDDINGS = re.compile(f"[{EMBEDDING_CONTROLS}]")
# A nonspacing mark that no text of the archive needs: see `_mirrored`.
PROBE = "\N{COMBINING CYRILLIC TITLO LEFT HALF}"
INVISIBLE = re.compile(
    f"[{EMBEDDING_CONTROLS}{PROBE}"
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
    "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
    "\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}]"
)
PROBED = re.compile(
    "(?P<kept>[{brackets}]){probe}|{probe}(?P<turned>[{brackets}])".format(
        brackets=re.escape("".join(MIRRORED)), probe=PROBE
    )
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """What one card says. Every text is as published; an empty one leaves its place empty."""

    site: str
    passage: str
    speaker: str = ""  # the bold line; the outlet stands there where nobody is quoted
    outlet: str
    via: str = ""
    date: str = ""
    address: str  # as printed, without https://
    number: str = ""  # «المقطع 4»

    @property
    def key(self) -> str:
        """Changes whenever the picture would: a name for its file."""
        parts = "\0".join((DESIGN, str(has_raqm()), *astuple(self)))
        return sha256(parts.encode()).hexdigest()


DESIGN = "2"  # raise it when the drawing changes, so that kept pictures are drawn again


def has_raqm() -> bool:
    return features.check("raqm")


def draw_card(card: Card, *, raqm: bool | None = None) -> bytes:
    """The card as a PNG. `raqm` overrules what Pillow offers, to try the other way."""
    pen = Pen(raqm=has_raqm() if raqm is None else raqm)
    pen.box((0, 0, WIDTH, BAR), INK)
    pen.write(card.site, at=(WIDTH - MARGIN, 80), font=Face(32, BOLD), room=WIDTH - 2 * MARGIN)
    _draw_passage(pen, card.passage)
    pen.box((MARGIN, 490, WIDTH - MARGIN, 492), RULE)
    _draw_source(pen, card)
    return pen.png()


def _draw_passage(pen: Pen, passage: str) -> None:
    size, lines = _fitted(pen, EMBEDDINGS.sub("", passage))
    if not lines:
        return
    line_height = size * LINE_HEIGHT
    top = (PASSAGE_TOP + PASSAGE_BOTTOM - line_height * len(lines)) / 2
    edge = WIDTH - MARGIN
    pen.box((edge - 7, round(top), edge, round(top + line_height * len(lines))), OCHRE)
    for number, line in enumerate(lines):
        baseline = round(top + line_height * (number + ASCENT))
        pen.draw(line, at=(edge - PASSAGE_INDENT, baseline), font=Face(size, REGULAR), ink=INK)


def _fitted(pen: Pen, passage: str) -> tuple[int, list[str]]:
    """The largest size that holds the whole passage; the smallest, cut at a word, if none does."""
    room = WIDTH - 2 * MARGIN - PASSAGE_INDENT
    for size in PASSAGE_SIZES:
        most = min(PASSAGE_MOST_LINES, int((PASSAGE_BOTTOM - PASSAGE_TOP) / (size * LINE_HEIGHT)))
        face = Face(size)
        lines, cut = wrap(passage, partial(pen.width, face=face), room=room, most=most)
        if not cut:
            break
    return size, lines


def _draw_source(pen: Pen, card: Card) -> None:
    start, end = WIDTH - MARGIN, MARGIN
    address_width = pen.write(
        _isolated(card.address), at=(end, 538), font=Face(24), ink=ACCENT, room=480, at_end=True
    )
    number_width = pen.write(
        card.number, at=(end, 584), font=Face(26), ink=INK_2, room=300, at_end=True
    )
    gap = 40
    room = start - end - gap
    first, second = _who_and_where(card)
    pen.write(first, at=(start, 538), font=Face(28, BOLD), room=room - address_width)
    date = _isolated(card.date)
    if second and date:
        date = f" · {date}"
    second = pen.fitted(second, font=Face(26), room=room - number_width - pen.width(date, Face(26)))
    pen.draw(second + date, at=(start, 584), font=Face(26), ink=INK_2)


def _who_and_where(card: Card) -> tuple[str, str]:
    """The bold line and the start of the line under it."""
    via = f"نقلاً عن {_isolated(card.via)}" if card.via else ""
    if not card.speaker:
        return card.outlet, via
    return card.speaker, "، ".join(filter(None, (_isolated(card.outlet), via)))


def _isolated(part: str) -> str:
    """The part with its own direction, so that its neighbours can't reorder it."""
    return f"{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}" if part else ""


@dataclass(frozen=True)
class Face:
    """A size in pixels and a weight of the archive's naskh face."""

    size: int
    weight: int = REGULAR


class Pen:
    """Writes right-to-left lines on a paper ground."""

    def __init__(self, *, raqm: bool) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.canvas = ImageDraw.Draw(self.image)
        self.raqm = raqm
        self._fonts: dict[Face, ImageFont.FreeTypeFont] = {}

    def font(self, face: Face) -> ImageFont.FreeTypeFont:
        if face not in self._fonts:
            engine = ImageFont.Layout.RAQM if self.raqm else ImageFont.Layout.BASIC
            font = ImageFont.truetype(io.BytesIO(_font_bytes()), face.size, layout_engine=engine)
            font.set_variation_by_axes([face.weight])
            self._fonts[face] = font
        return self._fonts[face]

    def shaped(self, line: str) -> tuple[str, dict[str, str]]:
        """What to hand to Pillow for a line, and how to tell it."""
        if self.raqm:
            return line, {"direction": "rtl", "language": "ar"}
        return visual(line), {}

    def width(self, line: str, face: Face) -> float:
        text, direction = self.shaped(line)
        return self.font(face).getlength(text, **direction)

    def draw(
        self, line: str, *, at: tuple[int, int], font: Face, ink: str, at_end: bool = False
    ) -> None:
        """Draw a line on the baseline `at[1]`; `at[0]` is its right edge, or its left `at_end`."""
        text, direction = self.shaped(line)
        anchor = "ls" if at_end else "rs"
        self.canvas.text(at, text, fill=ink, font=self.font(font), anchor=anchor, **direction)

    def write(
        self,
        text: str,
        *,
        at: tuple[int, int],
        font: Face,
        room: float,
        ink: str = INK,
        at_end: bool = False,
    ) -> float:
        """Draw one line of text, cut to its room in pixels; returns the width it took."""
        line = self.fitted(text, font=font, room=room)
        self.draw(line, at=at, font=font, ink=ink, at_end=at_end)
        return self.width(line, font)

    def fitted(self, text: str, *, font: Face, room: float) -> str:
        """The text as one line, cut at a word where it is too long; isolates stay closed."""
        lines, _ = wrap(text, partial(self.width, face=font), room=room, most=1)
        line = "".join(lines)
        return line + POP_ISOLATE * (line.count(FIRST_STRONG_ISOLATE) - line.count(POP_ISOLATE))

    def box(self, corners: tuple[int, int, int, int], ink: str) -> None:
        start, top, end, bottom = corners
        self.canvas.rectangle((start, top, end - 1, bottom - 1), fill=ink)

    def png(self) -> bytes:
        output = io.BytesIO()
        # 64 shades hold paper, inks and the greys of smoothed edges in a third of the bytes.
        self.image.quantize(64, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
        return output.getvalue()


@cache
def _font_bytes() -> bytes:
    """The variable Noto Naskh Arabic, which holds Arabic and Latin letters alike."""
    folder = importlib.resources.files("pylopdf_fonts_ar")
    return (folder / "NotoNaskhArabic-Variable.ttf").read_bytes()


@cache
def _reshaper() -> arabic_reshaper.ArabicReshaper:
    # The published text keeps its vowel marks; this face has no word ligatures to ask for.
    return arabic_reshaper.ArabicReshaper(
        {
            "delete_harakat": False,
            "support_zwj": True,
            "RIAL SIGN": False,
            "ARABIC LIGATURE ALLAH": False,
        }
    )


def visual(line: str) -> str:
    """A finished line in the order and the forms in which a simple renderer prints it."""
    probed = _with_probes(_reshaper().reshape(line.replace(PROBE, "")))
    return INVISIBLE.sub("", _mirrored(get_display(probed, base_dir="R")))


def _with_probes(text: str) -> str:
    """A nonspacing mark after each bracket.

    By rules W1 and N0 of the Unicode bidirectional algorithm (UAX #9) such a mark follows its
    bracket's direction, so after reordering it tells which way that was: python-bidi reorders
    by the full algorithm but leaves rule L4, mirroring, to its caller.
    """
    return "".join(letter + PROBE if letter in MIRRORED else letter for letter in text)


def _mirrored(ordered: str) -> str:
    """Turn the brackets whose mark came out before them: they stand in right-to-left text."""
    return PROBED.sub(
        lambda found: MIRRORED[found["turned"]] if found["turned"] else found[0], ordered
    )


def wrap(
    text: str, width: Callable[[str], float], *, room: float, most: int
) -> tuple[list[str], bool]:
    """Break text into at most that many lines; also, whether some of it was left out.

    What is left out is replaced by «…» after the last whole word that fits. Each line keeps the
    bidirectional context that it had in the text.
    """
    lines = list(islice(_lines(text, width, room), most + 1))
    cut = len(lines) > most
    if cut:
        lines = [*lines[: most - 1], _shortened(lines[most - 1], width, room)]
    return _in_context(lines), cut


def _lines(text: str, width: Callable[[str], float], room: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        line = ""
        for piece in _pieces(word, width, room):
            if line:
                yield line
            line = piece
    if line:
        yield line


def _pieces(word: str, width: Callable[[str], float], room: float) -> Iterator[str]:
    """A word in pieces that fit: an address may be longer than a line."""
    piece = ""
    for letter in word:
        if piece and not unicodedata.combining(letter) and width(piece + letter) > room:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _shortened(line: str, width: Callable[[str], float], room: float) -> str:
    """The line with «…» at its end, after as many of its words as leave room for that."""
    words = line.split(" ")
    while len(words) > 1 and width(" ".join(words) + ELLIPSIS) > room:
        words.pop()
    kept = " ".join(words)
    while len(kept) > 1 and width(kept + ELLIPSIS) > room:
        kept = kept[:-1]
    return kept.rstrip("،, ") + ELLIPSIS


def _in_context(lines: list[str]) -> list[str]:
    """Lines between marks of the last strong direction before them and the first after them.

    A bidirectional text is resolved as a whole and then broken (UAX #9, 3.4). Lines resolved one
    by one would misplace a digit or a bracket at their edge; the marks put that right.
    """
    directions = [
        [d for d in map(unicodedata.bidirectional, line) if d in STRONG] for line in lines
    ]
    marked = []
    for number, line in enumerate(lines):
        before = [d for earlier in directions[:number] for d in earlier][-1:]
        after = [d for later in directions[number + 1 :] for d in later][:1]
        marked.append("".join([*map(STRONG.get, before), line, *map(STRONG.get, after)]))
    return marked
