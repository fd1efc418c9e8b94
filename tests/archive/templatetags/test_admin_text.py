"""The page that says who did what to one thing, in the words of a newsroom."""

from __future__ import annotations

import json

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.templatetags.admin_text import work_done
from tests.factories import make_entity


def test_history_says_who_changed_which_fields(chief):
    entity = make_entity("joey-hood", "جوي هود")
    address = reverse("admin:archive_entity_change", args=[entity.pk])
    fields = {name: field.value() for name, field in _form_of(chief, address)}
    chief.post(address, {**fields, **_no_inlines(), "description_ar": "دبلوماسي"})

    response = chief.get(reverse("admin:archive_entity_history", args=[entity.pk]))

    assertContains(response, "سجل الأعمال: <bdi>جوي هود</bdi>")
    assertContains(response, "غُيّر: تعريف")
    assertContains(response, "العدد: 1")
    assertNotContains(response, "تاريخ التغيير")


def test_history_of_what_nobody_touched_says_so(chief):
    entity = make_entity("joey-hood", "جوي هود")

    response = chief.get(reverse("admin:archive_entity_history", args=[entity.pk]))

    assertContains(response, "لم يُسجَّل هنا عمل لأحد في الإدارة")


@pytest.mark.parametrize(
    ("flag", "message", "said"),
    [
        (ADDITION, [{"added": {}}], "أُضيف"),
        (CHANGE, [], "لم يتغير شيء"),
        (CHANGE, [{"changed": {"fields": ["تعريف", "النوع"]}}], "غُيّر: تعريف، النوع"),
        (
            CHANGE,
            [
                {"added": {"name": "اسم", "object": "هود"}},
                {"deleted": {"name": "اسم", "object": "جوي"}},
            ],
            "أُضيف اسم «هود»؛ حُذف اسم «جوي»",
        ),
        (
            CHANGE,
            [{"changed": {"name": "اسم", "object": "هود", "fields": ["اللغة"]}}],
            "غُيّر في اسم «هود»: اللغة",
        ),
        (CHANGE, "سُحب: طلب صاحب الحق", "سُحب: طلب صاحب الحق"),
        (DELETION, "", "حُذف"),
    ],
)
def test_work_is_told_in_the_words_of_a_newsroom(flag, message, said):
    written = message if isinstance(message, str) else json.dumps(message)

    assert work_done(LogEntry(action_flag=flag, change_message=written)) == said


def _form_of(client, address):
    form = client.get(address).context["adminform"].form
    return [(name, form[name]) for name in form.fields]


def _no_inlines() -> dict[str, int]:
    return {
        f"{prefix}-{part}": 0
        for prefix in ("names", "roles")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
