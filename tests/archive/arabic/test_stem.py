from collections import Counter

import pytest

from archive.arabic.letters import fold
from archive.arabic.stem import Stemmer, compounds
from archive.arabic.tokens import keys

# A small archive: what its articles say decides which particles and endings may come off.
ARTICLES = """
قال الوزير إن القوات الأمريكية انسحبت من قاعدة عين الأسد، وأكد وزير الدفاع أن القاعدة سُلمت.
وأضاف أن الفصائل المسلحة هاجمت القواعد، وأن كل فصيل يتحمل المسؤولية عن هجوم أمس.
وذكر بيان السفارة أن لبنان وبغداد والولايات المتحدة ناقشت الملف، وأن ولاية تكساس أرسلت جنودا.
وطالب المتحدث باسم حركة طالبان بالانسحاب، في كانون الأول، وفق قانون أقره البرلمان.
وبحثت اللجنة التزام الحكومة بالاتفاق، والالتزام بالجدول، وإلغاء الإلغاء السابق.
ووافق البرلمان، وواصل مناقشة موازنته، ثم زار رئيس الوزراء الكاظمي ألمانيا ومدينة ألمانية.
والتقى بايدن الكاظمي، وأعلن جدول الانسحاب، وقال مسلحون إن مسلحا أصيب.
حكومة العراق العراقي العراقية علاقة بلاد واحد أحد زير وصفة صفة طالب بلد
"""


@pytest.fixture(scope="module")
def stemmer():
    return Stemmer(Counter(keys(ARTICLES)))


SAME = [
    pytest.param("الوزير", "وزير", id="article"),
    pytest.param("والوزير", "وزير", id="conjunction-and-article"),
    pytest.param("للوزير", "وزير", id="to-the"),
    pytest.param("للجنة", "لجنة", id="to-the-before-lam"),
    pytest.param("وللجنة", "اللجنة", id="and-to-the"),
    pytest.param("كاظمي", "الكاظمي", id="name-typed-without-its-article"),
    pytest.param("بالكاظمي", "الكاظمي", id="by-the"),
    pytest.param("وبالقوات", "قوات", id="three-particles"),
    pytest.param("وقال", "قال", id="conjunction"),
    pytest.param("لبغداد", "بغداد", id="preposition-before-a-word-with-a-like-letter"),
    pytest.param("وبايدن", "بايدن", id="conjunction-before-a-name"),
    pytest.param("ولبنان", "لبنان", id="conjunction-before-lam"),
    pytest.param("لحكومتهم", "حكومة", id="particle-and-pronoun"),
    pytest.param("قوات", "قوة", id="broken-plural"),
    pytest.param("وقواتها", "قوة", id="broken-plural-with-pronoun"),
    pytest.param("للفصائل", "فصيل", id="plural-with-particles"),
    pytest.param("القواعد", "قاعدة", id="plural-of-place"),
    pytest.param("الهجمات", "هجوم", id="plural-of-event"),
    pytest.param("صواريخ", "صاروخ", id="plural-unknown-to-the-archive"),
    pytest.param("ولايات", "ولاية", id="feminine-plural"),
    pytest.param("مسلحين", "مسلح", id="sound-plural"),
    pytest.param("مسلحان", "مسلح", id="dual"),
    pytest.param("دولتين", "دولة", id="feminine-dual"),
    pytest.param("أمريكيين", "أمريكي", id="nisba-plural"),
    pytest.param("عراقية", "عراقي", id="nisba-feminine"),
    pytest.param("حكومته", "حكومة", id="pronoun-on-feminine"),
    pytest.param("وزرائه", "وزير", id="pronoun-that-changes-hamza"),
    pytest.param("بلادهم", "بلاد", id="their"),
    pytest.param("رسميا", "رسمي", id="adverb"),
    pytest.param("أكدوا", "أكد", id="plural-verb"),
    pytest.param("قالت", "قال", id="feminine-verb"),
    pytest.param("والأميركية", "أمريكي", id="spelling-under-particles"),
    pytest.param("والصحافيين", "صحفي", id="spelling-in-the-plural"),
    pytest.param("تحديات", "التحدي", id="plural-of-a-weak-noun"),
    pytest.param("تداع", "التداعي", id="weak-noun-without-its-yeh"),
    pytest.param("ترمب", "لترامب", id="spelling-of-a-name"),
    pytest.param("كوردستان", "كردستان", id="spelling-of-a-place"),
    pytest.param("البرزاني", "بارزاني", id="spelling-of-a-family"),
    pytest.param("مسئولين", "مسؤول", id="hamza-seat"),
    pytest.param("البنتاجون", "البنتاغون", id="foreign-g"),
    pytest.param("زوكربيرج", "زوكربيرغ", id="foreign-g-of-a-name-in-no-table"),
    pytest.param("بالتزام", "الالتزام", id="al-of-the-root-stays"),
    pytest.param("والإلغاء", "إلغاء", id="al-of-the-root-under-the-article"),
    pytest.param("الألمانية", "ألماني", id="people-of-a-country"),
    pytest.param("سورية", "سوريا", id="syria-is-spelt-as-its-people"),
]


