"""Prepared queries answer as their QuerySets do."""

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.models import Article, PassageSpan
from archive.reading.cards import cards_of
from archive.reading.prepared import KEYS, STAND_INS, PreparedQuery
from search.snippets import passages_of
from tests.factories import make_article, make_editor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [0, 1, KEYS, 2 * KEYS + 3])
def test_any_number_of_keys_is_answered_as_by_the_queryset(count):
    keys = [make_article(f"الموعد {n}", outlet="وكالة").pk for n in range(count)]
    make_article("موعد آخر")

    cards = cards_of(AnonymousUser(), keys)
    passages = passages_of([card.current_revision.pk for card in cards.values()])

    assert set(cards) == set(keys)
    for article in Article.objects.filter(pk__in=keys).with_card_details():
        card = cards[article.pk]
        assert (card.public_id, card.title) == (article.public_id, article.title)
        assert card.published_from == article.published_from
        assert card.outlet == article.outlet
        spans = PassageSpan.objects.filter(revision=article.current_revision).order_by("ordinal")
        assert [row.public_id for row in passages[article.current_revision_id]] == [
            span.passage.public_id for span in spans
        ]


def test_who_may_see_drafts_and_who_may_not_are_asked_apart():
    draft = make_article(status="draft")

    assert not cards_of(AnonymousUser(), [draft.pk])
    assert set(cards_of(make_editor(), [draft.pk])) == {draft.pk}
    assert not cards_of(AnonymousUser(), [draft.pk])


def test_keys_may_stand_in_several_places():
    one, two = (make_article(text=f"قالوا إن الموعد في {n} منه.").pk for n in (3, 4))
    named = Article.objects.filter(pk__in=STAND_INS, language="ar").order_by()
    twice = named.values_list("pk", "title_key").union(
        named.values_list("pk", "public_id"), all=True
    )

    found = list(PreparedQuery(twice).rows([one, two]))

    assert sorted(pk for pk, _text in found) == sorted([one, two] * 2)


def test_keys_that_do_not_stand_together_are_refused():
    by_two_keys = Article.objects.filter(pk__in=STAND_INS[:5]).values_list("pk")

    with pytest.raises(ValueError, match="keys"):
        list(PreparedQuery(by_two_keys).rows([1]))
