"""Of passages that hold the same words the one with what a question asks for goes first."""

import pytest

from search.engines.plan import Match
from search.expected import TELLS, TELLS_OF_IT, Expected, expected
from search.queries import Query, find
from search.query.parser import parse

pytestmark = pytest.mark.django_db

NO_NUMBER = "وصل حراس الجسر إلى المكان وتحدث حراس الجسر طويلاً."
ANOTHER_NUMBER = "رُمّم الجسر في سبعة أشهر ولم يره حراس من قبل."
THE_NUMBER = "على الجسر 26 حراس يتناوبون."


@pytest.mark.parametrize(
    ("query", "kind"),
    [("كم حارساً على الجسر؟", "how many"), ("«كم حارساً» على الجسر", None), ("", None)],
)
def test_what_a_query_expects(query, kind):
    found = expected(parse(query))

    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("text", "worth"), [(NO_NUMBER, 0), (ANOTHER_NUMBER, TELLS), (THE_NUMBER, TELLS_OF_IT)]
)
def test_a_number_beside_what_is_counted_is_worth_most(text, worth):
    start = text.index("حراس")
    match = Match(start, start + len("حراس"), 0, "حراس", "حراس")

    assert Expected("how many", "حراس").worth(text, 0, len(text), [match]) == worth


def test_only_the_passage_itself_is_read():
    text = f"{NO_NUMBER}\n\n{THE_NUMBER}"

    assert Expected("how many", "حراس").worth(text, 0, len(NO_NUMBER), []) == 0


@pytest.mark.parametrize(
    ("typed", "shows"),
    [("كم حراس الجسر", "26"), ("عدد حراس الجسر", "26"), ("حراس الجسر", "وصل")],
)
def test_the_passages_of_a_card_are_chosen_by_what_is_asked(published, typed, shows):
    filler = [f"وصل حراس الجسر إلى الضفة {word}." for word in ("شمالاً", "جنوباً", "شرقاً", "غرباً")]
    published("الجسر", "\n\n".join([*filler, "يتناوب على الجسر 26 حراس في كل ليلة."]))

    result = find(Query(words=typed))[0:1][0]

    printed = ["".join(run.text for run in one.runs) for one in result.snippets]
    assert any(shows in text for text in printed)
    assert any("26" in text for text in printed) == (shows == "26")
