"""Who said what, asked of search: by speaker, kind and relay, and by a question."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from archive.editing import actions, merging
from archive.editing import statements as deciding
from archive.models import Quotation, QuotationSpeaker
from search.index import outbox
from search.pages import relaying_instead
from search.queries import Query, find
from tests.factories import make_article, make_entity
from tests.search.helpers import titles
from tests.statements import make_statement

pytestmark = pytest.mark.django_db
RESULTS = "/search/"


@pytest.fixture
def rawi(indexed):
    return make_entity("rawi", "سالم الراوي")


@pytest.fixture
def newsweek(make_source):
    return make_source("newsweek", "نيوزويك")


def said(words: str, *speakers, title: str, **options) -> Quotation:
    """A statement in an article of its own; two with one body would be one article."""
    options.setdefault("text", f"{words}. {title}.")
    return make_statement(words, *speakers, title=title, **options)


# By speaker


def test_said_finds_statements_by_their_speaker_and_no_nearness(rawi):
    said("الموعد ثابت", rawi, title="قوله")
    make_article(
        "ذكره", "قال الناطق إن سالم الراوي غادر بغداد."
    ).current_revision.quotations.all().delete()
    outbox.drain()

    assert titles("قال:الراوي") == ["قوله"]
    assert titles('قال:"سالم الراوي"') == ["قوله"]
    assert titles("القائل:سالم الراوي") == ["قوله"]
    assert titles("speaker:الراوى") == ["قوله"]
    assert find(Query(words="قال:الراوي")).notes == ()


def test_words_beside_a_speaker_are_sought_in_the_article_and_first_in_what_was_said(rawi):
    said("الموعد ثابت", rawi, title="في القول", text="الموعد ثابت. وهذا كل شيء.")
    said(
        "لا تعليق لدينا",
        rawi,
        title="خارج القول",
        text="لا تعليق لدينا. والموعد الموعد الموعد ثابت.",
    )
    said("الموعد ثابت", make_entity("other", "دانيال هاربر"), title="قول غيره")
    outbox.drain()

    assert titles("قال:الراوي الموعد ثابت") == ["في القول", "خارج القول"]


def test_a_speaker_whom_the_archive_does_not_know_is_found_as_printed(indexed):
    row = said("الموعد ثابت", title="مجهول")
    QuotationSpeaker.objects.create(quotation=row, printed="العقيد نوار الصافي")
    said("نفدت الكهرباء", "مسؤول عراقي كبير", title="بلا اسم")
    outbox.drain()

    assert titles('قال:"نوار الصافى"') == ["مجهول"]
    assert titles('قال:"مسؤول عراقي"') == ["بلا اسم"]
    facets = find(Query()).facets
    assert facets.speakers == {"anonymous": 1}


def test_a_name_of_no_speaker_is_sought_near_a_verb_of_saying_and_that_is_said(indexed):
    article = make_article("تصريح", "وقال كاظم إن الموعد ثابت.")
    article.current_revision.quotations.all().delete()
    make_article("زيارة", "غادر كاظم بغداد صباح الاثنين إلى واشنطن في زيارة تستمر ثلاثة أيام.")
    outbox.drain()

    found = find(Query(words="قال:كاظم"))

    assert [result.article.title for result in found[:10]] == ["تصريح"]
    assert "كاظم" in found.notes[0]


def test_a_speaker_can_be_left_out(rawi):
    said("الموعد ثابت", rawi, title="قوله")
    said("الموعد بعيد", make_entity("other", "دانيال هاربر"), title="قول غيره")
    outbox.drain()

    assert titles("الموعد -قال:الراوي") == ["قول غيره"]
    assert titles("الموعد", speakers=("-rawi",)) == ["قول غيره"]
    assert find(Query(words="الموعد", speakers=("-rawi",))).facets.speakers == {"other": 1}


# In headlines or statements alone


@pytest.fixture
def three_places(rawi):
    """The words in a headline, in what somebody said, and in what the paper tells."""
    make_article("الموعد ثابت", "غادر الوفد بغداد صباح الاثنين.")
    said("الموعد ثابت", rawi, title="قوله")
    said("نفدت الكهرباء", rawi, title="روايتها", text="نفدت الكهرباء. والموعد ثابت لدى الصحيفة.")
    outbox.drain()


def test_words_are_looked_for_in_headlines_alone(three_places):
    assert titles("الموعد ثابت", where="title") == ["الموعد ثابت"]
    assert titles("الكهرباء", where="title") == []
    assert len(titles("الموعد ثابت")) == 3
    assert titles("الموعد ثابت", where="title", exact=True) == ["الموعد ثابت"]
    make_article("ثابت على رأيه", "غادر السفير بعد الموعد بساعة كاملة.")
    outbox.drain()
    assert titles("ثابت -الموعد", where="title") == ["ثابت على رأيه"]


def test_words_are_looked_for_in_what_one_statement_says(three_places, rawi):
    assert titles("الموعد ثابت", where="said") == ["قوله"]
    assert titles('"الموعد ثابت"', where="said") == ["قوله"]
    assert titles("الموعد الكهرباء", where="said") == []  # no statement has both
    found = find(Query(words="الموعد ثابت", where="said"))
    assert found.facets.speakers == {"rawi": 1}
    assert found.facets.statements == 1
    assert [len(one.snippets) for one in found[:10]] == [1]


def test_a_card_counts_the_words_that_one_statement_holds(rawi):
    text = "الموعد ثابت. السفير غادر."
    article = said("الموعد ثابت", rawi, title="قولان", text=text)
    make_statement("السفير غادر", rawi, revision=article.revision)
    outbox.drain()

    (result,) = find(Query(words="الموعد ثابت السفير", where="said"))[:10]

    assert (result.held.words, result.held.total, result.held.missing) == (2, 3, ("السفير",))


def test_words_in_statements_are_those_of_whom_the_reader_chose(rawi):
    other = make_entity("other", "دانيال هاربر")
    article = said("الموعد ثابت", rawi, title="قولان", text="الموعد ثابت. الموعد بعيد. الموعد.")
    revision = article.revision
    make_statement("الموعد بعيد", other, revision=revision)
    outbox.drain()

    assert titles("ثابت", where="said", speakers=("rawi",)) == ["قولان"]
    assert titles("ثابت", where="said", speakers=("other",)) == []
    assert find(Query(words="ثابت", where="said")).facets.speakers == {"rawi": 1}
    assert find(Query(words="الموعد -ثابت", where="said")).facets.speakers == {"other": 1}
    # A group counts without its own choice, and only statements that hold the words.
    chosen = find(Query(words="الموعد", where="said", speakers=("rawi",))).facets
    assert (chosen.speakers, chosen.statements) == ({"rawi": 1, "other": 1}, 1)
    assert find(Query(words="ثابت", where="said", kinds=("direct",))).facets.speakers == {"rawi": 1}
    # Whom the reader leaves out is not heard; the article is, for what others say in it.
    left = find(Query(words="الموعد", where="said", speakers=("-rawi",)))
    assert (left.total, left.facets.speakers) == (1, {"other": 1})
    assert find(Query(words="ثابت", where="said", speakers=("-rawi",))).total == 0


def test_without_words_the_place_to_search_asks_nothing(three_places):
    assert len(titles("", where="said")) == len(titles("", where="title")) == 3


def test_where_words_are_looked_for_is_chosen_on_the_page_and_kept(client, three_places):
    response = client.get(RESULTS, {"q": "الموعد ثابت", "in": "said"})

    page = response.content.decode()
    assert '<input type="radio" name="in" value="said" checked>' in page
    assert "الأقوال فقط" in strip_tags(page[: page.index("facets__fold")])
    assert "in=said" in page[page.index('id="sort-newest"') :]
    assert "1 مقال" in strip_tags(page) or "مقال واحد" in strip_tags(page)
    assert titles_of(client.get(RESULTS, {"q": "الموعد ثابت", "in": "nowhere"})) == 3
    assert "Statements only" in client.get(f"/en{RESULTS}", {"in": "said"}).content.decode()


def titles_of(response) -> int:
    return len(response.context["page"].object_list)


# Kinds and relays


@pytest.mark.parametrize(
    "typed", ["نقلاً عن:نيوزويك", "نقلا_عن:نيوزويك", "ناقل:نيوزويك", 'via:"نيوزويك"']
)
def test_what_a_source_relayed_is_found_however_the_field_is_typed(rawi, newsweek, typed):
    said("الموعد ثابت", rawi, title="منقول", relays=[newsweek])
    said("الموعد ثابت", rawi, title="مباشر")
    outbox.drain()

    assert titles(typed) == ["منقول"]
    assert titles(f"الموعد -{typed}") == ["مباشر"]


def test_speaker_kind_and_relay_are_of_one_statement(rawi, newsweek):
    row = said("الموعد ثابت", rawi, title="مقال", text="الموعد ثابت. ولا تعليق.")
    other = make_entity("other", "دانيال هاربر")
    make_statement("لا تعليق", other, revision=row.revision, kind="refusal", relays=[newsweek])
    outbox.drain()

    assert titles("", speakers=("other",), kinds=("refusal",), vias=("newsweek",)) == ["مقال"]
    assert titles("", speakers=("rawi",), kinds=("refusal",)) == []
    facets = find(Query(speakers=("rawi",))).facets
    assert facets.kinds == {"direct": 1}
    assert facets.speakers == {"other": 1, "rawi": 1}
    assert facets.vias == {}
    assert facets.statements == 1


def test_only_shown_statements_of_the_text_of_today_count(rawi):
    said("الموعد ثابت", rawi, title="مقترح", sure=False)
    said("الموعد ثابت", rawi, title="مرفوض", status="rejected")
    said("الموعد ثابت", rawi, title="مسودة", article_status="draft")
    said("الموعد ثابت", rawi, title="مسحوب", article_status="withdrawn")
    corrected = said("الموعد ثابت", rawi, title="مصحح").revision.article
    actions.correct(corrected, title="مصحح", body="نص آخر لا قول فيه.", reason="تصحيح")
    outbox.drain()

    assert titles("قال:الراوي") == []
    assert find(Query()).facets.speakers == {}


def test_a_decision_about_a_statement_reaches_the_index(rawi):
    row = said("الموعد ثابت", rawi, title="قوله", sure=False)
    outbox.drain()
    assert titles("", speakers=("rawi",)) == []

    deciding.decide(row, Quotation.Status.CONFIRMED)
    outbox.drain()
    assert titles("", speakers=("rawi",)) == ["قوله"]

    deciding.decide(row, Quotation.Status.REJECTED)
    outbox.drain()
    assert titles("", speakers=("rawi",)) == []


def test_an_outlet_without_articles_leads_to_those_that_relay_it(client, rawi, newsweek):
    said("الموعد ثابت", rawi, title="منقول", relays=[newsweek])
    outbox.drain()

    for asked in ({"q": "المصدر:نيوزويك"}, {"outlet": "newsweek"}):
        page = client.get(RESULTS, asked).content.decode()
        assert "مقال واحد نقل عنه" in page
        assert 'href="/search/?via=newsweek"' in page
    another = relaying_instead(find(Query(words="الموعد المصدر:نيوزويك")))
    assert (another.query.words, another.query.vias, another.count) == ("الموعد", ("newsweek",), 1)


# Questions


@pytest.fixture
def fixed_date(rawi):
    said(
        "موعد الانسحاب ثابت",
        rawi,
        title="الجواب",
        text="بداية طويلة لا تقول شيئاً عن شيء.\n\nموعد الانسحاب ثابت.\n\nنهاية.",
    )
    make_article(
        "موعد الانسحاب: موعد ثابت أم غير ثابت؟", "الموعد موعد الانسحاب، والثابت أن الانسحاب ثابت."
    ).current_revision.quotations.all().delete()
    outbox.drain()


@pytest.mark.parametrize(
    "question",
    [
        "من قال إن موعد الانسحاب ثابت",
        "مين قال إن موعد الانسحاب ثابت",
        "من أكد أن موعد الانسحاب ثابت؟",
        "مَن الذي صرّح بأن موعد الانسحاب ثابت",
        "ماذا قال سالم الراوي عن موعد الانسحاب الثابت",
        "قال الراوي إن موعد الانسحاب ثابت",
        "الراوي أعلن أن موعد الانسحاب ثابت",
        "من قال «موعد الانسحاب ثابت»؟",
        "من قال: موعد الانسحاب ثابت",
        'من قال: "موعد الانسحاب ثابت"',
        "ما الذي قاله الراوي عن موعد الانسحاب الثابت",
    ],
)
def test_a_question_is_answered_by_the_statement_first(fixed_date, question):
    found = find(Query(words=question))

    first = found[:10][0]
    assert first.article.title == "الجواب"
    assert first.part == "answer"
    assert first.snippets[0].ordinal == 2
    assert first.snippets[0].said_at is not None
    assert found.question is not None


@pytest.mark.parametrize(
    "words", ["موعد الانسحاب ثابت", "من الانسحاب ثابت", "من قال", "قال الراوي"]
)
def test_other_words_are_no_question_and_their_order_stays(fixed_date, words):
    found = find(Query(words=words))

    assert found.question is None
    assert all(not result.answers for result in found[:10])


def test_the_verb_of_a_denial_is_sought_where_one_of_saying_is_not(fixed_date):
    asked = find(Query(words="من نفى تمديد الموعد")).question
    assert [word.printed for word in asked.wanted] == ["نفى", "تمديد", "الموعد"]
    assert asked.said_words == "تمديد الموعد"

    asked = find(Query(words="من قال إن الموعد ثابت")).question
    assert [word.printed for word in asked.left_out] == ["من", "قال", "إن"]


def test_the_page_says_how_a_question_was_read_and_opens_with_the_statement(client, fixed_date):
    page = client.get(RESULTS, {"q": "من قال إن موعد الانسحاب ثابت"}).content.decode()

    assert "فُهم سؤالاً" in page
    card = page[page.index('class="card result"') :]
    assert card.index("سالم الراوي") < card.index("<mark", card.index("</h3>"))


def test_a_question_about_somebody_is_answered_by_nobody_else(fixed_date, indexed):
    said("موعد الانسحاب قريب", "مسؤول عراقي كبير", title="بلا اسم")
    outbox.drain()

    assert find(Query(words="ماذا قال نوار الصافي عن موعد الانسحاب")).question is None
    found = find(Query(words="ماذا قال مسؤول عراقي عن موعد الانسحاب"))
    assert [each.article.title for each in found[:10] if each.answers] == ["بلا اسم"]


def test_a_term_answers_no_question(rawi):
    said("احتلال", rawi, title="تسمية", kind="term", text="وصف الوجود بأنه احتلال.")
    outbox.drain()

    assert all(not each.answers for each in find(Query(words="من قال إنه احتلال"))[:10])


def test_of_equal_passages_the_statement_with_all_words_is_shown_first(rawi):
    said(
        "الموعد ثابت",
        rawi,
        title="ثلاثة مقاطع",
        text="الموعد عندهم ثابت.\n\nالموعد ثابت.\n\nالموعد عندنا ثابت.",
    )
    outbox.drain()

    (result,) = find(Query(words="الموعد ثابت"))[:1]

    assert [snippet.ordinal for snippet in result.snippets] == [2, 1, 3]


def test_an_article_of_a_speaker_shows_what_was_said_without_any_word(rawi):
    said("الموعد ثابت", rawi, title="قوله", text="بداية طويلة.\n\nالموعد ثابت.")
    outbox.drain()

    (result,) = find(Query(speakers=("rawi",)))[:1]

    assert [snippet.ordinal for snippet in result.snippets] == [2]


def test_words_outside_the_statement_are_seen_in_its_passage(rawi):
    before = "الانسحاب حديث الساعة. " + "كلام كثير لا يقول شيئاً. " * 20
    said("الموعد ثابت", rawi, title="قوله", text=f"{before}وقال الراوي: الموعد ثابت.")
    outbox.drain()

    (result,) = find(Query(words="قال:الراوي الانسحاب"))[:1]

    assert [run.text for run in result.snippets[0].runs if run.marked] == ["الانسحاب"]


# The page


def test_the_count_tells_the_statements_of_the_speaker(client, rawi):
    said("الموعد ثابت", rawi, title="قوله")
    outbox.drain()

    page = client.get(RESULTS, {"speaker": "rawi"}).content.decode()

    assert "مقال واحد، وقول واحد منسوب إلى سالم الراوي" in strip_tags(page)


def test_chips_and_choices_speak_of_statements(client, rawi, newsweek):
    said("الموعد ثابت", rawi, title="قوله", relays=[newsweek])
    outbox.drain()

    page = client.get(RESULTS, {"speaker": "rawi", "kind": "-term", "via": "newsweek"})
    content = page.content.decode()
    labels = [(chip.label, chip.text) for chip in page.context["chips"]]
    assert labels == [
        ("القائل", "سالم الراوي"),
        ("ما عدا نوع القول", "لفظ منسوب"),
        ("نقلاً عن", "نيوزويك"),
    ]
    assert '<input type="checkbox" name="kind" value="-term"' in content
    for name in ("speaker", "kind", "via"):
        choices = client.get(reverse("search:choices", args=[name]), {"q": "الموعد"})
        assert choices.status_code == 200
        assert f'name="{name}"' in choices.content.decode()


def test_the_address_of_a_search_has_one_order():
    query = Query(vias=("x",), kinds=("direct",), speakers=("a", "-b"), places=("p",), words="ك")

    address = query.to_querystring()

    assert address == "q=%D9%83&place=p&speaker=a&speaker=-b&kind=direct&via=x"


def test_what_was_merged_leads_to_what_was_kept(client, rawi, make_source):
    former = make_entity("rawi-2", "الراوي سالم")
    merging.merge(former, rawi)
    old, new = make_source("old", "القديم"), make_source("new", "الجديد")
    merging.merge(old, new)
    said("الموعد ثابت", rawi, title="قوله")
    outbox.drain()

    response = client.get(RESULTS, {"speaker": "rawi-2", "actor": "-rawi-2", "outlet": "old"})

    assert response.status_code == 301
    assert response["Location"] == "/search/?speaker=rawi&actor=-rawi&outlet=new"


def test_queries_of_a_page_do_not_grow_with_what_is_chosen(
    client, rawi, newsweek, django_assert_max_num_queries
):
    for number in range(12):
        said(f"موعد الانسحاب رقم {number} ثابت", rawi, title=f"م{number}", relays=[newsweek])
    outbox.drain()
    asked = {"q": "من قال إن موعد الانسحاب ثابت", "speaker": "rawi", "kind": "direct"}
    client.get(RESULTS, asked)

    with django_assert_max_num_queries(9):
        client.get(RESULTS, asked)
