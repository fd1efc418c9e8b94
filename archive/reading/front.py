"""What the front page shows of the archive: what is new, who is in it, a passage a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.http import urlencode

from archive.models import (
    Article,
    Citation,
    Entity,
    PassageSpan,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
)
from archive.reading.statements import Statement, statements_by_key
from archive.reading.statistics import (
    Counted,
    Presence,
    entities_counted,
    public_presence,
    remembered,
)

NEWEST = 5
PRESENT = 8
ACTING = (Entity.Kind.PERSON, Entity.Kind.ORGANISATION, Entity.Kind.ARMED_GROUP)
SHORT_PASSAGE = (80, 320)  # letters
SHORT_STATEMENT = (40, 240)
ROUND = 366  # passages that take turns on the front page
MOST_RELAYING = 2000  # passages, the newest, among which they are looked for
MOST_TOLD = 1000  # statements, the same


@dataclass(frozen=True, slots=True)
class Opened:
    """An article and the first paragraph of its text."""

    article: Article
    span: PassageSpan | None


@dataclass(frozen=True, slots=True)
class Sample:
    label: str
    address: str


def newest(now: str) -> list[Opened]:
    """The articles that came last into the archive, as of this version of it."""
    return remembered("newest", _newest, now)


def most_named(now: str) -> list[Counted]:
    """The people and bodies that most articles name."""
    return remembered("present", lambda: _most_named(public_presence(now)), now)


def samples(now: str) -> list[Sample]:
    """Searches that find much: the names that most articles hold, one of each kind."""
    return remembered("samples", lambda: _samples(public_presence(now)), now)


def passage_of_the_day(now: str) -> Opened | None:
    """A short passage that relays a source: another one every day, in a fixed round."""
    found = remembered("relaying", _relaying_passages, now)
    if not found:
        return None
    chosen = found[date.today().toordinal() % len(found)]
    span = PassageSpan.objects.select_related("passage", "revision__article__outlet").get(pk=chosen)
    return Opened(span.revision.article, span)


def statement_of_the_day(now: str) -> Statement | None:
    """A short statement whose chain is whole: another one every day, in a fixed round."""
    found = remembered("statements", _telling_statements, now)
    if not found:
        return None
    chosen = found[date.today().toordinal() % len(found)]
    return next(iter(statements_by_key([chosen], AnonymousUser())), None)


def _telling_statements() -> list[int]:
    """The newest statements of known speakers: confirmed ones, or else relayed ones in marks, or
    else relayed ones, or all."""
    known = QuotationSpeaker.objects.filter(
        quotation=OuterRef("pk"), ordinal=0, entity__isnull=False
    )
    # Not joined: so the newest are looked at one by one, until there are enough.
    short = (
        Quotation.objects.for_readers(AnonymousUser())
        .speech()
        .filter(
            Exists(known),
            cut=False,
            passage__isnull=False,
            end__gt=F("start") + SHORT_STATEMENT[0],
            end__lt=F("start") + SHORT_STATEMENT[1],
        )
    )
    relayed = Exists(QuotationRelay.objects.filter(quotation=OuterRef("pk")))
    columns = ("pk", "status", "is_marked", "relayed")
    newest = short.annotate(relayed=relayed).order_by("-pk").values_list(*columns)[:MOST_TOLD]
    ranks: dict[int, list[int]] = defaultdict(list)
    for pk, status, is_marked, is_relayed in newest:
        is_confirmed = status == Quotation.Status.CONFIRMED
        rank = 0 if is_confirmed else 3 - is_relayed - (is_relayed and is_marked)
        ranks[rank].append(pk)
    best = ranks[min(ranks)] if ranks else []
    return best[:ROUND]


def _most_named(found: Presence) -> list[Counted]:
    acting = [counted for kind in ACTING for counted in found.get(kind, [])]
    return entities_counted(sorted(acting, key=lambda counted: -counted[1])[:PRESENT])


def _newest() -> list[Opened]:
    keys = _added_last(NEWEST)
    articles = Article.objects.published().with_card_details().in_bulk(keys)
    return _with_openings(articles[pk] for pk in keys if pk in articles)


def _added_last(most: int) -> list[int]:
    """Articles of the last days on which any were added.

    One upload adds many at once: within a day the order is that of publication.
    """
    found: list[int] = []
    earlier = Article.objects.published()
    while len(found) < most:
        last = earlier.order_by("-added_at").values_list("added_at", flat=True).first()
        if last is None:
            break
        start = _start_of_day(last)
        day = earlier.filter(added_at__gte=start, added_at__lt=start + timedelta(days=1))
        found += day.newest_first().values_list("pk", flat=True)[: most - len(found)]
        earlier = earlier.filter(added_at__lt=start)
    return found


def _start_of_day(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def _with_openings(articles: Iterable[Article]) -> list[Opened]:
    listed = list(articles)
    spans = PassageSpan.objects.filter(
        revision__in=[article.current_revision_id for article in listed],
        kind=PassageSpan.Kind.PARAGRAPH,
        ordinal__lte=4,
    )
    first: dict[int, PassageSpan] = {}
    for span in spans.select_related("passage", "revision").order_by("-ordinal"):
        first[span.revision_id] = span
    return [Opened(article, first.get(article.current_revision_id or 0)) for article in listed]


def _relaying_passages() -> list[int]:
    published = Article.objects.published().values("current_revision")
    relaying = Citation.objects.shown().filter(revision__in=published, passage__isnull=False)
    newest = relaying.order_by("-pk").values_list("passage", flat=True)[:MOST_RELAYING]
    short = PassageSpan.objects.filter(
        passage__in=list(newest),
        revision__in=published,
        kind=PassageSpan.Kind.PARAGRAPH,
        cut__in=[PassageSpan.Cut.WHOLE, PassageSpan.Cut.REJECTED],
        end__gt=F("start") + SHORT_PASSAGE[0],
        end__lt=F("start") + SHORT_PASSAGE[1],
    )
    return list(short.order_by("-pk").values_list("pk", flat=True)[:ROUND])


def _samples(found: Presence) -> list[Sample]:
    most = entities_counted(found[kind][0] for kind in ACTING if kind in found)
    names = [counted.thing.name_ar for counted in most]
    return [Sample(name, f"?{urlencode({'q': name})}") for name in names]
