"""Padded letter grams inside words: the evidence that survives a misspelt letter."""

LENGTH = 4
PAD = "_"


def grams(key: str) -> list[str]:
    """The 4-grams of a folded word with a pad at each end: `_qar qara araa raar _`-wise.

    A word of two letters or fewer is its own single gram.
    """
    padded = PAD + key + PAD
    if len(padded) <= LENGTH:
        return [padded]
    return [padded[place : place + LENGTH] for place in range(len(padded) - LENGTH + 1)]
