"""A passage under its lasting address."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.editing import actions
from archive.editing.withholding import withhold_passage
from tests.archive.views.pages import passage_of, shown
from tests.factories import TEXT, make_article

pytestmark = pytest.mark.django_db


def test_passage_has_a_page_with_a_title_address_and_card_of_its_own(client):
    article = make_article()
    passage = passage_of(article).passage
    path = reverse("archive:passage", args=[passage.public_id])

    page = client.get(path).content.decode()

    assert f'<meta property="og:url" content="https://archive.example{path}">' in page
    assert f'content="https://archive.example{path}card.png"' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert "قال المتحدث باسم القوات" in page[page.index("og:image:alt") :][:200]
    assert f"/a/{article.public_id}/#p-{passage.public_id}" in page


def test_passage_shows_what_stands_before_and_after(client):
    passage = passage_of(make_article(), 2).passage

    page = shown(client.get(passage.get_absolute_url()))

    assert "موعد الانسحاب ثابت" in page
    assert "المستشارين باقون" in page


def test_passage_as_cited_keeps_the_cited_words(client, corrected):
    passage = passage_of(corrected).passage
    cited = reverse("archive:passage_revision", args=[passage.public_id, 1])

    assert "متغير" in shown(client.get(passage.get_absolute_url()))
    assert "الانسحاب ثابت" in shown(client.get(cited))
    assert "كما ورد في الصيغة 1" in shown(client.get(cited))


def test_a_passage_that_left_answers_with_its_last_words(client):
    article = make_article()
    passage = passage_of(article).passage
    actions.correct(
        article, title=article.title, body=TEXT.split("\n\n", 1)[1], reason="فقرة مكررة"
    )

    response = client.get(passage.get_absolute_url())

    assert response.status_code == 200
    assert "لم يعد هذا المقطع في المقال" in shown(response)
    assert "موعد الانسحاب ثابت ولم يطرأ" in shown(response)


def test_statements_far_from_a_passage_are_not_read_for_it(client, make_entity):
    """A page of one passage costs the same in a text of 20,000 statements."""
    make_entity("rawi", "سالم الراوي")
    said = [f"قال سالم الراوي إن الجسر رقم {number} سليم." for number in range(9)]
    article = make_article("الجسور", "\n\n".join(said))
    passage = article.current_revision.spans.get(ordinal=5).passage

    reading = client.get(passage.get_absolute_url()).context["reading"]

    read = [one.span.ordinal for listed in reading.said.values() for one in listed]
    assert sorted(read) == [4, 5, 6]


FIRST = "أعلنت وزارة الدفاع أن آخر رتل من القوات سيغادر قاعدة عين الأسد نهاية الشهر المقبل."
SECOND = "ورحب رئيس الوزراء بالخطوة وقال إن القوات باتت قادرة على حماية الحدود وحدها."
THIRD = "أما الفصائل المسلحة فشككت في الموعد وطالبت بجدول زمني مكتوب."


def corrected_to(article, *paragraphs):
    body = "\n\n".join(paragraphs)
    return actions.correct(article, title=article.title, body=body, reason="تصحيح")


def test_an_address_of_a_divided_passage_shows_both_halves_and_the_words_it_was_linked_for(client):
    article = make_article("عنوان", f"{FIRST} {SECOND}\n\n{THIRD}")
    old = passage_of(article).passage
    corrected_to(article, FIRST, SECOND, THIRD)

    response = client.get(old.get_absolute_url())

    page = shown(response)
    assert response.status_code == 200
    assert "لهذا الرابط مقطعان محتملان: هذان هما" in page
    assert page.index(FIRST) < page.index(SECOND) < page.index(f"{FIRST} {SECOND}")
    assert f"/p/{old.public_id}/r1/" in response.content.decode()


def test_a_passage_that_keeps_most_of_itself_says_where_the_rest_stands(client):
    article = make_article("عنوان", f"{FIRST} {SECOND} {THIRD}")
    old = passage_of(article).passage
    corrected_to(article, f"{FIRST} {SECOND}", THIRD)

    response = client.get(old.get_absolute_url())

    rest = passage_of(article, 2).passage
    assert "قُسم هذا المقطع. تتمته في:" in shown(response)
    assert f'href="/p/{rest.public_id}/"' in response.content.decode()


def test_both_addresses_of_passages_put_together_lead_to_the_one(client):
    article = make_article("عنوان", f"{FIRST}\n\n{SECOND}\n\n{THIRD}")
    first, second = passage_of(article).passage, passage_of(article, 2).passage
    corrected_to(article, f"{FIRST} {SECOND}", THIRD)
    whole = passage_of(article).passage

    pages = [client.get(one.get_absolute_url()) for one in (first, second)]

    assert whole in (first, second)
    assert all(f"{FIRST} {SECOND}" in shown(page) for page in pages)
    assert any("ضُمّ هذا المقطع إلى غيره: هذا هو" in shown(page) for page in pages)


def test_what_resembles_a_passage_that_left_is_shown_as_a_possibility(client):
    report = "سقطت خمسة صواريخ على محيط القاعدة مساء أمس دون أن تقع خسائر بشرية في القوات."
    article = make_article("عنوان", f"{report}\n\n{SECOND}\n\n{THIRD}")
    old = passage_of(article).passage
    corrected_to(article, SECOND, THIRD, report.replace("خمسة", "تسعة"))

    page = shown(client.get(old.get_absolute_url()))

    assert "خرج هذا المقطع من المقال، وقد يكون هذا هو" in page
    assert "تسعة صواريخ" in page
    assert "خمسة صواريخ" in page


def test_wordings_that_were_never_public_are_no_possibility(client):
    article = make_article("عنوان", f"{FIRST} {SECOND}\n\n{THIRD}")
    old = passage_of(article).passage
    actions.withdraw(article, reason="مراجعة")
    article.refresh_from_db()
    corrected_to(article, FIRST, SECOND, THIRD)
    corrected_to(article, THIRD)
    actions.restore(article)

    page = shown(client.get(old.get_absolute_url()))

    assert "مقطعان محتملان" not in page
    assert "لم يعد هذا المقطع في المقال" in page


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param("قال سالم الراوي إن", "قال حسن العزاوي إن", "تغيّر قائله", id="speaker"),
        pytest.param("يوم الأحد", "يوم السبت", "تغيّر يوم فيه", id="day"),
        pytest.param("خمسة أشهر", "ستة أشهر", "تغيّر رقم فيه", id="number"),
    ],
)
def test_the_page_of_an_old_citation_says_what_is_told_otherwise_since(client, before, after, said):
    text = "قال سالم الراوي إن الموعد ثابت منذ خمسة أشهر ولم يتغير يوم الأحد."
    article = make_article("عنوان", f"{FIRST}\n\n{text}\n\n{THIRD}")
    passage = passage_of(article, 2).passage
    corrected_to(article, FIRST, text.replace(before, after), THIRD)

    page = client.get(reverse("archive:passage_revision", args=[passage.public_id, 1]))

    assert passage_of(article, 2).passage == passage
    assert said in shown(page)
    assert before in shown(page)
    assert after in shown(page)
    assert "<del>" in page.content.decode()
    assert said not in shown(client.get(passage.get_absolute_url()))


def test_a_passage_shows_the_hashes_of_its_words_and_of_its_original(client):
    span = passage_of(make_article())

    page = shown(client.get(span.passage.get_absolute_url())).replace(" ", "")

    assert span.sha256 in page
    assert span.revision.text_sha256 in shown(
        client.get(span.revision.article.get_absolute_url())
    ).replace(" ", "")


def test_a_page_of_halves_costs_the_same_for_any_number_of_them(
    client, django_assert_max_num_queries
):
    article = make_article("عنوان", f"{FIRST} {SECOND} {THIRD} {FIRST.replace('آخر', 'أول')}")
    old = passage_of(article).passage
    corrected_to(article, FIRST, SECOND, THIRD, FIRST.replace("آخر", "أول"))

    with django_assert_max_num_queries(12):
        response = client.get(old.get_absolute_url())

    assert "لهذا الرابط عدة مقاطع محتملة: هذه هي" in shown(response)


def test_what_is_withheld_is_no_half_of_a_divided_passage(client):
    article = make_article("عنوان", f"{FIRST} {SECOND}\n\n{THIRD}")
    old = passage_of(article).passage
    corrected_to(article, FIRST, SECOND, THIRD)
    withhold_passage(passage_of(article, 2).passage, "طلب صاحب الحق")

    page = client.get(old.get_absolute_url()).content.decode()

    assert passage_of(article).passage.public_id in page
    assert passage_of(article, 2).passage.public_id not in page


def test_no_hash_tells_what_is_withheld(client):
    """Of a text of which all but a few words are shown these can be found by its hash."""
    article = make_article("عنوان", f"{FIRST}\n\n{SECOND}\n\n{THIRD}")
    span = passage_of(article)
    withhold_passage(passage_of(article, 2).passage, "طلب صاحب الحق")

    pages = [
        client.get(address).content.decode()
        for address in (
            article.get_absolute_url(),
            span.passage.get_absolute_url(),
            reverse("archive:article_ris", args=[article.public_id]),
        )
    ]

    for hidden in (span.revision.text_sha256, span.revision.original_id or "-"):
        assert not any(hidden[:8] in page.replace(" ", "") for page in pages if hidden != "-")
    assert span.sha256[:8] in pages[1]
    timemap = reverse("archive:passage_timemap", args=[passage_of(article, 2).passage.public_id])
    assert client.get(timemap).status_code == 410
