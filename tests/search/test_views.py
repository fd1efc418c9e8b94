"""The results and their choices, over a real index."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from archive.editing import actions
from archive.models import Article, Source
from search.index import outbox
from search.queries import parse
from search.views import MOST_UNKNOWN
from tests.factories import make_article, make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db
RESULTS = "/search/"


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index of its own, and starts in Arabic."""
    with translation.override("ar"):
        yield


@pytest.fixture
def archive() -> dict[str, Article]:
    """Three articles of two outlets, one of them undated, and one of no outlet."""
    make_entity("joey-hood", "جوي هود")
    harbour = Source.objects.create(slug="harbour", name_ar="صحيفة المرفأ")
    tigris = Source.objects.create(slug="tigris", name_ar="شبكة دجلة")
    articles = {
        "fixed": make_article(
            "موعد الانسحاب ثابت",
            "قال جوي هود إن موعد الانسحاب ثابت ولم يطرأ عليه أي تغيير في واشنطن.",
            outlet=harbour,
            published_on="2021-11-22",
        ),
        "bases": make_article(
            "تسليم ثلاث قواعد",
            "سلّمت القوات الأميركية ثلاث قواعد قبل موعد المغادرة الذي اتفق عليه الجانبان.",
            outlet=tigris,
            published_on="2020-07",
        ),
        "undated": make_article(
            "مفردات الانسحاب",
            "بين الانسحاب وإعادة الانتشار فرق في السياسة لا في اللغة وحدها كما يبدو.",
            published_on="",
        ),
    }
    outbox.drain()
    return articles


def shown(response) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


def titles(response) -> list[str]:
    page = response.content.decode()
    found = re.findall(r"card__title[^>]*>(.*?)</h3>", page, re.DOTALL)
    return [unescape(strip_tags(each)).strip() for each in found]


def test_results_show_articles_with_their_passages_marked(client, archive):
    response = client.get(RESULTS, {"q": "الانسحاب ثابت"})

    assert titles(response)[0] == "موعد الانسحاب ثابت"
    page = response.content.decode()
    assert "<mark>الانسحاب</mark>" in page
    assert archive["fixed"].get_absolute_url() in page
    assert re.search(r'href="/p/\w+/">المقطع 1', page)


def test_a_passage_leads_back_to_the_results_it_was_opened_from(client, archive):
    passage = archive["fixed"].passages.first().get_absolute_url()
    results = "http://testserver/search/?q=%D9%85%D9%88%D8%B9%D8%AF&to=2021"

    opened = client.get(passage, headers={"referer": results}).content.decode()
    elsewhere = client.get(passage, headers={"referer": "https://example.org/search/?q=x"})

    assert 'href="/search/?q=%D9%85%D9%88%D8%B9%D8%AF&amp;to=2021"' in opened
    assert "العودة إلى النتائج" not in elsewhere.content.decode()
    assert "العودة إلى النتائج" not in client.get(passage).content.decode()


def test_articles_with_most_of_the_words_stand_under_their_own_heading(client, archive):
    response = client.get(RESULTS, {"q": "موعد الانسحاب ثابت واشنطن السفارة"})

    page = shown(response)
    assert "مقالات فيها 4 من 5 كلمات" in page
    assert "السفارة" in page


def test_outlets_widen_each_other_and_dates_narrow_them(client, archive):
    both = client.get(RESULTS, {"q": "موعد", "outlet": ["harbour", "tigris"]})
    narrowed = client.get(RESULTS, {"q": "موعد", "outlet": ["harbour", "tigris"], "from": "2021"})

    assert set(titles(both)) == {"موعد الانسحاب ثابت", "تسليم ثلاث قواعد"}
    assert titles(narrowed) == ["موعد الانسحاب ثابت"]


def test_each_facet_counts_without_its_own_choice(client, archive):
    page = client.get(RESULTS, {"q": "موعد", "outlet": "harbour"}).content.decode()

    outlets = page[page.index("<legend>الناشر") :]
    outlets = outlets[: outlets.index("</fieldset>")]
    assert re.search(r'value="harbour" checked', outlets)
    assert 'value="tigris"' in outlets


def test_chips_lead_to_the_search_without_them(client, archive):
    response = client.get(RESULTS, {"q": "موعد", "outlet": ["harbour", "tigris"], "to": "2021-12"})

    chips = re.findall(r'<a class="chip" href="([^"]+)"', response.content.decode())
    left = [dict_of(unescape(chip)) for chip in chips]
    assert left == [
        [("q", "موعد"), ("outlet", "tigris"), ("to", "2021-12")],
        [("q", "موعد"), ("outlet", "harbour"), ("to", "2021-12")],
        [("q", "موعد"), ("outlet", "harbour"), ("outlet", "tigris")],
    ]
    assert "حتى كانون الأول 2021" in shown(response)


