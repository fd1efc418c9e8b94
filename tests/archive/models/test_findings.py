"""What must always hold of names found in a text; which dates of texts are asked for."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from archive.editing import actions
from archive.models import DateReference, Entity, Mention

pytestmark = pytest.mark.django_db


def test_a_mention_is_a_span(revision, make_entity):
    entity = make_entity("iraq", "العراق", kind="place")

    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.create(revision=revision, entity=entity, start=3, end=2, method="x")


def test_a_mention_in_the_title_belongs_to_no_passage(revision, make_entity):
    entity = make_entity("iraq", "العراق", kind="place")
    [standing] = revision.spans.all()

    with pytest.raises(IntegrityError):
        Mention.objects.create(
            revision=revision,
            passage=standing.passage,
            in_title=True,
            entity=entity,
            start=0,
            end=1,
            method="x",
        )


def test_a_name_is_marked_once_in_one_span(revision, make_entity):
    entity = make_entity("iraq", "العراق", kind="place")
    Mention.objects.create(revision=revision, entity=entity, start=0, end=1, method="x")

    with pytest.raises(IntegrityError):
        Mention.objects.create(revision=revision, entity=entity, start=0, end=1, method="y")


def told(*dates: DateReference) -> set[str]:
    return {row.iso for row in dates}


@pytest.fixture
def dated(make_entity, store_text):
    make_entity("rawi", "سالم الراوي")
    text = "وصل سالم الراوي في 5 أيار 2021 إلى بغداد.\n\nغادرت القافلة في 9 أيار 2021. وعاد الوفد."
    return store_text(text, title="جولة 7 أيار 2021", publish=True).article


def test_dates_for_readers_are_those_of_public_texts_as_they_stand(dated):
    reader = AnonymousUser()
    assert told(*DateReference.objects.for_readers(reader)) == {
        "2021-05-05",
        "2021-05-07",
        "2021-05-09",
    }

    actions.correct(dated, title="جولة", body="غادرت القافلة في 9 أيار 2021.", reason="حذف")
    assert told(*DateReference.objects.for_readers(reader)) == {"2021-05-09"}

    actions.withdraw(dated, "بطلب من المصدر")
    assert not DateReference.objects.for_readers(reader).exists()


def test_dates_for_readers_leave_out_what_waits_for_review_or_was_rejected(dated):
    rows = list(DateReference.objects.order_by("iso"))
    for row, sure, status in zip(
        rows, (False, True, False), ("proposed", "rejected", "confirmed"), strict=True
    ):
        row.sure, row.status = sure, status
        row.save()

    assert list(DateReference.objects.for_readers(AnonymousUser())) == [rows[2]]


def test_dates_beside_a_name_stand_in_its_passage_or_headline(dated):
    rawi = Entity.objects.get()
    assert told(*DateReference.objects.beside(rawi)) == {"2021-05-05"}

    actions.correct(
        dated,
        title="سالم الراوي في بغداد في 7 أيار 2021",
        body="غادرت القافلة في 9 أيار 2021.",
        reason="تصحيح",
    )
    assert told(*DateReference.objects.for_readers(AnonymousUser()).beside(rawi)) == {"2021-05-07"}


@pytest.mark.parametrize(
    ("words", "found"),
    [("القافلة", True), ("قافلة غادرت", True), ("الوفد", False), ("بغداد", False)],
    ids=["article", "all-words", "next-sentence", "other-passage"],
)
def test_dates_are_looked_up_by_the_words_of_their_sentence(dated, words, found):
    assert (told(*DateReference.objects.telling(words)) == {"2021-05-09"}) is found


def test_a_day_over_an_entry_is_looked_up_by_the_entry(store_text):
    store_text("سجل الأيام.\n\n5 أيار 2021\n\nغادرت القافلة القاعدة. وبقي الحرس.", publish=True)

    assert told(*DateReference.objects.telling("القافلة")) == {"2021-05-05"}
    assert not DateReference.objects.telling("الحرس").exists()
