"""How many words of a collection are analysed in a second of CPU.

    python benchmarks/analysis.py PATH

PATH is a collection in the shape of ingest: JSON Lines with `title` and `body`, gzipped or not.
Analysis is what an index does with a text: words split and folded, then each given its stem.
Timed twice: with nothing remembered, as a build starts, and again, as it goes on.
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from archive.arabic.stem import Stemmer
from archive.arabic.tokens import keys, spans


def texts(path: Path) -> Iterator[str]:
    """Title and body of each record."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield f"{record.get('title', '')}\n{record['body']}"


def analyse(collection: list[str], stemmer: Stemmer) -> int:
    """Splits, folds and stems every word; how many there were."""
    words = 0
    for text in collection:
        forms, _, _ = spans(text)
        words += len(list(map(stemmer.stem, forms)))
    return words


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    collection = list(texts(Path(arguments[0])))
    vocabulary = Counter(word for text in collection for word in keys(text))
    stemmer = Stemmer(vocabulary)
    print(f"{len(collection)} texts, {len(vocabulary)} word forms")
    for name in ("stems new", "stems remembered"):
        start = time.process_time()
        words = analyse(collection, stemmer)
        seconds = time.process_time() - start
        print(f"{name}: {words} words, {words / seconds:,.0f} words a CPU second")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