@pytest.mark.parametrize(("written", "asked"), SAME)
def test_a_careful_reader_calls_them_the_same(stemmer, written, asked):
    assert stemmer.stem(fold(written)) == stemmer.stem(fold(asked))


LOOKALIKES = [
    pytest.param("وزير", "زير", id="waw-of-the-root"),
    pytest.param("واحد", "أحد", id="one-and-one-of"),
    pytest.param("وصفة", "صفة", id="recipe-and-quality"),
    pytest.param("وافق", "أفق", id="agreed-and-horizon"),
    pytest.param("ولاية", "لاية", id="waw-of-a-feminine"),
    pytest.param("بغداد", "غداد", id="beh-of-the-root"),
    pytest.param("بايدن", "أيدن", id="beh-of-a-name"),
    pytest.param("لبنان", "بنان", id="lam-of-the-root"),
    pytest.param("كانون", "قانون", id="month-and-law"),
    pytest.param("كانون", "كان", id="month-and-was"),
    pytest.param("قانون", "قان", id="law"),
    pytest.param("طالبان", "طالب", id="movement-and-student"),
    pytest.param("لبنان", "لبن", id="lebanon-and-milk"),
    pytest.param("قوات", "قوي", id="forces-and-strong"),
    pytest.param("فصل", "فاصل", id="chapter-and-interval"),
    pytest.param("التزام", "تزام", id="al-of-the-root"),
    pytest.param("ألمانيا", "مانيا", id="al-of-a-country"),
    pytest.param("الجهود", "هود", id="name-inside-a-word"),
    pytest.param("منطقة", "منطق", id="region-and-logic"),
    pytest.param("عاصمة", "عاصم", id="capital-and-name"),
    pytest.param("جامعة", "جامع", id="university-and-mosque"),
    pytest.param("روسيا", "روسي", id="country-and-its-people"),
    pytest.param("حوالي", "حالي", id="about-and-current"),
    pytest.param("تواصل", "تأصل", id="verb-that-looks-like-a-plural"),
    pytest.param("السليمانية", "سليماني", id="place-and-family"),
    pytest.param("الهاشمي", "الهاشمية", id="family-and-place"),
    pytest.param("صحفي", "صحيفة", id="journalist-and-newspaper"),
    pytest.param("شيء", "شي", id="thing-and-name"),
    pytest.param("الجزائر", "جزيرة", id="country-that-was-a-plural"),
    pytest.param("مقاتل", "مقتل", id="fighter-and-killing"),
    pytest.param("معاهدة", "معهد", id="treaty-and-institute"),
    pytest.param("السنة", "لسان", id="year-and-tongue"),
    pytest.param("كذلك", "ذلك", id="also-and-that"),
    pytest.param("أشغال", "أشكال", id="native-words-keep-their-g"),
]


