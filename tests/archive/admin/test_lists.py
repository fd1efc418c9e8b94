"""Lists of the admin in an archive that holds much: searched, counted, and without traps."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.models import Article, Entity, Ingest, IngestRecord, Source, SourceName
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
