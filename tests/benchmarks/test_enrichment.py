"""The measure by which rules about who said what are judged."""

import json
import os
import subprocess
import sys

import pytest

from benchmarks.enrichment import (
    GOLD,
    ROOT,
    Report,
    covered,
    joint_share,
    pair,
    score_article,
    shorter_share,
    span_key,
    speakers,
    table,
    trimmed,
)

PARAGRAPHS = (
    "العنوان",
    "قال حازم إن القوات ستغادر في نهاية العام، ورفض التعليق على الموعد.",
    "«لن نبقى»، قال حازم، «بعد الموعد». وافتتح تمرين «درع الوادي».",
)
REPORTED = "القوات ستغادر في نهاية العام"
REFUSAL = "رفض التعليق على الموعد"


def statement(kind, p, text, *, by=("hazim",), **more):
    kept = {"via": [], "outlet": None, "anonymous": None, "said_on": None, "cut": False}
    return {"kind": kind, "p": p, "text": text, "speakers": list(by), **kept, **more}


def quote(p, text, *, by=("hazim",), outlet=None, **more):
    return {"p": p, "text": text, "speakers": list(by), "outlet": outlet, **more}


def scores(gold, given):
    report = Report()
    whole = {"id": "x", "paragraphs": [], "statements": [], "quotes": [], "dates": [], **gold}
    score_article(report, whole, given, PARAGRAPHS)
    return report.scores


def test_precision_recall_and_f1_of_one_right_one_missed_and_two_added():
    gold = {"quotes": [quote(2, "لن نبقى"), quote(2, "بعد الموعد")]}
    given = {"quotes": [quote(2, "لن نبقى"), quote(1, "القوات"), quote(1, "الموعد")]}

    score = scores(gold, given)["direct spans"]

    assert score.precision == pytest.approx(1 / 3)
    assert score.recall == pytest.approx(1 / 2)
    assert score.f1 == pytest.approx(2 / 5)


def test_marks_and_blanks_at_the_edges_make_no_difference_but_words_do():
    assert trimmed(" «لن نبقى،» ") == trimmed("لن نبقى")
    assert trimmed("لن نبقى هنا") != trimmed("لن نبقى")


def test_a_split_quotation_is_equal_piece_by_piece_however_pieces_are_written():
    split = quote(2, "لن نبقى بعد الموعد", pieces=["لن نبقى", "بعد الموعد"])
    placed = [{"p": 2, "text": "لن نبقى"}, {"p": 2, "text": "بعد الموعد"}]

    assert span_key(split) == span_key(quote(2, "لن نبقى بعد الموعد", pieces=placed))
    assert span_key(split) != span_key(quote(2, "لن نبقى"))


def test_the_right_words_given_to_somebody_else_count_as_a_span_alone():
    gold = {"quotes": [quote(2, "لن نبقى")]}

    found = scores(gold, {"quotes": [quote(2, "لن نبقى", by=["rabab"])]})

    assert found["direct spans"].f1 == 1
    assert found["direct with speaker"].f1 == 0


def test_the_single_speaker_of_today_is_read_where_the_list_is_missing():
    assert speakers({"speaker": "hazim"}) == {"hazim"}
    assert speakers({"speakers": ["a", "b"], "speaker": "a"}) == {"a", "b"}


def test_a_name_without_a_row_is_nobody():
    assert speakers({"speakers": ["فارس"]}) == speakers({"speaker": None}) == frozenset()


def test_what_stands_without_marks_is_neither_asked_of_the_quotes_nor_blamed():
    gold = {"statements": [statement("direct", 1, "القوات ستغادر", marked=False)]}

    assert scores(gold, {"quotes": [quote(1, "القوات ستغادر")]})["direct spans"].given == 0
    assert scores(gold, {})["direct spans"].expected == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(REPORTED, 1, id="equal"),
        pytest.param(f"إن {REPORTED}", 1, id="a-word-too-many"),
        pytest.param("القوات ستغادر", 0, id="half"),
        pytest.param(PARAGRAPHS[1], 0, id="swallowed-in-a-paragraph"),
    ],
)
def test_reported_speech_is_found_by_four_fifths_of_the_two_spans(text, found):
    gold = {"statements": [statement("reported", 1, REPORTED)]}
    given = {"statements": [statement("reported", 1, text)]}

    assert scores(gold, given)["reported with speaker"].right == found


