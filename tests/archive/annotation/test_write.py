"""Findings are written with their passages, and what people decided about them is kept."""

import pytest

from archive.annotation.write import annotate, facets
from archive.editing import actions
from archive.models import Citation, Mention
from tests.factories import recognise_anew

pytestmark = pytest.mark.django_db

TEXT = "قال جوي هود إن الموعد ثابت، وأضاف هود أنه لن يتغير.\n\nوغادر هود بغداد بعد الاجتماع."


def test_mentions_stand_where_they_were_printed(store_text, hood):
    revision = store_text(TEXT, title="هود في بغداد").article.current_revision

    mentions = list(Mention.objects.filter(revision=revision))
    assert [mention.surface for mention in mentions] == ["هود", "جوي هود", "هود", "هود"]
    assert [mention.in_title for mention in mentions] == [True, False, False, False]
    holders = {mention.passage_id for mention in mentions if not mention.in_title}
    assert holders == set(revision.spans.values_list("passage", flat=True))


def test_recognising_again_doubles_nothing(store_text, hood):
    article = store_text(TEXT).article
    before = list(Mention.objects.values_list("pk", flat=True))

    recognise_anew(article)

    assert list(Mention.objects.values_list("pk", flat=True)) == before


def test_new_authorities_are_recognised_and_old_ones_forgotten(store_text, hood, make_entity):
    article = store_text(TEXT).article
    baghdad = make_entity("baghdad", "بغداد", kind="place")
    hood.names.all().delete()

    recognise_anew(article)

    assert [mention.surface for mention in Mention.objects.all()] == ["جوي هود", "بغداد"]
    assert Mention.objects.filter(entity=baghdad).exists()


def test_what_a_person_rejected_stays_rejected(store_text, hood):
    article = store_text(TEXT).article
    last = Mention.objects.order_by("start").last()
    actions.decide_mention(last, Mention.Status.REJECTED)

    recognise_anew(article)

    assert Mention.objects.filter(status="rejected").get() == last
    assert Mention.objects.shown().count() == 2


def test_a_decision_holds_for_the_same_name_in_the_same_passage(store_text, hood):
    store_text(f"{TEXT}\n\nوقال هود وكرر هود ذلك.", record_id="a1")
    mention = Mention.objects.order_by("start").last()

    actions.decide_mention(mention, Mention.Status.REJECTED)

    assert Mention.objects.filter(status="rejected").count() == 2


def test_a_decision_is_kept_by_the_passage_in_a_new_revision(store_text, hood):
    store_text(TEXT, record_id="a1")
    actions.decide_mention(Mention.objects.order_by("start").last(), Mention.Status.REJECTED)

    revised = store_text(f"مقدمة جديدة للمقال.\n\n{TEXT}", record_id="a1").article

    statuses = [mention.status for mention in Mention.objects.filter(revision__number=2)]
    assert revised.current_revision.number == 2
    assert statuses == ["proposed", "proposed", "rejected"]


def test_a_confirmed_guess_is_shown_and_survives_a_rule_that_no_longer_finds_it(
    store_text, make_entity
):
    entity = make_entity("qaim", "قضاء القائم", short=["القائم"], standalone="context")
    article = store_text("وصل إلى القائم صباحاً.").article
    mention = Mention.objects.get()
    assert facets([article.pk]) == {article.pk: ((), ())}
    actions.decide_mention(mention, Mention.Status.CONFIRMED)
    entity.names.all().delete()

    recognise_anew(article)

    assert Mention.objects.shown().get() == mention


def test_relayed_outlets_are_written_with_their_passage(store_text, outlets):
    revision = store_text("مقدمة.\n\nبحسب نيوزويك فإن الموعد ثابت.").article.current_revision

    citation = Citation.objects.get(revision=revision)
    assert citation.surface == "نيوزويك"
    assert citation.passage == revision.spans.last().passage


def test_facets_are_the_shown_names_of_the_current_text(store_text, hood, make_entity):
    make_entity("baghdad", "بغداد", kind="place")
    named = store_text(TEXT, record_id="a1").article
    silent = store_text("لا أسماء هنا.", record_id="a2").article
    store_text("غادر الوفد بغداد.", record_id="a3")

    assert facets([named.pk, silent.pk]) == {
        named.pk: (("joey-hood",), ("baghdad",)),
        silent.pk: ((), ()),
    }
    store_text("لم يبق من الأسماء شيء.", record_id="a1")
    assert facets([named.pk]) == {named.pk: ((), ())}


def test_a_name_across_two_passages_is_none(store_text, hood):
    store_text("انتهى اللقاء مع جوي\nهود عاد إلى بغداد.\nوقال إن الموعد ثابت.")

    assert "جوي\nهود" not in [mention.surface for mention in Mention.objects.all()]


def test_annotate_is_safe_on_any_revision(store_text, hood):
    revision = store_text(TEXT).article.current_revision

    annotate(revision)
    annotate(revision)

    assert Mention.objects.filter(revision=revision).count() == 3
