"""Who and what a text names, and which outlets it relays."""

import pytest

from archive.annotation.names import Recogniser
from archive.dates import parse_partial
from archive.models import Entity, EntityName, Role

pytestmark = pytest.mark.django_db


def names(text: str, title: str = "عنوان", on: str = "") -> list[tuple[str, str, bool]]:
    """Each name as printed, whom it names, and whether the rules are sure; `on` is the day of
    the article."""
    slugs = dict(Entity.objects.values_list("pk", "slug"))
    published = parse_partial(on) if on else None
    found = Recogniser().recognise(title, text, published=published).mentions
    return [
        ((title if one.in_title else text)[one.start : one.end], slugs[one.thing], one.sure)
        for one in found
    ]


def shown(text: str, on: str = "") -> list[tuple[str, str]]:
    """The names of which the rules are sure."""
    return [(printed, slug) for printed, slug, sure in names(text, on=on) if sure]


def held(entity: Entity, office: str, since: str = "", until: str = "") -> None:
    Role.objects.create(entity=entity, role_ar=office, since=since, until=until)


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


@pytest.fixture
def brigades(make_entity):
    make_entity("rumh", "كتائب الرمح", kind="armed_group")
    make_entity("nur", "كتائب نور الوادي", kind="armed_group")
    make_entity("sahl", "قاعدة السهل", kind="place")
    make_entity("tall", "قاعدة التل", kind="place")


def test_bodies_that_share_their_first_noun_are_told_apart(brigades):
    assert shown("ردت كتائب الرمح ونور الوادي على البيان") == [
        ("كتائب الرمح", "rumh"),
        ("نور الوادي", "nur"),
    ]
    assert shown("بين قاعدتي السهل والتل") == [("قاعدتي السهل", "sahl"), ("التل", "tall")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ردت كتائب الرمح. ونور الوادي باق", id="sentence-ended"),
        pytest.param("ردت كتائب الرمح على من في نور الوادي", id="not-joined"),
        pytest.param("قال إن كتائب الرمح ردت ونور الوادي يسطع", id="word-between"),
    ],
)
def test_a_noun_is_shared_only_with_what_is_joined_to_its_name(brigades, text):
    assert [slug for _, slug in shown(text)] == ["rumh"]


def test_a_bare_adjective_is_no_dual_of_a_place(make_entity):
    make_entity("baghdad", "بغداد", kind="place")

    assert names("شاعر بغدادي كبير") == []


@pytest.fixture
def bidens(make_entity):
    make_entity("joe", "جو بايدن", short=["بايدن"])
    make_entity("hakim", "عمار الحكيم", short=["الحكيم"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("زارت نادين بايدن المدرسة", id="listed-first-name"),
        pytest.param("زارت روزفيلدا بايدن المدرسة", id="unlisted-foreign-first-name"),
        pytest.param("مع نور الدين الحكيم", id="two-words-with-din"),
        pytest.param("قال عبد الجليل الحكيم", id="two-words-with-abd"),
        pytest.param("قال أبو رغد الحكيم ونجل الحكيم", id="kunya-and-son"),
        pytest.param("وصلت الدكتورة هناء الحكيم", id="everyday-first-name-after-a-title"),
        pytest.param("وصل جو بايدن الابن", id="generation-behind"),
        pytest.param("عادت عائلة بايدن وأرملة الحكيم", id="family-and-widow"),
        pytest.param("رد سالم بايدن", id="arabic-first-name"),
        pytest.param("قالت ليلى بايدن، شقيقة الوزير", id="relative-behind-a-comma"),
    ],
)
def test_a_relative_or_namesake_is_nobody(bidens, text):
    assert shown(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("زار بايدن المدرسة", id="alone"),
        pytest.param("وصل الرئيس جو بايدن", id="title-and-full-name"),
        pytest.param("وصل الجنرال بايدن", id="title"),
        pytest.param("في خطاب بايدن", id="noun"),
        pytest.param("ضد برنامج بايدن", id="foreign-looking-noun"),
        pytest.param("ويزور بايدن بغداد", id="verb"),
        pytest.param("بيان جو بايدن", id="word-that-holds-a-first-name"),
        pytest.param("نجل جو بايدن", id="kin-before-the-full-name"),
    ],
)
def test_a_surname_after_what_is_no_first_name_is_its_bearers(bidens, text):
    assert [slug for _, slug in shown(text)] == ["joe"]


def test_a_namesake_in_latin_letters_is_nobody(make_entity):
    joe = make_entity("joe", "جو بايدن")
    for name, kind in (("Joe Biden", "alias"), ("Biden", "short")):
        EntityName.objects.create(entity=joe, name=name, language="en", kind=kind)

    assert shown("Then Biden met Joe Biden and President Biden") == [
        ("Biden", "joe"),
        ("Joe Biden", "joe"),
        ("Biden", "joe"),
    ]
    assert shown("Miranda Biden left") == []


