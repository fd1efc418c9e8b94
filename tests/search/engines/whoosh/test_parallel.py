"""Analysis in several processes comes to the same as in one."""

import numpy as np
import pytest

from search.engines.whoosh import parallel
from search.engines.whoosh.forward_index import Batch, analyse, join
from search.engines.whoosh.inverted_index import invert
from search.engines.whoosh.parallel import Analysts, analyse_all
from tests.search.engines.whoosh.helpers import article

ARTICLES = [
    article(pk, f"القوات الأمريكية {pk}\nمجلة نيوز ويك في عددها {pk % 7}", passages=((0, 30),))
    for pk in range(1, 60)
]


def assert_same(one: Batch, other: Batch) -> None:
    """Forms may be numbered otherwise; what is derived must be equal."""
    first, second = (invert(batch, str) for batch in (one, other))
    assert first.keys() == second.keys()
    for name, array in first.items():
        assert np.array_equal(array, second[name]), name


def test_processes_analyse_like_one():
    chunks = iter([ARTICLES[40:], ARTICLES[:15], ARTICLES[15:40]])

    with Analysts(2) as analysts:
        batches = list(analysts.analyse(chunks))

    assert_same(join(batches), analyse(ARTICLES))


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("letters", [1, 300, 1 << 20])
def test_articles_read_in_chunks_are_as_if_read_at_once(monkeypatch, cores, letters):
    monkeypatch.setattr(parallel, "LETTERS", letters)
    monkeypatch.setattr(parallel, "WORTH_IT", 1)

    assert_same(analyse_all(iter(ARTICLES), len(ARTICLES), cores), analyse(ARTICLES))


def test_nothing_is_an_archive_too():
    assert len(analyse_all(iter([]), 0)) == 0


def test_a_process_that_dies_is_noticed():
    with Analysts(1) as analysts:
        analysts._processes[0].kill()
        with pytest.raises(ChildProcessError):
            list(analysts.analyse(iter([ARTICLES])))
