"""The passages of an article that show most of what answers a query, cut to what a card holds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise

from django.utils.translation import gettext as _

from archive.addresses import address_of
from archive.arabic.particles import without_article
from archive.models import PassageSpan
from archive.reading.cards import Wording
from archive.reading.excerpts import without_last_mark
from archive.reading.passages import MarkedRun
from archive.reading.prepared import STAND_INS, PreparedQuery
from search.engines.plan import Match, Matches, StatementSpan
from search.expected import MOST_READ, Expected
from search.highlight import runs
from search.query.expansion import ExpandedQuery

MOST_SNIPPETS = 3
MOST_LETTERS = 280  # in a snippet
LEAD_LETTERS = 60  # kept before the first mark where a sentence is too long to be kept whole
# A further match of a clause already shown counts for so much of the first.
REPEATED = 0.1
# What two words that follow each other in a query add where they stand together in a passage too,
# in parts of the less telling one: side by side in the query's order, a few words apart, or in one
# sentence.
SIDE_BY_SIDE = 0.4
FEW_WORDS_APART = 0.24
IN_ONE_SENTENCE = 0.12
FEW_WORDS = 5
MOST_NOTES = 3

_STOPS = ".!?؟؛…:"
_SENTENCE_END = re.compile(rf"(?<![{_STOPS}])[{_STOPS}]++[\"»”)\]]*+\s++")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Where one passage stands in the text that readers see; `pk` is the passage's."""

    pk: int
    public_id: str
    ordinal: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Part of a passage, its words marked; `cut_before` and `cut_after` say that more stands there.

    `passage` is the passage's public id (`passage_pk` its primary key), `ordinal` its number in
    the article, from one. `said_at` is where a statement begins for which it is shown, an offset
    of the text.
    """

    passage: str
    passage_pk: int
    ordinal: int
    kind: str
    runs: list[MarkedRun]
    cut_before: bool
    cut_after: bool
    said_at: int | None = None

    @property
    def label(self) -> str:
        return _("Passage %(number)s") % {"number": self.ordinal}

    def get_absolute_url(self) -> str:
        return address_of("archive:passage", self.passage)


_SPANS = PreparedQuery(
    PassageSpan.objects.filter(revision_id__in=STAND_INS)
    .order_by("revision_id", "ordinal")
    .values_list(
        "revision_id", "passage_id", "passage__public_id", "ordinal", "kind", "start", "end"
    )
)


def passages_of(revisions: Sequence[int]) -> dict[int, list[PassageRow]]:
    """The passages of some revisions (primary keys), by revision; in one query for ten."""
    found: dict[int, list[PassageRow]] = defaultdict(list)
    for revision, *row in _SPANS.rows(revisions):
        found[revision].append(PassageRow(*row))
    return found


# The passages that show most


@dataclass(frozen=True, slots=True)
class Wanted:
    """What statements are to show: `clauses` one of them should hold; `chosen` whether who chose
    statements comes for them, whatever they hold; `first` whether they go before all else."""

    clauses: frozenset[int] = frozenset()
    chosen: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """The best statement of a passage: how telling its words are, whether it holds all that one
    should, and where it begins."""

    weight: float
    is_full: bool
    start: int


def snippets(
    text: str,
    passages: Sequence[PassageRow],
    matches: Sequence[Match],
    weights: Sequence[float],
    statements: Sequence[StatementSpan] = (),
    wanted: Wanted = Wanted(),
    expected: Expected | None = None,
) -> tuple[list[Snippet], int]:
    """Up to three passages, the best one first and the others in the order of the text, and how
    many more answer the query.

    Best are the passages that hold the most telling words, each counted once, and hold them
    together; `weights` says how telling each clause is. A subheading's words count for the passage
    under it. A passage that tells the day, number or
    place that is `expected` goes before one that holds a word more. Without a match in the text
    its first paragraph is shown.

    Where statements are asked for, the one that answers best comes first. Otherwise, of passages
    that tell equally much, one with a statement that holds all the words does.
    """
    held = _by_passage(passages, matches)
    heard = _heard(passages, matches, weights, statements, wanted)
    if wanted.chosen:
        held |= {row: [] for row in heard if row not in held}
    if not held:
        first = _first_paragraph(passages)
        return ([_snippet(text, first, [], weights)] if first else []), 0
    read = _with_headings(passages, held, asked=expected is not None)
    best = {row: _evidence(text, found, weights) for row, found in read.items()}
    if expected is not None and weights:
        _prefer(best, read, text, expected, sum(weights) / len(weights))

    def rank(row: PassageRow) -> tuple:
        said = heard.get(row)
        asked_for = (-said.weight, False) if said and wanted.first else (0.0, True)
        is_heading = row.kind == PassageSpan.Kind.SUBHEADING
        return (*asked_for, -best[row], is_heading, not (said and said.is_full), row.ordinal)

    ranked = sorted(read, key=rank)[:MOST_SNIPPETS]
    shown = ranked[:1] + sorted(ranked[1:], key=lambda row: row.ordinal)
    return [
        _snippet(text, row, held.get(row, []), weights, _shown_for(heard.get(row), wanted))
        for row in shown
    ], len(held.keys() - set(shown))


def _with_headings(
    passages: Sequence[PassageRow], held: Mapping[PassageRow, list[Match]], *, asked: bool
) -> dict[PassageRow, list[Match]]:
    """The matches of each passage, with those of the subheading right above it: what that names
    the paragraph tells of. One that holds no word itself is among them where something is `asked`
    that it may tell.
    """
    read = dict(held)
    for one, other in pairwise(passages):
        is_under = one.kind == PassageSpan.Kind.SUBHEADING != other.kind
        if is_under and one in held and (other in held or asked):
            read[other] = [*held[one], *held.get(other, ())]
    return read


def _prefer(
    best: dict[PassageRow, float],
    held: Mapping[PassageRow, Sequence[Match]],
    text: str,
    expected: Expected,
    unit: float,
) -> None:
    """Raise the weights of passages that tell what a question asks for; `unit` is a word's.

    Only those are read that can come before all others by it.
    """
    least = max(best.values()) - unit * expected.most
    near = [row for row in best if best[row] >= least]
    for row in nlargest(MOST_READ, near, key=lambda row: best[row]):
        best[row] += unit * expected.worth(text, row.start, row.end, held[row])


def _shown_for(said: Heard | None, wanted: Wanted) -> Heard | None:
    return said if said is not None and (wanted.first or said.is_full) else None


def _heard(
    passages: Sequence[PassageRow],
    matches: Sequence[Match],
    weights: Sequence[float],
    statements: Sequence[StatementSpan],
    wanted: Wanted,
) -> dict[PassageRow, Heard]:
    """For each passage in which a statement begins, the one that tells most."""
    found: dict[PassageRow, Heard] = {}
    starts = [row.start for row in passages]
    places = [match.start for match in matches]
    for statement in statements:
        if statement.in_title:
            continue
        inside = [
            match
            for start, end in statement.pieces
            for match in matches[bisect_left(places, start) : bisect_left(places, end)]
            if match.clause in wanted.clauses
        ]
        if not (inside or wanted.chosen):
            continue
        begins = statement.pieces[0][0]
        at = bisect_right(starts, begins) - 1
        if at < 0 or begins >= passages[at].end:
            continue
        is_full = bool(wanted.clauses) and {match.clause for match in inside} == wanted.clauses
        heard = Heard(_weight(inside, weights), is_full, begins)
        known = found.get(passages[at])
        if known is None or (heard.is_full, heard.weight) > (known.is_full, known.weight):
            found[passages[at]] = heard
    return found


def _by_passage(
    passages: Sequence[PassageRow], matches: Sequence[Match]
) -> dict[PassageRow, list[Match]]:
    held: dict[PassageRow, list[Match]] = {}
    rows = iter(passages)
    row = next(rows, None)
    for match in matches:
        while row is not None and row.end <= match.start:
            row = next(rows, None)
        if row is None:
            break
        if row.start <= match.start:
            held.setdefault(row, []).append(match)
    return held


def _first_paragraph(passages: Sequence[PassageRow]) -> PassageRow | None:
    paragraphs = (row for row in passages if row.kind == PassageSpan.Kind.PARAGRAPH)
    return next(paragraphs, passages[0] if passages else None)


def _weight(matches: Iterable[Match], weights: Sequence[float]) -> float:
    seen: set[int] = set()
    total = 0.0
    for match in matches:
        weight = _weight_of(match.clause, weights)
        total += weight * REPEATED if match.clause in seen else weight
        seen.add(match.clause)
    return total


def _weight_of(clause: int, weights: Sequence[float]) -> float:
    return weights[clause] if clause < len(weights) else 1.0


def _evidence(text: str, matches: Sequence[Match], weights: Sequence[float]) -> float:
    """How much a passage tells: by its words, and by how near they stand to each other."""
    present = sorted({match.clause for match in matches})
    together = sum(
        _nearness(text, [m for m in matches if m.clause in pair])
        * min(_weight_of(clause, weights) for clause in pair)
        for pair in pairwise(present)
    )
    return _weight(matches, weights) + together


def _nearness(text: str, matches: Sequence[Match]) -> float:
    """How near matches of two clauses come to each other, in the order of the text."""
    return max(
        (
            _closeness(text[one.end : other.start], in_order=one.clause < other.clause)
            for one, other in pairwise(matches)
            if one.clause != other.clause and one.end <= other.start
        ),
        default=0.0,
    )


def _closeness(between: str, *, in_order: bool) -> float:
    words = len(between.split())
    if not words and in_order:
        return SIDE_BY_SIDE
    if words < FEW_WORDS:
        return FEW_WORDS_APART
    return 0.0 if _SENTENCE_END.search(between) else IN_ONE_SENTENCE


def _snippet(
    text: str,
    row: PassageRow,
    matches: Sequence[Match],
    weights: Sequence[float],
    said: Heard | None = None,
) -> Snippet:
    # Words that were sought and aren't in the statement must be seen all the same.
    opens = said is not None and (said.weight > 0 or not matches)
    start, end = _window(text, row, matches, weights, said.start if said and opens else None)
    return Snippet(
        passage=row.public_id,
        passage_pk=row.pk,
        ordinal=row.ordinal,
        kind=row.kind,
        runs=runs(text, [m for m in matches if start <= m.start and m.end <= end], start, end),
        cut_before=start > row.start,
        cut_after=end < row.end,
        said_at=said.start if said else None,
    )


def _window(
    text: str,
    row: PassageRow,
    matches: Sequence[Match],
    weights: Sequence[float],
    said_at: int | None,
) -> tuple[int, int]:
    """The part of a passage to show: all of it where it is short, else what weighs most, or the
    statement for which it is shown."""
    if row.end - row.start <= MOST_LETTERS:
        return row.start, row.end
    sentences = _sentence_starts(text, row)
    if said_at is None:
        starts = dict.fromkeys(_start_before(text, row, sentences, match) for match in matches)
    else:
        starts = {_start_before(text, row, sentences, Match(said_at, said_at, 0, "", "")): None}
    places = [match.start for match in matches]
    best: tuple[float, int, int] | None = None
    for start in starts or [row.start]:
        near = matches[bisect_left(places, start) : bisect_right(places, start + MOST_LETTERS)]
        end = _end_after(text, row, sentences, start, near)
        weight = _weight((match for match in near if match.end <= end), weights)
        if best is None or weight > best[0]:
            best = weight, start, end
    assert best is not None  # there is always one start
    return best[1], best[2]


def _sentence_starts(text: str, row: PassageRow) -> list[int]:
    ends = (match.end() for match in _SENTENCE_END.finditer(text, row.start, row.end))
    return [row.start, *(end for end in ends if end < row.end)]


def _start_before(text: str, row: PassageRow, sentences: Sequence[int], match: Match) -> int:
    """Where a snippet that shows this match begins: its sentence, or a word shortly before it."""
    sentence = sentences[bisect_right(sentences, match.start) - 1]
    if match.end - sentence <= MOST_LETTERS * 2 // 3:
        return sentence
    at = max(row.start, match.start - LEAD_LETTERS)
    space = _SPACE.search(text, at, match.start)
    return space.end() if space else match.start


def _end_after(
    text: str, row: PassageRow, sentences: Sequence[int], start: int, matches: Sequence[Match]
) -> int:
    """Where a snippet from `start` ends: at a sentence if one ends late enough, else at a word.

    `matches` are those that begin between `start` and the furthest it may end.
    """
    furthest = start + MOST_LETTERS
    if row.end <= furthest:
        return row.end
    last = max((m.end for m in matches if m.end <= furthest), default=start)
    least = max(last, start + MOST_LETTERS // 2)
    sentence = sentences[bisect_right(sentences, furthest) - 1]
    cut = sentence if sentence >= least else _last_space(text, last, furthest)
    return without_last_mark(text, last, cut)


def _last_space(text: str, start: int, end: int) -> int:
    at = max((match.start() for match in _SPACE.finditer(text, start, end + 1)), default=end)
    return max(at, start)


# Why it matched


Explain = Callable[[str, str], str | None]


def reasons(
    matches: Matches, revision: Wording, expanded: ExpandedQuery, explain: Explain
) -> tuple[str, ...]:
    """Short notes on words that were found and are not those typed; particles need none.

    `explain(asked, found)` says how two folded words are the same evidence.
    """
    notes: dict[str, None] = {}
    told: set[str] = set()
    typed = {word.key: word.printed for word in expanded.words}
    for text, found in ((revision.title, matches.title), (revision.text, matches.text)):
        for match in found:
            if match.form in told or match.form in typed:
                continue
            told.add(match.form)
            printed = text[match.start : match.end]
            if note := _note(match, printed, expanded, typed, explain):
                notes[note] = None
    return tuple(notes)[:MOST_NOTES]


def _note(
    match: Match, printed: str, expanded: ExpandedQuery, typed: dict[str, str], explain: Explain
) -> str:
    origin = None if match.asked in typed else expanded.origins.get(match.asked)
    if origin is not None:
        words = {"found": origin.name or printed, "typed": origin.typed}
        if origin.why == "spelling":
            return _("“%(found)s” is another spelling of “%(typed)s”") % words
        return _("“%(found)s” stands for “%(typed)s”") % words
    if _is_part(match.asked, match.form):
        return ""
    words = {"found": printed, "typed": typed.get(match.asked, match.asked)}
    match explain(match.asked, match.form):
        case "spelling":
            return _("“%(found)s” is another spelling of “%(typed)s”") % words
        case "plural":
            return _("“%(found)s” and “%(typed)s” are singular and plural") % words
    return ""


def _is_part(asked: str, form: str) -> bool:
    """Whether one word is seen inside the other: a particle or pronoun more needs no note."""
    asked, form = without_article(asked), without_article(form)
    return asked in form or form in asked
