"""Public ids: short, random, never made from a title, so that an address can't go stale."""

import secrets

# No vowels, so that no word appears by chance; no l, 0 or 1, which readers mistake.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 10


def public_id() -> str:
    """Ten letters and digits: 27**10 ids, one chance in 10**7 of a clash among 6 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
