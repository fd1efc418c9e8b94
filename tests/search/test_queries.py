"""What readers ask and what they are given: every test asks a real index."""

from __future__ import annotations

from datetime import date
from time import monotonic

import pytest
from django.core.paginator import Paginator

from archive.editing import actions
from archive.models import Article, Entity, EntityName, Source
from search.engines.connection import reader
from search.index import outbox
from search.queries import RESULTS_PER_PAGE, Query, find, matches_in
from search.query.authorities import FRESH, authorities
from tests.factories import make_article, make_editor, make_entity

pytestmark = pytest.mark.django_db


def titles(words: str, **choices: object) -> list[str]:
    """The titles of the articles with all the words."""
    found = find(Query(words=words, **choices))
    return [result.article.title for result in found[: found.total]]


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


@pytest.mark.parametrize("typed", ["انتخا*", "الانتخا*"])
def test_a_prefix_finds_the_word_under_the_article(published, typed):
    published("الانتخابات المبكرة", "نزاهة للانتخابات", "وبالانتحار انتهى")

    assert set(titles(typed)) == {"الانتخابات المبكرة", "نزاهة للانتخابات"}


def test_a_prefix_is_no_middle_of_a_word(published):
    published("وزير الدفاع", "زيرو")

    assert titles("زير*") == ["زيرو"]


def test_all_words_come_first_and_are_the_count(published):
    published("انسحاب القوات من العراق", "انسحاب القوات", "حقول النفط", "حقول القمح")

    found = find(Query(words="انسحاب القوات العراق"))

    assert (found.total, found.total_most) == (1, 1)
    assert [result.all_words for result in found[0:2]] == [True, False]


def test_a_question_finds_what_its_telling_words_find(published):
    published("موعد انسحاب القوات الأمريكية من العراق", "تقرير عن القمح")

    assert titles("ما هو موعد انسحاب القوات الأمريكية من العراق؟") == [
        "موعد انسحاب القوات الأمريكية من العراق"
    ]


def test_a_query_of_function_words_alone_looks_for_them(published):
    published("من هو", "تقرير عن القمح")

    assert titles("من هو") == ["من هو"]


def test_the_name_ali_is_no_preposition(published):
    published(("بيان السيستاني", "قال علي السيستاني."), ("بيان آخر", "قال السيستاني."))

    assert titles("علي السيستاني") == ["بيان السيستاني"]
    assert len(titles("على السيستاني")) == 2


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


def test_a_phrase_that_is_nowhere_offers_its_words_with_their_count(published):
    published("انسحاب القوات", "القوات بعد الانسحاب")

    found = find(Query(words='"القوات انسحاب"'))

    assert len(found) == 0
    assert found.unquoted.query.words == "القوات انسحاب"
    assert found.unquoted.count == 2


def test_a_phrase_that_is_found_offers_nothing(published):
    published("انسحاب القوات")

    assert find(Query(words='"انسحاب القوات"')).unquoted is None


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


def test_said_finds_a_name_near_a_verb_of_saying(published):
    published(
        ("تصريح", "وقال الكاظمي إن الموعد ثابت."),
        ("زيارة", "غادر الكاظمي بغداد صباح الاثنين إلى واشنطن في زيارة تستمر ثلاثة أيام."),
    )

    assert titles("قال:الكاظمي") == ["تصريح"]


def test_an_outlet_field_narrows_to_the_outlet(published):
    published("صواريخ على القاعدة", outlet="وكالة رويترز")
    published("صواريخ على المطار", outlet="مجلة نيوزويك")

    assert titles("صواريخ المصدر:رويترز") == ["صواريخ على القاعدة"]


def test_an_outlet_of_several_words_needs_no_quotation_marks(published):
    published("صواريخ على القاعدة", outlet="نيويورك تايمز")
    published("صواريخ على المطار", outlet="نيويورك بوست")

    assert titles("المصدر:نيويورك تايمز صواريخ") == ["صواريخ على القاعدة"]


def test_an_outlet_with_a_colon_in_its_name_needs_no_quotation_marks(published):
    published("صواريخ على القاعدة", outlet="موجز الأرشيف: بغداد")
    published("صواريخ على المطار", outlet="موجز الأرشيف: أربيل")

    assert titles("المصدر:موجز الأرشيف: بغداد صواريخ") == ["صواريخ على القاعدة"]
    assert titles("صواريخ -المصدر:موجز الأرشيف: بغداد") == ["صواريخ على المطار"]
    assert titles("المصدر:موجز العنوان: القاعدة") == ["صواريخ على القاعدة"]