def test_a_bar_and_the_list_it_leads_to_agree(client):
    for title, published_on in (
        ("يوم", "2021-03-05"),
        ("شهر", "2021-03"),
        ("سنة", "2021"),
        ("آخر", "2020-11-02"),
    ):
        make_article(f"انسحاب {title}", f"نص {title} لا يشبه غيره.", published_on=published_on)
    outbox.drain()

    page = client.get(RESULTS, {"q": "انسحاب"}).content.decode()

    bar = re.search(r'<a href="([^"]+from=2021-03&amp;to=2021-03)" aria-label="([^"]+)"', page)
    followed = client.get(unescape(bar[1]))
    assert bar[2] == "آذار 2021: مقالان، ومعها واحد لا يُعرف إلا شهره أو سنته"
    assert len(titles(followed)) == 3
    assert "منها مقال لا يُعرف من تاريخه إلا الشهر أو السنة، وقد يقع خارج المدة." in shown(followed)


def test_fields_among_the_words_are_chips_that_can_be_taken_off(client, archive):
    words = "موعد المصدر:المرفأ -المصدر:دجلة -بين:2019..2020 -العنوان:قواعد -أفغانستان"
    response = client.get(RESULTS, {"q": words})

    page = response.content.decode()
    assert titles(response) == ["موعد الانسحاب ثابت"]
    chips = re.findall(r'<a class="chip" href="([^"]+)"[^>]*>(.*?)</a>', page)
    assert [strip_tags(text) for _address, text in chips] == [
        "الناشر: صحيفة المرفأ ×",
        "ما عدا الناشر: شبكة دجلة ×",
        "ما عدا التاريخ: من 2019 إلى 2020 ×",
        "ما عدا العنوان: قواعد ×",
    ]
    assert dict_of(unescape(chips[2][0])) == [
        ("q", "موعد -العنوان:قواعد -أفغانستان المصدر:المرفأ -المصدر:دجلة")
    ]
    cleared = re.search(r'chips__clear" href="([^"]+)"', page)
    assert dict_of(unescape(cleared[1])) == [("q", "موعد -أفغانستان")]


