"""What stands for what was typed: every test asks a real index."""

from __future__ import annotations

import pytest

from archive.models import Entity, EntityName
from search.queries import Query, find
from tests.factories import make_entity
from tests.search.helpers import titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["انتخا*", "الانتخا*"])
def test_a_prefix_finds_the_word_under_the_article(published, typed):
    published("الانتخابات المبكرة", "نزاهة للانتخابات", "وبالانتحار انتهى")

    assert set(titles(typed)) == {"الانتخابات المبكرة", "نزاهة للانتخابات"}


def test_a_prefix_is_no_middle_of_a_word(published):
    published("وزير الدفاع", "زيرو")

    assert titles("زير*") == ["زيرو"]


def test_a_question_finds_what_its_telling_words_find(published):
    published("موعد انسحاب القوات الأمريكية من العراق", "تقرير عن القمح")

    assert titles("ما هو موعد انسحاب القوات الأمريكية من العراق؟") == [
        "موعد انسحاب القوات الأمريكية من العراق"
    ]


@pytest.mark.parametrize("query", ["وين نقل الجنود", "نقل الجنود وين", "مين نقل الجنود"])
def test_words_of_dialects_that_ask_are_not_looked_for(published, query):
    published("نقل الجنود إلى القاعدة", "تقرير عن القمح")

    assert titles(query) == ["نقل الجنود إلى القاعدة"]


def test_inside_a_query_they_are_words_like_others(published):
    published("لقاء شو مين تشي", "لقاء شو تشي")

    assert titles("لقاء شو مين تشي") == ["لقاء شو مين تشي"]


def test_a_query_of_function_words_alone_looks_for_them(published):
    published("من هو", "تقرير عن القمح")

    assert titles("من هو") == ["من هو"]


def test_the_name_ali_is_no_preposition(published):
    published(("بيان السيستاني", "قال علي السيستاني."), ("بيان آخر", "قال السيستاني."))

    assert titles("علي السيستاني") == ["بيان السيستاني"]
    assert len(titles("على السيستاني")) == 2


def test_said_finds_a_name_near_a_verb_of_saying(published):
    published(
        ("تصريح", "وقال الكاظمي إن الموعد ثابت."),
        ("زيارة", "غادر الكاظمي بغداد صباح الاثنين إلى واشنطن في زيارة تستمر ثلاثة أيام."),
    )

    assert titles("قال:الكاظمي") == ["تصريح"]


def test_an_outlet_nobody_knows_is_said_and_searched_as_words(published):
    published("صواريخ على القاعدة")

    found = find(Query(words="المصدر:القاعدة"))

    assert found.total == 1
    assert len(found.notes) == 1


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


def test_function_words_of_a_latin_name_are_part_of_it(published):
    make_entity("iri", "المقاومة الإسلامية في العراق", name_en="Islamic Resistance in Iraq")
    published("بيان المقاومة الإسلامية في العراق", "المقاومة في العراق")

    assert titles("Islamic Resistance in Iraq") == ["بيان المقاومة الإسلامية في العراق"]


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


def test_aliases_can_be_left_aside_for_measuring(published):
    make_entity("pentagon", "وزارة الدفاع الأمريكية", name_en="Pentagon")
    published("وزارة الدفاع الأمريكية")

    assert find(Query(words="Pentagon")).total == 1
    assert find(Query(words="Pentagon"), aliases=False).total == 0


@pytest.mark.parametrize("typed", ["31 ديسمبر", "31 كانون الأول", "31 دجنبر"])
def test_all_names_of_a_month_find_each_other(published, typed):
    published("مهلة 31 ديسمبر", "مهلة 31 كانون الأول", "مهلة 31 كانون الثاني")

    assert set(titles(typed)) == {"مهلة 31 ديسمبر", "مهلة 31 كانون الأول"}


def test_august_is_no_father(published):
    published("معرض في 15 آب", "زار أب المعرض")

    assert titles("معرض أغسطس") == ["معرض في 15 آب"]


