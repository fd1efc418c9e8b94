"""The archive's log: read and taken away by those who publish, changed by nobody."""

from __future__ import annotations

import csv

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.admin.log import safe_cell
from archive.editing import actions
from archive.models import Decision
from tests.factories import make_article

LOG = reverse("admin:archive_decision_changelist")
CSV = reverse("admin:archive_decision_csv")


@pytest.fixture
def corrected(published):
    actions.correct(published, title="=SUM(A1)", body="نص آخر.", reason="<b>خطأ</b> في النقل")
    return published


def table(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(text.lstrip("\ufeff").splitlines()))


def test_log_is_narrowed_by_kind_person_day_and_article(editor, corrected):
    other = make_article("خبر آخر", "نص خبر آخر.")
    actions.withdraw(other, "طلب صاحبه")
    actions.restore(other)

    for asked, holds in (
        ({"kind__exact": "corrected"}, True),
        ({"kind__exact": "withdrawn"}, False),
        ({"article": corrected.public_id}, True),
        ({"article": other.public_id}, False),
        ({"by": "nobody"}, False),
        ({"on": "2001-01"}, False),
        ({"on": "أمس"}, False),
    ):
        shown = editor.get(LOG, asked)
        check = assertContains if holds else assertNotContains
        check(shown, "&lt;b&gt;خطأ&lt;/b&gt; في النقل")


def test_log_is_taken_away_without_formulas(editor, corrected):
    rows = table(editor.get(CSV, {"kind__exact": "corrected"}))

    assert len(rows) == 2
    assert rows[1][1:] == [
        "صُحّح نصه",
        "",
        corrected.public_id,
        "'=SUM(A1)",
        "<b>خطأ</b> في النقل",
    ]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_cell_that_a_program_would_run_is_kept_from_it(text):
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("قال") == "قال"


def test_nobody_edits_the_log(chief, corrected):
    decision = Decision.objects.latest("pk")
    page = reverse("admin:archive_decision_change", args=[decision.pk])

    assert chief.get(reverse("admin:archive_decision_add")).status_code == 403
    assert chief.get(page)["Location"].endswith(f"/article/{corrected.pk}/change/")
    chief.post(page, {"kind": "published"})
    delete = chief.post(reverse("admin:archive_decision_delete", args=[decision.pk]), {"post": "y"})
    assert delete.status_code == 403
    assert Decision.objects.get(pk=decision.pk).kind == "corrected"


def test_who_may_not_publish_reads_no_log(contributor, client, corrected):
    for address in (LOG, CSV):
        assert contributor.get(address).status_code == 403
        assert client.get(address).status_code == 302


def test_decisions_about_what_a_colleague_may_not_see_are_left_out(editor, chief, corrected):
    actions.withdraw(corrected, "أمر قضائي")

    assertNotContains(editor.get(LOG), "أمر قضائي")
    assert len(table(editor.get(CSV))) == 1
    assertContains(chief.get(LOG), "أمر قضائي")


def test_log_of_many_asks_as_much_as_one_of_few(editor, published, django_assert_max_num_queries):
    Decision.objects.record(published, "confirmed", None, *[{"note": "أ"}] * 2)
    with django_assert_max_num_queries(20) as few:
        editor.get(LOG)

    Decision.objects.record(published, "confirmed", None, *[{"note": "ب"}] * 90)

    with django_assert_max_num_queries(len(few)):
        editor.get(LOG)


def test_address_that_the_list_does_not_know_gives_no_table(editor, corrected):
    assert editor.get(CSV, {"made_by__password": "x"}).status_code == 404
