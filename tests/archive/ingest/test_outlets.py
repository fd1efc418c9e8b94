"""Which source a record means by the outlet it names."""

import pytest

from archive.models import Article, Source
from tests.archive.ingest.pages import OTHER, record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["shafaq-news", "شفق نيوز", "شَفَق  نيوز", "Shafaq News", "شفق"])
def test_an_outlet_is_known_by_slug_name_and_alias_however_spelt(ingest, make_source, written):
    source = make_source("shafaq-news", "شفق نيوز", aliases=("Shafaq News", "شفق"))

    ingest(record(outlet=written))

    assert Article.objects.get().outlet == source
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("written", "slug"),
    [("Jawhara FM", "jawhara-fm"), ("صوت دجلة", "swt-djla"), ("unknown", "unknown-2")],
)
def test_an_unknown_outlet_is_a_source_to_be_confirmed(ingest, written, slug):
    ingest(record(outlet=written), record(id="a2", body=OTHER, outlet=written))

    source = Source.objects.get()
    assert (source.slug, source.name_ar, source.confirmed) == (slug, written, False)
    assert source.articles.count() == 2


def test_an_article_without_an_outlet_has_none(ingest):
    ingest(record())

    assert Article.objects.get().outlet is None