def test_one_given_span_answers_for_one_expected():
    spans = [frozenset({(1, 1), (1, 2)}), frozenset({(1, 1), (1, 2)})]

    assert pair(spans, spans[:1], joint_share, 0.8) == [(0, 0)]


def test_the_closest_spans_are_matched_first():
    expected = [frozenset((1, n) for n in range(10)), frozenset((1, n) for n in range(9))]
    given = [frozenset((1, n) for n in range(9))]

    assert pair(expected, given, joint_share, 0.8) == [(1, 0)]


def test_shares_of_spans_that_partly_agree():
    one, other = frozenset({(1, 1), (1, 2)}), frozenset({(1, 2), (1, 3), (1, 4)})

    assert joint_share(one, other) == pytest.approx(1 / 4)
    assert shorter_share(one, other) == pytest.approx(1 / 2)
    assert joint_share(frozenset(), frozenset()) == 0


def test_a_span_over_a_broken_paragraph_covers_both_lines():
    broken = ["العنوان", "وقال إن القوات", "ستغادر قريباً."]

    whole = covered({"p": 1, "text": "القوات ستغادر قريباً"}, broken)

    assert (1, broken[1].index("القوات")) in whole
    assert (2, 0) in whole


def test_words_that_stand_nowhere_cover_nothing():
    assert covered({"p": 1, "text": "كلمة أخرى"}, PARAGRAPHS) == frozenset()


def test_a_refusal_is_found_where_the_spans_overlap_and_its_speaker_asked_apart():
    gold = {"statements": [statement("refusal", 1, REFUSAL)]}
    given = {"statements": [statement("refusal", 1, "رفض التعليق", by=["rabab"])]}

    found = scores(gold, given)

    assert found["refusals"].f1 == 1
    assert (found["refusals: who"].right, found["refusals: who"].expected) == (0, 1)


def test_a_refusal_elsewhere_is_missed_and_added():
    gold = {"statements": [statement("refusal", 1, REFUSAL)]}
    given = {"statements": [statement("refusal", 2, "لن نبقى")]}

    score = scores(gold, given)["refusals"]

    assert (score.right, score.expected, score.given) == (0, 1, 1)


@pytest.mark.parametrize(
    ("kept", "right"),
    [
        pytest.param("لأنه غير مخوّل بالتصريح", 1, id="equal"),
        pytest.param("غير مخوّل بالتصريح", 1, id="most-words"),
        pytest.param(None, 0, id="lost"),
    ],
)
def test_the_reason_of_an_anonymous_source_is_kept(kept, right):
    def source(reason):
        known = {"description": "مصدر أمني", "reason": reason}
        return {"statements": [statement("reported", 1, REPORTED, by=(), anonymous=known)]}

    found = scores(source("لأنه غير مخوّل بالتصريح"), source(kept))

    assert found["anonymous sources"].f1 == 1
    assert found["anonymous: reason"].right == right


def test_a_source_that_was_named_after_all_is_no_anonymous_one():
    known = {"description": "مصدر", "reason": None}
    gold = {"statements": [statement("reported", 1, REPORTED, by=(), anonymous=known)]}

    assert (
        scores(gold, {"statements": [statement("reported", 1, REPORTED)]})["anonymous sources"].f1
        == 0
    )


def test_a_scare_quote_taken_for_speech_is_counted():
    gold = {"not_speech": [{"p": 2, "text": "درع الوادي", "why": "name"}]}

    left = scores(gold, {"quotes": []})["scare quotes left alone"]
    taken = scores(gold, {"quotes": [quote(2, "«درع الوادي»")]})["scare quotes left alone"]

    assert (left.right, taken.right) == (1, 0)


def test_the_relaying_outlet_is_asked_of_quotations_that_were_found():
    gold = {"quotes": [quote(2, "لن نبقى", outlet="atlas"), quote(2, "بعد الموعد")]}
    given = {"quotes": [quote(2, "لن نبقى")]}

    score = scores(gold, given)["relaying outlet"]

    assert (score.right, score.expected) == (0, 1)


def test_a_chain_is_right_in_its_order_only():
    gold = {"statements": [statement("reported", 1, REPORTED, via=["a", "وسائل إعلام"])]}
    turned = {"statements": [statement("reported", 1, REPORTED, via=["وسائل إعلام", "a"])]}

    assert scores(gold, gold)["whole chain"].right == 1
    assert scores(gold, turned)["whole chain"].right == 0