def test_a_known_first_name_before_another_spelling_of_the_surname_is_the_full_name(make_entity):
    make_entity("pete", "بيت هيغسيث", short=["هيغسث"])

    assert shown("قال بيت هيغسث") == [("بيت هيغسث", "pete")]


@pytest.fixture
def ministers(two_shammaris):
    nasr, najah = (Entity.objects.get(slug=slug) for slug in ("nasr", "najah"))
    held(najah, "وزير الدفاع العراقي", "2019-06-24", "2020-05-07")
    held(nasr, "المتحدث باسم حركة النجباء")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        pytest.param("أكد وزير الدفاع العراقي الشمري ذلك", "2020-01-10", id="whole-office"),
        pytest.param("أكد وزير الدفاع الشمري ذلك", "2020-01-10", id="office-without-state"),
        pytest.param("أكد وزير الدفاع السابق الشمري ذلك", "2021-01-10", id="former"),
        pytest.param("أكد الوزير الشمري ذلك", "2020-01-10", id="noun-of-the-office"),
    ],
)
def test_bearers_of_one_surname_are_told_apart_by_the_office_beside_it(ministers, text, on):
    assert shown(text, on) == [("الشمري", "najah")]


@pytest.mark.parametrize(
    "text", ["أكد وزير النقل الشمري ذلك", "أكد نائب وزير الدفاع الشمري ذلك", "أكد الشمري ذلك"]
)
def test_a_surname_without_its_bearers_office_stays_open(ministers, text):
    assert shown(text, "2020-01-10") == []


def test_a_surname_is_whoever_alone_was_named_so_far(two_shammaris):
    found = shown("قال نصر الشمري ذلك. وأضاف الشمري. ثم وصل نجاح الشمري. وقال الشمري")

    assert [slug for _, slug in found] == ["nasr", "nasr", "najah"]


def test_of_several_who_are_named_the_title_tells(two_shammaris):
    found = shown("التقى الشيخ نصر الشمري الفريق نجاح الشمري. ورحب الفريق الشمري به")

    assert [slug for _, slug in found] == ["nasr", "najah", "najah"]


@pytest.fixture
def two_leaders(make_entity):
    father = make_entity("father", "علي فرهادي", short=["فرهادي"], standalone="context")
    son = make_entity("son", "كيان فرهادي", short=["فرهادي"], standalone="context")
    held(father, "المرشد الأعلى الإيراني", "1989-06-04", "2026-02-28")
    held(son, "المرشد الأعلى الإيراني", "2026-03-09")
    return father, son


@pytest.mark.parametrize(
    ("on", "slugs"),
    [("2026-02-20", ["father"]), ("2026-03-20", ["son"]), ("2026-03-03", []), ("", [])],
)
def test_who_followed_the_other_in_office_is_told_by_the_date(two_leaders, on, slugs):
    assert [slug for _, slug in shown("دعا فرهادي إلى الرد", on)] == slugs


def test_the_date_tells_nothing_while_the_other_holds_another_office(two_leaders):
    father, _ = two_leaders
    held(father, "رئيس مجلس الخبراء", "2026-03-01")

    assert shown("دعا فرهادي إلى الرد", "2026-03-20") == []


@pytest.mark.parametrize(
    ("text", "on", "slugs"),
    [
        pytest.param("قال المرشد الإيراني إن", "2026-02-20", ["father"], id="first"),
        pytest.param("قال المرشد الإيراني إن", "2026-03-20", ["son"], id="second"),
        pytest.param("قال المرشد الإيراني إن", "2026-03-03", [], id="vacant"),
        pytest.param("قال المرشد الإيراني إن", "", [], id="undated"),
        pytest.param("قال المرشد الإيراني السابق إن", "2026-03-20", [], id="former"),
        pytest.param("قال مستشار المرشد الإيراني إن", "2026-03-20", [], id="adviser"),
        pytest.param("قال المرشد إن", "2026-03-20", [], id="no-state"),
        pytest.param("في 1995 قال المرشد الإيراني إن", "2026-03-20", [], id="another-year"),
        pytest.param("قال المرشد الإيراني كوروش زاده إن", "2026-03-20", [], id="another-name"),
        pytest.param("قال فلان الفلاني المرشد الإيراني إن", "2026-03-20", [], id="apposition"),
    ],
)
def test_an_office_on_a_day_names_its_holder(two_leaders, text, on, slugs):
    assert [slug for _, slug in shown(text, on)] == slugs


