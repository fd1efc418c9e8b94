"""What a text is made of."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.ingest.refusals import RecordError
from archive.ingest.structure import parse

LONG = (
    "قال رئيس الوزراء العراقي في مؤتمر صحفي عقده في بغداد إن القوات القتالية ستغادر البلاد قبل "
    "نهاية العام وفق الجدول الذي اتفق عليه الطرفان في جولة الحوار الأخيرة."
)
OTHER = (
    "وأضاف أن المستشارين سيبقون بدعوة من الحكومة العراقية لمساندة القوات المحلية في حربها على "
    "التنظيم وفي حماية الحدود الغربية من التسلل وتهريب السلاح."
)
THIRD = (
    "من جهتها أكدت السفارة الأمريكية أن الانتقال إلى مهمة تقديم المشورة سيكتمل في الموعد المحدد "
    "وأن التعاون الأمني بين البلدين لن يتوقف بعده."
)


def shape(text: str, **known: str) -> list[tuple[str, int, bool]]:
    """Kind, number of pieces, and whether it seems cut, of each passage."""
    structure = parse(text, **known)
    return [(block.kind, len(block.pieces), block.cut) for block in structure.passages]


def article(*lines: str) -> str:
    return "\n\n".join(("عنوان المقال", *lines))


BEGUN = (
    "اجتمع الوفد العراقي المفاوض برئاسة وزير الخارجية مساء أمس في مقر الوزارة، قبل ساعات من بدء "
    "الجلسات، مع مستشار الأمن القومي لدى الرئيس"
)

PARAGRAPH = ("paragraph", 1, False)
CUT = ("paragraph", 1, True)
SUBHEADING = ("subheading", 1, False)
BROKEN = ("paragraph", 2, False)


def test_the_first_line_is_the_title_unless_one_is_given():
    text = f"\n\n  عنوان المقال\n\n\n{LONG}\n"

    assert parse(text).title == "عنوان المقال"
    assert parse(text).text == LONG
    assert parse(LONG, title=" عنوان آخر ").title == "عنوان آخر"


def test_lines_stay_as_published_but_for_markup_line_ends_and_blank_ends():
    text = (
        "العنوان\r\n\r\n  سطر  أول،بلا تصحيح \r\n\r\n\r\nسطر &quot;ثانٍ&quot; <b>كما</b> هو\r\n\r\n"
    )

    assert parse(text).text == ("  سطر  أول،بلا تصحيح \n\n\nسطر &quot;ثانٍ&quot; <b>كما</b> هو")


def test_text_is_composed_and_links_move_with_it():
    decomposed = unicodedata.normalize(
        "NFD", "أعلنت الأمم المتحدة في [بيانٍ](https://un.org/) أسفها."
    )

    structure = parse(decomposed, title="عنوان")

    assert unicodedata.is_normalized("NFC", structure.text)
    [link] = structure.links
    assert structure.text[link.start : link.end] == "بيانٍ"


@pytest.mark.parametrize(
    ("markup", "anchor", "address"),
    [
        pytest.param("[أعلن](#)", "أعلن", "", id="hash"),
        pytest.param("[أعلن]()", "أعلن", "", id="empty"),
        pytest.param("[أعلن](#top)", "أعلن", "", id="fragment"),
        pytest.param("[أعلن](javascript:void(0))", "أعلن", "", id="script"),
        pytest.param("[ أعلن ](https://a.example/)", "أعلن", "https://a.example/", id="spaces"),
        pytest.param(
            '[أعلن](https://a.example/x_(y) "عنوان")',
            "أعلن",
            "https://a.example/x_(y)",
            id="brackets-and-title",
        ),
        pytest.param("**[أعلن](https://a.example/)**", "أعلن", "https://a.example/", id="bold"),
    ],
)
def test_a_link_keeps_its_anchor_and_its_address_or_is_missing(markup, anchor, address):
    structure = parse(f"كما {markup} المكتب.", title="عنوان")

    [link] = structure.links
    assert structure.text[link.start : link.end] == anchor
    assert (link.address, link.missing) == (address, not address)


def test_links_in_the_title_count_from_the_title():
    structure = parse(f"  بيان [المكتب](#) الجديد\n\n{LONG}")

    [link] = structure.title_links
    assert structure.title == "بيان المكتب الجديد"
    assert structure.title[link.start : link.end] == "المكتب"


@pytest.mark.parametrize("printed", ["[1] حاشية", "[تعديل]", "قال (هكذا)", "a * b ** c", "#وسم"])
def test_what_only_looks_like_markup_stays(printed):
    assert parse(printed, title="عنوان").text == printed


@pytest.mark.parametrize("text", ["", "  \n\n", "عنوان وحده", "عنوان\n\n \u200f \n"])
def test_a_text_without_title_or_body_is_refused(text):
    with pytest.raises(RecordError):
        parse(text)


def test_a_short_line_between_paragraphs_is_a_subheading():
    text = article(LONG, "سحب القوات.. موعد ثابت ومواقف متباينة", OTHER, "ماذا بعد؟", THIRD)

    assert shape(text) == [PARAGRAPH, SUBHEADING, PARAGRAPH, SUBHEADING, PARAGRAPH]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("وانتهى الاجتماع بلا بيان.", id="ends-with-a-full-stop"),
        pytest.param("وقال المتحدث في بيان", id="verb-of-saying"),
        pytest.param("- نقطة أولى في القائمة", id="list-item"),
        pytest.param("(صورة: رويترز)", id="caption"),
        pytest.param("المصدر: وكالات", id="credit"),
        pytest.param("* * *", id="rule"),
    ],
)
def test_a_short_line_of_another_kind_is_a_paragraph(line):
    assert shape(article(LONG, line, OTHER, THIRD))[1][0] == "paragraph"


def test_the_last_line_and_a_dateline_are_no_subheadings():
    assert shape(article(LONG, OTHER, THIRD, "انتهى"))[-1] == PARAGRAPH
    assert shape(article("بغداد/ المدى", LONG, OTHER, THIRD))[0] == PARAGRAPH


def test_short_lines_in_a_row_are_a_list():
    lines = ["الجيش العراقي", "قوات البيشمركة", "الشرطة الاتحادية", "جهاز مكافحة الإرهاب"]

    assert shape(article(LONG, *lines, OTHER, THIRD)) == [PARAGRAPH] * 7


def test_a_marked_heading_is_a_subheading_without_its_marks():
    structure = parse(article(LONG, "## الموقف الرسمي", OTHER, "**رد الفصائل**", THIRD))

    subheadings = [structure.words_of(b) for b in structure.passages if b.kind == "subheading"]
    assert subheadings == ["الموقف الرسمي", "رد الفصائل"]


def test_a_quotation_broken_by_a_blank_line_is_one_passage():
    broken = (
        'وأكد المتحدث أن "موعد المغادرة ثابت ولن يغيره شيء، وأن الطرفين متفقان على ما ورد في بيان'
    )
    rest = 'تموز الماضي"، وهو الموقف الرسمي الوحيد الذي صدر حتى الآن عن بغداد.'

    text = article(LONG, broken, rest, THIRD)

    assert shape(text) == [PARAGRAPH, BROKEN, PARAGRAPH]
    structure = parse(text)
    assert structure.words_of(structure.passages[1]) == f"{broken} {rest}"


def test_a_quotation_that_never_closes_was_cut():
    cut = 'وأكد المتحدث أن "موعد المغادرة ثابت ولن يغيره شيء، وأن القوات باتت أكثر قوة وعدداً من'

    assert shape(article(LONG, cut, THIRD, OTHER)) == [PARAGRAPH, CUT, PARAGRAPH, PARAGRAPH]


@pytest.mark.parametrize(
    ("broken", "rest"),
    [
        pytest.param(
            f"{BEGUN} في",
            "واشنطن، على أن تبدأ الجلسات صباح اليوم.",
            id="preposition",
        ),
        pytest.param(
            BEGUN,
            "الأمريكي قبل أن يعود إلى مقر إقامته.",
            id="adjective",
        ),
        pytest.param(
            BEGUN,
            "، ثم عاد إلى مقر إقامته.",
            id="comma",
        ),
    ],
)
def test_a_sentence_broken_by_a_blank_line_is_one_passage(broken, rest):
    assert shape(article(LONG, broken, rest, OTHER, THIRD))[1] == BROKEN


@pytest.mark.parametrize(
    "fresh",
    [
        pytest.param("وأكدت الوزارة أن الجلسات ستبدأ صباح اليوم.", id="and-she-said"),
        pytest.param("المتحدث باسم الوزارة أكد أن الجلسات ستبدأ صباح اليوم.", id="he-said"),
        pytest.param("من جهته رأى الوفد أن الجلسات ستبدأ صباح اليوم.", id="set-opening"),
    ],
)
def test_after_a_cut_a_new_paragraph_is_not_its_rest(fresh):
    assert shape(article(LONG, BEGUN, fresh, OTHER, THIRD))[1:3] == [CUT, PARAGRAPH]


@pytest.mark.parametrize(
    ("broken", "rest"),
    [
        pytest.param(
            "وأبلغ الوفد رئيس اللجنة المشتركة قبل بدء الجلسة الثانية صباح الأحد في بغداد،",
            "وطالبه بجدول مكتوب يوقّعه الطرفان أمام الصحافة.",
            id="and-after-a-comma",
        ),
        pytest.param(
            "وناقش المجتمعون في الجلسة التي امتدت ساعتين مصير الأسلحة الثقيلة وما طلبه وزير",
            "الداخلية العراقي حين كتب إلى اللجنة أول مرة وأكد تمسكه بما كتب.",
            id="minister-of",
        ),
        pytest.param(
            "ولم يبق في القاعدة عند وصول اللجنة المشتركة سوى ثلاثة أفواج وصل آخرها في",
            "27 أيلول وغادر بعده بأسبوع واحد، ثم قال القادة إن ذلك آخر عهدهم بها.",
            id="number",
        ),
        pytest.param(
            "وغادرت الدفعة الأولى من العسكريين البلاد قبل الموعد بأيام ومعها عتاد الفوج الثاني",
            "خلال ليلة واحدة لم تنم فيها المدينة.",
            id="during",
        ),
        pytest.param(
            "وانتهى الاجتماع الذي حضره القادة بلا نتيجة معلنة، مؤكدا ما قالته الصحف قبل يوم واحد،",
            "ومشيرا إلى أن الجولة المقبلة لن تعقد في بغداد.",
            id="and-pointing-out",
        ),
    ],
)
def test_a_sentence_goes_on_where_its_last_word_or_the_next_asks_for_it(broken, rest):
    assert shape(article(LONG, broken, rest, OTHER, THIRD))[1] == BROKEN


@pytest.mark.parametrize(
    ("begun", "fresh"),
    [
        pytest.param(
            f"{BEGUN} في",
            "عندما انتهت الجلسة الأولى غادر الوفدان من دون كلمة واحدة إلى الصحافة.",
            id="when-after-a-preposition",
        ),
        pytest.param(
            f"{BEGUN} إلى",
            "لم يصدر عن القيادة بيان حتى مساء الاثنين، ولم ينفِ أحد ما نُشر.",
            id="not-after-a-preposition",
        ),
        pytest.param(
            BEGUN,
            "ما الذي بقي من المهمة؟ التدريب والمشورة وحماية الطرق.",
            id="question",
        ),
    ],
)
def test_what_cannot_stand_where_the_line_broke_off_is_a_new_paragraph(begun, fresh):
    assert shape(article(LONG, begun, fresh, OTHER, THIRD))[1:3] == [CUT, PARAGRAPH]


@pytest.mark.parametrize("last", ["(ترجمة خاصة)", "المصدر: وكالات", "تحرير: قسم الأخبار"])
def test_a_credit_is_never_the_rest_of_a_cut_paragraph(last):
    assert shape(article(LONG, OTHER, THIRD, BEGUN, last))[3:] == [CUT, PARAGRAPH]


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param(
            ("س: متى تغادر القوات؟", "ج: في موعدها.", "س: ومن يضمن ذلك؟", "ج: الاتفاق نفسه."),
            id="labelled",
        ),
        pytest.param(
            (
                "هل ستوقعون الاتفاق قبل نهاية العام؟",
                "نعم، لدينا تفويض من الحكومة ومن البرلمان أيضاً.",
                "وما الذي تخشونه؟",
                "نخشى أن يتأخر المال لا الرجال، وقد كتبنا بذلك إلى الوزارة.",
            ),
            id="spoken-to",
        ),
        pytest.param(
            (
                "حاورته: مراسلة القسم السياسي",
                "لماذا تأخر التسليم؟",
                "لأن الجرد طال، ولأن اللجنة كانت صغيرة وعدد المخازن كبيراً.",
                "ومتى ينتهي؟",
                "حين تُفتح آخر حاوية ويوقّع عليها ضابطان من الجانبين.",
            ),
            id="announced",
        ),
    ],
)
def test_the_questions_of_an_interview_head_no_paragraphs(turns):
    assert {kind for kind, _, _ in shape(article(*turns, LONG))} == {"paragraph"}


def test_a_question_over_paragraphs_of_an_analysis_is_a_subheading():
    lines = ("لماذا الآن؟", LONG, OTHER, "ماذا بعد الانسحاب؟", THIRD, LONG, OTHER)

    assert [
        number for number, found in enumerate(shape(article(*lines))) if found == SUBHEADING
    ] == [
        0,
        3,
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "بغداد – القسم السياسي",
        "بغداد/ مراسلنا",
        "بغداد (خاص)",
        "متابعات",
        "حاورها: قسم الأخبار",
        "الأربعاء 24 تشرين الثاني 2021",
        "24/11/2021 - 10:15",
    ],
)
def test_a_dateline_or_credit_under_the_title_is_no_subheading(opening):
    assert shape(article(opening, LONG, OTHER, THIRD))[0] == PARAGRAPH


def test_flashes_without_full_stops_head_nothing():
    flashes = (
        "الرئاسة: القرار نافذ منذ الليلة",
        "القيادة المشتركة تنفي إخلاء القاعدة وتؤكد أن جنودها في مواقعهم كما كانوا أمس",
        "الوزارة: لا تغيير في الجدول",
        "البرلمان يصوّت على القرار بأغلبية الحاضرين بعد جلسة طالت إلى ما بعد منتصف الليل",
    )

    assert {kind for kind, _, _ in shape(article(*flashes))} == {"paragraph"}


def test_where_full_stops_are_rare_a_missing_one_says_nothing():
    lines = [line.rstrip(".") for line in (LONG, OTHER, THIRD)]

    assert shape(article(*lines)) == [PARAGRAPH] * 3


def test_lines_of_a_fixed_width_are_one_paragraph():
    words = f"{LONG} {OTHER} {THIRD}".split()
    lines = [" ".join(words[place : place + 8]) for place in range(0, len(words), 8)]

    [(kind, pieces, _)] = shape("عنوان\n\n" + "\n".join(lines))

    assert (kind, pieces) == ("paragraph", len(lines))


LINE = st.text(
    alphabet=st.sampled_from('ابتثجحخدرسعفقكلمنهوي ةىأ"«».،؟:()[]#*-\u064e\u0640\u200f\r\t12ab'),
    max_size=60,
)


@given(st.lists(LINE, min_size=1, max_size=12), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_passages_are_ordered_disjoint_and_hold_every_printed_line(lines, newline):
    try:
        structure = parse(newline.join(lines), title="عنوان")
    except RecordError:
        return

    pieces = [piece for block in structure.passages for piece in block.pieces]
    printed = [structure.text[start:end] for start, end in pieces]
    assert pieces
    assert all(0 <= start < end <= len(structure.text) for start, end in pieces)
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    assert all(piece == piece.strip() and "\n" not in piece for piece in printed)
    assert "".join("".join(printed).split()) == "".join(
        "".join(line.split())
        for line in structure.text.split("\n")
        if any(piece in line for piece in printed)
    )


@given(st.lists(LINE, max_size=8))
@example([LONG, "", OTHER])
def test_parsing_what_was_parsed_changes_nothing_more(lines):
    try:
        once = parse("\n".join(lines), title="عنوان")
        again = parse(once.text, title=once.title)
    except RecordError:
        return

    if "[" not in once.text and "*" not in once.text and "#" not in once.text:
        assert again.text == once.text


def test_real_articles_are_parsed(samples):
    paths = sorted(samples.glob("*.txt"))

    assert paths
    for path in paths:
        structure = parse(path.read_text(encoding="utf-8"))

        kinds = {block.kind for block in structure.passages}
        assert kinds == {"paragraph", "subheading"}, path.name
        assert any(len(block.pieces) == 2 for block in structure.passages), path.name
        assert any(block.cut for block in structure.passages), path.name
        assert all(link.missing for link in structure.links), path.name
        assert "](" not in structure.text, path.name


def test_a_link_of_a_mark_alone_is_none():
    """The mark sits on the letter before it: no letter of the link is left."""
    found = parse(
        "a[\N{COMBINING DIAERESIS}](https://a.example/) [نص](https://b.example/)", title="ع"
    )

    assert found.text == "ä نص"
    assert [found.text[link.start : link.end] for link in found.links] == ["نص"]


@pytest.mark.parametrize(
    ("written", "addresses"),
    [
        pytest.param('[نص]( "عنوان الصفحة")', [""], id="title-alone"),
        pytest.param('[نص](https://a.example/ "عنوان" )', ["https://a.example/"], id="title"),
        pytest.param("[نص](  https://a.example/  )", ["https://a.example/"], id="spaces"),
        pytest.param("[نص](https://a.example/(ب))", ["https://a.example/(ب)"], id="brackets"),
        pytest.param("[نص](https://a.example/ ب)", [], id="two-words"),
    ],
)
def test_what_a_link_may_hold(written, addresses):
    assert [link.address for link in parse(written, title="ع").links] == addresses
