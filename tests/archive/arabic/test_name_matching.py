from itertools import pairwise

import pytest

from archive.arabic.name_matching import NameMatcher

NAMES = [
    ("kadhimi", "مصطفى الكاظمي"),
    ("kadhimi", "الكاظمي"),
    ("biden", "جو بايدن"),
    ("biden", "بايدن"),
    ("hood", "جوي هود"),
    ("hood", "هود"),
    ("pmf", "الحشد الشعبي"),
    ("us-forces", "القوات الأمريكية"),
    ("us-forces-iraq", "القوات الأمريكية في العراق"),
    ("iraq", "العراق"),
    ("syria", "سوريا"),
    ("mahdi", "عادل عبد المهدي"),
    ("mahdi", "عبد المهدي"),
    ("yarallah", "يار الله"),
    ("latif", "عبداللطيف رشيد"),
    ("barzani", "مسعود بارزاني"),
    ("bush-father", "بوش"),
    ("bush-son", "بوش"),
    ("bush-son", "George W. Bush"),
    ("oir", "قوة المهام المشتركة - عملية العزم الصلب"),
    ("peshmerga", "پێشمەرگە"),
    ("germany", "ألمانيا"),
    ("syria", "سورية"),
    ("muhandis", "أبو مهدي المهندس"),
    ("abu-ghraib", "سجن أبي غريب"),
    ("salman", "محمد بن سلمان"),
    ("salman", "بن سلمان"),
    ("dhi-qar", "ذي قار"),
    ("sistani", "علي السيستاني"),
    ("rai-al-youm", "رأي اليوم"),
]


@pytest.fixture(scope="module")
def matcher():
    return NameMatcher(NAMES)


def found(matcher, text):
    return [(text[match.start : match.end], match.ids) for match in matcher.find(text)]


