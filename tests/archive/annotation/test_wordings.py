"""A headline and the body that give one statement in two wordings."""

from __future__ import annotations

import pytest

from archive.annotation.wordings import Told, two_wordings

RAWI, SAFI = ("rawi",), ("safi",)
BODY = "الجسر سيبقى مغلقاً في وجه الشاحنات حتى ربيع العام المقبل"
HEADLINE = "الجسر مغلق حتى الربيع"


def told(words: str, *who: tuple, in_title: bool = False, kind: str = "direct") -> Told:
    return Told(words, frozenset(who), in_title, kind)


def test_a_headline_is_linked_with_what_its_speaker_says_in_the_body():
    found = [
        told(HEADLINE, RAWI, in_title=True),
        told("الرواتب ستدفع كاملة", RAWI),
        told(BODY, RAWI, kind="reported"),
    ]

    assert two_wordings(found) == {0: 2, 2: 0}


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        (told(HEADLINE, RAWI, in_title=True), told(BODY, SAFI)),
        (told(HEADLINE, in_title=True), told(BODY)),
        (told(HEADLINE, RAWI, in_title=True), told("الرواتب ستدفع كاملة", RAWI)),
        (told(HEADLINE, RAWI, in_title=True), told(BODY, RAWI, kind="term")),
        (told(HEADLINE, RAWI, in_title=True), told(BODY, RAWI, kind="refusal")),
        (told(HEADLINE, RAWI), told(BODY, RAWI)),
    ],
    ids=["another-speaker", "no-speaker", "another-subject", "term", "refusal", "both-in-body"],
)
def test_other_statements_stay_apart(headline, body):
    assert two_wordings([headline, body]) == {}


def test_the_same_words_are_one_statement_whoever_the_headline_names():
    headline = told("الجسر مغلق حتى الربيع المقبل", RAWI, in_title=True)

    assert two_wordings([headline, told("الجسر مغلق حتى الربيع المقبل والذي يليه", SAFI)])
    assert not two_wordings([headline, told("الجسر مغلق حتى الخريف", SAFI)])


def test_of_two_the_likest_is_taken_and_then_the_first():
    far = told("الجسر مغلق في وجه الشاحنات والحافلات والمشاة كما كان في الشتاء الماضي", RAWI)
    near = told(HEADLINE, RAWI)

    assert two_wordings([told(HEADLINE, RAWI, in_title=True), far, near, near]) == {0: 2, 2: 0}


@pytest.mark.parametrize(
    ("short", "full"),
    [(("المثال",), ("هاله", "المثال")), (("مسوول",), ("مسوول", "في", "المجلس"))],
    ids=["surname", "description"],
)
def test_somebody_whom_the_archive_does_not_know_is_known_by_name(short, full):
    found = [told(HEADLINE, short, in_title=True), told(BODY, full)]

    assert two_wordings(found) == {0: 1, 1: 0}
