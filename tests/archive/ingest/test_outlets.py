"""Which source a record means by the outlet it names."""

import pytest

from archive.ingest.outlets import OutletBook
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


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("https://paper.example/", True),
        ("paper.example", True),
        ("WWW.Paper.Example", True),
        ("//m.paper.example/news/1?x=2", True),
        ("http://user@paper.example:8080/a", True),
        ("paper.example.org", False),
        ("mypaper.example", False),
        ("paper.example خبر", False),
    ],
)
def test_an_address_means_the_outlet_whose_own_site_it_is(make_source, written, known):
    source = make_source("paper", "الورقة")
    source.homepage_domain = "paper.example"
    source.save()

    assert OutletBook().find(written) == (source if known else None)


def test_a_site_that_is_new_is_called_by_its_domain():
    made = OutletBook().find_or_make("https://www.other.example/news/1")

    assert (made.name_ar, made.confirmed) == ("other.example", False)
