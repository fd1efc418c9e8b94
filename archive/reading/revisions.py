"""The wordings of an article that readers see, and how what is known of it changed between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Revision

# What readers are told of, in the order in which a page heads an article.
FIELDS: dict[str, Promise] = {
    "outlet": _("Outlet"),
    "published_on": _("Date of publication"),
    "byline": _("Author"),
    "url": _("Address"),
    "language": _("Language"),
}


@dataclass(frozen=True, slots=True)
class ChangedDetail:
    """A value that is another since; empty where it is not known. `field` is of `FIELDS`."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> Promise:
        return FIELDS[self.field]


@dataclass(frozen=True, slots=True)
class ShownWording:
    """A wording in the list of an article's: the one before it, and which details differ."""

    revision: Revision
    before: Revision | None
    details: tuple[ChangedDetail, ...]


def wordings(article: Article) -> list[ShownWording]:
    """Those that whoever sees the article sees, the first before the later, in one query."""
    shown = list(Revision.objects.visible_in(article).defer("title", "text"))
    for revision in shown:
        revision.article = article
    first = [ShownWording(shown[0], None, ())] if shown else []
    return first + [
        ShownWording(after, before, tuple(changed_details(before, after)))
        for before, after in pairwise(shown)
    ]


def changed_details(before: Revision, after: Revision) -> Iterator[ChangedDetail]:
    """What was known otherwise when `before` was captured; both of the same article."""
    old, new = _values(before.described), _values(after.described)
    for field in FIELDS:
        if old[field] != new[field]:
            yield ChangedDetail(field, old[field], new[field])


def _values(article: Article) -> dict[str, str]:
    date = article.published_on
    return {
        "outlet": article.outlet.name_ar if article.outlet else "",
        "published_on": f"[{date}]" if article.basis == Article.Basis.INFERRED else date,
        "byline": article.byline,
        "url": article.url,
        "language": article.language,
    }
