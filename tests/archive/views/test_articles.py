"""What readers see of an article, and of what its revisions were."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from archive.editing import actions
from archive.models import Article, PassageSpan, Source
from tests.archive.views.pages import passage_of, shown
from tests.factories import TEXT, make_article, make_entity

pytestmark = pytest.mark.django_db


def test_article_prints_every_passage_exactly_as_published(client):
    text = 'قال  المتحدث إن "الموعد" ثابت (٢٠٢١).\n\nالى ان يبلغ <b>العدد</b> 2,500 & اكثر من ذلك.'
    article = make_article(text=text)

    page = client.get(article.get_absolute_url()).content.decode()

    printed = re.findall(r'class="passage__text">(.*?)</p>', page, re.DOTALL)
    assert [unescape(strip_tags(each)).rstrip("\n") for each in printed] == text.split("\n\n")
    assert "&lt;b&gt;" in page


def test_article_numbers_its_passages_and_anchors_them(client):
    article = make_article()

    page = client.get(article.get_absolute_url())

    spans = list(article.current_revision.spans.select_related("passage"))
    assert len(spans) == 3
    for span in spans:
        assert f'id="p-{span.passage.public_id}"' in page.content.decode()
        assert reverse("archive:passage", args=[span.passage.public_id]) in page.content.decode()


def test_article_outlines_its_subheadings(client):
    page = client.get(make_article().get_absolute_url()).content.decode()

    outline = page[page.index('class="outline"') :]
    assert "ماذا بعد الموعد" in outline[: outline.index("</ol>")]


def test_names_are_links_where_a_passage_first_names_them(client):
    make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي")
    article = make_article(text="وصل مصطفى الكاظمي إلى أربيل. وقال مصطفى الكاظمي إن الموعد ثابت.")

    page = client.get(article.get_absolute_url()).content.decode()

    assert page.count('<a class="actor" href="/actors/mustafa-al-kadhimi/">') == 1


def test_a_name_that_an_editor_rejected_is_plain_text(client):
    make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي")
    article = make_article(text="وصل مصطفى الكاظمي إلى أربيل صباح اليوم في زيارة رسمية.")
    actions.decide_mention(article.current_revision.mentions.get(), "rejected")

    page = client.get(article.get_absolute_url()).content.decode()

    assert "/actors/mustafa-al-kadhimi/" not in page


def test_links_keep_their_address_and_missing_ones_say_so(client):
    article = make_article(
        text="كما [أكد](#) [المكتب](https://a.example/?a=1&b=2) صحة الخبر اليوم."
    )

    page = client.get(article.get_absolute_url())

    assert 'href="https://a.example/?a=1&amp;b=2"' in page.content.decode()
    assert "[رابط مفقود]" in shown(page)


def test_a_link_that_would_run_a_script_is_never_followed(client):
    article = make_article(text="اضغط [هنا](javascript:alert(1)) لتقرأ البيان كاملاً كما ورد.")
    Article.objects.filter(pk=article.pk).update(url="javascript:alert(2)")

    page = client.get(article.get_absolute_url()).content.decode()

    assert "javascript:" not in page


@pytest.mark.parametrize(
    ("cut", "words"),
    [
        ("proposed", "يبدو النص مقطوعاً في الأصل"),
        ("confirmed", "النص مقطوع في الأصل"),
        ("rejected", None),
    ],
)
def test_a_cut_passage_says_whether_anyone_confirmed_it(client, cut, words):
    article = make_article()
    PassageSpan.objects.filter(pk=passage_of(article).pk).update(cut=cut)

    page = shown(client.get(article.get_absolute_url()))

    assert ("مقطوع" in page) is (words is not None)
    if words:
        assert words in page


@pytest.mark.parametrize(
    ("published_on", "printed"),
    [
        ("2021-11-22", "22 تشرين الثاني/نوفمبر 2021"),
        ("2021-11", "تشرين الثاني/نوفمبر 2021"),
        ("2021", "2021"),
        ("", "بلا تاريخ"),
    ],
)
def test_header_prints_the_date_as_far_as_it_is_known(client, published_on, printed):
    article = make_article(published_on=published_on)

    page = client.get(article.get_absolute_url()).content.decode()

    facts = page[page.index('class="facts"') :]
    assert printed in re.sub(r"\s+", " ", strip_tags(facts[: facts.index("</p>")]))


def test_an_inferred_date_says_so(client):
    article = make_article(basis=Article.Basis.INFERRED)

    assert "تاريخ مستنتج" in shown(client.get(article.get_absolute_url()))


def test_an_unknown_outlet_is_said_to_be_unknown(client):
    assert "ناشر غير معلوم" in shown(client.get(make_article().get_absolute_url()))


def test_an_article_that_resembles_an_older_one_names_it(client):
    older = make_article(title="المقال الأول")
    newer = make_article(title="المقال الثاني", text=f"{TEXT}\n\nوختم حديثه بشكر الحاضرين جميعاً.")
    Article.objects.filter(pk=newer.pk).update(near_duplicate_of=older)

    assert "المقال الأول" in shown(client.get(newer.get_absolute_url()))
    assert "المقال الثاني" in shown(client.get(older.get_absolute_url()))


def test_a_lookalike_that_is_a_draft_is_not_named(client):
    draft = make_article(title="مسودة سرية", status="draft")
    article = make_article(text=f"{TEXT}\n\nوختم حديثه بشكر الحاضرين جميعاً.")
    Article.objects.filter(pk=article.pk).update(near_duplicate_of=draft)

    assert "مسودة سرية" not in shown(client.get(article.get_absolute_url()))


def test_an_old_revision_stays_readable_and_says_that_it_is_old(client, corrected):
    page = shown(client.get(reverse("archive:revision", args=[corrected.public_id, 1])))

    assert "الانسحاب ثابت" in page
    assert "ليست نص المقال اليوم" in page


def test_comparison_shows_words_that_went_and_came(client, corrected):
    page = client.get(reverse("archive:diff", args=[corrected.public_id, 1, 2])).content.decode()

    assert "<del>ثابت</del>" in page
    assert "<ins>متغير</ins>" in page
    assert "خطأ في النقل" in page


def test_a_revision_that_never_was_is_not_found(client, corrected):
    missing = reverse("archive:revision", args=[corrected.public_id, 3])

    assert client.get(missing).status_code == 404


def test_english_pages_have_english_labels_around_arabic_text(client):
    article = make_article(
        outlet=Source.objects.create(slug="h", name_ar="المرفأ", name_en="Harbour")
    )

    page = client.get(f"/en/a/{article.public_id}/").content.decode()

    assert '<html lang="en" dir="ltr">' in page
    assert "Harbour" in page
    assert "November 22, 2021" in page
    assert re.search(r'<h1 class="headline" lang="ar" dir="rtl">', page)
    assert "نسخ الرابط" not in page


def test_a_latin_name_keeps_its_own_direction(client):
    outlet = Source.objects.create(
        slug="pr", name_ar="Policy Review بالعربية", name_en="Policy Review"
    )
    article = make_article(outlet=outlet)

    page = client.get(article.get_absolute_url()).content.decode()

    assert '<bdi lang="ar" dir="rtl">Policy Review بالعربية</bdi>' in page