def dict_of(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


def test_undated_and_unknown_outlet_are_choices_like_others(client, archive):
    assert titles(client.get(RESULTS, {"undated": "1"})) == ["مفردات الانسحاب"]
    assert titles(client.get(RESULTS, {"outlet": "unknown"})) == ["مفردات الانسحاب"]


def test_newest_and_oldest_order_by_date_with_undated_last(client, archive):
    newest = titles(client.get(RESULTS, {"sort": "newest"}))
    oldest = titles(client.get(RESULTS, {"sort": "oldest"}))

    assert newest == ["موعد الانسحاب ثابت", "تسليم ثلاث قواعد", "مفردات الانسحاب"]
    assert oldest == ["تسليم ثلاث قواعد", "موعد الانسحاب ثابت", "مفردات الانسحاب"]


def test_histogram_bars_are_links_with_words(client, archive):
    page = client.get(RESULTS, {"q": "موعد"}).content.decode()

    assert 'aria-label="تموز 2020: مقال واحد"' in page
    assert "from=2020-07&amp;to=2020-07" in page


def test_the_histogram_is_of_the_period_chosen_and_leads_out_of_it(client):
    for title, day in (
        ("موعد أول", "2020-07-02"),
        ("موعد ثان", "2020-07-02"),
        ("موعد ثالث", "2021-11-20"),
        ("موعد رابع", "2021"),
    ):
        make_article(title, f"{title}: نص يذكره مرة أخرى.", published_on=day)
    outbox.drain()

    page = client.get(RESULTS, {"q": "موعد", "from": "2021", "to": "2021"}).content.decode()

    assert 'aria-label="تشرين الثاني 2021: مقال واحد' in page
    assert "تموز 2020" not in page
    assert "الذروة: مقال واحد، تشرين الثاني 2021" in page
    assert 'aria-label="عودة إلى كل السنوات"' in page
    assert "2021، بلا شهر" in page


def test_the_undated_are_told_beside_the_histogram(client, archive):
    page = client.get(RESULTS).content.decode()

    assert "، ومقال واحد بلا تاريخ</summary>" in page
    assert "بلا تاريخ</summary>" not in client.get(RESULTS, {"from": "2020"}).content.decode()


def test_nothing_found_says_what_was_sought_where_and_what_would_find(client, archive):
    response = client.get(RESULTS, {"q": "قواعد", "outlet": "harbour"})

    page = shown(response)
    assert "لا نتائج لـ«قواعد»" in page
    assert "صحيفة المرفأ" in page
    assert "البحث لدى كل الناشرين" in page
    assert "الأرشيف يغطي من تموز 2020 إلى تشرين الثاني 2021" in page


def test_what_was_sought_is_said_in_a_sentence(client, archive):
    choices = {"outlet": "harbour", "from": "2020-03", "to": "2021-02", "actor": "joey-hood"}
    page = shown(client.get(RESULTS, {"q": "قصطلخ", **choices}))

    assert (
        "لا نتائج لـ«قصطلخ» في صحيفة المرفأ، من آذار 2020 إلى شباط 2021، الجهة أو الشخص: جوي هود"
    ) in page.replace("\u2068", "").replace("\u2069", "")


def test_a_word_the_archive_does_not_know_is_named(client, archive):
    assert "لم يُعثر على مقال فيه أي صيغة من: قصطلخ" in shown(
        client.get(RESULTS, {"q": "موعد قصطلخ"})
    )


def test_a_date_that_is_none_is_said_and_the_rest_is_searched(client, archive):
    response = client.get(RESULTS, {"q": "موعد", "from": "أمس"})

    assert response.status_code == 200
    assert "ليس تاريخاً" in shown(response)
    assert "is not a date" not in shown(response)
    assert 'value="أمس"' in response.content.decode()
    assert len(titles(response)) == 2


TYPED = [
    '"موعد', "«موعد", "*", "؟", "((", "))", "-", "AND OR", "أو", ":", "المصدر:", "a\x00b",
    "\u202eموعد", "موعد" * 2500, "<script>", "%", "'", "\\", "🙂", "🙂" * 50, "بين:2021..",
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_whatever_is_typed_gives_a_page(client, archive, typed):
    response = client.get(RESULTS, {"q": typed})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "999999999", "1e3", ""])
def test_whatever_page_is_asked_for_there_is_one(client, archive, page):
    response = client.get(RESULTS, {"q": "موعد", "page": page})

    assert response.status_code == 200
    assert titles(response)


@pytest.mark.parametrize("page", ["9999", "last", "0"])
def test_a_page_that_is_not_there_is_said_to_be_another(client, archive, page):
    there_is_none = f"لا توجد هنا صفحة «{page}»"

    assert there_is_none in shown(client.get(RESULTS, {"q": "موعد", "page": page}))
    assert "لا توجد هنا صفحة" not in shown(client.get(RESULTS, {"q": "موعد", "page": "1"}))
    assert "لا توجد هنا صفحة" not in shown(client.get(RESULTS, {"q": "موعد"}))
    assert there_is_none in shown(client.get("/outlets/harbour/", {"page": page}))


@pytest.mark.parametrize(
    ("facet", "slug", "said"),
    [
        ("outlet", "zzz", "الناشر «zzz»: لا يعرفه الأرشيف."),
        ("actor", "zzz", "الجهة أو الشخص «zzz»: لا يعرفه الأرشيف."),
        ("place", "zzz", "المكان «zzz»: لا يعرفه الأرشيف."),
        ("actor", "camp-taji", "الجهة أو الشخص «camp-taji»: لا يعرفه الأرشيف."),
    ],
    ids=["outlet", "actor", "place", "place-as-actor"],
)
def test_a_choice_the_archive_does_not_know_is_said_and_can_be_left_out(
    client, archive, facet, slug, said
):
    make_entity("camp-taji", "معسكر التاجي", kind="place")

    response = client.get(RESULTS, {"q": "موعد", facet: slug})

    assert said in shown(response)
    without = response.content.decode().split("لا يعرفه الأرشيف")[1]
    address = unescape(re.search(r'<a href="([^"]+)">ابحث من دونه', without)[1])
    assert titles(client.get(address)) == titles(client.get(RESULTS, {"q": "موعد"}))


def test_an_unknown_choice_beside_a_known_one_is_said_too(client, archive):
    response = client.get(RESULTS, {"outlet": ["harbour", "zzz", "unknown"]})

    assert titles(response)
    assert shown(response).count("لا يعرفه الأرشيف") == 1


