"""One act on many articles: each for itself, with a word on what was refused and why."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import OperationalError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions, bulk, tagging
from archive.models import Article, Decision, Source, Tag
from tests.desk import PARAGRAPHS, messages
from tests.factories import make_article, make_entity

LIST = reverse("admin:archive_article_changelist")
BULK = reverse("admin:archive_article_bulk")


@pytest.fixture
def dijla(db) -> Source:
    return Source.objects.create(slug="dijla", name_ar="شبكة دجلة")


@pytest.fixture
def drafts(dijla) -> list[Article]:
    return [
        make_article(f"خبر {number}", f"نص الخبر رقم {number}.", outlet=dijla, status="draft")
        for number in range(3)
    ]


def do(client, act: str, articles, **fields):
    chosen = [article.pk for article in articles]
    return client.post(BULK, {"act": act, "chosen": chosen, "apply": "", **fields}, follow=True)


def statuses(articles) -> list[str]:
    return [Article.objects.get(pk=article.pk).status for article in articles]


def test_list_offers_what_the_user_may_do(editor, contributor, drafts):
    assertContains(editor.get(LIST), 'value="publish"')
    assertContains(editor.get(LIST), f'aria-label="اختيار: {drafts[0].title}"')

    shown = contributor.get(LIST)

    assertContains(shown, 'value="outlet"')
    assertNotContains(shown, 'value="publish"')
    assertNotContains(shown, 'value="discard"')


def test_what_was_chosen_is_asked_about_before_it_is_done(editor, drafts):
    asked = editor.post(BULK, {"act": "publish", "chosen": [drafts[0].pk, drafts[2].pk]})

    assertContains(asked, "خبر 0")
    assertNotContains(asked, "خبر 1")
    assert statuses(drafts) == ["draft"] * 3


def test_drafts_are_published_but_for_those_that_lack_something(editor, client, drafts):
    undated = make_article("بلا تاريخ", "نص آخر تماماً.", published_on="", status="draft")

    told = do(editor, "publish", [*drafts, undated])

    assert statuses([*drafts, undated]) == ["published"] * 3 + ["draft"]
    assertContains(told, "ينقصه: الناشر، تاريخ النشر.")
    assertContains(told, "It lacks its outlet and its date.")
    assert Decision.objects.filter(kind="published").count() == 3
    assertContains(client.get(drafts[0].get_absolute_url()), "خبر 0")


def test_draft_that_resembles_another_is_not_published_unseen(editor, dijla):
    text = "\n\n".join(PARAGRAPHS)
    make_article("قافلة", text, outlet=dijla)
    other = Source.objects.create(slug="hilal", name_ar="وكالة الهلال")
    near = make_article(
        "قافلة", text.replace("فجر الأحد", "مساء الاثنين"), outlet=other, status="draft"
    )

    assertContains(do(editor, "publish", [near]), "بُتّ في تشابههما أولاً")
    assert statuses([near]) == ["draft"]


def test_outlet_of_drafts_and_of_published_articles_with_a_reason(editor, drafts):
    actions.publish(drafts[0])
    Source.objects.create(slug="hilal", name_ar="وكالة الهلال")

    refused = do(editor, "outlet", drafts, outlet="وكالة الهلال")
    assertContains(refused, "Some of the articles are published")
    assert {one.outlet.slug for one in Article.objects.all()} == {"dijla"}

    do(editor, "outlet", drafts, outlet="وكالة الهلال", reason="صُحّح عن الموقع")

    assert {one.outlet.slug for one in Article.objects.all()} == {"hilal"}
    assert drafts[0].revisions.get(public_number=2).reason == "صُحّح عن الموقع"


def test_outlet_that_the_archive_does_not_know_is_not_invented(editor, drafts):
    assertContains(do(editor, "outlet", drafts, outlet="منبر الغد"), "لا ناشر باسم «منبر الغد»")
    assertContains(do(editor, "outlet", drafts), "اكتب الناشر أو أشّر")
    assert Source.objects.count() == 1


def test_precision_of_a_date_follows_what_was_typed(editor, drafts):
    told = do(editor, "date", drafts, published_on="2020-05", approximate="on")

    assertContains(told, "عُيّن تاريخه: <b>3</b>")
    first = Article.objects.get(pk=drafts[0].pk)
    assert (first.published_on, first.precision, first.basis) == ("2020-05", "month", "inferred")
    assertContains(
        do(editor, "date", drafts, published_on="2020-05", approximate="on"),
        "كان كذلك من قبل: <b>3</b>",
    )


def test_tags_are_given_and_taken_and_no_reader_sees_them(editor, client, drafts):
    actions.publish(drafts[0])

    do(editor, "tag", drafts, add="العدد الخاص، #قانوني")
    do(editor, "tag", drafts[:1], remove="قانوني")

    assert [one.name for one in drafts[0].tags.all()] == ["العدد الخاص"]
    assert Tag.objects.count() == 5
    assertNotContains(client.get(drafts[0].get_absolute_url()), "العدد الخاص")
    assertContains(
        editor.get(reverse("admin:archive_article_change", args=[drafts[0].pk])), "الوسوم"
    )


@pytest.mark.parametrize("fields", [{}, {"add": "و" * 61}, {"add": "،".join("ابتثجحخدذرز")}])
def test_tags_that_say_nothing_or_too_much_are_refused(editor, drafts, fields):
    do(editor, "tag", drafts, **fields)

    assert not Tag.objects.exists()


def test_drafts_alone_are_discarded(editor, drafts):
    actions.publish(drafts[0])

    told = do(editor, "discard", drafts, reason="خارج الموضوع")

    assert statuses(drafts) == ["published", "discarded", "discarded"]
    assertContains(told, "drafts alone are discarded")


def test_everything_in_a_narrowed_list_is_chosen_at_once(editor, drafts):
    actions.publish(drafts[0])

    asked = editor.post(f"{BULK}?status__exact=draft", {"act": "tag", "all": "on"})

    assert {one.pk for one in asked.context["articles"]} == {one.pk for one in drafts[1:]}
    assert editor.post(f"{BULK}?outlet__name=x", {"act": "tag", "all": "on"}).status_code == 404


def test_more_than_is_done_at_once_is_said_to_be(editor, drafts, monkeypatch, settings):
    class Few:
        together = 2

        def __getattr__(self, name):
            return getattr(limits, name)

    limits, settings.LIMITS = settings.LIMITS, Few()

    told = editor.post(BULK, {"act": "publish", "all": "on"}, follow=True)

    assert "Narrow the list" in messages(told)
    assert statuses(drafts) == ["draft"] * 3


@pytest.mark.parametrize("act", ["publish", "discard"])
def test_contributors_neither_publish_nor_discard(contributor, drafts, act):
    assert do(contributor, act, drafts).status_code == 403


def test_contributors_change_no_published_article(contributor, drafts):
    actions.publish(drafts[0])

    told = do(contributor, "tag", drafts, add="وسم")

    assertContains(told, "those who publish change it")
    assert {tag.article_id for tag in Tag.objects.all()} == {one.pk for one in drafts[1:]}


def test_withdrawn_article_is_not_reached(editor, drafts):
    actions.publish(drafts[0])
    actions.withdraw(drafts[0], "طلب صاحبه")

    told = do(editor, "tag", drafts, add="وسم")

    assertNotContains(told, "خبر 0")
    assert not drafts[0].tags.exists()


def test_nothing_chosen_and_nonsense_lead_back(editor, drafts):
    for chosen in ([], ["x"], ["9" * 30], ["-1"]):
        answer = editor.post(BULK, {"act": "tag", "chosen": chosen, "back": "//evil.example/"})
        assert answer["Location"] == LIST
    assert editor.get(BULK)["Location"] == LIST
    assert do(editor, "delete", drafts).status_code == 404


def test_one_that_the_database_refuses_leaves_the_others_alone(drafts):
    def act(article: Article) -> bool:
        if article == drafts[1]:
            raise OperationalError("database is locked")
        article.byline = "هدى"
        article.save()
        return True

    told = bulk.on_each(drafts, act)

    assert [bool(one.refused) for one in told] == [False, True, False]
    assert Article.objects.filter(byline="هدى").count() == 2


def test_asking_costs_the_same_for_few_and_for_many(editor, dijla, django_assert_max_num_queries):
    def ask(number: int) -> None:
        chosen = [
            make_article(f"خبر {n}", f"نص {number} {n}.", outlet=dijla, status="draft").pk
            for n in range(number)
        ]
        with django_assert_max_num_queries(16):
            editor.post(BULK, {"act": "publish", "chosen": chosen})

    ask(2)
    ask(20)
    assert settings.LIMITS.together >= 20


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"on": "2021-11"}, ["خبر 0"]),
        ({"on": "2021"}, ["خبر 0"]),
        ({"on": "2020"}, []),
        ({"on": "قصطلخ"}, []),
        ({"entity": "سعد العامري"}, ["خبر 0"]),
        ({"entity": "saad"}, ["خبر 0"]),
        ({"entity": "فلان"}, []),
        ({"by": "nobody"}, []),
        ({"tag": "العدد"}, ["خبر 0"]),
        ({"ingest": "99"}, []),
    ],
)
def test_list_is_narrowed_by_what_is_typed(editor, dijla, asked, found):
    make_entity("saad", "سعد العامري")
    make_article("خبر 0", "قال سعد العامري إن الموعد ثابت.", outlet=dijla)
    make_article("خبر 1", "نص آخر تماماً.", published_on="2019-01-01")
    first = Article.objects.earliest("pk")
    tagging.tag(first, add=["العدد"])

    shown = editor.get(LIST, asked)

    assert [one.title for one in shown.context["cl"].result_list] == found


def test_list_is_narrowed_by_who_added(editor, drafts):
    editor.post(reverse("admin:archive_article_add"), {"text": "قافلة تغادر\n\nنص الخبر هنا."})
    user = User.objects.get(pk=editor.session["_auth_user_id"])

    shown = editor.get(LIST, {"by": user.username})

    assert [one.title for one in shown.context["cl"].result_list] == ["قافلة تغادر"]
