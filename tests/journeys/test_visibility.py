"""Who sees what of an article, on every surface and in every state: one rule, `visible_to`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.ingest.queue import run_queued
from archive.models import Article, Passage, Source
from tests.desk import FIRST, PARAGRAPHS, TEXT, TITLE

ADMIN_PAGES = ("change", "correct", "withdraw", "restore", "history")


@pytest.fixture(autouse=True)
def _own_figures():
    cache.clear()


@pytest.fixture
def reader(client) -> Client:
    return client


@pytest.fixture
def member(db) -> Client:
    """Someone with an account who is no colleague."""
    client = Client()
    client.force_login(User.objects.create_user("member"))
    return client


@pytest.fixture
def clerk(db) -> Client:
    """A colleague who looks after the index and nothing else."""
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_indexstate"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def article(make_entity, make_source, store_text) -> Article:
    """A draft; `in_state` makes a second revision of it, without the paragraph of the first."""
    make_entity("rawi", "سالم الراوي")
    text = f"{TEXT}\n\nوعلّق سالم الراوي على القرار في 5 أيار 2021. وقال سالم الراوي إن الجدول واضح."
    return store_text(text, title=TITLE, outlet=make_source("dijla", "شبكة دجلة")).article


@pytest.fixture
def in_state(article) -> Callable[[str], Article]:
    """Brings the article from a draft into another state."""

    def bring(state: str) -> Article:
        if state != "draft":
            actions.publish(article)
        without = article.current_revision.text.replace(f"{FIRST}\n\n", "")
        actions.correct(article, title=TITLE, body=without, reason="فقرة زائدة")
        if state in ("withdrawn", "restored"):
            actions.withdraw(article, "بطلب من المصدر")
        if state == "restored":
            actions.restore(article)
        return article

    return bring


def own_addresses(article: Article) -> dict[str, str]:
    """Every address that belongs to the article as it stands."""
    a = article.public_id
    here = article.current_revision.spans.first().passage.public_id
    return {
        "article": reverse("archive:article", args=[a]),
        "english": f"/en/a/{a}/",
        "revision": reverse("archive:revision", args=[a, 1]),
        "article-ris": reverse("archive:article_ris", args=[a]),
        "article-bib": reverse("archive:article_bibtex", args=[a]) + "?r=1",
        "passage": reverse("archive:passage", args=[here]),
        "card": reverse("archive:card", args=[here]),
        "bib": reverse("archive:bibtex", args=[here]),
    }


def former_addresses(article: Article) -> dict[str, str]:
    """Those of its first revision, and of the passage that only that one has."""
    a, lost = article.public_id, Passage.objects.order_by("pk").first().public_id
    return {
        "diff": reverse("archive:diff", args=[a, 1, 2]),
        "lost-passage": reverse("archive:passage", args=[lost]),
        "cited": reverse("archive:passage_revision", args=[lost, 1]),
        "old-card": reverse("archive:card", args=[lost]) + "?r=1",
        "ris": reverse("archive:ris", args=[lost]),
    }


LISTS = (
    "/",
    "/actors/",
    "/actors/rawi/",
    "/actors/rawi/?view=passages",
    "/actors/rawi/?view=articles",
    "/outlets/dijla/",
    "/quotations/",
    "/quotations/?speaker=rawi",
    "/quotations/?q=الجدول",
    "/timeline/",
    "/timeline/?actor=rawi",
    "/timeline/?on=2021-05-05",
)
SAID = "الجدول واضح"
SEEN = {
    "draft": {"reader": 404, "member": 404, "clerk": 404, "contributor": 200, "chief": 200},
    "withdrawn": {"reader": 410, "member": 410, "clerk": 410, "editor": 410, "chief": 200},
    "restored": {"reader": 200, "member": 200, "clerk": 200, "editor": 200, "chief": 200},
}
CASES = [(state, who, status) for state, seen in SEEN.items() for who, status in seen.items()]


@pytest.mark.parametrize(("state", "who", "status"), CASES)
def test_every_address_of_an_article_answers_by_one_rule(request, in_state, state, who, status):
    client = request.getfixturevalue(who)
    article = in_state(state)
    own, former = own_addresses(article), former_addresses(article)

    answers = {name: client.get(address) for name, address in {**own, **former}.items()}

    # What a draft said before is at no public address, whoever asks.
    of_former = 404 if state == "draft" else status
    expected = {**dict.fromkeys(own, status), **dict.fromkeys(former, of_former)}
    assert {name: r.status_code for name, r in answers.items()} == expected
    if status != 200:
        for response in answers.values():
            assertNotContains(response, TITLE, status_code=status)
            assertNotContains(response, "المستشارين", status_code=status)


@pytest.mark.parametrize(("state", "who", "status"), CASES)
def test_no_list_shows_what_its_reader_may_not_open(request, in_state, state, who, status):
    client = request.getfixturevalue(who)
    in_state(state)
    # The front page is the same for everyone: what is public.
    shown = LISTS if status == 200 and state == "restored" else LISTS[1:] if status == 200 else ()

    for address in LISTS:
        held = client.get(address).content.decode()
        names_it = any(each in held for each in (TITLE, "وعلّق", "مقال واحد", SAID))
        assert names_it == (address in shown), address


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_figures_remembered_for_a_colleague_reach_no_reader(reader, editor, chief, in_state, state):
    in_state(state)
    ledgers = ["/ledgers/", "/ledgers/promises/", "/ledgers/refusals/", "/ledgers/missing/"]
    addresses = [*LISTS, *ledgers, "/outlets/", "/places/", "/about/"]
    before = [reader.get(address).content for address in addresses]

    for colleague in (chief, editor, chief):
        for address in addresses:
            colleague.get(address)

    assert [reader.get(address).content for address in addresses] == before
    assert all(TITLE not in page.decode() for page in before)


@pytest.mark.parametrize("state", ["draft", "restored", "withdrawn"])
def test_caches_ask_again_for_all_that_a_withdrawal_takes_away(reader, chief, in_state, state):
    article = in_state(state)
    own = {**own_addresses(article), **(former_addresses(article) if state != "draft" else {})}
    addresses = [*own.values(), *LISTS, "/outlets/", "/about/"]

    assert len(addresses) > len(LISTS)
    for address in addresses:
        public = reader.get(address).headers
        assert "no-cache" in public["Cache-Control"], address
        private = chief.get(address).headers["Cache-Control"]
        assert private in ("private, no-store", "public, no-cache"), address
        if state != "restored" and address not in LISTS:
            assert private == "private, no-store"


@pytest.mark.parametrize("name", ADMIN_PAGES)
@pytest.mark.parametrize("state", ["draft", "restored", "withdrawn"])
def test_colleague_without_a_permission_for_articles_opens_none_in_the_admin(
    clerk, in_state, page, state, name
):
    address = page(in_state(state), name)

    for response in (clerk.get(address), clerk.post(address, {"reason": "سبب"})):
        assert response.status_code in (302, 403, 404)
        assert TITLE not in response.content.decode()


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_withdrawn_article_is_in_the_admin_for_those_who_may_restore_it(
    editor, in_state, page, name
):
    response = editor.get(page(in_state("withdrawn"), name), follow=True)

    assertNotContains(response, TITLE, status_code=response.status_code)


def test_resembling_article_that_was_withdrawn_is_not_named(editor, chief, store_text, page):
    body = "\n\n".join(PARAGRAPHS)
    first = store_text(body, title="عنوان المسحوب", publish=True).article
    second = store_text(f"{body}\n\nوكالات.", title="عنوان آخر", publish=True).article
    assert second.near_duplicate_of == first
    actions.withdraw(first, "بطلب من المصدر")

    assertNotContains(editor.get(page(second)), "عنوان المسحوب")
    assertContains(chief.get(page(second)), "عنوان المسحوب")


def test_report_of_an_import_does_not_name_articles_withdrawn_since(editor, chief):
    file = SimpleUploadedFile("a.txt", f"{TITLE}\n\n{TEXT}".encode())
    address = reverse("admin:archive_ingest_add")
    report = editor.post(address, {"files": [file], "undated": "on", "publish": "on"}).url
    run_queued()
    assertContains(editor.get(report), TITLE)
    actions.withdraw(Article.objects.get(), "بطلب من المصدر")

    assertNotContains(editor.get(report), TITLE)
    assertContains(chief.get(report), TITLE)


def test_own_history_does_not_name_articles_withdrawn_since(editor, in_state):
    article = in_state("restored")
    user = User.objects.get(pk=editor.session["_auth_user_id"])
    LogEntry.objects.log_actions(user.pk, [article], CHANGE, "عُدّل العنوان", single_object=True)
    assertContains(editor.get(reverse("admin:index")), TITLE)
    actions.withdraw(article, "بطلب من المصدر")

    assertNotContains(editor.get(reverse("admin:index")), TITLE)


def test_list_of_sources_counts_the_articles_that_its_reader_may_see(editor, chief, in_state):
    in_state("withdrawn")
    address = reverse("admin:archive_source_changelist")

    counts = [
        {source.slug: source.article_count for source in client.get(address).context["cl"].queryset}
        for client in (editor, chief)
    ]

    assert counts == [{"dijla": 0}, {"dijla": 1}]


def test_sources_are_ordered_by_their_articles(editor, make_source, store_text):
    make_source("none", "مصدر بلا مقالات")
    for slug, number in (("one", 1), ("three", 3), ("two", 2)):
        source = make_source(slug, f"مصدر {slug}")
        for each in range(number):
            store_text(f"نص {slug} {each} كما نُشر أول مرة.", outlet=source, publish=True)
    place = list(editor.get(reverse("admin:archive_source_changelist")).context["cl"].list_display)

    response = editor.get(
        reverse("admin:archive_source_changelist"), {"o": f"-{place.index('article_count')}"}
    )

    listed = [source.slug for source in response.context["cl"].result_list]
    assert listed == ["three", "two", "one", "none"]
    assert Source.objects.count() == 4
