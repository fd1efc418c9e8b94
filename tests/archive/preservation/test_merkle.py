"""Merkle trees as RFC 6962 defines them."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.preservation import merkle

# The roots over the first n of these, as the RFC's own test tree has them (Certificate
# Transparency, `merkletree_test`).
ENTRIES = [bytes.fromhex(digits) for digits in ("", "00", "10", "2021", "3031", "40414243")]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
}


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_those_of_the_standard(size):
    leaves = [merkle.leaf_hash(entry) for entry in ENTRIES[:size]]

    assert merkle.root(leaves).hex() == ROOTS[size]


def tree(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


@given(st.integers(1, 70), st.data())
def test_a_proof_proves_its_own_leaf_at_its_own_place(size, data):
    leaves = tree(size)
    index = data.draw(st.integers(0, size - 1))
    path, root = merkle.proof(leaves, index), merkle.root(leaves)

    assert merkle.proves(leaves[index], index, size, path, root)
    other = merkle.leaf_hash(b"other")
    assert not merkle.proves(other, index, size, path, root)
    elsewhere = data.draw(st.integers(0, size - 1).filter(lambda at: at != index or size == 1))
    if elsewhere != index:
        assert not merkle.proves(leaves[index], elsewhere, size, path, root)
    assert not merkle.proves(leaves[index], index, size, [*path, other], root)
    assert not merkle.proves(leaves[index], size, size, path, root)
    if path:
        assert not merkle.proves(leaves[index], index, size, path[:-1], root)


def test_a_leaf_is_never_taken_for_two():
    one, two = tree(2)

    assert merkle.leaf_hash(one + two) != merkle.root([one, two])
    assert merkle.root([]) == hashlib.sha256(b"").digest()