def test_part_of_an_outlet_stands_for_all_that_hold_it(published):
    published("صواريخ على القاعدة", outlet="موجز الأرشيف: بغداد")
    published("صواريخ على المطار", outlet="موجز الأرشيف: أربيل")
    published("صواريخ على السفارة", outlet="نيوزويك")

    assert len(titles("المصدر:موجز الأرشيف صواريخ")) == 2


def test_an_outlet_nobody_knows_is_said_and_searched_as_words(published):
    published("صواريخ على القاعدة")

    found = find(Query(words="المصدر:القاعدة"))

    assert found.total == 1
    assert len(found.notes) == 1


def test_between_narrows_to_the_dates(published):
    published("قبل", published_on="2019-05")
    published("في الأثناء", published_on="2020-06-01")
    published("بعد", published_on="2022")

    assert titles("بين:2020..2021") == ["في الأثناء"]
    assert titles("بين:2021..2020") == ["في الأثناء"]


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


def test_excluded_dates_leave_out_all_that_may_fall_in_them(published):
    published("في الأثناء", published_on="2020-06-01")
    published("في السنة", published_on="2020")
    published("بعد", published_on="2022")
    published("بلا تاريخ", published_on="")

    assert set(titles("-بين:2020-05..2020-07")) == {"بعد", "بلا تاريخ"}


def test_a_name_nobody_knows_excludes_nothing_and_that_is_said(published):
    published("صواريخ على القاعدة")

    found = find(Query(words="صواريخ -المصدر:القاعدة"))

    assert found.total == 1
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    "typed", ['"', "((", "* ؟", "AND OR", "\0", "قوات " * 3000, "-", "المصدر:", "بين:", "\u202e"]
)
def test_anything_typed_is_answered(published, typed):
    published("القوات في بغداد")

    found = find(Query(words=typed))

    assert len(found) == len(found[0 : len(found)])


# Names in other scripts


def test_an_english_name_of_the_authorities_finds_the_arabic_one(published):
    make_entity("brett-mcgurk", "بريت ماكغورك", name_en="Brett McGurk")
    published("زيارة بريت ماكغورك", "زيارة بريت ماركس")

    found = find(Query(words="Brett McGurk"))

    assert [result.article.title for result in found[0 : found.total]] == ["زيارة بريت ماكغورك"]
    assert [(one.words, one.names) for one in found.substitutions] == [
        ("Brett McGurk", ("بريت ماكغورك",))
    ]


def test_a_kurdish_name_finds_the_arabic_one(published):
    make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي", name_ku="مستەفا کازمی")
    published("زيارة مصطفى الكاظمي", "مصطفى يزور")

    assert titles("مستەفا کازمی") == ["زيارة مصطفى الكاظمي"]


def test_short_names_that_need_their_context_do_not_stand_for_the_name(published):
    sudani = make_entity("al-sudani", "محمد شياع السوداني", name_en="Mohammed al-Sudani")
    EntityName.objects.create(entity=sudani, name="السوداني", standalone="context")
    published("الشعب السوداني", "محمد شياع السوداني")

    assert titles("Mohammed al-Sudani") == ["محمد شياع السوداني"]


@pytest.mark.parametrize("typed", ["Kadhimi", "al-Kazemi", "Kadhemi"])
def test_a_latin_word_finds_the_arabic_word_it_sounds_like(published, typed):
    published("زيارة الكاظمي", "زيارة الكعبي")

    assert titles(typed) == ["زيارة الكاظمي"]


def test_a_short_word_without_a_capital_is_no_name(published):
    published("بات الوضع هادئاً", "زيارة باول")

    assert find(Query(words="vote")).total == 0
    assert titles("Powell") == ["زيارة باول"]


@pytest.mark.parametrize(
    "typed", ["AND OR", "NOT", '"unclosed', "n", "2021", "The", "what is that", "who has been"]
)
def test_words_that_are_nobodys_name_sound_like_nothing(published, typed):
    published("عناد والناتو ونيد", "ذي قار والوايت", "الإنكليزية واين", "نون 2020")

    assert find(Query(words=typed)).substitutions == ()


