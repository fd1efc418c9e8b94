"""Files of arrays, and lists of words searched where they lie."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.arrays import (
    ArrayFile,
    DamagedFile,
    among,
    narrow,
    spread,
    write_arrays,
)

ARRAYS = {
    "articles": np.arange(1000, dtype=np.int64),
    "matrix": np.arange(32, dtype=np.uint8).reshape(-1, 16),
    "nothing": np.zeros(0, dtype=np.uint16),
}


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "some.arrays"
    write_arrays(path, ARRAYS, {"made": "today"})
    return path


def test_arrays_come_back_as_they_were_written(written):
    file = ArrayFile(written)

    file.check()
    assert file.about == {"made": "today"}
    assert set(file) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert file[name].dtype == array.dtype
        assert np.array_equal(file[name], array)


def test_arrays_stay_readable_after_their_file_is_deleted(written):
    file = ArrayFile(written)

    written.unlink()

    assert file["articles"].sum() == ARRAYS["articles"].sum()


@pytest.mark.parametrize("kept", [0, 10, 200, -1])
def test_a_file_cut_off_anywhere_is_damaged(written, kept):
    written.write_bytes(written.read_bytes()[:kept])

    with pytest.raises(DamagedFile):
        ArrayFile(written)


@given(index=st.integers(0, 8000), bit=st.integers(0, 7))
def test_one_flipped_bit_is_noticed(tmp_path_factory, index, bit):
    path = tmp_path_factory.mktemp("bits") / "some.arrays"
    write_arrays(path, ARRAYS, {})
    content = bytearray(path.read_bytes())
    used = set()
    for start, length in _used(ArrayFile(path)):
        used.update(range(start, start + length))
    index = sorted(used)[index % len(used)]
    content[index] ^= 1 << bit
    path.write_bytes(content)

    with pytest.raises(DamagedFile):
        ArrayFile(path).check()


def _used(file: ArrayFile) -> list[tuple[int, int]]:
    """The bytes that mean something: the padding between arrays doesn't."""
    header = (0, 8 + 8 + 4)
    return [header, *((entry[2], file[name].nbytes) for name, entry in file._table.items())]


def test_a_missing_file_is_damaged(tmp_path):
    with pytest.raises(DamagedFile):
        ArrayFile(tmp_path / "nowhere.arrays")


@pytest.mark.parametrize(("most", "dtype"), [(255, "u1"), (256, "u2"), (65536, "u4")])
def test_numbers_are_kept_in_the_smallest_type_that_holds_them(most, dtype):
    assert narrow(np.array([0, most])).dtype == np.dtype(dtype)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5))))
def test_spread_lists_the_indices_of_ranges(ranges):
    starts = np.array([start for start, _ in ranges], dtype=np.int64)
    lengths = np.array([length for _, length in ranges], dtype=np.int64)

    assert spread(starts, lengths).tolist() == [
        index for start, length in ranges for index in range(start, start + length)
    ]


@given(
    held=st.sets(st.integers(0, 255)),
    wanted=st.lists(st.integers(0, 70_000)),
)
def test_numbers_are_found_in_a_narrow_list_even_if_too_large_for_it(held, wanted):
    ascending = np.array(sorted(held), dtype=np.uint8)

    at, found = among(ascending, np.array(wanted, dtype=np.int64))

    assert found.tolist() == [number in held for number in wanted]
    assert ascending[at[found]].tolist() == [number for number in wanted if number in held]
