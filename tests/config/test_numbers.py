"""Numbers in addresses that no database can hold: nothing is found there, and nothing breaks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.models import Article, Ingest

pytestmark = pytest.mark.django_db
BEYOND = 10**16
HUGE = 10**25
LONG = "9" * 5000  # longer than Python reads as a number
LISTS = (
    "archive_article",
    "archive_ingest",
    "archive_source",
    "archive_entity",
    "auth_user",
    "auth_group",
)


@pytest.fixture
def quiet(client, admin_client):
    """A reader and an admin who see errors as people do."""
    client.raise_request_exception = admin_client.raise_request_exception = False
    return client, admin_client


@pytest.mark.parametrize("number", [BEYOND, 2**63, HUGE, LONG])
def test_page_of_a_number_beyond_the_database_is_not_found(quiet, store_text, number):
    reader, _ = quiet
    stored = store_text("قال الوزير إن القوات ستغادر.", publish=True).article
    article, passage = stored.public_id, stored.current_revision.spans.get().passage.public_id
    paths = (
        f"/a/{article}/r/{number}/",
        f"/a/{article}/diff/{number}/1/",
        f"/a/{article}/diff/1/{number}/",
        f"/p/{passage}/r{number}/",
        f"/p/{passage}/card.png?r={number}",
        f"/sitemap-articles-{number}.xml",
        reverse("sitemap-articles", args=[1]).replace("1", str(number)),
    )

    assert {path: reader.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


@pytest.mark.parametrize("number", [BEYOND, HUGE, LONG, -HUGE, "%00", "x"])
def test_page_of_a_list_beyond_its_end_is_answered(quiet, indexed, number):
    reader, _ = quiet
    indexed("وصول بعثة الناتو")
    for path in ("/search/?q=x", "/search/?", "/outlets/?", "/actors/?", "/places/?"):
        assert reader.get(f"{path}&page={number}").status_code in (200, 404), path


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("number", [BEYOND, HUGE, -HUGE, LONG, "%00"])
def test_lists_of_the_admin_answer_any_number(quiet, listed, number):
    _, admin = quiet
    base = reverse(f"admin:{listed}_changelist")
    names = ("p", "o", "q", "id", "id__in", "id__exact", "pk", "outlet__id__exact", "page", "e")
    for name in names:
        response = admin.get(f"{base}?{name}={number}", follow=True)
        assert response.status_code in (200, 400), name


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("number", [BEYOND, HUGE, f"-{HUGE}", LONG, "x", "%00"])
def test_rows_of_the_admin_beyond_the_database_are_not_there(quiet, listed, number):
    _, admin = quiet
    base = reverse(f"admin:{listed}_changelist")
    for page in ("change", "delete", "history"):
        response = admin.get(f"{base}{number}/{page}/", follow=True)
        assert response.status_code in (200, 400, 403, 404), page


@pytest.mark.parametrize("number", [BEYOND, HUGE, LONG])
@pytest.mark.parametrize("method", ["get", "post"])
def test_actions_of_the_admin_on_what_is_not_there_do_nothing(quiet, number, method):
    _, admin = quiet
    paths = [f"/admin/archive/article/{number}/{n}/" for n in ("correct", "withdraw", "restore")]
    paths += [f"/admin/archive/ingest/{number}/{name}/" for name in ("again", "cancel")]

    for path in paths:
        assert getattr(admin, method)(path).status_code == 404, path
    assert not Article.objects.exists()


@pytest.mark.parametrize("number", [BEYOND, HUGE, -HUGE, LONG, "x"])
def test_report_of_an_import_shows_its_nearest_page(quiet, number):
    _, admin = quiet
    report = Ingest.objects.create(name="a.jsonl").get_absolute_url()

    assert admin.get(f"{report}?page={number}").status_code == 200
