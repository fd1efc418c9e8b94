"""What a search box holds that names something of the archive itself: an address, an id as it is
cited, or the SHA-256 of a text or an upload."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import unquote

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from archive.identifiers import ALPHABET, LENGTH
from archive.models import Article, Entity, Merge, Passage, Revision, Source, Withholding
from archive.models.articles import ArticleQuerySet
from archive.models.visibility import Viewer
from search.source_addresses import stripped

LONGEST = 2_000  # letters, as an address
MOST = 3  # things of one text that are looked up
MOST_HOLDERS = 5  # articles that one upload is said to hold

_ID = f"[{ALPHABET}]{{{LENGTH}}}"
# `/a/ID/`, `/a/ID/r/2/`, `/p/ID/r2/`, `#p-ID`, and what follows them; the host is anybody's.
_ADDRESS = re.compile(
    rf"(?:(?<![\w-])([ap])/|#(p)-)({_ID})(?![\w-])(?:/r/?([0-9]{{1,6}})(?![0-9]))?", re.IGNORECASE
)
_ALONE = re.compile(rf"({_ID})(?:-r([0-9]{{1,6}}))?", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w-])(actors|places|outlets)/([\w-]{1,100})(?![\w-])")
_HASH = re.compile(r"(?:sha-?256[:=-])?([0-9a-f]{64})", re.IGNORECASE)

Kind = Literal["passage", "article", "upload", "text", "name"]


class _Asked(NamedTuple):
    """An id as it is written: of a passage (`p`), an article (`a`), or either."""

    of: str
    public_id: str
    number: int | None  # of a revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What was named. Of a withdrawn article nothing is told but that it is, and why."""

    kind: Kind
    address: str
    article: Article | None = None
    name: Source | Entity | None = None
    excerpt: str = ""
    ordinal: int = 0  # of the passage in its text
    revision: int = 0  # the number of the revision that was asked for
    reason: str = ""  # of the withdrawal


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names; `alone` where it is nothing but the name of it. `more` is how many
    articles of one upload are not among the things."""

    things: Sequence[Thing] = ()
    alone: bool = False
    more: int = 0

    @property
    def articles(self) -> tuple[int, ...]:
        """The published articles among them (primary keys)."""
        held = (one.article for one in self.things if one.article is not None)
        return tuple(dict.fromkeys(one.pk for one in held if one.is_published))


NOTHING = Named()


def named_in(text: str, viewer: Viewer) -> Named:
    """What of that which the viewer may see is named in a text; in no query for plain words."""
    text = stripped(text)
    if not text or len(text) > LONGEST:
        return NOTHING
    if (digest := _HASH.fullmatch(text)) is not None:
        return _with_digest(digest[1].lower(), viewer)
    alone = len(text.split()) == 1
    things: list[Thing] = []
    if asked := list(_ids(text, alone)):
        things = _things(asked, viewer)
    elif alone and (name := _NAME.search(text)) is not None:
        things = _name(name[1], name[2])
    return Named(things, alone) if things else NOTHING


# Ids and addresses


def _ids(text: str, alone: bool) -> Iterator[_Asked]:
    written = unquote(text) if "%" in text else text
    for found in list(_ADDRESS.finditer(written))[:MOST]:
        of, anchor, public_id, number = found.groups()
        yield _Asked((anchor or of).lower(), public_id.lower(), int(number) if number else None)
    if alone and (cited := _ALONE.fullmatch(written)) is not None:
        yield _Asked("", cited[1].lower(), int(cited[2]) if cited[2] else None)


def _things(asked: Sequence[_Asked], viewer: Viewer) -> list[Thing]:
    """The articles, or the passages of them that are named."""
    numbers = {one.public_id: one.number for one in asked}
    ids = {of: [one.public_id for one in asked if one.of != of] for of in "pa"}
    owners: dict[int, list[Passage]] = {}
    for one in Passage.objects.filter(public_id__in=ids["a"]):
        owners.setdefault(one.article_id, []).append(one)
    wanted = Q(public_id__in=ids["p"]) | Q(pk__in=list(owners))
    found = []
    for article, is_seen in _known(Article.objects.filter(wanted), viewer):
        passages: Sequence[Passage | None] = owners.get(article.pk) or [None]
        for passage in passages:
            number = numbers.get((passage or article).public_id)
            if not is_seen:
                found.append(_withdrawn(article, passage))
            elif passage is None:
                found.append(_article(article, number))
            else:
                found.append(_passage(article, passage, number))
    return found


def _known(articles: ArticleQuerySet, viewer: Viewer) -> Iterator[tuple[Article, bool]]:
    """Those that the viewer may see, and those of whose withdrawal everybody is told."""
    known = articles.with_card_details().order_by("pk")
    seen = list(known.visible_to(viewer)[:MOST])
    yield from ((article, True) for article in seen if article.current_revision_id)
    withdrawn = known.filter(status=Article.Status.WITHDRAWN)[:MOST]
    yield from ((article, False) for article in withdrawn if article not in seen)


def _withdrawn(article: Article, passage: Passage | None) -> Thing:
    return Thing(
        kind="passage" if passage else "article",
        address=(passage or article).get_absolute_url(),
        reason=article.withdrawn_reason,
    )


def _article(article: Article, number: int | None) -> Thing:
    revision = Revision.objects.numbered(article, number) if number else None
    return Thing(
        kind="article",
        address=(revision or article).get_absolute_url(),
        article=article,
        revision=number if revision and number else 0,
    )


def _passage(article: Article, passage: Passage, number: int | None) -> Thing:
    """As it stood in the revision that was asked for, else in the last that has it."""
    visible = Revision.objects.visible_in(article).order_by()
    spans = passage.spans.filter(revision__in=visible).select_related("revision")
    spans = spans.order_by("revision__number")
    revision = Revision.objects.numbered(article, number) if number else None
    cited = spans.filter(revision=revision).first() if revision else None
    span = cited or spans.last()
    address = passage.get_absolute_url()
    if span is not None and Withholding.objects.hidden_in(article).by(span) is not None:
        return Thing(kind="passage", address=address, article=article)
    if cited is not None:
        address = reverse("archive:passage_revision", args=[passage.public_id, number])
    return Thing(
        kind="passage",
        address=address,
        article=article,
        excerpt=span.text if span else "",
        ordinal=span.ordinal if span else 0,
        revision=number if cited and number else 0,
    )


# Names


def _name(group: str, slug: str) -> list[Thing]:
    """The person, body, place or outlet of an address, or what it was merged into."""
    model: type[Source] | type[Entity] = Source if group == "outlets" else Entity
    what = Merge.What.SOURCE if model is Source else Merge.What.ENTITY
    name = model._default_manager.filter(slug=slug).first()
    if name is None and (kept := Merge.objects.kept_for(what, slug)):
        name = model._default_manager.filter(slug=kept).first()
    return [Thing(kind="name", address=name.get_absolute_url(), name=name)] if name else []


# Hashes


def _with_digest(digest: str, viewer: Viewer) -> Named:
    """The articles that the viewer may see of which a text, with its title or without, or the
    upload has this SHA-256. Of others nothing is told: who has the hash may guess the text."""
    of_today = Q(article__current_revision=F("pk"))
    seen = Revision.objects.filter(Q(public_number__isnull=False) | of_today)
    revisions = seen.not_withheld()
    texts = revisions.filter(Q(sha256=digest) | Q(text_sha256=digest))
    uploads = revisions.filter(original=digest)
    holders: tuple[tuple[Kind, QuerySet[Revision]], ...] = (("text", texts), ("upload", uploads))
    for kind, found in holders:
        articles = Article.objects.visible_to(viewer).filter(revisions__in=found).distinct()
        listed = list(articles.with_card_details().order_by("pk")[:MOST_HOLDERS])
        if not listed:
            continue
        held = found.filter(article__in=listed).select_related("article").order_by("number")
        last = {revision.article_id: revision for revision in held}
        things = [_held(article, last[article.pk], kind) for article in listed]
        return Named(things, alone=True, more=articles.count() - len(things))
    return NOTHING


def _held(article: Article, revision: Revision, kind: Kind) -> Thing:
    is_current = article.current_revision_id == revision.pk
    return Thing(
        kind=kind,
        address=(article if is_current else revision).get_absolute_url(),
        article=article,
        revision=0 if is_current else revision.shown_number,
    )