@pytest.mark.parametrize(
    ("text", "printed", "who"),
    [
        pytest.param("قال الكاظمي أمس", "الكاظمي", "kadhimi", id="as-given"),
        pytest.param("وقال مُصطفى الكَاظمي", "مُصطفى الكَاظمي", "kadhimi", id="vowelled"),
        pytest.param("والكاظمي", "الكاظمي", "kadhimi", id="conjunction-outside"),
        pytest.param("وبالكاظمي", "الكاظمي", "kadhimi", id="two-particles-outside"),
        pytest.param("للكاظمي", "للكاظمي", "kadhimi", id="article-swallowed"),
        pytest.param("وللحشد الشعبي", "للحشد الشعبي", "pmf", id="longer-name-after-to-the"),
        pytest.param("وَبايدن", "بايدن", "biden", id="mark-on-the-particle"),
        pytest.param("القوات الأميركية", "القوات الأميركية", "us-forces", id="other-spelling"),
        pytest.param(
            "القوات الامريكية في العراق",
            "القوات الامريكية في العراق",
            "us-forces-iraq",
            id="longest-first",
        ),
        pytest.param("عادل عبدالمهدي", "عادل عبدالمهدي", "mahdi", id="joined"),
        pytest.param("عبد اللطيف رشيد", "عبد اللطيف رشيد", "latif", id="split"),
        pytest.param("ليارالله", "يارالله", "yarallah", id="joined-with-particle"),
        pytest.param("مسعود البرزاني", "مسعود البرزاني", "barzani", id="article-on-surname"),
        pytest.param("George W. Bush said", "George W. Bush", "bush-son", id="latin-initial"),
        pytest.param(
            "قوة المهام المشتركة – عملية العزم الصلب",
            "قوة المهام المشتركة – عملية العزم الصلب",
            "oir",
            id="dash-inside",
        ),
        pytest.param("پێشمەرگە", "پێشمەرگە", "peshmerga", id="kurdish"),
        pytest.param("قال Bush إن George W. Bush", "George W. Bush", "bush-son", id="latin-inside"),
        pytest.param("أبو مهدي المهندس", "أبو مهدي المهندس", "muhandis", id="father-of"),
        pytest.param("أن أبا مهدي المهندس", "أبا مهدي المهندس", "muhandis", id="father-accusative"),
        pytest.param("ولأبي مهدي المهندس", "أبي مهدي المهندس", "muhandis", id="father-genitive"),
        pytest.param("في سجن أبو غريب", "سجن أبو غريب", "abu-ghraib", id="father-inside-a-name"),
        pytest.param("زار ابن سلمان", "ابن سلمان", "salman", id="son-of-at-the-start"),
        pytest.param("محمد ابن سلمان", "محمد ابن سلمان", "salman", id="son-of-with-alef"),
        pytest.param("محافظ ذو قار", "ذو قار", "dhi-qar", id="lord-of"),
        pytest.param("إلى ألمانيا", "ألمانيا", "germany", id="country"),
        pytest.param("قال محمدُ بنُ سلمانٍ", "محمدُ بنُ سلمانٍ", "salman", id="name-with-tanwin"),
    ],
)
def test_a_name_is_found_as_newsrooms_write_it(matcher, text, printed, who):
    assert found(matcher, text) == [(printed, (who,))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("الجهود", id="inside-a-word"),
        pytest.param("يهود", id="after-a-letter-that-is-no-particle"),
        pytest.param("سيهود", id="future-is-no-particle-of-names"),
        pytest.param("لاجئ سوري", id="people-of-a-country"),
        pytest.param("يدن", id="name-without-its-first-letter"),
        pytest.param("القوات. الأمريكية", id="sentence-between"),
        pytest.param("القوات\nالأمريكية", id="line-between"),
        pytest.param("عبد الله المهدي", id="another-name"),
        pytest.param("رأى جندياً ألمانياً", id="indefinite-accusative"),
        pytest.param("رأى جنديًا ألمانيًا", id="tanwin-before-the-alef"),
        pytest.param("وصلت طائرةٌ سوريةٌ", id="indefinite-feminine"),
        pytest.param("أبي المهندس", id="father-of-another"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_only_looks_like_a_name_is_not_found(matcher, text):
    assert found(matcher, text) == []


def test_a_name_that_opens_with_a_particle_letter_keeps_it(matcher):
    assert found(matcher, "بايدن وبايدن") == [("بايدن", ("biden",)), ("بايدن", ("biden",))]


def test_all_who_bear_a_name_are_told(matcher):
    assert found(matcher, "وبوش") == [("بوش", ("bush-father", "bush-son"))]


def test_names_never_overlap_and_come_in_order(matcher):
    matches = matcher.find("الكاظمي وجو بايدن والقوات الأمريكية في العراق")

    assert [match.ids for match in matches] == [("kadhimi",), ("biden",), ("us-forces-iraq",)]
    assert all(one.end <= other.start for one, other in pairwise(matches))


def test_a_noun_that_names_share_is_said_once():
    matcher = NameMatcher([(1, "كتائب الرمح"), (2, "كتائب نور الوادي"), (3, "الوادي")])
    text = "ردت كتائب الرمح ونور الوادي"

    assert [(match.ids, text[match.start : match.end]) for match in matcher.find(text)] == [
        ((1,), "كتائب الرمح"),
        ((2,), "نور الوادي"),
    ]
    assert [match.ids for match in matcher.find("ردت كتائب الرمح والوادي")] == [(1,), (3,)]


@pytest.mark.parametrize("text", ["أثنى على السيستاني", "رأى اليوم", "وصل إلى السيستاني"])
def test_a_particle_or_verb_in_alef_maqsura_is_no_part_of_a_name(matcher, text):
    assert found(matcher, text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("زار علي السيستاني", "علي السيستاني"),
        ("قال على السيستانى فى النجف", "على السيستانى"),
        ("صحيفة رأي اليوم", "رأي اليوم"),
    ],
)
def test_it_is_a_name_in_yeh_or_in_a_text_that_leaves_out_all_dots(matcher, text, printed):
    assert [name for name, _ in found(matcher, text)] == [printed]
