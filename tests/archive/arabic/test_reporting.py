"""Verbs of saying: every form of every class, and words that only look like one."""

import pytest

from archive.arabic.conjugation import Verb, conjugate
from archive.arabic.reporting import forms_of_saying, reporting_verb, sayings


def lemmas(word):
    return {verb.lemma for verb in reporting_verb(word)}


def features(word, lemma, tense):
    """Person, gender, number and voice of each reading of a word in one tense of one verb."""
    return {
        (verb.person, verb.gender, verb.number, verb.voice)
        for verb in reporting_verb(word)
        if (verb.lemma, verb.tense) == (lemma, tense)
    }


PERSONS = ("3ms", "3fs", "3md", "3fd", "3mp", "3fp", "2ms", "1cs", "1cp")


def persons(lemma, forms):
    return [
        pytest.param(form, lemma, person, id=f"{form}-{person}")
        for person, form in zip(PERSONS, forms.split(), strict=True)
    ]


@pytest.mark.parametrize(
    ("form", "lemma", "person"),
    [
        *persons("ذكر", "ذكر ذكرت ذكرا ذكرتا ذكروا ذكرن ذكرت ذكرت ذكرنا"),
        *persons("أكّد", "أكد أكدت أكدا أكدتا أكدوا أكدن أكدت أكدت أكدنا"),
        *persons("أعلن", "أعلن أعلنت أعلنا أعلنتا أعلنوا أعلن أعلنت أعلنت أعلنا"),
        *persons("طالب", "طالب طالبت طالبا طالبتا طالبوا طالبن طالبت طالبت طالبنا"),
        *persons("وعد", "وعد وعدت وعدا وعدتا وعدوا وعدن وعدت وعدت وعدنا"),
        *persons("قال", "قال قالت قالا قالتا قالوا قلن قلت قلت قلنا"),
        *persons("أشار", "أشار أشارت أشارا أشارتا أشاروا أشرن أشرت أشرت أشرنا"),
        *persons("نفى", "نفى نفت نفيا نفتا نفوا نفين نفيت نفيت نفينا"),
        *persons("رأى", "رأى رأت رأيا رأتا رأوا رأين رأيت رأيت رأينا"),
        *persons("روى", "روى روت رويا روتا رووا روين رويت رويت روينا"),
        *persons("دعا", "دعا دعت دعوا دعتا دعوا دعون دعوت دعوت دعونا"),
        *persons("تلا", "تلا تلت تلوا تلتا تلوا تلون تلوت تلوت تلونا"),
        *persons("ادّعى", "ادعى ادعت ادعيا ادعتا ادعوا ادعين ادعيت ادعيت ادعينا"),
        *persons("أبدى", "أبدى أبدت أبديا أبدتا أبدوا أبدين أبديت أبديت أبدينا"),
        *persons("ردّ", "رد ردت ردا ردتا ردوا رددن رددت رددت رددنا"),
        *persons("أقرّ", "أقر أقرت أقرا أقرتا أقروا أقررن أقررت أقررت أقررنا"),
        *persons("احتجّ", "احتج احتجت احتجا احتجتا احتجوا احتججن احتججت احتججت احتججنا"),
        *persons("سأل", "سأل سألت سألا سألتا سألوا سألن سألت سألت سألنا"),
        *persons("قرأ", "قرأ قرأت قرآ قرأتا قرأوا قرأن قرأت قرأت قرأنا"),
        *persons("تحدّث", "تحدث تحدثت تحدثا تحدثتا تحدثوا تحدثن تحدثت تحدثت تحدثنا"),
        *persons("تساءل", "تساءل تساءلت تساءلا تساءلتا تساءلوا تساءلن تساءلت تساءلت تساءلنا"),
        *persons("اعتبر", "اعتبر اعتبرت اعتبرا اعتبرتا اعتبروا اعتبرن اعتبرت اعتبرت اعتبرنا"),
        *persons("استدرك", "استدرك استدركت استدركا استدركتا استدركوا استدركن "
                 "استدركت استدركت استدركنا"),
    ],
)  # fmt: skip
def test_perfect(form, lemma, person):
    number, gender, count = person
    assert (int(number), gender, count, "active") in features(form, lemma, "perfect")


