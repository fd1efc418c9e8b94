"""What a speaker's statements are about, and in how many of them that stands."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.editing import actions
from archive.reading import topics
from archive.reading.topics import newest_said_by, said_by, weights
from archive.reading.topics import topics as topics_of
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db

READER = AnonymousUser()


@pytest.fixture
def hood(archive_folders):
    speaker = make_entity("joey-hood", "جوي هود")
    for number, words in enumerate(["المطار مغلق", "المطار مفتوح", "للمطار حراسة", "لا تعليق"]):
        make_article(
            title=f"عنوان {number}",
            text=f"قال جوي هود إن {words} منذ اليوم رقم {number}.",
            published_on=f"2021-11-{10 + number}",
        )
    return speaker


def found(hood) -> dict[str, int]:
    said = said_by(hood, READER)
    return {topic.label: topic.count for topic in topics_of(said, weights(READER))}


def test_a_topic_is_printed_without_a_particle_and_says_how_many_hold_it(hood):
    assert found(hood)["المطار"] == 3


def test_of_whoever_says_more_than_is_read_no_number_is_told(hood, monkeypatch):
    monkeypatch.setattr(topics, "COMPARED", 3)

    assert set(found(hood).values()) <= {0}


def test_a_withdrawn_article_adds_to_no_topic(hood):
    said = said_by(hood, READER)
    actions.withdraw(said.earliest("pk").revision.article, "طلب صاحب الحق")

    assert found(hood)["المطار"] == 2


def test_the_newest_statements_of_a_speaker_are_the_first_by_day(hood):
    in_order = list(said_by(hood, READER).by_day().values_list("pk", flat=True))

    assert newest_said_by(hood, READER, 2) == in_order[:2]