@pytest.mark.parametrize(("word", "lookalike"), LOOKALIKES)
def test_what_only_looks_alike_stays_apart(stemmer, word, lookalike):
    assert stemmer.stem(fold(word)) != stemmer.stem(fold(lookalike))


@pytest.mark.parametrize(("word", "lookalike"), LOOKALIKES)
def test_lookalikes_stay_apart_in_an_archive_of_two_words(word, lookalike):
    stemmer = Stemmer({fold(word): 1, fold(lookalike): 1})

    assert stemmer.stem(fold(word)) != stemmer.stem(fold(lookalike))


def test_a_particle_comes_off_only_where_the_archive_has_the_rest():
    assert Stemmer({"وسنجار": 3, "سنجار": 5}).stem("وسنجار") == "سنجار"
    assert Stemmer({"وسنرمان": 3}).stem("وسنرمان") == "وسنرمان"


def test_a_rare_rest_does_not_take_the_first_letter_of_a_common_word():
    assert Stemmer({"بتريل": 40, "تريل": 1}).stem("بتريل") == "بتريل"


def test_a_word_under_the_article_keeps_its_first_letter():
    vocabulary = {"كرباس": 2, "الكرباس": 3, "رباس": 9}

    assert Stemmer(vocabulary).stem("كرباس") == "كرباس"


INFLECTED = [
    pytest.param("جاء التالي", "تال", "التالي", id="weak-noun-without-its-yeh"),
    pytest.param("المجازي", "مجاز", "المجازي", id="weak-participle-without-its-yeh"),
    pytest.param("سفيرين سفيران سفير", "سفيري", "سفير", id="dual-before-a-genitive"),
    pytest.param("دولة", "دولتا", "دولة", id="feminine-dual-before-a-genitive"),
    pytest.param("مراقب", "مراقبو", "مراقب", id="participles-before-a-genitive"),
    pytest.param("نظيرها نظير نظيره نظيره نظيره نظيره نظيره", "نظيره", "نظير", id="his"),
    pytest.param("إيران", "وبإيران", "إيران", id="two-particles"),
    pytest.param("بكر كرة كرة كرة كرة كرة كرة كرة كرة كرة", "بكرة", "كرة", id="far-likelier-rest"),
    pytest.param("الرسوم", "الرسومات", "رسم", id="plural-of-a-plural"),
    pytest.param("مستخدم مستخدمين", "مستخدمي", "مستخدم", id="people-before-a-genitive"),
    pytest.param("مدير", "مديرو", "مدير", id="people-in-the-nominative-before-a-genitive"),
    pytest.param("عضو", "عضوا", "عضو", id="noun-in-waw-with-the-alef-of-its-case"),
    pytest.param("مدة المدة لمدة لمدة لمدة لمدة لمدة", "لمدة", "مدة", id="set-phrase"),
    pytest.param("حزب " * 20 + "لحزب " * 25 + "اللحزب", "لحزب", "حزب", id="a-slip"),
    pytest.param("الرحمن", "وعبدالرحمن", "عبدالرحمن", id="and-a-servant-in-one-word"),
    pytest.param("نصر", "ونصرالله", "نصرالله", id="and-a-name-of-two-words-in-one"),
    pytest.param("نصر نصران", "نصرين", "نصر", id="short-dual-in-both-cases"),
    pytest.param("بعد عام", "عامين", "عام", id="two-years"),
    pytest.param("لاجئ", "واللاجئين", "لاجئ", id="plural-of-a-noun-in-hamza"),
    pytest.param("شيء", "شيئا", "شيء", id="accusative-of-a-noun-in-hamza"),
    pytest.param("سيئ", "سيئة", "سيء", id="feminine-of-a-noun-in-hamza"),
    pytest.param("مدفع مدافع", "مدافع", "مدفع", id="plural-shaped-like-a-participle"),
]