def test_an_office_is_only_proposed_where_its_holder_is_named(two_leaders):
    found = names("قال كيان فرهادي ذلك. وأضاف المرشد الإيراني أن", on="2026-03-20")

    assert found == [("كيان فرهادي", "son", True), ("المرشد الإيراني", "son", False)]


@pytest.fixture
def sudani(make_entity):
    sudani = make_entity("sudani", "محمد شياع السوداني", short=["السوداني"], standalone="context")
    held(sudani, "رئيس مجلس الوزراء العراقي", "2022-10-27", "2026-05-14")


def test_a_surname_that_is_an_adjective_stands_for_him_after_name_or_office(sudani):
    assert shown("قال محمد شياع السوداني، ثم وصل السوداني")[-1] == ("السوداني", "sudani")
    assert shown("أعلن رئيس الوزراء السوداني ذلك", "2023-03-03") == [("السوداني", "sudani")]


@pytest.mark.parametrize(
    "text",
    [
        "قصف الجيش السوداني المدينة",
        "قال رئيس الوزراء السوداني في الخرطوم إن السودان آمن",
        "وصل الرئيس السوداني",
    ],
)
def test_an_adjective_is_no_surname(sudani, text):
    assert shown(text, "2023-03-03") == []


def test_an_adjective_is_no_surname_beside_the_full_name_either(sudani):
    found = shown("التقى محمد شياع السوداني قائد الجيش السوداني")

    assert found == [("محمد شياع السوداني", "sudani")]


def test_a_body_of_any_state_is_not_shown_in_news_of_other_states(parliament):
    assert shown("في تونس أقر مجلس النواب القانون، وقال الوزير التونسي إنه نافذ") == []
    assert shown("في تونس والعراق أقر مجلس النواب القانون، وقال التونسي إنه نافذ") != []


def test_a_country_that_is_an_adjective_is_no_place(make_entity):
    make_entity("saudi", "السعودية", kind="place")

    assert shown("أعلنت السلطات السعودية ذلك") == []
    assert [slug for _, slug in shown("زار السعودية، وطالبت السعودية بذلك")] == ["saudi"] * 2


@pytest.mark.parametrize("text", ["في شارع فلسطين", "فاز ريال فلسطين", "على متن طيران فلسطين"])
def test_what_is_called_after_a_place_is_not_the_place(make_entity, text):
    make_entity("palestine", "فلسطين", kind="place")

    assert shown(text) == []


def test_an_agency_is_not_the_body_that_it_belongs_to(make_entity):
    make_entity("un", "الأمم المتحدة", kind="organisation", short=["منظمة الأمم المتحدة"])

    assert shown("أعلنت منظمة الأمم المتحدة للطفولة وصندوق الأمم المتحدة للسكان ذلك") == []
    assert len(shown("دعت الأمم المتحدة للحوار، ورحبت منظمة الأمم المتحدة بذلك")) == 2


def test_a_minister_is_not_the_ministry(make_entity):
    make_entity(
        "ministry", "وزارة الدفاع الأمريكية", kind="organisation", short=["الدفاع الأمريكية"]
    )

    assert shown("قالت وزيرة الدفاع الأمريكية إن") == []
    assert shown("قالت الدفاع الأمريكية إن") == [("الدفاع الأمريكية", "ministry")]


def test_forces_in_another_country_are_not_those_in_this_one(make_entity):
    make_entity(
        "forces", "القوات الأمريكية في العراق", kind="organisation", short=["القوات الأمريكية"]
    )
    make_entity("army", "الجيش الأمريكي", kind="organisation")

    assert shown("قالت القوات الأمريكية في اليابان والقوات الأمريكية ببيروت") == []
    assert len(shown("قالت القوات الأمريكية في بغداد والقوات الأمريكية في كردستان")) == 2
    assert shown("قال الجيش الأمريكي في اليابان") == [("الجيش الأمريكي", "army")]


@pytest.fixture
def fuad(make_entity):
    make_entity("fuad", "فؤاد حسين")
    make_entity("blinken", "أنتوني بلينكن", short=["بلينكن"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("زار فايد حسين واشنطن", ("فايد حسين", "fuad", False)),
        ("وقال أنتوني بلينكان إن", ("أنتوني بلينكان", "blinken", False)),
    ],
)
def test_a_misspelt_name_is_only_proposed(fuad, text, found):
    assert names(text) == [found]


@pytest.mark.parametrize(
    "text",
    ["زار فارس حسين واشنطن", "قال وزير حسين", "رأى سامي حسين", "أنتوني كوين", "بلينكان"],
)
def test_another_name_is_no_misspelling(fuad, text):
    assert names(text) == []
