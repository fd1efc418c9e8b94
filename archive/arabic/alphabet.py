"""The order in which lists of names are read: by the alphabet, whatever the spelling."""

from __future__ import annotations

from archive.arabic.letters import is_arabic
from archive.arabic.particles import bare
from archive.arabic.tokens import keys


def in_alphabet(name: str) -> tuple[bool, tuple[str, ...], str]:
    """What to sort a name by: its folded words without their articles, so that neither «ال» nor a
    seat of hamza decides; Arabic names come before those in other letters."""
    words = tuple(map(bare, keys(name)))
    return not (words and is_arabic(words[0][0])), words, name
