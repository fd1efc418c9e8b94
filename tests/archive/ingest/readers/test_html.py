"""Saved pages: the article's own words, and what the page states of it."""

import codecs
import io

import pytest

from archive.ingest.readers.html import article_of
from archive.ingest.refusals import UnreadableFileError
from archive.ingest.structure import parse
from tests.archive.ingest.readers.web import (
    ADDRESS,
    FIRST,
    FOURTH,
    OUTLET,
    PARAGRAPHS,
    SECOND,
    THIRD,
    TITLE,
    json_ld,
    page,
)

STATED = json_ld(
    headline=TITLE,
    datePublished="2021-11-22T08:43:00+03:00",
    dateModified="2022-06-01",
    author={"@type": "Person", "name": "محررة تجريبية"},
    publisher={"@type": "Organization", "name": OUTLET},
    mainEntityOfPage={"@id": ADDRESS},
)


def read(data: bytes, **known):
    return article_of(data, number=1, name="page.html", **known)


def paragraphs(record) -> list[str]:
    return record.body.split("\n\n")


def test_the_article_of_a_page_is_read_without_what_stands_around_it():
    record = read(page(head=STATED))

    assert paragraphs(record) == list(PARAGRAPHS)
    assert record.title == TITLE


def test_details_are_those_that_the_page_states():
    record = read(page(head=STATED))

    assert record.outlet == OUTLET
    assert str(record.published_on) == "2021-11-22"
    assert record.byline == "محررة تجريبية"
    assert (record.url, record.id, record.id_from_name) == (ADDRESS, "", False)
    assert (record.language, record.encoding, record.note) == ("ar", "utf-8", "")


def test_a_page_that_states_nothing_is_given_no_date_outlet_or_byline():
    body = f"<p>نُشر في 3 كانون الثاني 2020</p><p>{FIRST}</p><p>{SECOND}</p>"

    record = read(page(body, head='<meta name="date-of-build" content="2019-05-05">'))

    assert (record.published_on, record.outlet, record.byline, record.url) == (None, "", "", "")
    assert (record.id, record.id_from_name) == ("page", True)


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2021-11-22T20:00:00Z">',
        '<meta name="DC.date.issued" content="2021-11-22">',
        '<meta itemprop="datePublished" content="2021-11-22">',
        json_ld(datePublished="Mon, 22 Nov 2021 08:00:00 GMT"),
        json_ld(**{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2021-11-22"}),
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, '
        '{"@type": "NewsArticle", "datePublished": "2021-11-22"}]}</script>',
    ],
)
def test_the_day_is_stated_in_many_ways(head):
    assert str(read(page(head=head)).published_on) == "2021-11-22"


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2021-11-22T20:59:00Z", "2021-11-22"),
        ("2021-11-22T21:00:00Z", "2021-11-23"),
        ("2021-11-22T21:00:00+00:00", "2021-11-23"),
        ("Mon, 22 Nov 2021 21:00:00 GMT", "2021-11-23"),
        ("2021-11-22T23:59:00+03:00", "2021-11-22"),
        ("2021-11-22T23:59:00+01:00", "2021-11-22"),
        ("2021-11-22T23:59:00", "2021-11-22"),
        ("2021-11-22T00:00:00Z", "2021-11-22"),
        ("2021-11", "2021-11"),
    ],
)
def test_a_moment_in_utc_has_the_day_of_baghdad_and_others_their_own(stated, day):
    assert str(read(page(head=json_ld(datePublished=stated))).published_on) == day


@pytest.mark.parametrize(
    ("times", "day"),
    [
        (["2021-11-22"], "2021-11-22"),
        (["2021-11-22T08:00", "2021-11-22"], "2021-11-22"),
        (["2021-11-22", "2022-01-05"], "None"),
        (["1970-01-01"], "None"),
        (["soon"], "None"),
    ],
)
def test_times_tell_the_day_where_they_tell_one(times, day):
    printed = "".join(f'<time datetime="{time}">يوم</time>' for time in times)

    record = read(page(f"<p>{printed}</p><p>{FIRST}</p><p>{SECOND}</p>"))

    assert str(record.published_on) == day
    assert bool(record.note) == (len(set(times)) > 1 and day == "None")


