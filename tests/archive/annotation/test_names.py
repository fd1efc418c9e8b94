"""Who and what a text names, and which outlets it relays."""

import pytest

from archive.annotation.names import Recogniser
from archive.models import EntityName

pytestmark = pytest.mark.django_db


def names(text: str, title: str = "عنوان") -> list[tuple[str, str, bool]]:
    """Each name as printed, whom it names, and whether the rules are sure."""
    from archive.models import Entity

    slugs = dict(Entity.objects.values_list("pk", "slug"))
    found = Recogniser().recognise(title, text).mentions
    return [
        ((title if one.in_title else text)[one.start : one.end], slugs[one.thing], one.sure)
        for one in found
    ]


def relayed(text: str, anchors: tuple[tuple[int, int], ...] = ()) -> list[tuple[str, bool]]:
    from archive.models import Source

    slugs = dict(Source.objects.values_list("pk", "slug"))
    found = Recogniser().recognise("عنوان", text, anchors).citations
    return [(slugs[one.thing], one.sure) for one in found]


@pytest.fixture
def kadhimi(make_entity):
    return make_entity("kadhimi", "مصطفى الكاظمي", short=["الكاظمي"])


def test_a_name_is_found_in_any_spelling_with_its_particles(kadhimi):
    assert names("التقى بمصطفي الكاظمى وللكاظمي رأي") == [
        ("مصطفي الكاظمى", "kadhimi", True),
        ("للكاظمي", "kadhimi", True),
    ]


def test_a_name_inside_another_word_is_not_found(hood):
    assert names("أثنى على الجهود المشهودة") == []


def test_a_nationality_is_not_its_country(make_entity):
    make_entity("iraq", "العراق", kind="place")

    assert names("الحكومة العراقية والعراقيون والعراقي") == []
    assert names("في العراق") == [("العراق", "iraq", True)]


def test_the_longest_name_is_the_one(make_entity):
    make_entity("kurdistan", "إقليم كردستان", kind="place")
    make_entity("krg", "حكومة إقليم كردستان", kind="organisation")

    assert names("أعلنت حكومة إقليم كردستان من إقليم كردستان") == [
        ("حكومة إقليم كردستان", "krg", True),
        ("إقليم كردستان", "kurdistan", True),
    ]


def test_a_name_of_a_father_is_found_in_its_three_cases(make_entity):
    make_entity("muhandis", "أبو مهدي المهندس")

    found = names("أبو مهدي المهندس، وأن أبا مهدي المهندس، واغتيال أبي مهدي المهندس")

    assert len(found) == 3


@pytest.fixture
def parliament(make_entity):
    return make_entity(
        "parliament", "مجلس النواب العراقي", kind="organisation", short=["مجلس النواب"]
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("أقر مجلس النواب اللبناني القانون", id="adjective"),
        pytest.param("أقر مجلس النواب في لبنان القانون", id="in-a-country"),
        pytest.param("أقر مجلس النواب بلبنان القانون", id="in-a-country-attached"),
    ],
)
def test_a_body_of_another_state_is_not_surely_its_namesake(parliament, text):
    assert names(text) == [("مجلس النواب", "parliament", False)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("أقر مجلس النواب القانون", id="alone"),
        pytest.param("أقر مجلس النواب في العراق القانون", id="in-its-country"),
        pytest.param("أقر مجلس النواب، اللبناني الأصل", id="comma-between"),
        pytest.param("أقر مجلس النواب الجديد القانون", id="no-state"),
        pytest.param("أقر مجلس النواب في جلسته القانون", id="in-something-else"),
    ],
)
def test_a_body_is_itself_where_no_other_state_is_named(parliament, text):
    assert names(text)[0][2]


def test_a_surname_that_looks_like_a_nationality_is_no_state(make_entity):
    make_entity(
        "office", "مكتب رئيس الوزراء العراقي", kind="organisation", short=["مكتب رئيس الوزراء"]
    )
    make_entity("sudani", "محمد شياع السوداني", short=["السوداني"])

    assert [sure for _, _, sure in names("أعلن مكتب رئيس الوزراء السوداني ذلك")] == [True, True]


def test_a_name_without_a_state_may_be_described_by_any(make_entity):
    make_entity("nujaba", "حركة النجباء", kind="armed_group")

    assert names("أعلنت حركة النجباء العراقية")[0][2]


@pytest.mark.parametrize(
    ("text", "sure"), [("دول أمريكا اللاتينية", False), ("إلى أمريكا الجديدة", True)]
)
def test_a_part_of_the_world_is_no_state(make_entity, text, sure):
    make_entity("united-states", "الولايات المتحدة", kind="place", short=["أمريكا"])

    assert names(text) == [("أمريكا", "united-states", sure)]


