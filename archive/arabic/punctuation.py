"""Marks of Arabic text: which end a sentence, which pause, which quote and which bracket."""

from archive.arabic.letters import TATWEEL

_QUESTION = "?\N{ARABIC QUESTION MARK}"
STOPS = f".!{_QUESTION}\N{ARABIC FULL STOP}:"
ASKING = f"!{_QUESTION}"
SENTENCE_ENDS = f".!{_QUESTION}\n"
PAUSES = "\N{ARABIC COMMA},\N{ARABIC SEMICOLON};"
ELLIPSES = ("…", "...")
QUOTES = '"“”„‟«»″'
STRAIGHT_QUOTES = '"″'
OPENING_QUOTES = "“„‟«"
OPENING_BRACKETS = "([{"
CLOSING_BRACKETS = ")]}"
DASHES = "-–—―"


def quote_balance(line: str) -> tuple[bool, bool]:
    """Whether a line closes a quotation it didn't open, and opens one it doesn't close.

    A straight mark says by what stands around it which of the two it is; where that doesn't
    tell, it closes what is open. Arabic keyboards mix up the two curved marks, so for them too
    the surroundings go first.
    """
    closes_first = opened = False
    for index, letter in enumerate(line):
        if letter not in QUOTES:
            continue
        if _opens(line, index, opened):
            opened = True
        elif opened:
            opened = False
        else:
            closes_first = True
    return closes_first, opened


def _opens(line: str, index: int, opened: bool) -> bool:
    before, after = line[index - 1 : index], line[index + 1 : index + 2]
    free_before = not before or before.isspace() or before in OPENING_BRACKETS + TATWEEL + DASHES
    free_after = not after or after.isspace() or after in STOPS + PAUSES + CLOSING_BRACKETS + DASHES
    if free_before != free_after:
        return free_before
    if line[index] in STRAIGHT_QUOTES:
        return not opened
    return line[index] in OPENING_QUOTES
