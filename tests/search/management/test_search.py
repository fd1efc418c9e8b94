"""`manage.py search`: the results page's own answers, for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from archive.models import Source
from search.queries import Query, find
from tests.factories import make_entity


@pytest.fixture
def search(capsys) -> Callable[..., list[dict]]:
    """Runs the command and reads the JSON lines it printed."""

    def run(*arguments: str) -> list[dict]:
        printed = StringIO()
        call_command("search", *arguments, stdout=printed)
        return [json.loads(line) for line in printed.getvalue().splitlines()]

    return run


@pytest.fixture
def batch(search, tmp_path) -> Callable[..., list[dict]]:
    """Asks questions from a file."""

    def ask(*questions: dict | str, options: tuple[str, ...] = ()) -> list[dict]:
        path = tmp_path / "questions.jsonl"
        lines = (one if isinstance(one, str) else json.dumps(one) for one in questions)
        path.write_text("\n".join(lines), encoding="utf-8")
        return search("--batch", str(path), *options)

    return ask


def test_an_answer_has_the_agreed_shape(published, search):
    source = Source.objects.create(slug="newsweek", name_ar="نيوزويك")
    make_entity("erbil", "أربيل", kind="place")
    (article,) = published(
        "القوات في أربيل", outlet=source, record_id="nw-17", published_on="2021-11-22"
    )

    (answer,) = search("القوات", "--json")

    (hit,) = answer["hits"]
    assert (hit["article"], hit["id"], hit["all_words"]) == (article.public_id, "nw-17", True)
    assert hit["score"] > 0
    assert (answer["id"], answer["total"], answer["total_most"]) == (None, 1, 0)
    assert answer["facets"]["outlet"] == {"newsweek": 1}
    assert answer["facets"]["place"] == {"erbil": 1}
    assert answer["facets"]["month"] == {"2021-11": 1}
    assert answer["suggestion"] is None
    assert answer["cpu_ms"] >= 0


def test_the_command_finds_what_the_page_finds(published, search):
    published(*(f"القوات في يوم {day}" for day in range(12)))

    (answer,) = search("القوات", "--json", "--limit", "5", "--offset", "5")

    page = find(Query(words="القوات"), offset=5, limit=5)[5:10]
    assert [hit["article"] for hit in answer["hits"]] == [one.article.public_id for one in page]


def test_choices_narrow(published, search):
    source = Source.objects.create(slug="newsweek", name_ar="نيوزويك")
    published("القوات في أربيل", outlet=source, published_on="2021-11-22")
    published("القوات في بغداد", published_on="2020")

    assert search("القوات", "--json", "--outlet", "newsweek")[0]["total"] == 1
    assert search("القوات", "--json", "--outlet", "unknown")[0]["total"] == 1
    assert search("القوات", "--json", "--from", "2021-01", "--to", "2021-12")[0]["total"] == 1
    assert search("القوات", "--json", "--exact")[0]["total"] == 2
    assert search("--json", "--undated")[0]["total"] == 0


def test_without_words_everything_is_found(published, search):
    published("القوات", "القمح")

    (answer,) = search("--json", "--sort", "newest")

    assert answer["total"] == 2


def test_a_batch_is_answered_line_by_line(published, batch):
    published("القوات في بغداد", "القوات في أربيل", "حقول القمح")

    answers = batch(
        {"id": 1, "q": "القوات"},
        {"id": "two", "q": "القمح", "facets": False},
        {"id": 3, "q": "القوات", "limit": 1, "offset": 1},
    )

    assert [answer["id"] for answer in answers] == [1, "two", 3]
    assert [answer["total"] for answer in answers] == [2, 1, 2]
    assert answers[1]["facets"] is None
    assert len(answers[2]["hits"]) == 1


def test_a_mistyped_question_is_answered_with_a_suggestion(published, batch):
    published("الحكومة في بغداد")

    (answer,) = batch({"q": "الحكومخ"})

    assert (answer["total"], answer["suggestion"]) == (0, "الحكومة")


def test_a_question_that_cannot_be_asked_is_refused_and_the_rest_answered(published, batch, capsys):
    published("القوات")

    with pytest.raises(SystemExit) as stopped:
        batch("not json", "[]", {"q": "القوات", "from": "أمس"}, {"q": "القوات", "limit": -1})

    assert stopped.value.code == 1


def test_refused_lines_say_why(published, tmp_path):
    published("القوات")
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": 7, "q": "القوات", "from": "أمس"}\n{"id": 8, "q": "القوات"}\n')
    printed = StringIO()

    with pytest.raises(SystemExit):
        call_command("search", "--batch", str(path), stdout=printed)

    refused, answered = map(json.loads, printed.getvalue().splitlines())
    assert (refused["id"], refused["line"]) == (7, 1)
    assert "أمس" in refused["error"]
    assert (answered["id"], answered["total"]) == (8, 1)


def test_a_missing_file_of_questions_is_said(db, archive_folders):
    with pytest.raises(CommandError) as stopped:
        call_command("search", "--batch", "nowhere.jsonl")

    assert stopped.value.returncode == 2


def test_without_an_index_the_command_cannot_run(db, archive_folders):
    with pytest.raises(CommandError) as stopped:
        call_command("search", "القوات")

    assert stopped.value.returncode == 2


def test_names_and_other_scripts_can_be_left_aside(published, batch):
    make_entity("pentagon", "وزارة الدفاع الأمريكية", name_en="Ministry of War")
    published("وزارة الدفاع الأمريكية", "زيارة الكاظمي")

    assert batch({"q": "Ministry of War"})[0]["total"] == 1
    assert batch({"q": "Ministry of War"}, options=("--no-aliases",))[0]["total"] == 0
    assert batch({"q": "Kadhimi"}, options=("--no-also",))[0]["total"] == 0


def test_people_read_titles_and_marked_passages(published):
    published(("رحيل القوات", "غادرت القوات صباحاً."))
    printed = StringIO()

    call_command("search", "القوات", stdout=printed)

    assert "رحيل القوات" in printed.getvalue()
    assert "غادرت [القوات] صباحاً." in printed.getvalue()


def test_a_date_that_is_none_is_refused_in_two_languages(search, published):
    with pytest.raises(CommandError, match=r"ليس تاريخاً.*is not a date"):
        search("موعد", "--from", "أمس")
