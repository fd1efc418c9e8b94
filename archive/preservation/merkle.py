"""Merkle trees: one hash over many entries, and proofs that an entry is under it.

As RFC 6962, section 2.1, defines them: an entry is hashed behind a zero byte, two hashes behind a
one byte, and the left part of a tree is the largest power of two that is smaller than it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\x00", b"\x01"


def leaf_hash(entry: bytes) -> bytes:
    """The SHA-256 of an entry as a leaf."""
    return hashlib.sha256(LEAF + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash over leaf hashes in their order; that of nothing is the SHA-256 of no bytes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    return _levels(leaves)[-1][0]


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """All hashes, from the leaves up; one that is left over goes up as it is."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = range(0, len(below) - 1, 2)
        above = [_node_hash(below[at], below[at + 1]) for at in pairs]
        levels.append(above + below[len(pairs) * 2 :])
    return levels


def proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root, the nearest first."""
    path = []
    for level in _levels(leaves)[:-1]:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        index //= 2
    return path


def proves(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether a proof leads from a leaf at this index of so many to the expected root.

    As RFC 9162, section 2.1.3.2, says it.
    """
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = _node_hash(beside, found)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            found = _node_hash(found, beside)
        at, last = at // 2, last // 2
    return last == 0 and found == expected
