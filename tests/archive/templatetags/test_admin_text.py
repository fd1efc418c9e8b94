"""What editors are told: messages in two languages, and who did what."""

from __future__ import annotations

import json

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.urls import reverse
from django.utils.html import format_html
from pytest_django.asserts import assertContains, assertNotContains

from archive.dates import DateError, parse_partial
from archive.models import Decision
from archive.templatetags.admin_text import decided, in_both_languages, work_done
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


# Messages in two languages.


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        pytest.param(
            "املأ هذه الخانة. Fill in this field.",
            'املأ هذه الخانة. <span lang="en" dir="ltr">Fill in this field.</span>',
            id="one-sentence-each",
        ),
        pytest.param(
            "لا مصدر باسم «المدى». اختر غيره. There is no “المدى”. Choose another.",
            "لا مصدر باسم «المدى». اختر غيره. "
            '<span lang="en" dir="ltr">There is no “المدى”. Choose another.</span>',
            id="arabic-name-in-english",
        ),
        pytest.param(
            "«x» ليس ملفاً. “ملف” is no file.",
            '«x» ليس ملفاً. <span lang="en" dir="ltr">“ملف” is no file.</span>',
            id="sentence-opens-with-a-name",
        ),
        pytest.param("لم يتغير شيء.", "لم يتغير شيء.", id="arabic-alone"),
        pytest.param(
            "شغّل manage.py worker الآن.", "شغّل manage.py worker الآن.", id="a-command-inside"
        ),
        pytest.param("خطأ <b>.", "خطأ &lt;b&gt;.", id="escaped"),
        pytest.param("", "", id="empty"),
    ],
)
def test_sentences_are_told_apart(message, shown):
    assert in_both_languages(message) == shown


def test_date_beside_arabic_letters_keeps_its_order():
    with pytest.raises(DateError) as refused:
        parse_partial("أمس")

    shown = in_both_languages(refused.value)

    assert '<bdi dir="ltr">2021-11-22</bdi> أو <bdi dir="ltr">2021-11</bdi> أو 2021.' in shown


@pytest.mark.parametrize(
    ("kind", "about", "told"),
    [
        pytest.param(
            "amended",
            {
                "changes": [
                    {"field": "published_on", "before": "", "after": "2021-11"},
                    {"field": "basis", "before": "", "after": "inferred"},
                    {"field": "byline", "before": "سعد", "after": "<b>سعد علي"},
                ]
            },
            [
                "تاريخ النشر من <bdi>—</bdi> إلى <bdi>2021-11</bdi>",
                "أساس التاريخ من <bdi>—</bdi> إلى <bdi>مستنتج</bdi>",
                "الكاتب من <bdi>سعد</bdi> إلى <bdi>&lt;b&gt;سعد علي</bdi>",
            ],
            id="amended",
        ),
        pytest.param(
            "amended",
            {"changes": [{"field": "byline", "before": "بغداد → سعد", "after": "سعد → علي"}]},
            ["الكاتب من <bdi>بغداد → سعد</bdi> إلى <bdi>سعد → علي</bdi>"],
            id="bylines-with-arrows",
        ),
        pytest.param("confirmed", {"cut": "9f3k"}, ["نهاية المقطع <bdi>9f3k</bdi>"], id="cut"),
        pytest.param(
            "rejected",
            {"surface": "هود", "slug": "hood"},
            ["<bdi>هود = hood</bdi>"],
            id="name",
        ),
        pytest.param("withdrawn", {"reason": "url: طلب"}, ["<bdi>url: طلب</bdi>"], id="reason"),
        pytest.param(
            "mended", {"note": "سطر\nوآخر"}, ["<bdi>سطر</bdi>", "<bdi>وآخر</bdi>"], id="note"
        ),
        pytest.param("published", {}, [], id="nothing-to-say"),
    ],
)
def test_decision_says_what_it_was_about_in_the_words_of_the_newsroom(kind, about, told):
    assert [str(line) for line in decided(Decision(kind=kind, about=about))] == told


def test_markup_of_the_archive_stays_markup():
    link = format_html('<a href="{}">المقال</a>', "/a/x/")

    assert in_both_languages(link) == link


STATEMENT = {
    "kind": "direct",
    "pieces": [[0, 4]],
    "speakers": [{"entity": "joey-hood", "source": None, "printed": "هود"}],
}


def test_what_was_changed_of_a_statement_is_told_from_what_to_what():
    before = {**STATEMENT, "relays": [], "said": []}
    after = {
        **STATEMENT,
        "relays": [
            {"source": "newsweek", "printed": "نيوزويك"},
            {"source": None, "printed": "وسائل إعلام"},
        ],
        "said": ["2021-11-20", "2021-11-20"],
    }

    lines = decided(Decision(about={"statement": "الموعد ثابت", "before": before, "after": after}))

    assert lines == [
        "«<bdi>الموعد ثابت</bdi>»",
        "المنقول عنهم من <bdi>—</bdi> إلى <bdi>newsweek، عن وسائل إعلام</bdi>",
        "يوم القول من <bdi>—</bdi> إلى <bdi>2021-11-20</bdi>",
    ]


def test_a_decision_of_an_earlier_release_about_a_statement_is_told_too():
    about = {"statement": "الموعد", "before": STATEMENT, "after": {**STATEMENT, "kind": "term"}}

    assert decided(Decision(about=about))[1:] == ["النوع من <bdi>اقتباس</bdi> إلى <bdi>تسمية</bdi>"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"iso": "2021"}, {"iso": "2021-11"}, "التاريخ من <bdi>2021</bdi> إلى <bdi>2021-11</bdi>"),
        (None, {"iso": "2021-11"}, "<bdi>2021-11</bdi>"),
    ],
)
def test_what_a_date_was_taken_for_is_told(before, after, told):
    lines = decided(Decision(about={"date": "نهاية العام", "before": before, "after": after}))

    assert lines == ["«<bdi>نهاية العام</bdi>»", told]
