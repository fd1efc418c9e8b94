"""The judge of cases that readers reported elsewhere."""

import pytest

from benchmarks import field

FOUND = {"a": True, "b": True, "c": False}  # whether a record holds all the words


@pytest.fixture(autouse=True)
def answers(monkeypatch):
    hits = [{"id": name, "all_words": all_words} for name, all_words in FOUND.items()]
    totals = {"one": 2, "other": 2, "third": 3}
    monkeypatch.setattr(
        field, "ask", lambda asked: {"hits": hits, "total": totals.get(asked["q"], 0)}
    )
    page = '<p>no <b>such</b> word</p><a href="/search/?q=%D8%A3&amp;page=2">…</a>'
    monkeypatch.setattr(field, "page", lambda asked: page)


@pytest.mark.parametrize(
    "case",
    [
        {"must_find": ["a", "b"]},
        {"must_not_find": ["c"]},
        {"must_total": 2},
        {"same_total_as": "other"},
        {"must_note": "no +such +word"},
        {"must_find": ["z"], "or_offer": ["أ"]},
    ],
)
def test_an_answer_as_the_case_asks_for_it_is_right(case):
    assert field.wrong_with({"query": "one", **case}) == ""


@pytest.mark.parametrize(
    ("case", "wrong"),
    [
        ({"must_find": ["a", "c", "z"]}, "not found: c z"),
        ({"must_not_find": ["a", "z"]}, "found: a"),
        ({"must_total": 3}, "2 in place of 3"),
        ({"same_total_as": "third"}, "2 in place of 3"),
        ({"must_note": "another"}, "not noted: another"),
        ({"must_find": ["z"], "or_offer": ["ب"]}, "not found: z"),
    ],
)
def test_another_answer_is_wrong_and_says_why(case, wrong):
    assert field.wrong_with({"query": "one", **case}) == wrong


def test_links_are_counted_as_readers_see_them(monkeypatch):
    shown = [("a", True), ("a", True), ("b", False)]
    actors = [{"canonical": slug, "shown": is_shown} for slug, is_shown in shown]
    monkeypatch.setattr(field, "run", lambda *args, **options: field.json.dumps({"actors": actors}))

    def wrong(**case):
        return field.wrong_links({"annotate": "…", **case})

    assert wrong(must_link=["a"], must_not_link=["b"], links={"a": 2}) == ""
    assert wrong(must_link=["b"]) == "not linked: b"
    assert wrong(must_not_link=["a"]) == "linked: a"
    assert wrong(links={"a": 1}) == "linked 2 times: a"
