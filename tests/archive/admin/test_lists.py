"""Lists of the admin in an archive that holds much: searched, counted, and without traps."""

from __future__ import annotations

import html
import re

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.admin.lists import PlainList
from archive.editing import actions
from archive.models import Article, Entity, Ingest, IngestRecord, Source, SourceName
from search.admin import IndexStateAdmin
from tests.factories import make_entity

ARTICLES = reverse("admin:archive_article_changelist")
SOURCES = reverse("admin:archive_source_changelist")
INGESTS = reverse("admin:archive_ingest_changelist")


def test_corrected_title_is_found_by_its_new_words_alone(editor, published):
    actions.correct(
        published, title="القَوات باقية", body=published.current_revision.text, reason="تصحيح"
    )

    assertContains(editor.get(ARTICLES, {"q": "القوات باقيه"}), "القَوات باقية")
    assertNotContains(editor.get(ARTICLES, {"q": "تستعد"}), "القَوات باقية")


def test_word_of_vowel_marks_alone_finds_nothing(editor, published):
    assertNotContains(editor.get(ARTICLES, {"q": "\N{ARABIC FATHA}"}), published.title)


LISTS = (
    "archive_article",
    "archive_source",
    "archive_entity",
    "auth_user",
)


@pytest.mark.parametrize("name", LISTS)
def test_list_of_two_hundred_asks_no_more_questions_than_one_of_two(
    chief, django_assert_max_num_queries, name
):
    address = reverse(f"admin:{name}_changelist")

    def add(numbers: range) -> None:
        sources = Source.objects.bulk_create(
            Source(slug=f"source-{number}", name_ar=f"مصدر {number}") for number in numbers
        )
        SourceName.objects.bulk_create(SourceName(source=s, name="اسم آخر") for s in sources)
        Article.objects.bulk_create(Article(outlet=source) for source in sources)
        Entity.objects.bulk_create(
            Entity(slug=f"e-{number}", name_ar=f"كيان {number}", kind="person")
            for number in numbers
        )
        for user in User.objects.bulk_create(User(username=f"user-{n}") for n in numbers):
            user.groups.set(Group.objects.all())

    add(range(2))
    with django_assert_max_num_queries(20) as asked:
        chief.get(address)

    add(range(2, 200))

    with django_assert_max_num_queries(len(asked)):
        assert chief.get(address).status_code == 200


def test_list_of_articles_is_sorted_by_dates_alone(editor, published):
    response = editor.get(ARTICLES)

    for name in ("date", "added"):
        assertContains(response, f'class="sortable column-{name}"')
    for name in ("shown_title", "outlet", "status"):
        assertContains(response, f'class="column-{name}"')


def test_choices_of_a_filter_are_not_counted(editor, published, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as plain:
        editor.get(ARTICLES)

    with django_assert_max_num_queries(len(plain)):
        editor.get(ARTICLES, {"_facets": "True"})


def test_source_found_by_several_names_is_listed_once_with_its_articles(
    chief, make_source, store_text
):
    source = make_source("dijla", "شبكة دجلة")
    for name in ("دجلة الإخبارية", "قناة دجلة"):
        SourceName.objects.create(source=source, name=name)
    for number in range(3):
        store_text(f"نص المقال {number}.", title=f"عنوان {number}", outlet=source)

    found = list(chief.get(SOURCES, {"q": "دجله"}).context["cl"].result_list)

    assert [(each.slug, each.article_count) for each in found] == [("dijla", 3)]


def test_source_that_articles_come_from_is_not_deleted(chief, make_source, store_text):
    used, unused = make_source("dijla", "شبكة دجلة"), make_source("empty", "منبر الغد")
    store_text("نص المقال.", title="عنوان", outlet=used)

    def address(source):
        return reverse("admin:archive_source_delete", args=[source.pk])

    assert chief.get(address(used)).status_code == 403
    assert chief.get(address(unused)).status_code == 200


def test_person_whom_a_text_names_is_not_deleted(chief, store_text):
    named, unnamed = make_entity("saad", "سعد العامري"), make_entity("raed", "رائد الحمداني")
    store_text("قال سعد العامري إن الموعد ثابت.", title="عنوان")

    def address(entity):
        return reverse("admin:archive_entity_delete", args=[entity.pk])

    assert chief.get(address(named)).status_code == 403
    assert chief.get(address(unnamed)).status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [("nashra", True), ("4821", True), ("482", False), ("second.md", True), ("nothing", False)],
)
def test_import_is_found_by_its_files_and_by_the_ids_of_its_records(editor, asked, found):
    ingest = Ingest.objects.create(name="nashra.jsonl", state=Ingest.State.DONE)
    for number, name in enumerate(("first.md", "second.md"), start=1):
        IngestRecord.objects.create(
            ingest=ingest,
            number=number,
            name=name,
            record_id=f"482{number}",
            result=IngestRecord.Result.STORED,
        )

    listed = editor.get(INGESTS, {"q": asked}).context["cl"].result_list

    assert [each.pk for each in listed] == ([ingest.pk] if found else [])