def test_a_word_without_a_capital_is_taken_for_known_names_alone(published):
    make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي")
    published("زيارة الكاظمي", "زيارة باول")

    assert titles("kazemi") == ["زيارة الكاظمي"]
    assert titles("powell") == []
    assert titles("Powell") == ["زيارة باول"]


def test_function_words_of_a_latin_name_are_part_of_it(published):
    make_entity("iri", "المقاومة الإسلامية في العراق", name_en="Islamic Resistance in Iraq")
    published("بيان المقاومة الإسلامية في العراق", "المقاومة في العراق")

    assert titles("Islamic Resistance in Iraq") == ["بيان المقاومة الإسلامية في العراق"]


def test_an_abbreviation_sounds_like_nothing(published):
    published("بيان عن العزاء")

    assert find(Query(words="ZZZ")).total == 0


def test_other_scripts_can_be_switched_off(published):
    published("زيارة الكاظمي", "تقرير Kadhimi")

    assert titles("Kadhimi", also=False) == ["تقرير Kadhimi"]


def test_names_are_spelt_in_several_ways(published):
    general = make_entity("kenneth-mckenzie", "كينيث ماكنزي")
    EntityName.objects.create(entity=general, name="ماكينزي")
    published("زيارة ماكينزي", "زيارة ماكغورك")

    assert titles("ماكنزي") == ["زيارة ماكينزي"]


@pytest.fixture
def mcgurk() -> Entity:
    entity = make_entity("brett-mcgurk", "بريت ماكغورك")
    EntityName.objects.create(entity=entity, name="بيرت مكورغ")
    EntityName.objects.create(entity=entity, name="ماكغورك", kind=EntityName.Kind.SHORT)
    EntityName.objects.create(entity=entity, name="المبعوث", standalone="context")
    return entity


@pytest.mark.parametrize("typed", ["بيرت مكورغ", "بريت ماكغورك"])
def test_any_full_name_finds_what_prints_another(published, mcgurk, typed):
    published("زيارة بيرت مكورغ", "جولة بريت ماكغورك", "جولة المبعوث")

    found = find(Query(words=typed))

    assert set(titles(typed)) == {"زيارة بيرت مكورغ", "جولة بريت ماكغورك"}
    assert [one.words for one in found.substitutions] == [typed]
    assert found.unknown_words == ()
    assert found.correction is None


def test_another_name_is_marked_and_explained(published, mcgurk):
    published("جولة بريت ماكغورك")

    result = find(Query(words="جولة بيرت مكورغ"))[0:1][0]

    assert [run.text for run in result.title if run.marked] == ["جولة", "بريت", "ماكغورك"]
    assert result.why == ("«بريت ماكغورك» هو «بيرت مكورغ»",)


def test_what_was_typed_comes_before_what_stands_for_it(published, mcgurk):
    published("زيارة بيرت مكورغ", "زيارة بريت ماكغورك")

    assert titles("بريت ماكغورك")[0] == "زيارة بريت ماكغورك"
    assert titles("بيرت مكورغ")[0] == "زيارة بيرت مكورغ"


def test_words_of_a_name_count_one_by_one_all_the_same(published, mcgurk):
    published("زيارة بريت ماكغورك إلى أربيل", "زيارة ماكغورك إلى أربيل", *["حقول القمح"] * 8)

    found = find(Query(words="زيارة بريت ماكغورك أربيل"))

    assert (found.total, found.total_most) == (1, 1)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(Query(words='"بيرت مكورغ"'), id="quoted"),
        pytest.param(Query(words="بيرت مكورغ", also=False), id="switched-off"),
        pytest.param(Query(words="بيرت مكورغ", exact=True), id="exact"),
        pytest.param(Query(words="ماكغورك"), id="short-name"),
        pytest.param(Query(words="بيرت مكورك"), id="misspelt"),
    ],
)
def test_words_that_are_no_full_name_stand_for_themselves(published, mcgurk, query):
    published("زيارة بيرت مكورغ", "جولة بريت ماكغورك")

    assert find(query).substitutions == ()


