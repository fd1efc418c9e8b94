"""The Whoosh schema of the archive."""

from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

from search.engines.whoosh.analyzers import ArabicAnalyzer

INDEX_NAME = "archive"
TEXT_FIELDS = ("title", "text")


def schema() -> Schema:
    """Haystack's three fields, the article's state, and title and text with positions.

    Facet values are codes, indexed whole. The text itself stays in the database.
    """
    return Schema(
        id=ID(stored=True, unique=True),
        django_ct=STORED,
        django_id=STORED,
        revision=STORED,
        fingerprint=STORED,
        published_from=STORED,
        published_to=STORED,
        precision=STORED,
        outlet=ID,
        actors=KEYWORD(commas=True),
        places=KEYWORD(commas=True),
        title=TEXT(analyzer=ArabicAnalyzer(), phrase=True),
        text=TEXT(analyzer=ArabicAnalyzer(), phrase=True),
    )