def test_a_day_in_numbers_finds_the_day_in_words(published):
    published("مراسم 3 كانون الثاني 2020", "مراسم 1 آذار 2020", "مراسم 03/01/2020")

    assert set(titles("مراسم 3-1-2020")) == {"مراسم 3 كانون الثاني 2020", "مراسم 03/01/2020"}


def test_a_verb_finds_its_other_persons(published):
    published("تنسحب الفرقة غدا", "ستنسحب الفرقة", "ينسحب الفريق", "سافر إلى تونس", "قال يونس")

    assert set(titles("ينسحب")) == {"تنسحب الفرقة غدا", "ستنسحب الفرقة", "ينسحب الفريق"}
    assert titles("تونس") == ["سافر إلى تونس"]


def test_a_word_is_found_behind_a_particle_that_came_after_the_index_was_built(published):
    published("تقرير عن القمح")
    published("حضر كرار وشيرزاد", "خطة لمعالجة الأزمة", "قال وزير")

    assert titles("شيرزاد") == ["حضر كرار وشيرزاد"]
    assert titles("معالجة") == ["خطة لمعالجة الأزمة"]
    assert titles("زير") == []


def test_a_designation_is_found_in_both_scripts(published):
    published("طائرة إف-16", "طائرة F-16", "طائرة F-15")

    for typed in ("F-16", "إف 16", "إف-16"):
        assert set(titles(typed)) == {"طائرة إف-16", "طائرة F-16"}


def test_an_article_alone_is_a_word(published):
    published("تقرير عن القمح")

    assert titles("ال") == []


def test_other_persons_of_a_verb_and_names_of_a_month_are_told_once_a_query(published):
    published("تنسحب القوات في كانون الأول", "ستنسحب القوات", "انسحاب القوات في 31 ديسمبر")

    found = find(Query(words="ينسحب 31 ديسمبر"))

    assert [(one.words, one.names) for one in found.substitutions] == [
        ("ديسمبر", ("كانون الأول",)),
        ("ينسحب", ("تنسحب", "ستنسحب")),
    ]
    assert find(Query(words="ينسحب 31 ديسمبر", also=False)).substitutions == ()


def test_nothing_is_told_of_forms_that_no_article_has(published):
    published("ينسحب القوات في أيلول")

    assert find(Query(words="ينسحب أيلول")).substitutions == ()


# Words of a place's name


@pytest.fixture
def bases(published):
    make_entity("ain-al-asad", "قاعدة عين الأسد", Entity.Kind.PLACE)
    EntityName.objects.create(entity_id=Entity.objects.get().pk, name="عين الأسد", language="ar")
    articles = published(
        ("القاعدة", "سقط صاروخ على قاعدة عين الأسد. وأصاب الحريق عين الماء."),
        ("الزيارة", "عين رئيس الوزراء مبعوثاً إلى دمشق حيث التقى بشار الأسد."),
        ("الهجوم", "هاجمت طائرة بعين الأسد موقعاً."),
    )
    return dict(zip(("base", "person", "attack"), articles, strict=True))


@pytest.mark.parametrize("typed", ["عين الأسد", "عين الاسد", "عين الأسد صاروخ OR طائرة"])
def test_words_of_a_place_are_found_where_they_stand_together(bases, typed):
    found = find(Query(words=typed))

    assert found.total == 2
    assert {hit.article for hit in found.answer.hits if hit.all_words} == {
        bases["base"].pk,
        bases["attack"].pk,
    }


def test_words_of_a_place_are_marked_where_they_stand_together(bases):
    found = find(Query(words="قاعدة عين الأسد"))

    (result,) = (one for one in found[0:3] if one.article.pk == bases["base"].pk)
    marks = [run.text for snippet in result.snippets for run in snippet.runs if run.marked]
    assert marks == ["قاعدة", "عين", "الأسد"]


def test_words_that_are_no_place_are_found_anywhere(bases):
    found = find(Query(words="بشار عين"))

    assert [hit.article for hit in found.answer.hits if hit.all_words] == [bases["person"].pk]
