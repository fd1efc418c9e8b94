"""What readers ask and what they are given: every test asks a real index."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.paginator import Paginator

from archive.arabic import tokens
from archive.editing import actions
from archive.models import Article
from search.engines.connection import reader
from search.engines.plan import Hit
from search.index import outbox
from search.queries import RESULTS_PER_PAGE, Query, find, matches_in, parts_of
from tests.factories import make_article, make_editor, make_entity
from tests.search.helpers import titles

pytestmark = pytest.mark.django_db


# Words


@pytest.mark.parametrize("typed", ["الأمريكية", "الامريكية", "الأميركية", "أَمْريكيّة", "الأمـريكية"])
def test_every_spelling_of_american_finds_the_same_articles(published, typed):
    published("القوات الأمريكية", "القوات الاميركيه", "القوات البريطانية")

    assert set(titles(typed)) == {"القوات الأمريكية", "القوات الاميركيه"}


@pytest.mark.parametrize(
    ("typed", "found", "not_found"),
    [
        pytest.param("قوات", "رحيل القوات", "أقوات الناس", id="article"),
        pytest.param("قوات", "مغادرة وقوات أخرى", "أقوات الناس", id="conjunction"),
        pytest.param("كاظمي", "زيارة الكاظمي", "كاظم يزور", id="name"),
        pytest.param("وزير", "اجتماع الوزير", "زير نساء", id="radical-waw"),
        pytest.param("طالبان", "حركة طالبان", "طالب جامعي", id="no-dual"),
    ],
)
def test_a_word_finds_its_forms_and_no_lookalikes(published, typed, found, not_found):
    published(found, not_found)

    assert titles(typed) == [found]


@pytest.mark.parametrize(
    ("typed", "found", "not_found"),
    [
        pytest.param("علي", "كلمة علي", "كلمة على الجسر", id="name"),
        pytest.param('"علي"', "كلمة علي", "كلمة على الجسر", id="phrase"),
        pytest.param("آلي", "سلاح آلي", "وصول إلى المدينة", id="hamza"),
        pytest.param("القوى", "اجتماع قوى سياسية", "جيش قوي", id="plural"),
        pytest.param("قوية", "جيش قوي", "اجتماع قوى سياسية", id="feminine"),
        pytest.param("نفي", "صدور نفي", "الوزير نفى", id="verbal-noun"),
        pytest.param("يحيى", "زيارة يحيى", "العراق يحيي الذكرى", id="verb"),
        pytest.param("يحيي", "العراق يحيي الذكرى", "زيارة يحيى", id="name-and-verb"),
    ],
)
def test_alef_maqsura_and_yeh_are_two_letters_where_they_make_two_words(
    published, typed, found, not_found
):
    published(found, not_found)

    assert titles(typed) == [found]
    assert find(Query(words=typed)).facets.outlets == {"unknown": 1}


def test_alef_maqsura_without_dots_is_a_yeh_where_it_makes_no_other_word(published):
    published("مصطفى الكاظمى فى بغداد", "مصطفي الكاظمي في بغداد")

    assert len(titles("مصطفي الكاظمى")) == 2
    assert len(titles('"الكاظمي في بغداد"')) == 2


def test_only_the_word_with_its_own_letter_is_marked(published):
    (article,) = published(("علي", "قال علي إنه وقف على الجسر."))

    matches = matches_in(Query(words="علي"), article)

    assert [article.current_revision.text[m.start : m.end] for m in matches.text] == ["علي"]


@pytest.mark.parametrize(
    ("typed", "count"),
    [("قوى*", 2), ("قوي*", 1), ("ق?وى", 0), ("قوا*", 0)],
)
def test_a_star_behind_alef_maqsura_finds_either_letter(published, typed, count):
    published("جيش قوي", "اجتماع القوى")

    assert len(titles(typed)) == count


def test_an_index_that_does_not_tell_the_letters_apart_answers_as_before(published, monkeypatch):
    monkeypatch.setattr("archive.arabic.tokens.told_apart", lambda word, key: key)
    monkeypatch.setattr("archive.arabic.tokens._TOLD_APART", tokens._ToldApart())
    published("اجتماع القوى", "جيش قوي")
    monkeypatch.undo()
    monkeypatch.setattr("search.engines.whoosh.generations.TELLS_YEH_APART", 99)

    assert set(titles("القوى")) == set(titles('"القوى"')) | {"جيش قوي"}


def test_a_day_that_is_none_is_said_and_narrows_nothing(published):
    published("انسحاب القوات")

    found = find(Query(words="القوات بين:31/2/2020"))

    assert found.total == 1
    assert any("2020" in note for note in found.notes)


def test_all_words_come_first_and_are_the_count(published):
    published("انسحاب القوات من العراق", "انسحاب القوات", "حقول النفط", "حقول القمح")

    found = find(Query(words="انسحاب القوات العراق"))

    assert (found.total, found.total_most) == (1, 1)
    assert [result.all_words for result in found[0:2]] == [True, False]


def test_a_word_that_the_archive_does_not_know_is_named(published):
    published("انسحاب القوات")

    found = find(Query(words="انسحاب خزعبلات"))

    assert found.unknown_words == ("خزعبلات",)
    assert (found.total, found.total_most) == (0, 1)


def test_exact_spelling_finds_the_word_as_typed_alone(published):
    published("القوات في بغداد", "قوات في بغداد")

    assert titles("قوات", exact=True) == ["قوات في بغداد"]


# The language of queries


def test_a_phrase_finds_neighbours_only(published):
    published("رئيس الوزراء في بغداد", "الوزراء بلا رئيس", "رئيس مجلس الوزراء")

    assert titles('"رئيس الوزراء"') == ["رئيس الوزراء في بغداد"]


def test_a_phrase_allows_one_particle_on_its_first_word(published):
    published("البرلمان ورئيس الوزراء", "الرئيس والوزراء")

    assert titles('"رئيس الوزراء"') == ["البرلمان ورئيس الوزراء"]


def test_a_phrase_keeps_its_function_words(published):
    published("القوات في العراق", "القوات من العراق")

    assert titles('"القوات في العراق"') == ["القوات في العراق"]


def test_a_phrase_that_is_nowhere_is_told_from_one_that_other_words_keep_out(published):
    published("انسحاب القوات", "القوات بعد الانسحاب")

    assert find(Query(words='"القوات انسحاب"')).phrase_missing
    assert not find(Query(words='"انسحاب القوات"')).phrase_missing
    assert not find(Query(words='"انسحاب القوات" زلزال')).phrase_missing


def test_either_of_two_words(published):
    published("هجوم في بغداد", "هجوم في أربيل", "هجوم في كركوك")

    assert set(titles("هجوم بغداد أو أربيل")) == {"هجوم في بغداد", "هجوم في أربيل"}


def test_without_a_word(published):
    published("انسحاب من أفغانستان", "انسحاب من العراق")

    assert titles("انسحاب -أفغانستان") == ["انسحاب من العراق"]


def test_a_prefix_finds_every_word_that_begins_so(published):
    published("الانسحاب", "انسحابات", "منسحب")

    assert set(titles("انسحاب*")) == {"الانسحاب", "انسحابات"}


def test_a_title_field_looks_in_titles_alone(published):
    published(("انسحاب القوات", "نص."), ("تقرير", "انسحاب القوات."))

    assert titles("العنوان:انسحاب") == ["انسحاب القوات"]


def test_an_outlet_field_narrows_to_the_outlet(published):
    published("صواريخ على القاعدة", outlet="وكالة رويترز")
    published("صواريخ على المطار", outlet="مجلة نيوزويك")

    assert titles("صواريخ المصدر:رويترز") == ["صواريخ على القاعدة"]


def test_between_narrows_to_the_dates(published):
    published("قبل", published_on="2019-05")
    published("في الأثناء", published_on="2020-06-01")
    published("بعد", published_on="2022")

    assert titles("بين:2020..2021") == ["في الأثناء"]
    assert titles("بين:2021..2020") == ["في الأثناء"]
    assert titles("بين:1/1/2020..كانون الأول 2021") == ["في الأثناء"]


def test_a_place_field_narrows_to_articles_that_name_the_place(published):
    make_entity("erbil", "أربيل", kind="place")
    published("صواريخ على أربيل", "صواريخ على البصرة")

    assert titles("صواريخ المكان:أربيل") == ["صواريخ على أربيل"]


def test_an_excluded_outlet_is_left_out_of_results_and_counts(published):
    published("صواريخ على القاعدة", outlet="وكالة رويترز")
    published("صواريخ على المطار", outlet="مجلة نيوزويك")
    published("صواريخ على السفارة")

    found = find(Query(words="صواريخ -المصدر:رويترز"))

    assert set(titles("صواريخ -المصدر:رويترز")) == {"صواريخ على المطار", "صواريخ على السفارة"}
    assert found.facets.outlets == {"outlet-1": 1, "unknown": 1}
    assert found.facets.months == {"2021-11": 2}


def test_choosing_what_the_words_exclude_finds_nothing(published):
    published("صواريخ على القاعدة", outlet="وكالة رويترز")

    assert titles("صواريخ -المصدر:رويترز", outlets=("outlet-0",)) == []


def test_several_excluded_places_are_all_left_out(published):
    make_entity("erbil", "أربيل", kind="place")
    make_entity("basra", "البصرة", kind="place")
    published("صواريخ على أربيل", "صواريخ على البصرة", "صواريخ على بغداد")

    assert titles("صواريخ -المكان:أربيل NOT place:البصرة") == ["صواريخ على بغداد"]


def test_an_excluded_body_leaves_out_what_names_it(published):
    make_entity("hashd", "الحشد الشعبي", kind="organisation")
    published("بيان عن الحشد الشعبي", "بيان عن الجيش")

    assert titles("بيان -الجهة:الحشد الشعبي") == ["بيان عن الجيش"]


def test_a_title_without_the_word(published):
    published(("انسحاب القوات", "نص القوات."), ("تقرير القوات", "انسحاب القوات."))

    assert titles("القوات NOT title:انسحاب") == ["تقرير القوات"]


@pytest.mark.parametrize(
    "typed", ['"', "((", "* ؟", "AND OR", "\0", "قوات " * 3000, "-", "المصدر:", "بين:", "\u202e"]
)
def test_anything_typed_is_answered(published, typed):
    published("القوات في بغداد")

    found = find(Query(words=typed))

    assert len(found) == len(found[0 : len(found)])


# Who sees what


def test_what_is_not_published_is_never_found(published):
    published("القوات في بغداد")
    make_article("القوات مسودة", "القوات.", status="draft")
    outbox.drain()

    assert titles("القوات") == ["القوات في بغداد"]


@pytest.mark.parametrize(
    "words", ["المقنطر", "المقنطر القاعدة", "المقنطر القاعدة الجوية", '"المقنطر"', "المقنطرين"]
)
def test_search_tells_nothing_of_withdrawn_words_while_the_worker_is_down(published, words):
    gone, *_ = published("المقنطر في القاعدة", "المقيطر في أربيل", "القاعدة الجوية خالية")
    actions.withdraw(gone, "طلب صاحب الحق")

    def said():
        found = find(Query(words=words))
        shown = {result.article.title for result in found[:10]}
        totals = found.total, found.total_most, found.answer.total_some
        return totals, shown, found.unknown_words, found.correction

    before = said()
    outbox.drain()

    assert before == said()
    assert "المقنطر في القاعدة" not in before[1]


def test_a_withdrawn_article_is_gone_before_the_index_knows(published):
    article, _other = published("القوات في بغداد", "القوات في أربيل")
    actions.withdraw(article, "طلب صاحب الحق")

    found = find(Query(words="القوات"))

    assert found.total == 1
    assert [result.article.title for result in found[0:10]] == ["القوات في أربيل"]


def test_an_editor_finds_what_readers_find(published):
    published("القوات في بغداد")
    make_article("القوات مسودة", "القوات.", status="draft")
    outbox.drain()

    assert find(Query(words="القوات"), viewer=make_editor()).total == 1


# Pages


def test_pages_are_slices_of_one_order(published):
    published(*(f"القوات في يوم {day}" for day in range(23)))

    pages = Paginator(find(Query(words="القوات")), RESULTS_PER_PAGE)
    ids = [result.article.pk for number in pages.page_range for result in pages.page(number)]

    assert pages.count == 23
    assert len(set(ids)) == 23


def test_pages_end_where_the_engine_pages_no_further(published, monkeypatch):
    published(*(f"انسحاب القوات {number}" for number in range(5)))
    assert len(find(Query(words="انسحاب القوات"))) == 5

    monkeypatch.setattr(type(reader()), "paging_limit", 3)

    found = find(Query(words="انسحاب القوات"))
    assert (found.total, len(found)) == (5, 3)


def test_a_page_takes_the_same_number_of_queries_however_long_it_is(
    published, django_assert_num_queries
):
    published(*(f"القوات في يوم {day}" for day in range(12)))
    find(Query(words="القوات"))[0:2]

    with django_assert_num_queries(3):
        find(Query(words="القوات"))[0:10]


def test_few_articles_are_filled_up_with_those_that_hold_some_words(published):
    published("انسحاب القوات من العراق", "القوات في كركوك", "حقول القمح")

    found = find(Query(words="انسحاب القوات العراق"))
    results = found[0:10]

    assert (found.total, found.total_most) == (1, 0)
    assert [result.most_words for result in results] == [True, False]


# Queries as values and addresses


def test_an_address_spells_a_query_in_one_order():
    query = Query(
        words="القوات",
        outlets=("reuters", "newsweek"),
        actors=("al-kadhimi",),
        since=date(2021, 11, 1),
        until=date(2021, 12, 31),
        undated=True,
        exact=True,
        sort="newest",
        also=False,
    )

    assert query.replace(words="q").to_querystring(page=2) == (
        "q=q&outlet=reuters&outlet=newsweek&actor=al-kadhimi&from=2021-11&to=2021-12"
        "&undated=1&exact=1&sort=newest&also=0&page=2"
    )


def test_days_inside_a_month_are_spelt_in_full():
    query = Query(since=date(2021, 11, 2), until=date(2021, 11, 29))

    assert query.to_querystring() == "from=2021-11-02&to=2021-11-29"


def test_one_choice_is_taken_back_and_the_others_stay():
    query = Query(words="القوات", outlets=("reuters", "newsweek"), since=date(2021, 11, 1))

    assert query.without("outlets", "reuters").outlets == ("newsweek",)
    assert query.without("outlets").outlets == ()
    assert query.without("since").since is None


# Matches on the article's own page


def test_matches_stand_where_the_words_are_printed(published):
    (article,) = published(("رحيل القوات", "قالت القوّات إنها سترحل."))

    matches = matches_in(Query(words="قوات"), article)

    assert [article.title[one.start : one.end] for one in matches.title] == ["القوات"]
    text = article.current_revision.text
    assert [text[one.start : one.end] for one in matches.text] == ["القوّات"]


def test_a_correction_that_the_index_has_not_seen_is_marked_at_its_new_places(published):
    (article,) = published(("تقرير", "رحلت القوات."))
    actions.correct(article, title="تقرير", body="بعد تأخير رحلت القوات.", reason="تصحيح")
    article = Article.objects.with_card_details().get(pk=article.pk)

    matches = matches_in(Query(words="قوات"), article)

    text = article.current_revision.text
    assert [text[one.start : one.end] for one in matches.text] == ["القوات"]


# Signs and fields that a text only seems to hold


@pytest.fixture
def outlets(published):
    """An article about a river that is an outlet's name too, and one of that outlet."""
    published("مصدر: دجلة يفيض على ضفتيه", "القمة الجوية - البحرية", "فيضان في قرية")
    published("النهر يهدأ", outlet="دجلة")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("مصدر: دجلة يفيض على ضفتيه", "مصدر: دجلة يفيض على ضفتيه", id="field"),
        pytest.param("القمة الجوية -البحرية", "القمة الجوية - البحرية", id="minus"),
        pytest.param("القمة الجوية –البحرية", "القمة الجوية - البحرية", id="long-dash"),
        pytest.param("القمة الجوية NOT البحرية", "القمة الجوية - البحرية", id="operator"),
    ],
)
@pytest.mark.usefixtures("outlets")
def test_where_signs_find_nothing_their_text_is_searched_as_words(typed, found):
    assert titles(typed) == [found]


