"""What readers see of articles, passages, people, places and outlets."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from archive.editing import actions
from archive.models import Article, Entity, PassageSpan, Source
from archive.views.articles import MOST_COMPARED, compare_words
from tests.factories import TEXT, make_article, make_editor, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has a folder of its own, and starts in Arabic."""
    with translation.override("ar"):
        yield


def shown(response) -> str:
    """The page as words, spaces flattened."""
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def passage_of(article: Article, ordinal: int = 1) -> PassageSpan:
    return article.current_revision.spans.select_related("passage", "revision").get(ordinal=ordinal)


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

    for span in article.current_revision.spans.select_related("passage"):
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


def test_lists_print_iraqi_months_unless_set_otherwise(client, settings):
    outlet = Source.objects.create(slug="harbour", name_ar="صحيفة المرفأ")
    make_article(outlet=outlet)
    page = reverse("archive:outlet", args=["harbour"])

    assert "22 تشرين الثاني 2021" in shown(client.get(page))
    settings.ARCHIVE_MONTHS = "arabic"
    assert "22 نوفمبر 2021" in shown(client.get(page))


def test_an_inferred_date_says_so(client):
    article = make_article(basis=Article.Basis.INFERRED)

    assert "تاريخ مستنتج" in shown(client.get(article.get_absolute_url()))


def test_an_unknown_outlet_is_said_to_be_unknown(client):
    assert "مصدر غير معلوم" in shown(client.get(make_article().get_absolute_url()))


def test_demonstration_says_what_it_is_on_each_of_its_pages(client):
    desk = Source.objects.create(slug="desk-baghdad", name_ar="موجز الأرشيف: بغداد", kind="desk")
    article = make_article(outlet=desk)
    passage = passage_of(article).passage

    for address in (
        article.get_absolute_url(),
        reverse("archive:revision", args=[article.public_id, 1]),
        passage.get_absolute_url(),
        reverse("archive:outlet", args=["desk-baghdad"]),
        reverse("archive:outlets"),
        reverse("search:front"),
    ):
        assert "مادة تجريبية" in shown(client.get(address)), address


def test_articles_of_others_are_not_called_demonstration(client):
    article = make_article(outlet="صحيفة المرفأ")

    assert "تجريبية" not in shown(client.get(article.get_absolute_url()))


def test_an_article_that_resembles_an_older_one_names_it(client):
    older = make_article(title="المقال الأول")
    newer = make_article(title="المقال الثاني", text=f"{TEXT}\n\nوختم حديثه بشكر الحاضرين جميعاً.")
    Article.objects.filter(pk=newer.pk).update(resembles=older)

    assert "المقال الأول" in shown(client.get(newer.get_absolute_url()))
    assert "المقال الثاني" in shown(client.get(older.get_absolute_url()))


def test_a_lookalike_that_is_a_draft_is_not_named(client):
    draft = make_article(title="مسودة سرية", status="draft")
    article = make_article(text=f"{TEXT}\n\nوختم حديثه بشكر الحاضرين جميعاً.")
    Article.objects.filter(pk=article.pk).update(resembles=draft)

    assert "مسودة سرية" not in shown(client.get(article.get_absolute_url()))


# Revisions


@pytest.fixture
def corrected() -> Article:
    article = make_article()
    return actions.correct(
        article,
        title=article.title,
        body=TEXT.replace("ثابت", "متغير"),
        reason="خطأ في النقل",
    )


def test_an_old_revision_stays_readable_and_says_that_it_is_old(client, corrected):
    page = shown(client.get(reverse("archive:revision", args=[corrected.public_id, 1])))

    assert "الانسحاب ثابت" in page
    assert "ليست نص المقال اليوم" in page


def test_comparison_shows_words_that_went_and_came(client, corrected):
    page = client.get(reverse("archive:diff", args=[corrected.public_id, 1, 2])).content.decode()

    assert "<del>ثابت</del>" in page
    assert "<ins>متغير</ins>" in page
    assert "خطأ في النقل" in page


def test_paragraph_of_thousands_of_words_is_compared_as_a_whole():
    old = " ".join(f"كلمة{number}" for number in range(MOST_COMPARED + 1))
    new = old.replace("كلمة7 ", "غيرها ")

    assert [part.change for part in compare_words(old, new)] == ["removed", "added"]
    assert [part.change for part in compare_words(old, old)] == ["kept"]


def test_a_revision_that_never_was_is_not_found(client, corrected):
    missing = reverse("archive:revision", args=[corrected.public_id, 3])

    assert client.get(missing).status_code == 404


# Passages


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
    assert "كما ورد في النسخة 1" in shown(client.get(cited))


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


def test_unknown_addresses_are_not_found(client):
    for name in ("archive:article", "archive:passage", "archive:actor", "archive:outlet"):
        assert client.get(reverse(name, args=["nothing-here"])).status_code == 404


# Who sees what


def all_pages(article: Article) -> list[str]:
    """Every address that would show the article."""
    passage = passage_of(article).passage
    return [
        article.get_absolute_url(),
        reverse("archive:revision", args=[article.public_id, 1]),
        reverse("archive:diff", args=[article.public_id, 1, 1]),
        passage.get_absolute_url(),
        reverse("archive:passage_revision", args=[passage.public_id, 1]),
    ]


