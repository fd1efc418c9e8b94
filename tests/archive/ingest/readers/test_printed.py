"""The headline is told from what stands over it, and letters from markup."""

import pytest

from archive.ingest.readers import Refused
from archive.ingest.structure import parse
from tests.archive.ingest.readers.samples import lines, records

HEADLINE = "البلدية تفتح الحديقة العامة أمام الزوار"
LEAD = "فتحت البلدية الحديقة العامة أمام الزوار صباح الجمعة بعد أعمال صيانة استمرت ثلاثة أسابيع."
MORE = "وقال مدير الحدائق إن الدخول مجاني حتى نهاية الشهر، وإن الحديقة تغلق أبوابها عند المغرب."
TEXT = f"{HEADLINE}\n\n{LEAD}\n\n{MORE}"


@pytest.mark.parametrize(
    "over",
    [
        "22-11-2021 | 10:15",
        "الاثنين 22 تشرين الثاني 2021 - 10:15 ص",
        "الرئيسية > أخبار > محليات",
        "وكالة الأنباء العراقية",
        "أ ف ب",
        "https://a.example/news/1",
        "بقلم: كاتب مستعار",
        "بغداد – المدى",
        "شارك عبر: فيسبوك",
        "24 مشاهدة",
        "---",
    ],
)
def test_what_stands_over_the_headline_is_not_the_title(over):
    [record] = records("a.txt", f"{over}\n\n{TEXT}".encode())

    parsed = parse(record.body, title=record.title)
    assert parsed.title == HEADLINE
    assert parsed.text.startswith(LEAD if over == "---" else over)
    assert ("title" in record.note) == (over != "---")


def test_a_day_over_the_headline_stands_in_for_a_date():
    [record] = records("a.txt", f"22-11-2021 | 10:15\n\n{TEXT}".encode())

    assert record.published_on is None
    assert str(record.inferred_on) == "2021-11-22"


@pytest.mark.parametrize(
    "title",
    [
        "وكالة الطاقة تحذر من نقص الوقود",
        "صحيفة تكشف أسماء الفائزين",
        "22 قتيلاً في 2021 حصيلة الحوادث",
        "أميركا – إيران: جولة جديدة",
        "شارك العراق في القمة",
        "موقع أثري جديد في بابل",
        "عاجل",
    ],
)
def test_a_headline_on_the_first_line_is_the_title(title):
    [record] = records("a.txt", f"{title}\n\n{LEAD}\n\n{MORE}".encode())

    assert parse(record.body, title=record.title).title == title


@pytest.mark.parametrize(
    "line",
    [
        "الوسوم: حدائق بلدية",
        "شارك عبر: فيسبوك تويتر",
        "اقرأ أيضاً",
        "1,204 مشاهدات",
        "صورة أرشيفية",
        "التعليقات (0)",
        "عمال الحديقة (رويترز)",
        "الاثنين 22 تشرين الثاني 2021 - 10:15",
    ],
)
def test_what_a_page_prints_around_an_article_is_no_subheading(line):
    parsed = parse(f"{HEADLINE}\n\n{LEAD}\n\n{line}\n\n{MORE}")

    assert [one.kind for one in parsed.passages].count("subheading") == 0


@pytest.mark.parametrize(
    "line", ["خطط السنة المقبلة", "شارك العراق في القمة", "صورة المدينة القديمة"]
)
def test_a_subheading_stays_one(line):
    parsed = parse(f"{HEADLINE}\n\n{LEAD}\n\n{line}\n\n{MORE}")

    assert [one.kind for one in parsed.passages] == ["paragraph", "subheading", "paragraph"]


@pytest.mark.parametrize(
    "words",
    ["[الصورة](رويترز) و[7](ب)", "الحاشية [12](ص40)", "[كلمة](و/أو)"],
)
def test_words_in_brackets_behind_brackets_are_kept_to_the_letter(words):
    assert parse(f"{HEADLINE}\n\n{words} {LEAD}").text.startswith(words)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/1",
        "/news/1",
        "#",
        "",
        "www.a.example",
        "news/1.html",
        "mailto:a@b.example",
    ],
)
def test_a_link_has_an_address(address):
    assert parse(f"{HEADLINE}\n\n[الصورة]({address}) {LEAD}").text.startswith("الصورة فتحت")


def test_a_single_hash_is_a_letter_but_in_markdown():
    [text] = records("a.txt", f"{HEADLINE}\n\n# 5 قتلى\n\n{LEAD}".encode())
    [row] = records("a.jsonl", lines({"title": HEADLINE, "body": f"# 5 قتلى\n\n{LEAD}"}))
    [markdown] = records("a.md", f"# {HEADLINE}\n\n{LEAD}".encode())

    assert "# 5 قتلى" in parse(text.body).text
    assert "# 5 قتلى" in parse(row.body, title=row.title).text
    assert parse(markdown.body).title == HEADLINE


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\f", "\r", "\u2029\n"])
def test_whatever_ends_a_line_divides(end):
    parsed = parse(end.join([HEADLINE, LEAD, MORE]))

    assert [parsed.words_of(one) for one in parsed.passages] == [LEAD, MORE]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "LICENSE.txt",
            "MIT License\n\nPermission is hereby granted, free of charge, to any person.",
        ),
        ("terms.txt", "The Unlicense\n\nThis is free and unencumbered software released to all."),
        ("robots.txt", "User-agent: *\nDisallow: /admin"),
        ("list.txt", "https://a.example/1\nhttps://a.example/2"),
        ("pins.txt", "requests==2.31.0\nlxml>=5"),
        ("manifest-md5.txt", "d41d8cd98f00b204e9800998ecf8427e  data/a.txt"),
    ],
)
def test_what_lies_beside_articles_is_refused(name, text):
    [refused] = records(name, text.encode())

    assert isinstance(refused, Refused)
    assert "no article" in refused.reason


def test_an_article_in_english_is_one_and_has_its_language():
    text = (
        "City opens the garden\n\nThe city has opened the garden to all of its visitors on Friday."
    )

    [record] = records("a.txt", text.encode())

    assert (record.language, record.draft) == ("en", False)


def test_prose_in_a_language_that_nobody_states_is_kept_as_a_draft():
    [record] = records("a.txt", b"Titre\n\nLa ville ouvre son jardin public aux visiteurs.")

    assert record.draft
    assert "language" in record.note