IMPERFECT = ("3ms", "3fs", "3md", "3mp", "3fp", "1cs", "1cp")


def present(lemma, forms):
    return [
        pytest.param(form, lemma, person, id=f"{form}-{person}")
        for person, form in zip(IMPERFECT, forms.split(), strict=True)
    ]


@pytest.mark.parametrize(
    ("form", "lemma", "person"),
    [
        *present("ذكر", "يذكر تذكر يذكران يذكرون يذكرن أذكر نذكر"),
        *present("أكّد", "يؤكد تؤكد يؤكدان يؤكدون يؤكدن أؤكد نؤكد"),
        *present("قال", "يقول تقول يقولان يقولون يقلن أقول نقول"),
        *present("أشار", "يشير تشير يشيران يشيرون يشرن أشير نشير"),
        *present("نفى", "ينفي تنفي ينفيان ينفون ينفين أنفي ننفي"),
        *present("رأى", "يرى ترى يريان يرون يرين أرى نرى"),
        *present("روى", "يروي تروي يرويان يروون يروين أروي نروي"),
        *present("دعا", "يدعو تدعو يدعوان يدعون يدعون أدعو ندعو"),
        *present("ادّعى", "يدعي تدعي يدعيان يدعون يدعين أدعي ندعي"),
        *present("تمنّى", "يتمنى تتمنى يتمنيان يتمنون يتمنين أتمنى نتمنى"),
        *present("ردّ", "يرد ترد يردان يردون يرددن أرد نرد"),
        *present("وعد", "يعد تعد يعدان يعدون يعدن أعد نعد"),
        *present("أمل", "يأمل تأمل يأملان يأملون يأملن آمل نأمل"),
        *present("قرأ", "يقرأ تقرأ يقرآن يقرؤون يقرأن أقرأ نقرأ"),
        *present("هنّأ", "يهنئ تهنئ يهنئان يهنئون يهنئن أهنئ نهنئ"),
        *present("استبعد", "يستبعد تستبعد يستبعدان يستبعدون يستبعدن أستبعد نستبعد"),
    ],
)
def test_imperfect(form, lemma, person):
    number, gender, count = person
    assert (int(number), gender, count, "active") in features(form, lemma, "imperfect")


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("يقل", "قال"),
        ("تشر", "أشار"),
        ("ينف", "نفى"),
        ("يدع", "دعا"),
        ("يدلوا", "أدلى"),
        ("يقولوا", "قال"),
        ("يؤكدوا", "أكّد"),
        ("يعلنا", "أعلن"),
        ("يردد", "ردّ"),
    ],
)
def test_jussive(form, lemma):
    assert features(form, lemma, "jussive")


@pytest.mark.parametrize(
    ("form", "lemma", "tense"),
    [
        ("قيل", "قال", "perfect"),
        ("قيلت", "قال", "perfect"),
        ("يقال", "قال", "imperfect"),
        ("ذُكر", "ذكر", "perfect"),
        ("نُقل", "نقل", "perfect"),
        ("أُعلن", "أعلن", "perfect"),
        ("أُشير", "أشار", "perfect"),
        ("يشار", "أشار", "imperfect"),
        ("نُفي", "نفى", "perfect"),
        ("دُعي", "دعا", "perfect"),
        ("دعيت", "دعا", "perfect"),
        ("يُدعى", "دعا", "imperfect"),
        ("طولب", "طالب", "perfect"),
        ("سُئل", "سأل", "perfect"),
        ("يوصف", "وصف", "imperfect"),
        ("يُؤمر", "أمر", "imperfect"),
        ("اعتُبر", "اعتبر", "perfect"),
        ("قُرئ", "قرأ", "perfect"),
    ],
)
def test_passive(form, lemma, tense):
    assert (3, "passive") in {(one[0], one[3]) for one in features(form, lemma, tense)}


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        pytest.param(form, lemma, id=form)
        for lemma, forms in {
            "قال": "قائلاً قائلا قائلة قائلين",
            "أضاف": "مضيفاً مضيفة مضيفين",
            "أشار": "مشيراً مشيرة مشيرين",
            "أكّد": "مؤكداً مؤكدة مؤكدين مؤكدتين",
            "أوضح": "موضحاً موضحة",
            "نفى": "نافياً نافية نافين",
            "دعا": "داعياً داعية داعين",
            "ادّعى": "مدعياً مدعية مدعين",
            "اعتبر": "معتبراً معتبرة",
            "توقّع": "متوقعين",
            "استدرك": "مستدركاً مستدركة",
            "بيّن": "مبيناً مبينة",
            "لفت": "لافتاً",
            "ردّ": "راداً رادين",
        }.items()
        for form in forms.split()
    ],
)
def test_participle_that_carries_on(form, lemma):
    readings = [verb for verb in reporting_verb(form) if verb.lemma == lemma]

    assert any(verb.is_adverbial and verb.continues and not verb.ambiguous for verb in readings)


