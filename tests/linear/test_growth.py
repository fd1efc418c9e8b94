"""What reads text takes steps in proportion to it, whatever the text repeats.

Counted are the lines of Python that run. What happens inside C, patterns above all, no count
sees: `tests/rules/test_patterns.py` judges patterns by their shape, and `benchmarks/linear.py`
takes the time of everything.
"""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from benchmarks.linear import entries, unlimited
from benchmarks.patterns import PATTERNS
from tests.linear.growth import assert_linear, steps

DRAWN = "card"  # measures what little of a text it may have room for
# Weigh windows of a few hundred letters: short texts would show how those fill.
WINDOWS = {"snippets", "snippets, many marks"}


@pytest.fixture(scope="module")
def readers(django_db_setup, django_db_blocker):
    """By name, with the names of the authorities."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_authorities", verbosity=0, stdout=StringIO())
        found = {name: reads for name, reads in entries() if name != DRAWN}
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("letters", PATTERNS)
def test_no_text_costs_more_than_its_length(letters, readers, settings):
    settings.LIMITS = unlimited(settings.LIMITS)
    pattern = PATTERNS[letters]
    grown = {}
    for name in readers.keys() - WINDOWS:
        reads = readers[name]
        reads(pattern * 3)  # tables that are read once

        def work(n, reads=reads):
            text = pattern * (n // len(pattern) + 1)
            return steps(lambda: reads(text))

        try:
            assert_linear(work)
        except AssertionError as error:
            grown[name] = str(error).splitlines()[0]

    assert len(readers) > 40
    assert grown == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "letters", ["one letter", "identical words", "stops and spaces", "questions"]
)
@pytest.mark.parametrize("name", sorted(WINDOWS))
def test_a_passage_of_marks_costs_no_more_than_its_length(letters, name, readers):
    pattern = PATTERNS[letters]
    assert_linear(lambda n: steps(lambda: readers[name](pattern * (8 * n // len(pattern)))))


def test_what_grows_with_the_square_is_noticed():
    def reads(n):
        return steps(lambda: [at for at in range(n) for _ in range(n // 10)])

    with pytest.raises(AssertionError):
        assert_linear(reads)