def test_another_day_that_the_page_states_is_noted():
    head = STATED + '<meta property="article:published_time" content="2021-11-20">'

    record = read(page(head=head))

    assert str(record.published_on) == "2021-11-22"
    assert "2021-11-20" in record.note


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f'<meta property="og:title" content="{TITLE} - {OUTLET}">', "h1"),
        (f'<meta property="og:title" content="{TITLE}">', "h2"),
        (
            f'<meta property="og:title" content="{TITLE} - {OUTLET}">'
            f'<meta property="og:site_name" content="{OUTLET}">',
            "h2",
        ),
        ("", "h2"),
    ],
)
def test_the_title_is_without_the_outlet(head, body):
    data = page(head=head).replace(b"<h1>", f"<{body}>".encode())

    assert read(data.replace(b"</h1>", f"</{body}>".encode())).title == TITLE


def test_a_title_that_holds_a_dash_is_kept_whole():
    title = "بغداد - أربيل: طريق تجريبي جديد"
    head = json_ld(headline=title, publisher={"name": OUTLET})

    assert read(page(head=head, title=title).replace(b"h1>", b"h2>")).title == title


def test_no_paragraph_and_no_letter_is_lost():
    short = "وانتهى البيان."
    body = (
        f"<p>{FIRST}</p><p>{short}</p><blockquote><p>{SECOND}</p></blockquote>"
        f"<h2>الكلفة</h2><div>{THIRD}</div><p>{THIRD}</p><ul><li>بند أول</li><li>بند ثان</li></ul>"
        f"<p>خَرَجَ &quot;الجسر&quot;\u200cمن <b>الخد</b>مة&nbsp;(5 &lt; 6)،<br>وعاد.</p>"
        f"<p>{FOURTH}</p>"
    )

    found = paragraphs(read(page(body)))

    assert found == [
        FIRST,
        short,
        SECOND,
        "## الكلفة",
        THIRD,
        THIRD,
        "بند أول",
        "بند ثان",
        'خَرَجَ "الجسر"\u200cمن الخدمة\u00a0(5 < 6)،\nوعاد.',
        FOURTH,
    ]


RELATED = '<h3>مرتبط</h3><p><a href="/1">خبر تجريبي آخر لا صلة له بما فوقه</a></p>'
LAYOUTS = {
    "classes": "".join(f'<p class="p{n}">{text}</p>' for n, text in enumerate(PARAGRAPHS)),
    "divs": "".join(f"<div>{text}</div>" for text in PARAGRAPHS),
    "typed": "".join(
        f'<div dir="rtl"><span style="font-size: 16px">{text}</span></div><div><br></div>'
        for text in PARAGRAPHS
    ),
    "spans": "".join(f"<span>{text}</span><br>" for text in PARAGRAPHS),
    "items": f"<ul>{''.join(f'<li>{text}</li>' for text in PARAGRAPHS)}</ul>",
    "as-typed": f"<pre>{chr(10).join(PARAGRAPHS)}</pre>",
    "parts": "".join(f'<div class="part"><p>{text}</p></div>' for text in PARAGRAPHS),
    "form": f'<form action="/">{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</form>',
    "related-after": (
        "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
        + f'<div class="share"><ul><li><a href="#">شارك</a></li></ul></div>{RELATED}'
    ),
    "related-within": (
        f'<p>{FIRST}</p><div class="related">{RELATED}</div><p>{SECOND}</p>'
        f"<figure><img src=x><figcaption>صورة الجسر التجريبي قبل ترميمه بعام واحد</figcaption>"
        f"</figure><p>{THIRD}</p><p>{FOURTH}</p>"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_article_is_found_however_its_page_is_laid_out(layout):
    lines = [line for line in read(page(LAYOUTS[layout])).body.split("\n") if line]

    assert lines == list(PARAGRAPHS)


def test_a_page_made_of_tables_is_read_without_its_foot():
    links = "".join(f"<tr><td><a href=/{n}>قسم {n}</a></td></tr>" for n in range(8))
    text = "<br><br>".join(PARAGRAPHS)
    data = (
        f"<html><head><meta charset=utf-8><title>{TITLE} - {OUTLET}</title></head><body><table><tr>"
        f"<td><table>{links}</table></td><td><font size=5><b>{TITLE}</b></font><br><br>"
        f"<font size=3>{text}</font></td></tr><tr><td>جميع الحقوق محفوظة</td></tr></table></body>"
    )

    record = read(data.encode())

    assert record.title == TITLE
    assert [line for line in record.body.split("\n") if line] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "heading"),
    [(f"العراق - {TITLE}", "العراق"), (f"{TITLE} واليوم - {OUTLET}", TITLE)],
)
def test_a_heading_that_only_begins_like_the_title_is_not_the_title(title, heading):
    data = page(title=title).replace(f"<h1>{title}".encode(), f"<h1>{heading}".encode())
    head = f'<meta property="og:title" content="{title}">'.encode()

    assert read(data.replace(b"</head>", head + b"</head>")).title != heading


