"""Options of the tests, known before pytest looks at its arguments."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--samples",
        metavar="DIR",
        help="a folder of real articles; tests over real samples are skipped without it",
    )
    parser.addoption(
        "--crash-rounds",
        metavar="N",
        type=int,
        default=None,
        help="rounds of each crash test (a few by default, 50 in CI)",
    )