def test_many_unknown_choices_are_said_and_a_few_searches_counted(client, archive):
    page = shown(client.get(RESULTS, {"outlet": [f"nobody-{n}" for n in range(40)]}))

    assert page.count("لا يعرفه الأرشيف") == 40
    assert page.count("ابحث من دونه") <= MOST_UNKNOWN


def test_english_pages_say_what_is_not_known(client, archive):
    page = shown(client.get("/en/search/", {"q": "موعد", "outlet": "zzz", "page": "7"}))

    assert "Outlet “zzz”: not known to the archive. Search without it" in page


def test_pages_follow_each_other_without_repeating(client):
    for number in range(23):
        make_article(f"خبر رقم {number}", f"نص الخبر رقم {number} عن موعد الانسحاب من القاعدة.")
    outbox.drain()

    pages = [titles(client.get(RESULTS, {"q": "الانسحاب", "page": n})) for n in (1, 2, 3)]

    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23
    third = client.get(RESULTS, {"q": "الانسحاب", "page": 3}).content.decode()
    assert 'aria-current="page">3<' in third


def test_all_choices_of_a_facet_have_a_page(client, archive):
    page = client.get("/search/choices/outlet/", {"q": "موعد", "outlet": "harbour"})

    assert re.search(r'name="outlet" value="harbour" checked', page.content.decode())
    assert 'name="outlet" value="tigris"' in page.content.decode()
    assert '<input type="hidden" name="q" value="موعد">' in page.content.decode()
    assert client.get("/search/choices/weather/").status_code == 404


def test_article_opened_from_results_marks_the_words_and_leads_back(client, archive):
    page = client.get(archive["fixed"].get_absolute_url(), {"q": "انسحاب", "outlet": "harbour"})

    assert '<mark id="m-1">الانسحاب</mark>' in page.content.decode()
    assert '<mark id="m-2">الانسحاب</mark>' in page.content.decode()
    back = re.search(r'class="back"><a href="([^"]+)"', page.content.decode())[1]
    assert dict_of(unescape(back)) == [("q", "انسحاب"), ("outlet", "harbour")]
    assert "موضعان معلّمان" in shown(page)


def test_suggestions_lead_to_results(client, archive):
    found = client.get("/search/suggest/", {"q": "جوي"}).json()["suggestions"]

    assert found[0]["label"] == "جوي هود"
    assert "مقال واحد" in found[0]["about"]
    assert titles(client.get(found[0]["address"])) == ["موعد الانسحاب ثابت"]


def test_what_is_not_published_is_nowhere_in_search(client, archive):
    make_entity("camp-taji", "معسكر التاجي", kind="place")
    make_article("مسودة عن التاجي", "نص لم ينشر عن معسكر التاجي وموعد الانسحاب.", status="draft")
    gone = make_article("مقال يسحب", "نص منشور عن معسكر التاجي وموعد الانسحاب منه.")
    outbox.drain()
    actions.withdraw(gone, "طلب صاحب الحق")  # the index doesn't know it yet

    for address, asked in (
        (RESULTS, {"q": "التاجي"}),
        (RESULTS, {"q": "موعد"}),
        (RESULTS, {}),
        ("/search/choices/place/", {}),
        ("/search/suggest/", {"q": "التاجي"}),
        ("/search/suggest/", {"q": "مسودة"}),
        (reverse("archive:front"), {}),
    ):
        page = unescape(client.get(address, asked).content.decode())
        asked_for = asked.get("q", "")
        assert "مسودة عن" not in page, (address, asked)
        assert "مقال يسحب" not in page, (address, asked)
        assert "معسكر التاجي" not in page.replace(f"«{asked_for}»", ""), (address, asked)
    assert "2 مقالات" not in shown(client.get(RESULTS, {"q": "موعد"}))


def test_a_script_that_has_the_page_is_sent_the_answer_alone(client, archive):
    page = client.get(RESULTS, {"q": "موعد"})
    answer = client.get(RESULTS, {"q": "موعد"}, headers={"hx-request": "true"})

    assert titles(answer) == titles(page) != []
    assert "<html" not in answer.content.decode()
    assert 'id="answer"' in answer.content.decode()
    assert re.search("<title>.*?</title>", page.content.decode(), re.DOTALL)[0] in (
        answer.content.decode()
    )
    assert "HX-Request" in page.headers["Vary"]


def test_a_script_that_goes_back_is_sent_the_page(client, archive):
    back = {"hx-request": "true", "hx-history-restore-request": "true"}

    page = client.get(RESULTS, {"q": "موعد"}, headers=back)

    assert "<html" in page.content.decode()


