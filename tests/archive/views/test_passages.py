"""A passage under its lasting address."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.editing import actions
from tests.archive.views.pages import passage_of, shown
from tests.factories import TEXT, make_article

pytestmark = pytest.mark.django_db


def test_passage_has_a_page_with_a_title_address_and_card_of_its_own(client):
    article = make_article()
    passage = passage_of(article).passage
    path = reverse("archive:passage", args=[passage.public_id])

    page = client.get(path).content.decode()

    assert f'<meta property="og:url" content="https://archive.example{path}">' in page
    assert f'content="https://archive.example{path}card.png"' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert "قال المتحدث باسم القوات" in page[page.index("og:image:alt") :][:200]
    assert f"/a/{article.public_id}/#p-{passage.public_id}" in page


def test_passage_shows_what_stands_before_and_after(client):
    passage = passage_of(make_article(), 2).passage

    page = shown(client.get(passage.get_absolute_url()))

    assert "موعد الانسحاب ثابت" in page
    assert "المستشارين باقون" in page


def test_passage_as_cited_keeps_the_cited_words(client, corrected):
    passage = passage_of(corrected).passage
    cited = reverse("archive:passage_revision", args=[passage.public_id, 1])

    assert "متغير" in shown(client.get(passage.get_absolute_url()))
    assert "الانسحاب ثابت" in shown(client.get(cited))
    assert "كما ورد في الصيغة 1" in shown(client.get(cited))


def test_a_passage_that_left_answers_with_its_last_words(client):
    article = make_article()
    passage = passage_of(article).passage
    actions.correct(
        article, title=article.title, body=TEXT.split("\n\n", 1)[1], reason="فقرة مكررة"
    )

    response = client.get(passage.get_absolute_url())

    assert response.status_code == 200
    assert "لم يعد هذا المقطع في المقال" in shown(response)
    assert "موعد الانسحاب ثابت ولم يطرأ" in shown(response)


def test_statements_far_from_a_passage_are_not_read_for_it(client, make_entity):
    """A page of one passage costs the same in a text of 20,000 statements."""
    make_entity("rawi", "سالم الراوي")
    said = [f"قال سالم الراوي إن الجسر رقم {number} سليم." for number in range(9)]
    article = make_article("الجسور", "\n\n".join(said))
    passage = article.current_revision.spans.get(ordinal=5).passage

    reading = client.get(passage.get_absolute_url()).context["reading"]

    read = [one.span.ordinal for listed in reading.said.values() for one in listed]
    assert sorted(read) == [4, 5, 6]
