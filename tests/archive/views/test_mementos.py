"""The wordings of articles and passages for programs that travel in time."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.http import http_date

from archive.editing import actions
from archive.models import Revision
from tests.archive.views.pages import passage_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["article", "passage"])
def addresses(request, corrected) -> dict[str, str]:
    """Those of an article in two wordings, and of its first passage."""
    thing = corrected if request.param == "article" else passage_of(corrected).passage
    cited = {"article": "archive:revision", "passage": "archive:passage_revision"}[request.param]
    return {
        "today": thing.get_absolute_url(),
        "first": reverse(cited, args=[thing.public_id, 1]),
        "second": reverse(cited, args=[thing.public_id, 2]),
        "map": reverse(f"archive:{request.param}_timemap", args=[thing.public_id]),
    }


def captured(number: int) -> float:
    return Revision.objects.get(number=number).captured_at.timestamp()


def test_pages_name_their_gate_and_map(client, addresses):
    response = client.get(addresses["today"])

    link = response.headers["Link"]
    assert f'<https://archive.example{addresses["today"]}>; rel="original timegate"' in link
    assert f'<https://archive.example{addresses["map"]}>; rel="timemap"' in link
    assert "Accept-Datetime" in response.headers["Vary"]
    assert "Memento-Datetime" not in response.headers


def test_a_wording_as_cited_says_when_it_was_captured(client, addresses):
    response = client.get(addresses["first"])

    assert response.headers["Memento-Datetime"] == http_date(captured(1))
    assert 'rel="original timegate"' in response.headers["Link"]


def test_the_map_lists_every_public_wording(client, addresses):
    response = client.get(addresses["map"])

    lines = response.content.decode().strip().split(",\n")
    assert response.headers["Content-Type"].startswith("application/link-format")
    assert f'<https://archive.example{addresses["first"]}>; rel="first memento"' in lines[2]
    assert f'<https://archive.example{addresses["second"]}>; rel="last memento"' in lines[3]
    assert http_date(captured(2)) in lines[3]


def test_the_gate_leads_to_the_wording_of_a_moment(client, addresses):
    later = http_date(captured(2) + 60)
    long_ago = "Thu, 01 Jan 2004 00:00:00 GMT"

    after = client.get(addresses["today"], headers={"Accept-Datetime": later})
    before = client.get(addresses["today"], headers={"Accept-Datetime": long_ago})
    unread = client.get(addresses["today"], headers={"Accept-Datetime": "أمس"})

    assert (after.status_code, after.url) == (302, f"https://archive.example{addresses['second']}")
    assert before.url == f"https://archive.example{addresses['first']}"
    assert "Accept-Datetime" in before.headers["Vary"]
    assert unread.status_code == 200


def test_the_map_leaves_out_wordings_that_were_never_public(client):
    article = make_article()
    actions.withdraw(article, reason="مراجعة")
    article.refresh_from_db()
    actions.correct(article, title="عنوان آخر", body="نص لم يُنشر", reason="تجربة")
    actions.correct(article, title="عنوان", body="نص أخير", reason="تجربة")
    actions.restore(article)

    page = client.get(reverse("archive:article_timemap", args=[article.public_id]))

    assert page.content.decode().count("memento") == Revision.objects.public().count() == 2


def test_a_withdrawn_article_has_no_map(client, addresses, corrected):
    actions.withdraw(corrected, reason="طلب صاحب الحق")

    assert client.get(addresses["map"]).status_code == 410
    gate = client.get(addresses["today"], headers={"Accept-Datetime": http_date(captured(1))})
    assert gate.status_code == 410
