"""Who said what, when and through whom: nothing of it shows of a text that readers may not see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from archive.editing import actions
from archive.ingest.store import announce_changes
from archive.models import Article, Citation, DateReference, Mention, Quotation, Source
from search.index import outbox

TITLE = "الراوي: سنرفع الحواجز المرورية قبل 2031"
BODY = (
    "قال سالم الراوي لصحيفة العهد يوم 5 أيار 2021: «سنرفع الحواجز المرورية في 9 حزيران 2031».\n\n"
    "وأكد سالم الراوي أن الجدول الزمني محفوظ في خزانة الوزارة، بحسب وسائل إعلام كردية.\n\n"
    "ورفض سالم الراوي التعليق على الحواجز المرورية.\n\n"
    "ونقلت صحيفة العهد عن مسؤول حكومي لم يكشف عن اسمه قوله "
    "إن الحواجز المرورية باقية في القيارة حتى 9 حزيران 2031.\n\n"
    "وأشار إلى [التقرير السنوي]() للوزارة."
)
FORMER = ("سنرفع", "خزانة", "الراوي التعليق", "وسائل إعلام كردية", "التقرير السنوي")
FINDINGS = (Quotation, Mention, Citation, DateReference)
NONCE = re.compile(r"nonce=.[^ >]+")
OTHER = (
    "قال كريم البصري يوم 5 أيار 2021 إن الجسور سليمة كلها في القيارة.\n\n"
    "وقال كريم البصري إن الجسور ستفتح في 9 حزيران 2031."
)

LISTS = (
    "/",
    "/search/?q=الحواجز المرورية",
    "/search/?q=من قال إن الحواجز المرورية باقية",
    "/search/?q=ماذا قال سالم الراوي عن الحواجز المرورية",
    "/search/?q=قال:الراوي",
    "/search/?q=الحواجز المرورية&in=said",
    "/search/?q=الحواجز&from=2021&to=2021",
    "/search/?q=\"الحواجز المرورية\"",
    "/search/?q=نقلاً عن:العهد",
    "/search/?speaker=rawi",
    "/search/?speaker=anonymous",
    "/search/?kind=refusal",
    "/search/?via=ahd",
    "/search/?via=unnamed",
    "/search/?outlet=ahd",
    "/search/choices/speaker/",
    "/search/choices/speaker/?few=1&find=الراوي",
    "/search/choices/via/",
    "/search/choices/outlet/",
    "/quotations/",
    "/quotations/?sort=oldest",
    "/quotations/?speaker=rawi",
    "/quotations/?speaker=anonymous",
    "/quotations/?kind=refusal",
    "/quotations/?via=ahd",
    "/quotations/?via=unnamed",
    "/quotations/?outlet=dijla",
    "/quotations/?q=الحواجز",
    "/quotations/?from=2021-05-05&to=2021-05-05",
    "/quotations/choices/speaker/",
    "/quotations/choices/kind/",
    "/quotations/choices/via/",
    "/quotations/choices/outlet/",
    "/timeline/",
    "/timeline/?actor=rawi",
    "/timeline/?place=qayyara&q=الحواجز",
    "/timeline/?on=2021-05-05",
    "/timeline/?on=2031-06-09",
    "/timeline/?at=2031-06-09&from=2031&to=2031",
    "/compare/",
    "/compare/?outlet=dijla",
    "/compare/?outlet=dijla&outlet=basra",
    "/compare/?outlet=dijla&outlet=basra&actor=rawi&q=الحواجز",
    "/ledgers/",
    "/ledgers/promises/",
    "/ledgers/promises/?speaker=rawi",
    "/ledgers/promises/?from=2031",
    "/ledgers/refusals/",
    "/ledgers/refusals/?outlet=dijla",
    "/ledgers/missing/",
    "/ledgers/missing/?kind=unnamed",
    "/ledgers/missing/?of=outlet:ahd",
    "/ledgers/phrase/?q=الحواجز المرورية",
    "/actors/",
    "/actors/rawi/",
    "/actors/rawi/?topic=الحواجز",
    "/actors/rawi/?view=passages",
    "/actors/rawi/?view=articles",
    "/places/qayyara/",
    "/outlets/",
    "/outlets/dijla/",
    "/outlets/ahd/",
    "/outlets/ahd/?view=said",
    "/outlets/ahd/?view=relayed",
    "/about/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def others(make_entity, make_source, store_text, names_are_fresh) -> None:
    """What anybody may read: another outlet, another speaker, the same days and place."""
    cache.clear()
    make_entity("rawi", "سالم الراوي")
    make_entity("basri", "كريم البصري")
    make_entity("qayyara", "القيارة", kind="place")
    make_source("ahd", "صحيفة العهد", aliases=("العهد",))
    make_source("dijla", "شبكة دجلة")
    outlet = make_source("basra", "شبكة البصرة")
    store_text(OTHER, title="الجسور", outlet=outlet, published_on="2021-05-06", publish=True)
    outbox.drain()


@pytest.fixture
def make(others, store_text) -> Callable[..., Article]:
    """A draft of the outlet that readers know nothing else of."""

    def make_draft(body: str = BODY, title: str = TITLE) -> Article:
        dijla = Source.objects.get(slug="dijla")
        article = store_text(body, title=title, outlet=dijla, published_on="2021-05-06").article
        outbox.drain()
        return article

    return make_draft


@pytest.fixture
def public(make) -> Article:
    article = actions.publish(make())
    outbox.drain()
    return article


def pages(client: Client, addresses: Iterable[str] = LISTS) -> dict[str, str]:
    """What each address answers, without what is another each time."""
    responses = {address: client.get(address) for address in addresses}
    return {
        address: f"{response.status_code} {NONCE.sub('', response.content.decode('latin-1'))}"
        for address, response in responses.items()
    }


def different(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [address for address in one if one[address] != other[address]]


def of_article(article: Article) -> list[str]:
    """Where the article is read, cited and asked about by its own address."""
    a = article.public_id
    found = [f"/a/{a}/", f"/en/a/{a}/", f"/a/{a}/cite.ris", f"/compare/?article={a}"]
    for span in article.current_revision.spans.select_related("passage"):
        p = span.passage.public_id
        found += [f"/p/{p}/", f"/en/p/{p}/", f"/p/{p}/cite.ris", f"/p/{p}/cite.bib"]
        found += [f"/p/{p}/card.png", f"/actors/rawi/?on={p}", f"/ledgers/promises/?of={p}"]
    return found


def test_a_text_shows_in_lists_while_it_is_public_and_at_no_other_time(client, chief, make):
    without = pages(client)

    article = make()
    assert different(without, pages(client)) == []
    pages(chief)  # what is remembered for a colleague is nobody else's
    assert different(without, pages(client)) == []

    actions.publish(article)
    outbox.drain()
    public = pages(client)
    assert different(without, public) == list(LISTS)

    actions.withdraw(article, "بطلب من المصدر")
    assert different(without, pages(client)) == []  # before the index knows of it
    pages(chief)
    outbox.drain()
    assert different(without, pages(client)) == []

    actions.restore(article)
    outbox.drain()
    assert different(public, pages(client)) == []


@pytest.mark.parametrize("kept_back", [{"sure": False}, {"status": "rejected", "sure": True}])
def test_what_is_only_proposed_or_was_rejected_shows_nowhere(client, public, kept_back):
    addresses = [*LISTS, *of_article(public)]
    for model in FINDINGS:
        model.objects.filter(revision__article=public).update(**kept_back)
    _changed(public)
    kept = pages(client, addresses)

    for model in FINDINGS:
        model.objects.filter(revision__article=public).delete()
    _changed(public)

    assert different(kept, pages(client, addresses)) == []


def _changed(article: Article) -> None:
    """As whoever changes findings announces it."""
    cache.clear()
    announce_changes([article])
    outbox.drain()


def test_a_corrected_text_shows_its_former_statements_in_no_list(client, public):
    """Its history does: a former wording was public, and says that it is a former one."""
    actions.correct(public, title="عنوان آخر", body="فُتحت الطريق أمس.", reason="خطأ")
    outbox.drain()
    lists = [address for address in LISTS if not address.startswith("/ledgers/phrase/")]

    shown = {
        address: [words for words in FORMER if words in _outside_forms(client.get(address))]
        for address in lists
    }

    assert {address: words for address, words in shown.items() if words} == {}


def _outside_forms(response: Any) -> str:
    """A page without its addresses and what was typed into it."""
    return re.sub(r"<[^>]*>|<title>.*?</title>", "", response.content.decode())