@pytest.mark.parametrize("form", ["المتحدث", "مصدر", "مركز", "المشير", "بمدينة", "مطالب", "التالي"])
def test_participle_that_is_a_noun_may_be_another_word(form):
    readings = list(reporting_verb(form))

    assert readings
    assert all(verb.ambiguous for verb in readings)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("قول", "قال"), ("القول", "قال"), ("بالقول", "قال"), ("قوله", "قال"), ("قولهم", "قال"),
        ("تأكيد", "أكّد"), ("وتأكيده", "أكّد"), ("للتأكيد", "أكّد"), ("إعلان", "أعلن"),
        ("تصريح", "صرّح"), ("تصريحاته", "صرّح"), ("إشارة", "أشار"), ("إشارته", "أشار"),
        ("إيضاح", "أوضح"), ("إبداء", "أبدى"), ("إبدائه", "أبدى"), ("إقراره", "أقرّ"),
        ("مطالبة", "طالب"), ("توقع", "توقّع"), ("تساؤل", "تساءل"), ("اعتبار", "اعتبر"),
        ("ادعاء", "ادّعى"), ("احتجاج", "احتجّ"), ("استبعاد", "استبعد"), ("تسمية", "سمّى"),
        ("تهنئة", "هنّأ"), ("نفي", "نفى"), ("دعوة", "دعا"), ("رواية", "روى"), ("رأيه", "رأى"),
    ],
)  # fmt: skip
def test_verbal_noun(form, lemma):
    assert (lemma, "masdar") in {(verb.lemma, verb.tense) for verb in reporting_verb(form)}


@pytest.mark.parametrize(
    ("form", "lemma", "particle", "pronoun"),
    [
        ("وقال", "قال", "و", ""),
        ("فقالت", "قال", "ف", ""),
        ("سيقول", "قال", "س", ""),
        ("وستؤكد", "أكّد", "وس", ""),
        ("ليقول", "قال", "ل", ""),
        ("قاله", "قال", "", "ه"),
        ("قالها", "قال", "", "ها"),
        ("قالوه", "قال", "", "ه"),
        ("نفاه", "نفى", "", "ه"),
        ("أكده", "أكّد", "", "ه"),
        ("نقلته", "نقل", "", "ه"),
        ("وأوردتها", "أورد", "و", "ها"),
        ("يراه", "رأى", "", "ه"),
        ("أبلغنا", "أبلغ", "", "نا"),
        ("ينفيها", "نفى", "", "ها"),
    ],
)
def test_what_is_written_on_a_verb(form, lemma, particle, pronoun):
    found = {(verb.lemma, verb.particle, verb.pronoun) for verb in reporting_verb(form)}

    assert (lemma, particle, pronoun) in found


def test_future_is_told_by_its_particle():
    assert [verb.is_future for verb in reporting_verb("سيعلنون")] == [True, True]
    assert not any(verb.is_future for verb in reporting_verb("يعلنون"))


@pytest.mark.parametrize(
    "word",
    [
        "قائد", "ذاكرة", "علنًا", "علنا", "نفط", "قالب", "قالوب", "رأس", "داعم", "دعم", "روتين",
        "رواتب", "نفق", "مصر", "هناك", "هنا", "وسائل", "لندن", "اسم", "نصف", "امرأة", "فترة",
        "اثنين", "قلب", "وعي", "إضاءة", "عراق", "بغداد", "شارع", "مشروع", "تأسيس", "كتابك",
    ],
)  # fmt: skip
def test_look_alikes_are_no_verbs_of_saying(word):
    assert reporting_verb(word) == []


