"""What must always hold of names found in a text, whoever writes to the database."""

import pytest
from django.db import IntegrityError, transaction

from archive.models import Mention

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