def test_the_day_of_speech_is_asked_where_the_text_tells_it():
    told = {"statements": [statement("reported", 1, REPORTED, said_on="2021-03")]}
    untold = {"statements": [statement("reported", 1, REPORTED)]}

    assert scores(told, untold)["day of speech"].expected == 1
    assert scores(told, untold)["day of speech"].right == 0
    assert scores(untold, told)["day of speech"].expected == 0


def test_an_article_that_quotes_what_its_own_outlet_was_told_relays_nobody():
    gold = {
        "outlet": "own",
        "outlets": ["atlas"],
        "quotes": [quote(2, "لن نبقى", outlet="atlas")],
        "statements": [statement("direct", 2, "لن نبقى", via=["atlas"])],
    }
    given = {
        "outlets": ["own", "atlas"],
        "quotes": [quote(2, "لن نبقى", outlet="own", via=["own", "atlas"])],
        "statements": [statement("direct", 2, "لن نبقى", via=["own", "atlas"])],
    }

    found = scores(gold, given)

    assert found["outlets relayed"].f1 == 1
    assert found["relaying outlet"].right == 1
    assert found["whole chain"].right == 1


def test_a_date_left_open_is_right_to_leave_open_and_wrong_to_guess():
    gold = {"dates": [{"p": 1, "surface": "نهاية تشرين", "iso": None}]}

    def dates(iso):
        return scores(gold, {"dates": [{"p": 1, "surface": "نهاية تشرين", "iso": iso}]})["dates"]

    assert (dates(None).expected, dates(None).given) == (0, 0)
    assert (dates("2021-10-31").expected, dates("2021-10-31").given) == (0, 1)


def test_a_date_needs_its_place_its_words_and_its_value():
    gold = {"dates": [{"p": 1, "surface": "نهاية العام", "iso": "2021-12-31"}]}

    for p, surface, iso in [
        (2, "نهاية العام", "2021-12-31"),
        (1, "العام", "2021-12-31"),
        (1, "نهاية العام", "2021"),
    ]:
        assert scores(gold, {"dates": [{"p": p, "surface": surface, "iso": iso}]})["dates"].f1 == 0
    assert scores(gold, gold)["dates"].f1 == 1


def test_a_name_that_readers_do_not_see_is_neither_right_nor_wrong():
    name = {"p": 1, "surface": "حازم", "canonical": "hazim", "type": "person"}

    hidden = scores({"actors": [name]}, {"actors": [{**name, "shown": False}]})["names"]

    assert (hidden.right, hidden.expected, hidden.given) == (0, 1, 0)


def test_places_are_no_actors_of_an_article():
    place = {"p": 1, "surface": "بغداد", "canonical": "baghdad", "type": "place"}

    found = scores({"actors": [place]}, {"actors": [place]})

    assert found["names"].right == 1
    assert found["actors of an article"].expected == 0


def test_a_speaker_shown_where_two_are_possible_is_wrong_to_show():
    sure = {"statements": [statement("reported", 1, REPORTED)]}
    open_ = {"statements": [statement("reported", 1, REPORTED, proposed=True)]}
    given = {"statements": [statement("reported", 1, REPORTED, shown=True)]}

    assert scores(sure, given)["shown speakers"].right == 1
    assert scores(open_, given)["shown speakers"].right == 0


def test_a_reading_without_the_newer_keys_scores_nothing_there():
    gold = {"statements": [statement("reported", 1, REPORTED)]}

    found = scores(gold, {"paragraphs": [], "quotes": [], "actors": []})

    assert found["reported spans"].recall == 0
    assert found["reported spans"].precision is None


def test_the_table_has_a_line_a_layer_and_a_dash_where_nothing_was_asked():
    report = Report()
    score_article(report, {"id": "x"}, {}, PARAGRAPHS)

    lines = list(table(report))

    assert len(lines) == 1 + len(report.scores)
    assert all("-" in line for line in lines[1:])


def test_scores_can_be_written_as_json():
    report = Report()
    score_article(report, {"id": "x"}, {}, PARAGRAPHS)

    written = json.dumps({layer: score.as_json() for layer, score in report.scores.items()})

    assert json.loads(written)["dates"]["f1"] is None


def test_a_folder_of_readings_is_scored_by_the_command_alone():
    environment = {
        name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
    }
    command = [sys.executable, "benchmarks/enrichment.py", "--json", "--readings"]

    done = subprocess.run(
        [*command, str(GOLD / "annotations")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert {score["f1"] for score in json.loads(done.stdout).values()} <= {1, None}