@pytest.mark.usefixtures("outlets")
def test_the_page_knows_what_was_found_with_the_signs_and_without():
    other = find(Query(words="القمة الجوية -البحرية")).as_words

    assert other is not None
    assert other.searched
    assert (other.signs.count, other.words.count) == (0, 1)
    assert other.words.words == "القمة الجوية البحرية"


@pytest.mark.usefixtures("outlets")
def test_a_headline_is_found_though_the_word_before_its_colon_stands_nowhere():
    found = find(Query(words="مصدر: دجلة القمة الجوية البحرية"))

    assert (found.total, found.total_most) == (0, 1)
    assert [result.article.title for result in found[:1]] == ["القمة الجوية - البحرية"]
    assert found.as_words.searched
    assert found.as_words.words.count == 0


def test_what_is_to_be_left_out_is_offered_and_not_shown(published):
    published("النهر يهدأ")

    found = find(Query(words="-النهر"))

    assert len(found) == 0
    assert found.as_words.words.count == 1
    assert not found.as_words.searched


@pytest.mark.usefixtures("outlets")
def test_a_field_written_tightly_is_meant():
    found = find(Query(words="المصدر:دجلة يفيض"))

    assert found.total == 0
    assert titles("المصدر:دجلة النهر") == ["النهر يهدأ"]