def test_without_an_index_search_says_so_and_articles_still_open(client, archive, settings):
    shutil.rmtree(settings.ARCHIVE_INDEX)

    response = client.get(RESULTS, {"q": "موعد"})

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "البحث قيد الإعداد" in shown(response)
    article = client.get(archive["fixed"].get_absolute_url(), {"q": "موعد"})
    assert article.status_code == 200
    assert client.get(reverse("archive:front")).status_code == 200


def test_queries_of_a_results_page_do_not_grow_with_its_results(
    client, django_assert_max_num_queries
):
    for number in range(12):
        make_article(f"خبر رقم {number}", f"نص الخبر رقم {number} عن موعد الانسحاب.\n\nوموعد آخر.")
    outbox.drain()
    client.get(RESULTS, {"q": "الانسحاب"})

    with django_assert_max_num_queries(4):
        client.get(RESULTS, {"q": "موعد الانسحاب", "outlet": "unknown", "from": "2021"})


def test_front_page_offers_searches_that_find(client, archive):
    page = client.get(reverse("archive:front")).content.decode()

    samples = re.search(r'front__samples">(.*?)</p>', page, re.DOTALL)[1]
    addresses = re.findall(r'href="([^"]+)"', samples)
    assert addresses
    assert all(titles(client.get(unescape(address))) for address in addresses)


def test_an_empty_archive_has_a_front_page_and_results(client):
    outbox.rebuild()

    assert client.get(reverse("archive:front")).status_code == 200
    assert client.get(RESULTS).status_code == 200
    assert client.get(RESULTS, {"q": "الانسحاب"}).status_code == 200


def test_english_results_have_english_labels(client, archive):
    page = shown(client.get("/en/search/", {"q": "موعد"}))

    assert "2 articles" in page
    assert "Most relevant" in page
    assert "November 22, 2021" in page


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_example_of_the_tips_is_understood_as_it_stands(language):
    Source.objects.create(slug="newsweek", name_ar="نيوزويك", name_en="Newsweek")
    make_entity("pentagon", "وزارة الدفاع الأميركية", "organisation", name_en="Pentagon")
    make_entity("erbil", "أربيل", "place", name_en="Erbil")
    page = (Path(settings.BASE_DIR) / f"templates/prose/tips.{language}.html").read_text("utf-8")

    examples = [
        unescape(strip_tags(example)) for example in re.findall(r"<tr><td><code>(.*?)</code>", page)
    ]

    assert len(examples) == 18
    with translation.override(language):
        assert [each for each in examples if parse(each).mended or parse(each).notes] == []
    asked = {one.name for each in examples for one in parse(each).filters}
    assert asked == {"outlet", "actor", "place", "said", "via", "byline"}


def test_a_passage_that_holds_a_statement_names_its_speaker_and_chain(client, make_source):
    speaker = make_entity("rawi", "سالم الراوي")
    speaker.roles.create(role_ar="الناطق باسم القيادة", since="2021-08-01")
    row = make_statement("موعد الانسحاب ثابت", speaker, relays=[make_source("nw", "نيوزويك")])
    outbox.drain()

    page = client.get(RESULTS, {"q": "الانسحاب"}).content.decode()

    card = page[page.index("snippet--said") :]
    told = ["سالم الراوي", "الناطق باسم القيادة", "نيوزويك", "<mark", "اقتباس مباشر", "لم يُراجَع"]
    places = [card.index(each) for each in told]
    assert places == sorted(places)
    assert row.passage.get_absolute_url() in card


def test_queries_of_a_results_page_do_not_grow_with_its_statements(
    client, django_assert_max_num_queries
):
    speaker = make_entity("rawi", "سالم الراوي")
    for number in range(12):
        make_statement(f"موعد الانسحاب رقم {number} ثابت", speaker)
    outbox.drain()
    client.get(RESULTS, {"q": "الانسحاب"})

    with django_assert_max_num_queries(8):
        client.get(RESULTS, {"q": "الانسحاب"})


@pytest.mark.parametrize(
    ("since", "total"),
    [("22/11/2021", 1), ("٢٣/١١/٢٠٢١", 0), ("23 تشرين الثاني 2021", 0), ("2021/11", 1)],
)
def test_a_filter_reads_a_date_as_it_is_printed(client, since, total):
    make_article("جسر النهر", published_on="2021-11-22")
    outbox.drain()

    response = client.get(RESULTS, {"q": "جسر", "from": since})

    assert response.context["found"].total == total
    assert not response.context["messages_for_reader"]
