"""What a serving process reads before its first request, so that no reader waits for it."""

from __future__ import annotations

import logging

from django.db import connection
from django.template import loader
from django.urls import reverse

from search.errors import IndexUnavailable
from search.queries import Query, find

logger = logging.getLogger(__name__)

# A search that touches everything there is to read: word tables, names, index, database. No
# article holds its last word, which is stemmed by the rules: those read tables of their own.
WORDS = '"رئيس الوزراء" بغداد ظظظظظ'
PAGES = ("archive/front.html", "search/results.html", "archive/article.html")


def warm_up() -> None:
    """Load all views, search once and compile the busiest pages.

    What is missing now is said on the page later.
    """
    try:
        reverse("search:results")  # the first address asked for imports every view
        found = find(Query(words=WORDS))
        len(found[0:1])
        for page in PAGES:
            loader.get_template(page)
    except IndexUnavailable as error:
        logger.warning("Nothing could be read ahead: %s", error)
    except Exception:  # whatever it is, pages that don't need it are served
        logger.exception("Nothing could be read ahead")
    finally:
        connection.close()