@pytest.mark.usefixtures("outlets")
def test_an_exclusion_that_leaves_something_stays():
    other = find(Query(words="القمة -قرية")).as_words

    assert titles("القمة -قرية") == ["القمة الجوية - البحرية"]
    assert other is None


def test_a_word_of_leaving_out_is_offered_as_a_minus(published):
    published("قمة بلا جبل", "قمة وحدها")

    offered = find(Query(words="قمة ليس جبل")).excluding

    assert offered is not None
    assert (offered.words, offered.count) == ("قمة -جبل", 1)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("قن?رة", {"القنطرة القديمة"}, id="one-letter"),
        pytest.param("الق*طرة", {"القنطرة القديمة"}, id="letters"),
        pytest.param('"رحلة الجبل"~3', {"رحلة طويلة إلى الجبل"}, id="words-apart"),
        pytest.param('"الجبل رحلة"~3', {"رحلة طويلة إلى الجبل"}, id="in-any-order"),
        pytest.param('"رحلة الجبل"~1', set(), id="too-far-apart"),
        pytest.param("قنطرة^4", {"القنطرة القديمة"}, id="weight"),
    ],
)
def test_marks_of_other_query_languages_work_or_are_left_out(published, typed, found):
    published("القنطرة القديمة", "رحلة طويلة إلى الجبل")

    assert set(titles(typed)) == found


