"""By what an index was written: the schema of its files, and the rules of the language.

Which number to raise, and when:

- `SCHEMA_VERSION`, whenever the files of an index are laid out otherwise or say something else:
  other columns, another derivation of stems or grams, another Whoosh schema. An index written
  before serves, takes changes and is built anew in the background.
- `OLDEST_READABLE`, to the new `SCHEMA_VERSION`, when an index written before can't answer any
  more, or its segments can't stand in one index beside those written now and be merged with them.
  Search then answers 503 until the new one is built, so read the old files where it is cheap.
- nothing for the rules: any change under `archive.arabic` is noticed by itself.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import archive.arabic

SCHEMA_VERSION = 6
TELLS_YEH_APART = 6  # the first in which «على» and the name «علي» have keys of their own
OLDEST_READABLE = 1


@functools.lru_cache(maxsize=1)
def rules_version() -> str:
    """Changes whenever a rule or table of the analysis changes."""
    rules = hashlib.sha256()
    folder = Path(archive.arabic.__file__).parent
    for path in sorted([*folder.glob("*.py"), *folder.glob("data/*")]):
        rules.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return rules.hexdigest()[:16]