def test_a_draft_is_nowhere_for_readers(client):
    person = make_entity("joey-hood", "جوي هود")
    base = make_entity("camp-taji", "معسكر التاجي", kind=Entity.Kind.PLACE)
    outlet = Source.objects.create(slug="harbour", name_ar="صحيفة المرفأ")
    draft = make_article(
        title="عنوان لم ينشر",
        text="زار جوي هود معسكر التاجي وقال إن الموعد ثابت ولا تغيير فيه أبداً.",
        outlet=outlet,
        status="draft",
    )

    for address in all_pages(draft):
        assert client.get(address).status_code == 404, address
    for address in (
        reverse("search:front"),
        reverse("archive:actors"),
        reverse("archive:places"),
        reverse("archive:outlets"),
        reverse("archive:about"),
        person.get_absolute_url(),
        f"{person.get_absolute_url()}?view=articles",
        base.get_absolute_url(),
        outlet.get_absolute_url(),
    ):
        page = shown(client.get(address))
        assert "عنوان لم ينشر" not in page, address
        assert "الموعد ثابت" not in page, address
        assert "مقال واحد" not in page, address


def test_an_editor_sees_drafts_and_is_told_that_readers_do_not(client):
    client.force_login(make_editor())
    draft = make_article(status="draft")

    page = client.get(draft.get_absolute_url())

    assert page.status_code == 200
    assert "مسودة" in shown(page)
    assert (
        "og:image" not in client.get(passage_of(draft).passage.get_absolute_url()).content.decode()
    )


def test_a_withdrawn_article_answers_410_with_the_reason_alone(client):
    article = make_article(status="withdrawn")

    for address in all_pages(article):
        response = client.get(address)
        assert response.status_code == 410, address
        assert "طلب صاحب الحق" in shown(response)
        assert "موعد الانسحاب" not in shown(response)


def test_a_restored_article_answers_again(client):
    article = make_article(status="withdrawn")

    actions.restore(article)

    assert client.get(article.get_absolute_url()).status_code == 200


def test_figures_change_with_the_archive_at_once(client):
    first = make_article(title="المقال الأول")
    make_article(title="المقال الثاني", text="نص آخر يتحدث عن معسكر التاجي وما جرى فيه أمس الأول.")
    assert "مقالان" in shown(client.get(reverse("search:front")))

    actions.withdraw(first, "طلب صاحب الحق")

    assert "مقالان" not in shown(client.get(reverse("search:front")))


def test_a_rejected_name_leaves_the_figures_at_once(client):
    make_entity("joey-hood", "جوي هود")
    article = make_article(text="قال جوي هود إن الحوار مستمر مع الحكومة في بغداد.")
    assert "جوي هود" in shown(client.get(reverse("search:front"))).split("الأكثر حضوراً")[1]

    actions.decide_mention(article.current_revision.mentions.get(), "rejected")

    assert "الأكثر حضوراً" not in shown(client.get(reverse("search:front")))


# People, places, outlets


def test_an_actor_page_lists_passages_that_name_them_newest_first(client):
    hood = make_entity("joey-hood", "جوي هود", name_en="Joey Hood")
    make_article(text="قال جوي هود إن الحوار مستمر مع الحكومة في بغداد.", published_on="2021-07-18")
    make_article(text="عاد جوي هود إلى واشنطن بعد جولة في المنطقة.", published_on="2021-09-01")

    page = shown(client.get(hood.get_absolute_url()))

    assert page.index("عاد جوي هود") < page.index("قال جوي هود")
    assert "Joey Hood" in page
    assert "المقاطع (2)" in page


def test_an_actor_page_can_be_turned_round(client):
    hood = make_entity("joey-hood", "جوي هود")
    make_article(text="قال جوي هود إن الحوار مستمر مع الحكومة في بغداد.", published_on="2021-07-18")
    make_article(text="عاد جوي هود إلى واشنطن بعد جولة في المنطقة.", published_on="2021-09-01")

    page = shown(client.get(hood.get_absolute_url(), {"sort": "oldest"}))

    assert page.index("قال جوي هود") < page.index("عاد جوي هود")


def test_a_place_under_the_address_of_actors_moves_on(client):
    base = make_entity("camp-taji", "معسكر التاجي", kind=Entity.Kind.PLACE)

    response = client.get("/actors/camp-taji/")

    assert response.status_code == 301
    assert response.headers["Location"] == base.get_absolute_url()


def test_a_long_passage_is_cut_between_words_around_the_name(client):
    hood = make_entity("joey-hood", "جوي هود")
    make_article(text=f"{'كلمة ' * 120}جوي هود {'كلمة ' * 120}النهاية.")

    page = client.get(hood.get_absolute_url()).content.decode()

    excerpt = re.search(r'naming__text"[^>]*>(.*?)</p>', page, re.DOTALL)[1]
    words = strip_tags(excerpt).strip("…").split()
    assert len(strip_tags(excerpt)) < 340
    assert set(words) <= {"كلمة", "جوي", "هود"}


def test_an_outlet_page_lists_what_it_published_and_who_relays_it(client):
    newsweek = Source.objects.create(slug="newsweek", name_ar="نيوزويك", kind="magazine")
    make_article(title="مقالها هي", outlet=newsweek, text="نص من المجلة عن القوات في المنطقة كلها.")
    make_article(
        title="مقال ينقل عنها",
        outlet="صحيفة المرفأ",
        text="نقلاً عن نيوزويك، قال مسؤول إن الموعد ثابت ولا تغيير فيه.",
    )
    page = reverse("archive:outlet", args=["newsweek"])

    assert "مقالها هي" in shown(client.get(page))
    assert "مقال ينقل عنها" in shown(client.get(page, {"view": "relayed"}))


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


def test_pages_carry_no_script_or_style_of_their_own(client):
    article = make_article()

    for address in (article.get_absolute_url(), reverse("search:front"), reverse("archive:about")):
        response = client.get(address)
        page = response.content.decode()
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", page), address


def test_every_page_answers_head_and_refuses_post(client):
    article = make_article()

    assert client.head(article.get_absolute_url()).status_code == 200
    assert client.post(article.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("address", ["/a/x/", "/en/a/x/", "/nothing/"])
def test_a_missing_page_offers_the_search_box(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()