# Phrases in any newsroom's spelling, and their beginnings


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param(
            '"السفارة الأميركية"', {"السفارة الأمريكية تغلق", "السفارة الأميركية تفتح"}, id="table"
        ),
        pytest.param('"رئيس الكونغرس"', {"رئيس الكونجرس يصل"}, id="foreign-g"),
        pytest.param('"شئون الإقليم"', {"شؤون الإقليم تعود"}, id="hamza"),
        pytest.param('"الأميركية السفارة"', set(), id="other-order"),
        pytest.param('"السفارة أميركا"', set(), id="another-form"),
        pytest.param('"السفارة الأمر*"', {"السفارة الأمريكية تغلق"}, id="beginning"),
        pytest.param('"السفارة أمي*"', {"السفارة الأميركية تفتح"}, id="beginning-without-article"),
    ],
)
def test_a_phrase_stands_for_every_spelling_of_its_words(published, typed, found):
    published(
        "السفارة الأمريكية تغلق", "السفارة الأميركية تفتح", "رئيس الكونجرس يصل", "شؤون الإقليم تعود"
    )

    assert set(titles(typed)) == found


def test_a_phrase_spelt_exactly_so_stands_for_itself_alone(published):
    published("السفارة الأمريكية تغلق", "السفارة الأميركية تفتح")

    assert titles('"السفارة الأميركية"', exact=True) == ["السفارة الأميركية تفتح"]


