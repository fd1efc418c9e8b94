"""A draft that is put away is nowhere, blocks nothing, and comes back as it was."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.editing import actions, discarding
from archive.ingest.refusals import RecordError
from archive.models import Article, Decision, MinHashBand, Source
from archive.reading.tallies.kept import numbers_for
from search.index.documents import published_ids
from tests.desk import PARAGRAPHS, TEXT, TITLE
from tests.factories import make_article, make_editor

LONG = "\n\n".join(PARAGRAPHS)


@pytest.fixture
def outlet(db) -> Source:
    return Source.objects.create(slug="dijla", name_ar="دجلة")


def test_discarded_draft_is_seen_by_nobody_and_kept(store_text):
    draft = store_text(TEXT, title=TITLE).article
    editor = make_editor("publish_article", "withdraw_article")

    discarding.discard(draft, reason="لا صلة له بالموضوع")

    assert draft.is_discarded
    assert draft.revisions.count() == 1
    for viewer in (AnonymousUser(), editor):
        assert not Article.objects.visible_to(viewer).exists()
        numbers = numbers_for(viewer, "article")
        assert numbers is None or not numbers["article"]
    assert published_ids() == []
    assert list(Article.objects.discarded()) == [draft]
    told = draft.decisions.get(kind=Decision.Kind.DISCARDED)
    assert told.about["reason"] == "لا صلة له بالموضوع"


@pytest.mark.parametrize("options", [{"record_id": "77"}, {"url": "https://example.org/a"}, {}])
def test_record_of_a_discarded_draft_is_taken_in_anew(outlet, options):
    draft = make_article(TITLE, TEXT, outlet=outlet, status="draft", **options)
    discarding.discard(draft)

    again = make_article(TITLE, TEXT, outlet=outlet, status="draft", **options)

    assert again != draft
    assert again.status == "draft"
    assert again.record_id == options.get("record_id")


def test_recovered_draft_is_as_it_was(store_text, outlet):
    draft = store_text(LONG, title=TITLE, outlet=outlet, record_id="77").article
    bands = MinHashBand.objects.filter(article=draft).count()
    discarding.discard(draft)
    assert not MinHashBand.objects.filter(article=draft).exists()

    discarding.recover(draft)

    assert (draft.status, draft.record_id) == ("draft", "77")
    assert MinHashBand.objects.filter(article=draft).count() == bands
    kinds = [one.kind for one in draft.decisions.order_by("pk")]
    assert kinds == ["discarded", "recovered"]


def test_draft_whose_text_was_taken_in_anew_stays_discarded(store_text, outlet):
    draft = store_text(TEXT, title=TITLE, outlet=outlet).article
    discarding.discard(draft)
    store_text(TEXT, title=TITLE, outlet=outlet)

    with pytest.raises(RecordError, match="same outlet"):
        discarding.recover(draft)


def test_what_resembled_a_discarded_draft_resembles_it_no_more(store_text):
    draft = store_text(LONG, title=TITLE).article
    later = store_text(f"{LONG}\n\nوزاد أن البقية تصل لاحقاً.", title=TITLE).article
    assert later.near_duplicate_of == draft

    discarding.discard(draft)
    later.refresh_from_db()
    assert later.near_duplicate_of is None

    discarding.recover(draft)
    later.refresh_from_db()
    assert later.near_duplicate_of == draft


@pytest.mark.parametrize("public", ["published", "withdrawn"])
def test_what_readers_saw_is_not_discarded(store_text, public):
    article = store_text(TEXT, title=TITLE, publish=True).article
    if public == "withdrawn":
        actions.withdraw(article, "بطلب من الناشر")

    with pytest.raises(RecordError, match="drafts alone"):
        discarding.discard(article)

    assert Article.objects.get().status == public