def test_rows_of_a_table_among_paragraphs_are_kept():
    rows = "<tr><th>الحي</th><th>العدد</th></tr><tr><td>الياسمين</td><td>5000</td></tr>"

    for set_in in (
        f'<table class="wp">{rows}</table>',
        f'<div class="t"><table>{rows}</table></div>',
    ):
        body = f"<p>{FIRST}</p><p>{SECOND}</p>{set_in}<p>{THIRD}</p><p>{FOURTH}</p>"
        assert paragraphs(read(page(body)))[2:4] == ["الحي\tالعدد", "الياسمين\t5000"]


def test_rows_of_a_table_at_the_end_are_kept():
    table = (
        f"<table><tr><td>{THIRD}</td></tr><tr><td>{FOURTH}</td></tr><tr><td>5000</td></tr></table>"
    )

    record = read(page(f"<p>{FIRST}</p><p>{SECOND}</p>{table}"))

    assert paragraphs(record) == [*PARAGRAPHS, "5000"]


CARDS = "".join(
    f'<article><h2><a href="/{n}">{TITLE} {n}</a></h2><p>{text}</p></article>'
    for n, text in enumerate(PARAGRAPHS * 3)
)


def test_a_page_that_lists_articles_is_refused_unless_it_says_that_it_is_one():
    with pytest.raises(UnreadableFileError, match="no article"):
        read(page(CARDS))
    assert read(page(head=STATED, body=CARDS)).title == TITLE


def test_paragraphs_that_only_breaks_part_are_paragraphs():
    record = read(page("<br><br>".join(PARAGRAPHS)))

    assert [line for line in record.body.split("\n") if line] == list(PARAGRAPHS)


def test_links_are_kept_with_where_they_lead():
    linked = FIRST.replace("المجلس البلدي", '<a href="/council (1)">المجلس <i>البلدي</i></a>')
    lost = SECOND.replace("المهندس", '<a href="javascript:void(0)">المهندس</a>')
    to_here = THIRD.replace("الكلفة", '<a href="#c">الكلفة</a>')
    head = f'<link rel="canonical" href="{ADDRESS}">'

    body = read(page(f"<p>{linked}</p><p>{lost}</p><p>{to_here}</p>", head=head)).body

    assert parse(body, title=TITLE).text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert "[المجلس البلدي](https://demo.example/council%20(1))" in body
    assert "[المهندس](#)" in body
    assert "[الكلفة]" not in body


@pytest.mark.parametrize(
    "printed", ["[الصورة](رويترز)", "# 5 قتلى", "**مهم** جداً", "![صورة](أ)", "\\[أ](ب)"]
)
def test_what_looks_like_markup_in_a_page_is_its_text(printed):
    body = read(page(f"<p>{FIRST}</p><p>{printed}</p><p>{SECOND}</p>", title=printed)).body

    found = parse(body, title=read(page(title=printed)).title)

    assert found.text == f"{FIRST}\n\n{printed}\n\n{SECOND}"
    assert found.title == printed
    assert found.links == ()


