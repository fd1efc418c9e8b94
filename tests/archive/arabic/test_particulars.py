"""What sets two look-alike passages apart."""

from __future__ import annotations

import pytest

from archive.arabic.particulars import Particulars, particulars
from archive.arabic.tokens import keys


def of(text: str) -> Particulars:
    return particulars(tuple(keys(text)))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        pytest.param("قُتل ثلاثة جنود", "قُتل خمسة جنود", True, id="number-in-words"),
        pytest.param("قُتل 3 جنود", "قُتل 5 جنود", True, id="number-in-digits"),
        pytest.param("غادروا يوم الأحد", "غادروا يوم السبت", True, id="day"),
        pytest.param("وبخمسة جنود", "خمسة جنود", False, id="particle-before-a-number"),
        pytest.param("قُتل ثلاثة جنود", "قُتل جنود", False, id="number-left-out"),
        pytest.param("سبعة قتلى وسبعة جرحى", "سبعة قتلى وتسعة جرحى", True, id="one-of-two"),
        pytest.param("قال سالم الراوي إن", "قال حسن العزاوي إن", True, id="speaker"),
        pytest.param("قال سالم الراوي إن", "أكد الراوي أن", False, id="shorter-name"),
        pytest.param("وأضاف أن الموعد", "قال الراوي إن الموعد", False, id="nobody-named"),
        pytest.param("ليس بينهم أحد", "ليس بينهم ثلاثة", False, id="a-word-that-counts-nothing"),
    ],
)
def test_particulars_differ(one, other, differ):
    assert of(one).differ(of(other)) is differ