@pytest.mark.parametrize(("archive", "written", "asked"), INFLECTED)
def test_endings_come_off_where_the_archive_shows_a_sister(archive, written, asked):
    stemmer = Stemmer(Counter(keys(f"{archive} {written}")))

    assert stemmer.stem(fold(written)) == stemmer.stem(fold(asked))


UNINFLECTED = [
    pytest.param("قال قال قال القالي", "قال", "القالي", id="frequent-verb-is-no-weak-noun"),
    pytest.param("الدار الداري", "دار", "الداري", id="noun-under-the-article-lacks-nothing"),
    pytest.param("رئيسين رئيسان الرئيسي", "الرئيسي", "رئيس", id="main-and-president"),
    pytest.param("المواكبة موكب مواكب", "المواكبة", "موكب", id="keeping-pace-and-convoy"),
    pytest.param("المدافعين المدافعين المدافعون مدفع", "مدافع", "مدفع", id="defender-and-gun"),
    pytest.param("المخابرات مخابر", "المخابرات", "مخبر", id="intelligence-and-informer"),
    pytest.param("فتحت فتح تحت تحت تحت", "فتحت", "تحت", id="opened-and-under"),
    pytest.param("بحر بحران البحرين", "البحرين", "بحر", id="country-and-sea"),
    pytest.param("تمر تمرين", "تمرين", "تمر", id="exercise-and-dates"),
    pytest.param("مشروع مشروعين المشروعية", "مشروعية", "مشروع", id="legitimacy-and-project"),
    pytest.param("بيوت أبيات أبو", "أبيات", "أبو", id="verses-and-father-of"),
]


@pytest.mark.parametrize(("archive", "word", "lookalike"), UNINFLECTED)
def test_endings_stay_where_the_archive_shows_another_word(archive, word, lookalike):
    stemmer = Stemmer(Counter(keys(archive)))

    assert stemmer.stem(fold(word)) != stemmer.stem(fold(lookalike))


def test_a_word_and_its_plural_that_lead_to_each_other_share_a_label():
    stemmer = Stemmer({fold("ورشة"): 3, fold("ورش"): 3})

    assert stemmer.stem(fold("ورش")) == stemmer.stem(fold("ورشة"))


def test_a_stem_stems_alike_in_any_order(stemmer):
    words = [fold(word.values[0]) for word in SAME]
    again = Stemmer(Counter(keys(ARTICLES)))

    assert [again.stem(word) for word in reversed(words)] == [
        stemmer.stem(word) for word in reversed(words)
    ]


@pytest.mark.parametrize(
    ("asked", "found", "reason"),
    [
        ("القوات", "القوات", "same"),
        ("وزير", "والوزير", "particle"),
        ("أمريكي", "الأميركي", "spelling"),
        ("قوة", "والقوات", "plural"),
        ("مسلح", "مسلحين", "inflection"),
        ("وزير", "زير", None),
    ],
)
def test_the_reason_for_a_match_is_told(stemmer, asked, found, reason):
    assert stemmer.explain(fold(asked), fold(found)) == reason


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        pytest.param("مجلة نيوز ويك", [(1, 3, "نيوزويك")], id="table"),
        pytest.param("لعبد المهدي", [(0, 2, "لعبدالمهدي")], id="servant-of"),
        pytest.param("وأبو ظبي", [(0, 2, "وابوظبي")], id="father-of"),
        pytest.param("يار الله", [(0, 2, "يارالله")], id="family"),
        pytest.param("قال عبد في المهدي", [], id="not-neighbours"),
        pytest.param("والنيوز ويك", [(0, 2, "والنيوزويك")], id="particles-on-the-first"),
        pytest.param("سنيوز ويك", [], id="no-particle-on-the-first"),
        pytest.param("أخبار ويك", [], id="one-half-only"),
    ],
)
def test_words_also_written_as_one_are_named(text, joined):
    assert compounds(keys(text)) == joined