UNKNOWN = {
    "regex": {"title_key__regex": "(a+)+$"},
    "other-lookup-of-a-filter": {"status__contains": "d"},
    "relation": {"revisions__text__icontains": "سر"},
    "list": {"id__in": ",".join(map(str, range(20_000)))},
    "key": {"pk__gt": "0"},
    "to-field": {"_to_field": "public_id"},
    "popup": {"_popup": "1"},
    "order-of-a-column-that-is-not-sorted": {"o": "1"},
    "order-of-no-column": {"o": "99"},
    "order-of-anything": {"o": "x"},
    "order-many-times": {"o": ".".join(["2"] * 500)},
    "page-of-anything": {"p": "x"},
    "page-beyond-numbers": {"p": "9" * 5000},
    "long-value": {"status__exact": "x" * 500},
}


@pytest.mark.parametrize("parameters", UNKNOWN.values(), ids=UNKNOWN)
def test_address_bar_asks_nothing_that_the_list_does_not_offer(editor, published, parameters):
    with CaptureQueriesContext(connection) as asked:
        answer = editor.get(ARTICLES, {**parameters, "dated": "yes"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{ARTICLES}?dated=yes"
    assert not [query["sql"] for query in asked if "archive_article" in query["sql"]]
    assertContains(editor.get(answer.headers["Location"]), "ما لا تعرفه هذه القائمة")


def test_long_search_is_shortened_and_answered(editor, published):
    answer = editor.get(ARTICLES, {"q": "القوات " * 2000}, follow=True)

    assertContains(answer, published.title)
    assertContains(answer, "يزيد على طاقتها")
    assert len(answer.request["QUERY_STRING"]) < 1500


@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        pytest.param(ARTICLES, {"status__exact": "draft", "o": "-3.5", "p": "1"}, id="articles"),
        pytest.param(SOURCES, {"confirmed__exact": "0", "kind__exact": "agency"}, id="sources"),
        pytest.param(SOURCES, {"o": "5", "q": "وكالة"}, id="sources-with-boxes"),
        pytest.param(INGESTS, {"state__exact": "failed"}, id="imports"),
        pytest.param(
            reverse("admin:auth_user_changelist"),
            {"groups__id__exact": "1", "is_active__exact": "1"},
            id="users",
        ),
    ],
)
def test_what_a_list_offers_it_takes(chief, address, parameters):
    assert chief.get(address, parameters).status_code == 200


def test_every_list_of_the_admin_is_one_of_these():
    """A list registered as Django makes them would take any lookup."""
    registered = filter(admin.site.is_registered, apps.get_models())
    lists = [admin.site.get_model_admin(model) for model in registered]
    lists = [one for one in lists if not isinstance(one, IndexStateAdmin)]

    assert len(lists) >= 7
    assert [a for a in lists if not isinstance(a, PlainList)] == []


def test_links_that_a_list_prints_are_ones_that_it_takes(chief, published):
    for address in (ARTICLES, SOURCES, INGESTS):
        page = chief.get(address).content.decode()
        links = set(re.findall(r'href="(\?[^"]+)"', page))
        assert links or address == INGESTS
        for link in links:
            assert chief.get(address + html.unescape(link)).status_code == 200, link


def test_failed_logins_are_listed_and_can_be_forgotten(client, db):
    client.force_login(User.objects.create_superuser("root"))
    attempt = AccessAttempt.objects.create(
        username="huda", ip_address="203.0.113.7", failures_since_start=3
    )
    address = reverse("admin:axes_accessattempt_changelist")

    assertContains(client.get(address, {"q": "huda"}), "203.0.113.7")
    assertContains(
        client.get(reverse("admin:axes_accessattempt_change", args=[attempt.pk])), "huda"
    )
    client.post(reverse("admin:axes_accessattempt_delete", args=[attempt.pk]), {"post": "yes"})
    assert not AccessAttempt.objects.exists()