def test_programs_styles_and_hidden_words_are_no_text():
    body = (
        f"<p>{FIRST}<script>var سر = 1;</script></p><style>p {{}}</style>"
        f'<p hidden>خفي خفي خفي</p><p style="display: none">مستور</p><p>{SECOND}</p>'
    )

    assert paragraphs(read(page(body))) == [FIRST, SECOND]


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6", "cp720", "utf-16"])
def test_a_page_is_read_in_the_encoding_that_it_says(encoding):
    text = FIRST if encoding == "windows-1256" else SECOND
    text = text.replace("،", "")
    data = page(f"<p>{text}</p><p>{FOURTH.replace('،', '')}</p>").decode().replace("٢٠٢١", "")
    data = data.replace('"utf-8"', f'"{encoding}"')

    record = read(data.encode(encoding))

    assert paragraphs(record) == [text, FOURTH.replace("،", "")]
    assert record.encoding == encoding


def test_a_page_that_says_utf_8_and_is_not_is_told_by_its_letters():
    data = page().decode().replace("٢٠٢١", "").encode("windows-1256")

    assert read(data).encoding == "windows-1256"
    assert paragraphs(read(data)) == list(PARAGRAPHS)


def test_a_page_with_damaged_letters_in_its_text_is_refused():
    data = page().replace(SECOND.encode(), SECOND.encode().replace("س".encode(), b"\xd8", 1))

    with pytest.raises(UnreadableFileError, match=r"تالفة.*U\+FFFD"):
        read(data)


def test_where_a_browser_saved_a_page_from_is_its_address():
    data = page().replace(b"<html", f"<!-- saved from url=(0041){ADDRESS} --><html".encode())

    assert read(data).url == ADDRESS


def test_a_front_page_stated_on_every_page_is_no_address_of_an_article():
    data = page(head='<link rel="canonical" href="https://demo.example/">')

    assert read(data, address=ADDRESS).url == ADDRESS


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            page(f"<ul>{'<li><a href=/x>عنوان خبر تجريبي آخر</a></li>' * 30}</ul>"), id="list"
        ),
        pytest.param(b"<html><body></body></html>", id="empty"),
        pytest.param(page("<p>404</p>", title="لا صفحة هنا"), id="short"),
        pytest.param(page("<script>document.write('x')</script>"), id="by-script"),
    ],
)
def test_a_page_without_an_article_is_refused(data):
    with pytest.raises(UnreadableFileError) as refused:
        read(data)

    assert refused.value.arabic
    assert "page" in refused.value.english


def test_text_that_a_page_states_for_machines_alone_is_read_and_noted():
    head = json_ld(headline=TITLE, articleBody=f"{FIRST}\n{SECOND}")

    record = read(page("<script>show()</script>", head=head))

    assert paragraphs(record) == [FIRST, SECOND]
    assert "articleBody" in record.note


def test_pictures_within_a_page_are_not_counted_as_its_text(settings):
    picture = f'<img src="data:image/png;base64,{"A" * (settings.LIMITS.article_file + 1)}">'

    assert paragraphs(read(page(picture + f"<p>{FIRST}</p><p>{SECOND}</p>"))) == [FIRST, SECOND]


def test_a_page_too_large_is_refused_before_it_is_looked_into(settings):
    with pytest.raises(UnreadableFileError, match="10 ميغابايت"):
        read(b"<p>" + b"x" * (settings.LIMITS.article_file + 1))


def test_elements_nested_beyond_what_can_be_read_are_refused():
    with pytest.raises(UnreadableFileError, match="nested deeper"):
        read(b"<html><body>" + b"<div>" * 100_000 + FIRST.encode())


def test_an_element_of_more_attributes_than_can_be_compared_is_refused():
    attributes = " ".join(f'a{number}="x"' for number in range(20_000))

    with pytest.raises(UnreadableFileError, match="attributes"):
        read(page(f"<p {attributes}>{FIRST}</p>"))


def test_a_mark_of_utf_8_is_no_letter_of_the_page():
    record = read(codecs.BOM_UTF8 + page())

    assert (record.title, record.encoding) == (TITLE, "utf-8-sig")
    assert io.StringIO(record.body).readline().startswith(FIRST)
