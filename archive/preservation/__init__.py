"""What was captured stays as captured:

- `originals`: the bytes of every upload, kept under their SHA-256;
- `fixity`: what is no longer as captured, found by its SHA-256 and repaired where that proves it;
- `consistency`: rows that contradict each other.
"""