@pytest.fixture
def qaim(make_entity):
    return make_entity("qaim", "قضاء القائم", kind="place", short=["القائم"], standalone="context")


def test_an_ambiguous_short_name_is_sure_only_beside_the_full_one(qaim):
    assert names("التقى القائم بالأعمال الوفد") == [("القائم", "qaim", False)]
    assert names("وصل إلى قضاء القائم، ومن القائم عاد") == [
        ("قضاء القائم", "qaim", True),
        ("القائم", "qaim", True),
    ]


def test_the_full_name_may_stand_later_or_in_the_title(qaim):
    assert names("من القائم عاد", title="زيارة إلى قضاء القائم")[-1] == ("القائم", "qaim", True)


@pytest.fixture
def two_shammaris(make_entity):
    make_entity("nasr", "نصر الشمري", short=["الشمري"], standalone="context")
    make_entity("najah", "نجاح الشمري", short=["الشمري"], standalone="context")


def test_a_shared_short_name_is_whoever_is_named_in_full(two_shammaris):
    assert names("قال نصر الشمري ذلك، وأكد الشمري موقفه")[-1] == ("الشمري", "nasr", True)


def test_a_shared_short_name_is_unsure_where_both_are_named(two_shammaris):
    found = names("قال نصر الشمري ذلك لنجاح الشمري، وأكد الشمري موقفه")

    assert found[2:] == [("الشمري", "nasr", False), ("الشمري", "najah", False)]


def test_a_shared_short_name_alone_is_unsure(two_shammaris):
    assert [sure for _, _, sure in names("وأكد الشمري موقفه")] == [False, False]


def test_a_surname_after_another_first_name_is_another_person(kadhimi):
    assert names("قال مصطفى الكاظمي ومحمد الكاظمي") == [
        ("مصطفى الكاظمي", "kadhimi", True),
        ("الكاظمي", "kadhimi", False),
    ]


@pytest.mark.parametrize("before", ["على", "نجاح", "باسم", "طالب", "السيد"])
def test_a_surname_after_an_everyday_word_is_its_bearers(kadhimi, before):
    assert names(f"ضغط {before} الكاظمي")[0][2]


def test_a_name_marked_as_no_use_for_recognition_is_not_used(kadhimi):
    EntityName.objects.create(entity=kadhimi, name="الرئيس", standalone="no")

    assert names("وصل الرئيس") == []


def test_the_files_may_call_a_main_name_ambiguous(make_entity):
    place = make_entity("balad", "بلد", kind="place")
    EntityName.objects.create(entity=place, name="بلد", standalone="context")

    assert names("في كل بلد") == [("بلد", "balad", False)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("بحسب نيوزويك فإن الموعد ثابت", "newsweek"),
        ("نقلاً عن رويترز", "reuters"),
        ("في حديث مع مجلة نيوز ويك الأمريكية", "newsweek"),
        ("وقالت النيوزويك إن الموعد ثابت", "newsweek"),
        ("شبكة كردستان 24 الناطقة بالإنكليزية", "kurdistan-24"),
        ("ذكرت صحيفة الحياة أن الموعد ثابت", "al-hayat"),
        ("قال لصحيفة «الحياة» إن الموعد ثابت", "al-hayat"),
        ("نقلاً عن الحياة", "al-hayat"),
        ("قال لنيوزويك إن الموعد ثابت", "newsweek"),
        ("قال لـAP إن الموعد ثابت", "ap"),
    ],
)
def test_a_relayed_outlet_is_recognised(outlets, text, slug):
    assert relayed(text) == [(slug, True)]


@pytest.mark.parametrize(
    "text",
    ["عادت الحياة إلى المدينة", "قالت الحكومة العراقية", "سبل الحياة بحسب الوزارة", "قال ap نعم"],
)
def test_a_common_word_is_no_outlet_without_its_cue(outlets, text):
    assert relayed(text) == []


def test_an_outlet_only_named_is_proposed_and_one_linked_is_sure(outlets):
    assert relayed("يعمل في رويترز منذ سنوات") == [("reuters", False)]
    assert relayed("يعمل في رويترز منذ سنوات", anchors=((8, 14),)) == [("reuters", True)]


def test_a_place_inside_an_outlets_name_is_no_mention(outlets, make_entity):
    make_entity("kurdistan", "كردستان", kind="place")

    assert names("بحسب شبكة كردستان 24 في كردستان") == [("كردستان", "kurdistan", True)]