def test_what_another_spelling_of_a_phrase_found_is_said(published):
    published("السفارة الأمريكية تغلق")

    (result,) = find(Query(words='"السفارة الأميركية"'))[:1]

    assert any("الأمريكية" in note for note in result.why)


def test_a_beginning_is_found_behind_a_particle_where_the_rest_is_that_word(published):
    published("رحلة بكندا", "رحلة إلى كندا", "وكنداكة")

    assert set(titles("كندا*")) >= {"رحلة بكندا", "رحلة إلى كندا"}


# Groups and their order


def test_what_tells_more_stands_before_what_holds_most_words(published):
    long = "ثم كلام كثير عن أشياء أخرى. " * 40
    some, *others = published(
        ("زلزال بغداد", "هز زلزال عنيف بغداد، وهو زلزال يتبع زلزالاً في بغداد نفسها."),
        *((f"خبر {number}", f"بغداد، {long}أربيل، {long}البصرة {number}") for number in range(7)),
        *((f"نبأ {number}", f"زلزال في اليابان، {long}{number}") for number in range(8)),
    )

    found = find(Query(words="زلزال بغداد أربيل البصرة"))
    results = found[0:10]

    assert (found.total, found.total_most, len(others)) == (0, 7, 15)
    assert results[0].article.pk == some.pk
    assert {result.part for result in results} == {"some"}


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [
        pytest.param(["all", "most", "some"], ["all", "most", "some"], id="one-after-the-other"),
        pytest.param(["all", "some", "most"], ["all", "some", "some"], id="among-each-other"),
        pytest.param(["most", "most"], ["most", "most"], id="most-alone"),
    ],
)
def test_headings_are_true_of_every_card_below_them(kinds, parts):
    hits = [Hit(1, 1.0, kind == "all", kind != "some") for kind in kinds]

    assert parts_of(hits) == parts


def test_pages_of_most_and_some_follow_each_other_without_gap_or_repetition(published):
    texts = ("بغداد، أربيل، البصرة.", "هز زلزال بغداد.")
    published(*((f"خبر {number}", f"{number} {texts[number % 2]}") for number in range(14)))
    query = Query(words="زلزال بغداد أربيل البصرة")

    found = find(query)
    pages = [find(query, offset=start)[start : start + 10] for start in (0, 10)]

    seen = [result.article.pk for page in pages for result in page]
    assert len(found) == 14
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == 14


def test_an_article_that_holds_the_words_together_stands_before_one_that_scatters_them(published):
    together, scattered = published(
        ("خبر", "بقي المجلس مغلقاً أمس. وقال نائب في الجلسة إن الموقف ثابت."),
        ("خبر", "بقي الموقف مغلقاً أمس. وقال نائب في المجلس إن رأيه ثابت."),
    )

    results = find(Query(words="موقف ثابت"))[0:2]

    assert [result.article.pk for result in results] == [together.pk, scattered.pk]
