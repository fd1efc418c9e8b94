"""From a revision's text to findings, in the order in which a text passes through:

- `names`: the recogniser: title and text in, spans of names and relayed outlets out;
- `write`: findings as rows of a revision, each in its passage, and what people decided kept.
"""
