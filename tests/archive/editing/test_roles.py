"""Who may do what, and what the lists show to whom."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.editing.roles import CONTRIBUTOR, EDITOR, GROUPS, create_groups
from archive.models import Role, Source
from tests.desk import TITLE

LIST = "admin:archive_article_changelist"


def test_reader_without_an_account_is_asked_to_log_in(client, draft, page):
    for name in ("change", "correct", "withdraw", "restore", "history"):
        response = client.get(page(draft, name))

        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("admin:login"))


def test_contributor_may_neither_publish_nor_change_what_is_public(
    contributor, draft, store_text, page, review
):
    published = store_text("نص منشور من قبل.", title="غيره", publish=True).article
    refused = review(contributor, draft, "publish", outlet_unknown="on", precision="unknown")
    changed = review(contributor, published, "save", byline="غيره")

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert (refused.status_code, changed.status_code) == (403, 403)
    assert contributor.get(page(published, "correct")).status_code == 403
    assertNotContains(contributor.get(page(published)), 'name="save"')
    assertContains(contributor.get(page(draft)), "يُنشر المقال بعد أن يراجعه محرر")


def test_editor_may_not_withdraw(editor, published, page):
    response = editor.post(page(published, "withdraw"), {"reason": "سبب"})

    published.refresh_from_db()
    assert response.status_code == 403
    assert published.status == "published"
    assertNotContains(editor.get(page(published)), "سحب المقال")


def test_withdrawn_article_is_listed_for_those_who_may_restore_it(editor, chief, published, page):
    actions.withdraw(published, "سبب")

    assertContains(chief.get(reverse(LIST)), TITLE)
    assertNotContains(editor.get(reverse(LIST)), TITLE)
    assert editor.get(page(published)).status_code == 404


def test_articles_are_never_deleted(admin_client, published):
    address = reverse("admin:archive_article_delete", args=[published.pk])

    assert admin_client.post(address, {"post": "yes"}).status_code == 403


def test_editor_opens_no_accounts(editor):
    assert editor.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_chief_makes_colleagues_but_no_superusers(chief, admin_user):
    add = chief.get(reverse("admin:auth_user_add"))
    colleague = User.objects.create_user("new", is_staff=True)
    address = reverse("admin:auth_user_change", args=[colleague.pk])
    shown = chief.get(address)

    chief.post(
        address,
        {
            "username": "new",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "groups": [Group.objects.get(name=EDITOR).pk],
        },
    )

    colleague.refresh_from_db()
    assert add.status_code == 200
    assertNotContains(shown, "is_superuser")
    assert not colleague.is_superuser
    assert [group.name for group in colleague.groups.all()] == [EDITOR]
    other = reverse("admin:auth_user_change", args=[admin_user.pk])
    assert chief.get(other).status_code == 302


def test_chief_opens_an_account_with_a_password(chief):
    chief.post(
        reverse("admin:auth_user_add"),
        {
            "username": "salma",
            "usable_password": "true",
            "password1": "a-long-phrase-7",
            "password2": "a-long-phrase-7",
        },
    )

    assert User.objects.get(username="salma").check_password("a-long-phrase-7")


def test_groups_are_made_once_and_then_left_to_the_archive(db):
    group = Group.objects.get(name=CONTRIBUTOR)
    group.permissions.clear()

    call_command("migrate", verbosity=0, interactive=False)

    assert not group.permissions.exists()


def test_missing_group_is_made_again_with_its_permissions(db):
    Group.objects.all().delete()

    create_groups()

    made = {group.name: group.permissions.count() for group in Group.objects.all()}
    assert made == {name: len(set(permissions)) for name, permissions in GROUPS.items()}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "القوّات تستعد"}, True),
        ({"q": "القوات مغادره"}, True),
        ({"q": "المغادرون"}, False),
        ({"q": "https://example.org/4821"}, True),
        ({"status__exact": "published"}, True),
        ({"status__exact": "draft"}, False),
        ({"dated": "yes"}, True),
        ({"dated": "no"}, False),
        ({"dated": "inferred"}, False),
        ({"outlet": "unknown"}, True),
        ({"outlet": "dijla"}, False),
        ({"review": "cut"}, True),
        ({"review": "names"}, False),
        ({"resembles": "yes"}, False),
        ({"q": "%_'\"()[]*\\"}, False),
    ],
)
def test_list_is_searched_and_filtered(editor, published, make_source, store_text, asked, found):
    store_text("نص آخر.", title="غيره", outlet=make_source("dijla", "شبكة دجلة"))
    actions.amend(published, url="https://example.org/4821", reason="سبب")

    response = editor.get(reverse(LIST), asked)

    assert (TITLE in response.content.decode()) is found


def test_list_of_articles_asks_a_bounded_number_of_questions(
    editor, store_text, make_source, django_assert_max_num_queries
):
    outlet = make_source("dijla", "شبكة دجلة")
    for number in range(30):
        store_text(f"نص المقال {number}.", title=f"عنوان {number}", outlet=outlet)

    with django_assert_max_num_queries(15):
        editor.get(reverse(LIST))


def test_front_page_counts_what_waits(editor, draft):
    response = editor.get(reverse("admin:index"))

    assertContains(response, "مسودات تنتظر النشر")
    assertContains(response, "مقالات فيها مقاطع قد تكون مقطوعة")
    assertNotContains(response, "عمليات استيراد تعذّرت")


def test_colleague_without_a_group_is_told_whom_to_ask(client, db):
    client.force_login(User.objects.create_user("new", is_staff=True))

    assertContains(client.get(reverse("admin:index")), "اطلب من مدير الأرشيف")


def test_editor_confirms_a_source_that_came_with_an_import(editor):
    source = Source.objects.create(slug="new", name_ar="جريدة جديدة", confirmed=False)

    editor.post(
        reverse("admin:archive_source_changelist"),
        {"action": "confirm", "_selected_action": [source.pk]},
    )

    source.refresh_from_db()
    assert source.confirmed


def test_name_of_a_source_takes_what_is_printed_alone(chief, make_source):
    source = make_source("furat", "الفرات")
    address = reverse("admin:archive_source_change", args=[source.pk])
    inline = {f"names-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}

    response = chief.post(address, {"name_ar": "الفرات\x1b[2J", "kind": source.kind, **inline})

    assertContains(response, "control character (U+001B)")
    source.refresh_from_db()
    assert source.name_ar == "الفرات"


def test_address_of_a_source_stays_as_it_was(chief, make_source):
    source = make_source("dijla", "شبكة دجلة")
    address = reverse("admin:archive_source_change", args=[source.pk])

    chief.post(
        address,
        {
            "slug": "other",
            "name_ar": "شبكة دجلة الإخبارية",
            "kind": "site",
            "confirmed": "on",
            "names-TOTAL_FORMS": 0,
            "names-INITIAL_FORMS": 0,
        },
    )

    source.refresh_from_db()
    assert (source.slug, source.name_ar) == ("dijla", "شبكة دجلة الإخبارية")


@pytest.fixture
def give_office(chief, make_entity):
    """Saves a person with one office between two dates, as they are typed."""
    entity = make_entity("rawi", "سالم الراوي")
    address = reverse("admin:archive_entity_change", args=[entity.pk])

    def give(since: str, until: str):
        return chief.post(
            address,
            {
                "kind": "person",
                "name_ar": "سالم الراوي",
                "names-TOTAL_FORMS": 0,
                "names-INITIAL_FORMS": 0,
                "roles-TOTAL_FORMS": 1,
                "roles-INITIAL_FORMS": 0,
                "roles-0-role_ar": "ناطق عسكري",
                "roles-0-since": since,
                "roles-0-until": until,
            },
        )

    return give


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        pytest.param("2021-11", "2020", "The office ends before it begins", id="backwards"),
        pytest.param("2021-13", "", "is not a date", id="month-thirteen"),
        pytest.param("2021-02-30", "2022", "is not a date", id="no-such-day"),
        pytest.param("", "أمس", "Write 2021-11-22", id="words"),
    ],
)
def test_office_with_dates_that_can_not_be_is_refused_with_what_to_do(
    give_office, since, until, told
):
    assertContains(give_office(since, until), told)
    assert not Role.objects.exists()


@pytest.mark.parametrize(
    ("since", "until"), [("2021-05", "2021"), ("2021", "2021-05"), ("2020-05-07", ""), ("", "2022")]
)
def test_office_is_kept_as_closely_as_its_dates_are_known(client, give_office, since, until):
    give_office(since, until)

    assert Role.objects.values_list("since", "until").get() == (since, until)
    assert client.get(reverse("archive:actor", args=["rawi"])).status_code == 200


def test_entity_is_found_by_any_spelling_of_its_names(chief, make_entity):
    make_entity("rawi", "سالم الراوي", short=["الراوى"])

    response = chief.get(reverse("admin:archive_entity_changelist"), {"q": "الرّاوي"})

    assertContains(response, "سالم الراوي")


def test_login_is_throttled(client, settings, db):
    settings.AXES_ENABLED = True
    User.objects.create_user("huda", password="right-password", is_staff=True)
    sent = {"username": "huda", "password": "wrong"}

    answers = [client.post(reverse("admin:login"), sent).status_code for _ in range(6)]
    last = client.post(reverse("admin:login"), {**sent, "password": "right-password"})

    assert answers[:4] == [200] * 4
    assert last.status_code == 429


def test_account_page_says_whether_there_is_a_password_and_nothing_of_how_it_is_kept(chief):
    User.objects.create_user("salma", password="a-long-phrase-7")
    User.objects.create_user("huda")
    pages = [
        chief.get(reverse("admin:auth_user_change", args=[User.objects.get(username=name).pk]))
        for name in ("salma", "huda")
    ]

    assertContains(pages[0], "لهذا الحساب كلمة سر.")
    assertContains(pages[1], "ليس لهذا الحساب كلمة سر.")
    for page in pages:
        assertContains(page, "كلمة سر جديدة")
        assertNotContains(page, "salt")
        assertNotContains(page, "Raw passwords")
