"""benchmarks/search.py: what counts as the same answer, what is kept, which figures are reached."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import pytest

from archive.models import Article, Mention, PassageSpan
from benchmarks.comparing import first_of_each
from benchmarks.contenders import Analysed, Contender, digest, fast, slow
from benchmarks.contenders.ours import Ours, document
from benchmarks.corpus import describe, make_articles
from benchmarks.figures import TARGETS, Figure, comparisons, rows, worst
from benchmarks.filling import fill
from benchmarks.kept import prepare
from benchmarks.measuring import Timing, compare
from benchmarks.questions import Question, Reply, questions
from benchmarks.search import parse
from benchmarks.serving import address, call
from search.index.rebuild import rebuild

WORDS = """
القوات الحكومة بغداد الانسحاب التحالف القاعدة الجيش البرلمان الوزراء السفارة المطار الحدود مستشارون
معدات قوافل تصريحات اتفاق جدول تدريب عمليات سيادة قرار جلسة ضباط طائرات مخازن
"""


@pytest.fixture
def corpus(tmp_path) -> Path:
    """Forty articles of a few sentences; a word is the more frequent, the earlier it stands."""
    chance = random.Random(1)
    words = WORDS.split()
    weights = [1 / (place + 1) ** 2 for place in range(len(words))]

    def sentence() -> str:
        return " ".join(chance.choices(words, weights, k=5)) + "."

    records = [
        {"title": sentence(), "body": f"{sentence()}\n\n{sentence()}\n{sentence()}"}
        for _ in range(40)
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


@pytest.fixture
def engines(corpus, tmp_path):
    documents = [document(number, one) for number, one in enumerate(make_articles(corpus, 100), 1)]
    ours = Ours(tmp_path / "ours", documents)
    return ours, ours.analysed(documents)


# The same answer


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        pytest.param(Reply(3), Reply(3), True, id="totals"),
        pytest.param(Reply(3), Reply(4), False, id="other-total"),
        pytest.param(
            Reply(3, {"outlet": {"a": 3}}), Reply(3, {"outlet": {"a": 2}}), False, id="other-count"
        ),
        pytest.param(
            Reply(3, {"outlet": {"a": 3}}), Reply(3, {"actor": {}}), True, id="group-of-one-alone"
        ),
        pytest.param(Reply(0, {"outlet": {"a": 3}}), Reply(0, {"outlet": {}}), True, id="nothing"),
        pytest.param(Reply(0), Reply(1), False, id="something-where-nothing"),
    ],
)
def test_replies_agree_on_total_and_on_groups_that_both_counted(mine, theirs, same):
    assert mine.agrees_with(theirs) is same


def test_every_engine_gives_the_same_totals_and_facets(engines, tmp_path):
    ours, analysed = engines
    asked = questions(ours.snapshot, 1)

    for other in [*fast(), *slow()]:
        prepare(other, tmp_path, "same", analysed)
        answered = list(filter(other.can, asked))
        assert answered
        for question in answered:
            # Stock Haystack answers a page beyond the last with nothing at all.
            if question.kind != "page 50":
                assert ours.ask(question).agrees_with(other.ask(question)), (other.name, question)
        other.close(keep=False)


def test_questions_are_of_every_kind(engines):
    ours, _ = engines

    asked = questions(ours.snapshot, 2)

    assert {question.kind for question in asked} == {
        "frequent word",
        "rare word",
        "two words",
        "three words",
        "seldom together",
        "phrase",
        "prefix",
        "browse",
        "browse by date",
        "word and outlet",
        "page 50",
    }


# Ratios


def column(*timings: tuple[int, float, int]) -> dict[int, Timing]:
    return {place: Timing(spent, Reply(total)) for place, spent, total in timings}


def test_a_ratio_is_taken_over_the_questions_that_both_were_asked():
    ours = column((0, 1.0, 5), (1, 100.0, 7))
    other = column((0, 4.0, 5))

    both = compare(ours, other, [0, 1])

    assert (both.asked, both.ratio) == (1, 4.0)


def test_one_answer_that_differs_takes_the_ratio_away():
    both = compare(column((0, 1.0, 5), (1, 1.0, 7)), column((0, 4.0, 5), (1, 4.0, 8)), [0, 1])

    assert both.ratio is None
    assert (both.agreeing, both.asked) == (1, 2)


def test_a_kind_the_other_was_not_asked_is_no_comparison():
    assert comparisons(column((0, 1.0, 5)), {}, {"phrase": [0]}) == {}


def test_groups_compared_are_those_both_counted_where_anything_was_found():
    counted = Reply(2, {"outlet": {"a": 2}, "month": {"2021-11": 2}})
    ours = {0: Timing(1.0, counted), 1: Timing(1.0, Reply(0, {"outlet": {}}))}
    other = {0: Timing(1.0, Reply(2, {"outlet": {"a": 2}})), 1: Timing(1.0, Reply(0))}

    assert compare(ours, other, [0, 1]).groups == ("outlet",)


KINDS = {"word": [0], "phrase": [1], "prefix": [2]}


def test_a_figure_is_that_of_the_kind_that_does_worst():
    ours = column((0, 1.0, 5), (1, 1.0, 5), (2, 1.0, 5))
    other = column((0, 9.0, 5), (1, 3.0, 5), (2, 5.0, 5))

    figure = worst(ours, other, KINDS)

    assert figure.measured == 3.0
    assert figure.note.startswith("phrase")


def test_a_figure_of_shares_is_the_largest_share():
    figure = worst(
        column((0, 1.0, 5), (1, 3.0, 5)), column((0, 2.0, 5), (1, 2.0, 5)), KINDS, inverse=True
    )

    assert figure.measured == 1.5


def test_kinds_whose_answers_differ_are_named_and_do_not_count():
    figure = worst(column((0, 1.0, 5), (1, 1.0, 5)), column((0, 9.0, 5), (1, 3.0, 6)), KINDS)

    assert figure.measured == 9.0
    assert "answers differ: phrase" in figure.note


# Targets


def row(key: str, measured: float | None, size: int):
    place = [target.key for target in TARGETS].index(key)
    return rows({key: Figure(measured=measured)}, size)[place]


def test_large_archives_have_targets_of_their_own():
    assert (row("stock", 200, 10_000).reach, row("stock", 200, 50_000).reach) == (
        "≥ 150x",
        "≥ 400x",
    )
    assert row("stock", 200, 10_000).reached
    assert not row("stock", 200, 50_000).reached


def test_a_target_to_stay_below_is_met_below():
    assert (row("tantivy", 1.4, 10_000).reached, row("tantivy", 1.4, 10_000).went_beyond) == (
        True,
        True,
    )
    assert not row("tantivy", 2.6, 10_000).reached


def test_what_was_not_measured_is_not_reached():
    assert not row("stock", None, 10_000).reached


# What is kept


class Counting(Contender):
    """Writes its articles down, and counts how often."""

    name = index = "counting"
    built = 0

    def build(self, folder, articles):
        self.built += 1
        (folder / "articles").write_text(str(len(articles)), encoding="utf-8")

    def open(self, folder):
        self.articles = (folder / "articles").read_text(encoding="utf-8")

    def ask(self, question):
        return Reply(int(self.articles))


def analysed(**changes) -> Analysed:
    one = {
        "number": 1,
        "stems": "انسحب",
        "words": "الانسحاب",
        "grams": "",
        "outlet": "outlet1",
        "actors": (),
        "places": (),
        "day": date(2021, 11, 22),
    }
    return Analysed(**(one | changes))


def test_a_kept_index_is_opened_and_said_to_be_of_an_earlier_run(tmp_path):
    first = prepare(Counting(), tmp_path, "same", [analysed()])
    later = Counting()

    second = prepare(later, tmp_path, "same", [analysed()])

    assert later.built == 0
    assert (first.kept, second.kept) == (False, True)
    assert "earlier run" in str(second)
    assert second.seconds == first.seconds


def test_other_articles_are_built_anew(tmp_path):
    prepare(Counting(), tmp_path, digest([analysed()]), [analysed()])
    later = Counting()

    built = prepare(later, tmp_path, digest([analysed(day=None)]), [analysed(day=None)])

    assert (later.built, built.kept) == (1, False)


def test_an_index_whose_files_are_gone_is_built_anew(tmp_path):
    prepare(Counting(), tmp_path, "same", [analysed()])
    for path in tmp_path.rglob("articles"):
        path.unlink()
    later = Counting()

    prepare(later, tmp_path, "same", [analysed()])

    assert later.built == 1


def test_an_index_of_another_set_up_is_built_anew(tmp_path):
    prepare(Counting(), tmp_path, "same", [analysed()])
    later = Counting()
    later.version = 2

    prepare(later, tmp_path, "same", [analysed()])

    assert later.built == 1


# The archive and its pages


@pytest.mark.django_db
def test_a_filled_archive_holds_the_articles_with_their_passages(corpus):
    made = list(make_articles(corpus, 50))

    fill(corpus, 50)

    assert Article.objects.published().count() == 50
    article = Article.objects.order_by("pk").last()
    assert article.current_revision.title == made[-1].title
    spans = PassageSpan.objects.filter(revision=article.current_revision).order_by("ordinal")
    text = article.current_revision.text
    assert tuple(text[span.start : span.end] for span in spans) == made[-1].paragraphs
    mentions = Mention.objects.filter(revision=article.current_revision)
    assert mentions.count() == len(made[-1].actors) + len(made[-1].places)


@pytest.mark.django_db
def test_the_results_call_finds_what_the_engine_finds(
    corpus, engines, archive_folders, names_are_fresh
):
    ours, _ = engines
    fill(corpus, 100)
    rebuild()

    asked = questions(ours.snapshot, 1)
    assert asked
    for question in asked:
        assert call(address(question)).total == ours.ask(question).total, question


def test_the_output_says_how_the_corpus_was_made(corpus):
    assert "40 articles of news.jsonl as they are; 20 more recombined" in describe(corpus, 60)
    assert "recombined" not in describe(corpus, 30)


# Options


def test_slow_engines_are_measured_at_the_same_size_unless_told_otherwise(corpus):
    assert parse([str(corpus), "--size", "300"]).slow_size == 300
    assert parse([str(corpus), "--size", "300", "--slow-size", "0"]).slow_size == 0


@pytest.mark.parametrize(
    "wrong",
    [["--size", "0"], ["--size", "many"], ["--slow-size", "-1"], ["--questions", "0"]],
)
def test_a_number_that_makes_no_sense_is_refused(wrong, corpus, capsys):
    with pytest.raises(SystemExit) as ended:
        parse([str(corpus), *wrong])

    assert ended.value.code == 2
    assert "argument --" in capsys.readouterr().err


def test_engines_can_be_left_out(corpus):
    options = parse([str(corpus), "--without", "whoosh", "--without", "fts5"])

    left = {one.index for one in [*fast(options.without), *slow(options.without)]}

    assert not left & {"whoosh", "fts5"}
    assert {"stock-stems", "stock-forms"} <= left


def test_a_corpus_that_is_not_there_is_named(tmp_path, capsys):
    with pytest.raises(SystemExit):
        parse([str(tmp_path / "news.jsonl")])

    assert "news.jsonl" in capsys.readouterr().err


def test_slow_engines_are_asked_the_first_questions_of_each_kind():
    asked = [Question(kind=kind) for kind in ("word", "word", "word", "phrase")]

    assert first_of_each(asked, 2) == {0, 1, 3}
