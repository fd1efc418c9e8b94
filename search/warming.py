"""What a serving process reads before its first request, so that no reader waits for it."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection
from django.template import TemplateDoesNotExist, loader

from search.errors import IndexUnavailable
from search.queries import Query, find

logger = logging.getLogger(__name__)

# A search that touches everything there is to read: word tables, names, index, database.
WORDS = '"رئيس الوزراء" بغداد'
PAGES = ("search/front.html", "search/results.html", "archive/article.html")


def warm_up() -> None:
    """Search once and compile the busiest pages. What is missing now is said on the page later."""
    try:
        found = find(Query(words=WORDS))
        len(found[0:1])
        for page in PAGES:
            loader.get_template(page)
    except (IndexUnavailable, DatabaseError, TemplateDoesNotExist) as error:
        logger.warning("Nothing could be read ahead: %s", error)
    finally:
        connection.close()
