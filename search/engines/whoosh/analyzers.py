"""The Whoosh face of `archive.arabic`: the same words, whoever asks."""

from collections.abc import Iterator

from whoosh.analysis import Analyzer, Token

from archive.arabic.tokens import tokenize


class ArabicAnalyzer(Analyzer):
    """Folded words with their offsets in the published text."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: object,
    ) -> Iterator[Token]:
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for position, word in enumerate(tokenize(value, told=True), start_pos):
            token.text = word.key
            token.boost = 1.0
            if keeporiginal:
                token.original = value[word.start : word.end]
            if positions:
                token.pos = position
            if chars:
                token.startchar = start_char + word.start
                token.endchar = start_char + word.end
            yield token
