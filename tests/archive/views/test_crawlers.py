"""What search engines are told."""

from __future__ import annotations

import re
from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings

from archive.models import Article, PassageSpan
from archive.views import crawlers
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


def listed(response) -> list[str]:
    """The addresses of a map, without the site."""
    locations = re.findall("<loc>([^<]+)</loc>", response.content.decode())
    return [each.removeprefix(settings.SITE_URL) for each in locations]


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/", True),
        ("/a/abc/", True),
        ("/p/abc/", True),
        ("/en/p/abc/", True),
        ("/actors/joey-hood/", True),
        ("/search/tips/", True),
        ("/search/?q=بغداد", False),
        ("/en/search/?q=Baghdad", False),
        ("/admin/", False),
    ],
)
def test_robots_are_kept_out_of_searches_and_the_admin_alone(client, address, allowed):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert rules.can_fetch("*", address) is allowed


def test_robots_are_told_where_the_map_is(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in response.content.decode()


def test_the_map_lists_every_public_article_with_its_passages(client):
    article = make_article()
    draft = make_article("مسودة", "نص لا يراه القراء.", status=Article.Status.DRAFT)
    withdrawn = make_article("مسحوب", "نص سُحب من القراء.", status=Article.Status.WITHDRAWN)

    files = listed(client.get("/sitemap.xml"))
    addresses = [address for file in files for address in listed(client.get(file))]

    passages = PassageSpan.objects.filter(revision=article.current_revision).order_by("ordinal")
    own = [article.get_absolute_url(), *(span.passage.get_absolute_url() for span in passages)]
    start = addresses.index(own[0])
    assert addresses[start : start + len(own)] == own
    assert draft.get_absolute_url() not in addresses
    assert withdrawn.get_absolute_url() not in addresses
    assert len([one for one in addresses if one.startswith("/p/")]) == len(passages)


def test_the_map_lists_who_and_what_articles_hold_and_nobody_else(client):
    make_entity("joey-hood", "جوي هود")
    make_entity("nobody", "لا يذكره أحد")
    make_article("زيارة", "وصل جوي هود إلى بغداد صباح اليوم.", outlet="صحيفة المرفأ")

    addresses = listed(client.get("/sitemap-pages.xml"))

    assert {"/", "/about/", "/actors/", "/actors/joey-hood/", "/outlets/outlet-0/"} <= {*addresses}
    assert "/actors/nobody/" not in addresses


def test_every_listed_address_answers(client):
    make_article(outlet="صحيفة المرفأ")

    files = listed(client.get("/sitemap.xml"))
    addresses = [address for file in files for address in listed(client.get(file))]

    assert len(addresses) > 10
    assert {client.get(address).status_code for address in addresses} == {200}


def test_each_address_says_when_it_changed(client):
    article = make_article()

    page = client.get("/sitemap-articles-1.xml").content.decode()

    day = article.changed_at.strftime("%Y-%m-%d")
    assert re.search(rf"{article.get_absolute_url()}</loc><lastmod>{day}T[\d:.]+\+", page)


def test_a_large_archive_has_a_map_of_several_files(client, monkeypatch):
    monkeypatch.setattr(crawlers, "ARTICLES_A_FILE", 2)
    articles = [make_article(f"عنوان {n}", f"نص المقال رقم {n} وحده.") for n in range(5)]

    files = listed(client.get("/sitemap.xml"))

    found = [one for file in files for one in listed(client.get(file)) if one.startswith("/a/")]
    assert len(files) == 4
    assert found == [article.get_absolute_url() for article in articles]


def test_no_file_of_the_map_says_that_a_withdrawal_left_it_unchanged(client):
    make_article()

    assert "Last-Modified" not in client.get("/sitemap-articles-1.xml").headers


@pytest.mark.parametrize("number", [0, 2, 10**6])
def test_a_file_of_the_map_that_holds_nothing_is_not_there(client, number):
    make_article()

    assert client.get(f"/sitemap-articles-{number}.xml").status_code == 404


@pytest.mark.parametrize("address", ["/actors/", "/places/", "/outlets/", "/about/", "/en/about/"])
def test_a_page_names_its_lasting_address(client, address):
    page = client.get(f"{address}?utm_source=x").content.decode()

    assert f'<link rel="canonical" href="{settings.SITE_URL}{address}">' in page
