"""Ids, addresses and hashes of the archive itself, pasted into the search box."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from archive.citing.references import Citable
from archive.editing import actions
from archive.models import Article, Merge, Passage
from search.pasted import named_in
from tests.factories import TEXT, make_article, make_editor, make_entity

ANYONE = AnonymousUser()


def correct(article: Article, text: str) -> None:
    actions.correct(article, title=article.title, body=text, reason="تصحيح الموعد")


def first_passage(article: Article) -> Passage:
    return article.passages.order_by("pk")[0]


def led_to(text: str, viewer=ANYONE) -> list[str]:
    return [thing.address for thing in named_in(text, viewer).things]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("{id}", id="id"),
        pytest.param("«{id}».", id="id-in-marks"),
        pytest.param("p/{id}", id="as-cited"),
        pytest.param("/p/{id}/", id="path"),
        pytest.param("/en/p/{id}/", id="english"),
        pytest.param("https://archive.example/p/{id}/", id="whole"),
        pytest.param("archive.example/en/p/{id}", id="without-scheme"),
        pytest.param("https://archive.example/p/{id}/#cite", id="place-on-the-page"),
        pytest.param("https://archive.example/p/{id}/#:~:text=%D9%85%D9%88%D8%B9%D8%AF", id="text"),
        pytest.param("https://archive.example/p/{id}/card.png?r=1", id="card"),
        pytest.param("https://archive.example/a/{article}/#p-{id}", id="in-its-article"),
        pytest.param("#p-{id}", id="anchor"),
        pytest.param("{id}-r9", id="identifier-of-a-revision-it-has-not"),
        pytest.param("\u2066https://archive.example/P/{id}/\u2069", id="marks-of-direction"),
    ],
)
@pytest.mark.django_db
def test_a_passage_is_found_by_its_id_however_it_was_copied(written):
    article = make_article()
    passage = first_passage(article)

    text = written.format(id=passage.public_id, article=article.public_id)

    assert led_to(text) == [passage.get_absolute_url()]
    (thing,) = named_in(text, ANYONE).things
    assert thing.excerpt == TEXT.splitlines()[0]


@pytest.mark.parametrize(
    "written", ["{id}", "a/{id}", "https://archive.example/en/a/{id}/diff/1/2/"]
)
@pytest.mark.django_db
def test_an_article_is_found_by_its_id(written):
    article = make_article()

    assert led_to(written.format(id=article.public_id)) == [article.get_absolute_url()]


@pytest.mark.django_db
def test_an_address_of_a_revision_leads_to_that_revision():
    article = make_article()
    passage = first_passage(article)
    correct(article, TEXT.replace("ثابت", "قائم"))

    (cited,) = named_in(f"/p/{passage.public_id}/r1/", ANYONE).things
    (today,) = named_in(f"/p/{passage.public_id}/", ANYONE).things

    assert cited.address == reverse("archive:passage_revision", args=[passage.public_id, 1])
    assert "ثابت" in cited.excerpt
    assert "قائم" in today.excerpt
    assert led_to(f"{passage.public_id}-r1") == [cited.address]
    assert led_to(f"/a/{article.public_id}/r/1/") == [
        reverse("archive:revision", args=[article.public_id, 1])
    ]


@pytest.mark.django_db
def test_a_citation_with_an_address_leads_to_what_it_cites_and_stays_words_too():
    article = make_article()
    passage = first_passage(article)
    citation = str(Citable.from_span(passage.spans.get()).arabic())

    named = named_in(citation, ANYONE)

    assert [thing.address for thing in named.things] == [
        reverse("archive:passage_revision", args=[passage.public_id, 1])
    ]
    assert not named.alone


@pytest.mark.django_db
def test_a_draft_is_seen_by_those_alone_who_may_see_drafts():
    draft = make_article(status="draft")
    editor = make_editor()

    for text in (
        draft.public_id,
        f"p/{first_passage(draft).public_id}",
        draft.current_revision.text_sha256,
    ):
        assert led_to(text) == []
        assert len(led_to(text, editor)) == 1


@pytest.mark.django_db
def test_a_withdrawn_article_says_that_it_is_withdrawn_and_nothing_of_its_text():
    article = make_article(status="withdrawn")
    passage = first_passage(article)

    for text in (f"a/{article.public_id}", passage.public_id):
        (thing,) = named_in(text, ANYONE).things
        assert thing.reason == "طلب صاحب الحق"
        assert (thing.article, thing.excerpt) == (None, "")
    assert led_to(article.current_revision.text_sha256) == []


@pytest.mark.parametrize(
    "text", ["bcdfghjkmn", "p/bcdfghjkmn", "withdrawal", "2021", "a/b", "f" * 64]
)
@pytest.mark.django_db
def test_what_only_looks_like_an_id_names_nothing(text):
    make_article()

    assert led_to(text) == []


@pytest.mark.django_db
def test_plain_words_cost_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        named_in("موعد انسحاب القوات من العراق", ANYONE)


@pytest.mark.django_db
def test_an_article_is_found_by_the_hash_of_its_text_today_and_of_an_earlier_one():
    article = make_article()
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert led_to(digest.upper()) == [article.get_absolute_url()]

    correct(article, TEXT.replace("ثابت", "قائم"))

    assert led_to(f"sha256:{digest}") == [reverse("archive:revision", args=[article.public_id, 1])]
    article.refresh_from_db()
    assert led_to(article.current_revision.sha256) == [article.get_absolute_url()]


@pytest.mark.django_db
def test_an_address_of_a_merged_name_leads_to_the_one_kept():
    kept = make_entity("kadhimi", "الكاظمي")
    Merge.objects.create(
        what=Merge.What.ENTITY, former_slug="kazemi", kept_slug="kadhimi", record={}
    )

    assert led_to("https://archive.example/actors/kazemi/") == [kept.get_absolute_url()]
    assert led_to("/en/actors/kadhimi/?page=2") == [kept.get_absolute_url()]


@pytest.mark.django_db
def test_the_page_shows_the_passage_and_its_article(client, published):
    (article,) = published(("جسر على النهر", TEXT))
    passage = first_passage(article)

    answer = client.get(
        reverse("search:results"), {"q": f"https://archive.example/p/{passage.public_id}/"}
    )

    assert answer.context["found"].total == 1
    assert "المقطع الذي كُتب معرّفه" in answer.content.decode()
    assert f'href="{passage.get_absolute_url()}"' in answer.content.decode()


@pytest.mark.django_db
def test_the_page_of_a_withdrawn_id_gives_the_reason_and_no_advice(client, published):
    (article,) = published(("جسر على النهر", TEXT))
    actions.withdraw(article, "طلب صاحب الحق")

    page = client.get(reverse("search:results"), {"q": article.public_id}).content.decode()

    assert "طلب صاحب الحق" in page
    assert "جسر على النهر" not in page
    assert "لم يُعثر" not in page