def test_a_name_that_holds_the_name_of_another_says_more(published):
    government = make_entity("us-government", "الحكومة الأمريكية", kind="organisation")
    EntityName.objects.create(entity=government, name="إدارة ترامب")
    EntityName.objects.create(entity=government, name="البيت الأبيض")
    EntityName.objects.create(
        entity=make_entity("donald-trump", "دونالد ترامب"),
        name="ترامب",
        kind=EntityName.Kind.SHORT,
    )
    published("قرار إدارة ترامب", "قرار الحكومة الأمريكية", "قرار البيت الأبيض")

    assert titles("إدارة ترامب") == ["قرار إدارة ترامب"]
    assert set(titles("الحكومة الأمريكية")) == {"قرار الحكومة الأمريكية", "قرار البيت الأبيض"}


def test_a_name_of_two_bearers_stands_for_neither(published):
    for slug, name in (("first", "علي حسن"), ("second", "حسن الأمين")):
        EntityName.objects.create(entity=make_entity(slug, name), name="أبو زينب")
    published("زيارة أبو زينب", "زيارة علي حسن")

    assert titles("أبو زينب") == ["زيارة أبو زينب"]


def test_names_that_another_process_changed_are_known_after_a_while(published, mcgurk, monkeypatch):
    published("زيارة بريت ماكغورك")
    assert titles("صاحب الأسماء") == []

    # As from elsewhere: no signal is sent here.
    EntityName.objects.bulk_create([EntityName(entity=mcgurk, name="صاحب الأسماء")])
    later = monotonic() + FRESH + 1
    monkeypatch.setattr("archive.caching.monotonic", lambda: later)

    assert titles("صاحب الأسماء") == ["زيارة بريت ماكغورك"]
    assert authorities() is authorities()


def test_aliases_can_be_left_aside_for_measuring(published):
    make_entity("pentagon", "وزارة الدفاع الأمريكية", name_en="Pentagon")
    published("وزارة الدفاع الأمريكية")

    assert find(Query(words="Pentagon")).total == 1
    assert find(Query(words="Pentagon"), aliases=False).total == 0


# Did you mean


def test_a_mistyped_word_is_offered_as_it_is_printed_with_its_count(published):
    published("الحكومة في بغداد", "الحكومة في أربيل")

    found = find(Query(words="الحكومخ"))

    assert found.total == 0
    assert (found.correction.words, found.correction.count) == ("الحكومة", 2)


def test_the_count_of_a_suggestion_keeps_the_filters(published):
    source = Source.objects.create(slug="newsweek", name_ar="نيوزويك")
    published("الحكومة في بغداد", outlet=source)
    published("الحكومة في أربيل")

    found = find(Query(words="الحكومخ", outlets=("newsweek",)))

    assert found.correction.count == 1
    assert found.correction.query.outlets == ("newsweek",)


def test_a_short_name_that_no_article_uses_gives_way_to_the_name(published):
    kadhimi = make_entity("kadhimi", "مصطفى الكاظمي")
    EntityName.objects.create(entity=kadhimi, name="أبوهيا", kind=EntityName.Kind.SHORT)
    published("زيارة مصطفى الكاظمي")

    assert find(Query(words="أبوهيا")).correction.words == "مصطفى الكاظمي"


def test_words_run_together_are_taken_apart(published):
    published("القوات الأمريكية في بغداد")

    assert find(Query(words="القواتالأمريكية")).correction.words == "القوات الأمريكية"


def test_arabic_typed_on_english_keys_is_understood(published):
    published("زيارة الكاظمي")

    assert find(Query(words="hg;h/ld")).correction.words == "الكاظمي"


def test_a_known_word_gives_way_to_one_that_is_far_likelier(published):
    published(*(f"القوات في يوم {day}" for day in range(50)), "القوان مرة واحدة")

    found = find(Query(words="القوان"))

    assert found.total == 1
    assert found.correction.words == "القوات"


def test_a_word_that_finds_enough_has_no_suggestion(published):
    published("القوات في بغداد", "القوان في بغداد")

    assert find(Query(words="القوات")).correction is None


def test_a_suggestion_keeps_the_rest_of_the_query(published):
    published("الحكومة في بغداد")

    found = find(Query(words='العنوان:الحكومخ -أفغانستان "في بغداد"'))

    assert found.correction.words == 'العنوان:الحكومة "في بغداد" -أفغانستان'


# Who sees what


def test_what_is_not_published_is_never_found(published):
    published("القوات في بغداد")
    make_article("القوات مسودة", "القوات.", status="draft")
    outbox.drain()

    assert titles("القوات") == ["القوات في بغداد"]


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