@pytest.mark.parametrize("word", ["كشف", "لفت", "نقل", "رد", "عبر", "وصف", "ورد"])
def test_a_form_that_is_often_another_word_says_so(word):
    assert "often" in {verb.homograph for verb in reporting_verb(word)}
    assert not sayings(word)
    assert sayings(word, often=True)


@pytest.mark.parametrize("word", ["يعد", "بينهم", "دون", "ضمن", "عرض", "يجب", "تواصل", "تعلم"])
def test_a_form_that_is_mostly_another_word_says_nothing(word):
    assert reporting_verb(word)
    assert not sayings(word, often=True)


@pytest.mark.parametrize("word", ["المتحدث", "مضيفاً", "قوله", "قلت", "قلنا"])
def test_nouns_and_other_persons_are_no_sayings(word):
    assert reporting_verb(word)
    assert not sayings(word, often=True)


@pytest.mark.parametrize("form", ["قالت", "قالوا", "يقول", "نفت", "رات", "دعت", "روت", "ادعت"])
def test_forms_looked_for_by_a_search_for_what_was_said(form):
    assert form in forms_of_saying()


@pytest.mark.parametrize("form", ["بين", "كشف", "يعد", "وقال", "قاله", "قيل", "مضيفا"])
def test_forms_that_a_search_for_what_was_said_leaves_out(form):
    assert form not in forms_of_saying()


@pytest.mark.parametrize("word", ["كشفت", "لفتت", "حذرت", "بينت", "يكشف", "وصفته", "قال", "نفت"])
def test_a_form_that_is_only_the_verb_says_so(word):
    assert not reporting_verb(word)[0].ambiguous


def test_a_printed_shadda_tells_the_verb_from_the_preposition():
    assert reporting_verb("بين")[0].ambiguous
    assert not reporting_verb("بيّن")[0].ambiguous
    assert not reporting_verb("وبَيَّنَ")[0].ambiguous
    assert reporting_verb("بَيْنَ") == []
    assert "ذكر" not in {verb.lemma for verb in reporting_verb("ذكّر")}


def test_the_likeliest_reading_comes_first():
    verb = reporting_verb("تقول")[0]

    assert (verb.person, verb.gender, verb.number) == (3, "f", "s")
    assert reporting_verb("توقع")[0].tense == "perfect"


@pytest.mark.parametrize(
    ("word", "kind", "verb_class", "measure", "particle"),
    [
        ("قال", "say", "hollow", "I", "إن"),
        ("نفت", "deny", "defective", "I", "أن"),
        ("أضاف", "add", "hollow", "IV", "أن"),
        ("حذرت", "warn", "sound", "II", "من"),
        ("أقرت", "admit", "doubled", "IV", "ب"),
        ("وعدت", "promise", "assimilated", "I", "ب"),
        ("أكدت", "stress", "hamzated", "II", "أن"),
        ("امتنعت", "refuse", "sound", "VIII", "عن"),
        ("طالبت", "call-for", "sound", "III", "ب"),
    ],
)
def test_what_a_verb_reports_and_governs(word, kind, verb_class, measure, particle):
    verb = reporting_verb(word)[0]

    assert (verb.kind, verb.verb_class, verb.measure) == (kind, verb_class, measure)
    assert particle in verb.governs


@pytest.mark.parametrize("word", ["وأردف", "وتابعت", "ومضى", "وزاد", "استطرد", "وأضافت"])
def test_verbs_that_carry_on_an_earlier_speaker(word):
    assert reporting_verb(word)[0].continues


@pytest.mark.parametrize("word", ["وقال", "نفت", "أعلن"])
def test_verbs_that_begin_afresh(word):
    assert not reporting_verb(word)[0].continues


def test_folded_keys_are_read_like_printed_words():
    assert lemmas("موكدا") == lemmas("مؤكداً") == {"أكّد"}


def test_a_verb_has_the_perfect_in_thirteen_persons():
    forms = conjugate(Verb("أكّد", "يؤكّد", "II"))
    perfect = [one for one in forms if one.tense == "perfect" and one.voice == "active"]

    assert sum(not one.linked for one in perfect) == 13
