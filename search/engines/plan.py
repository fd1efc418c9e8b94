"""What the query language hands to an engine, and what the engine answers.

Plain values: no Django, no Whoosh. `queries.py` builds a `Plan` from what a reader typed; an
engine's `find(plan)` answers it. All keys are folded (`archive.arabic.letters.fold`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, NamedTuple, TypeVar

from archive.arabic.particles import bare
from archive.arabic.tokens import keys

Field = Literal["any", "title"]
Sort = Literal["relevance", "newest", "oldest"]

UNKNOWN_OUTLET = "unknown"
ANONYMOUS = "anonymous"  # speakers that a text doesn't name
UNNAMED = "unnamed"  # outlets between speaker and page that it doesn't name
MOST_SOME = 20  # articles with some of the words that may stand among those with most
NAMELESS = frozenset((UNKNOWN_OUTLET, ANONYMOUS, UNNAMED))
PRINTED = "="  # before the name of a speaker that the archive doesn't know

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Term:
    """One word. `exact` matches the folded form alone; otherwise its whole stem class.

    `also` are further keys that count as this word (spellings of a name, transliterations):
    each is matched as if it had been typed, and says by its presence why a result matched.
    """

    key: str
    where: Field = "any"
    exact: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Adjacent folded words in one title or one passage; the first may carry one particle."""

    keys: tuple[str, ...]
    where: Field = "any"


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with `key` (three letters or more)."""

    key: str
    where: Field = "any"


@dataclass(frozen=True, slots=True)
class And(Generic[Part]):
    """A group whose parts must all hold: of nodes here, of what was typed in a query's syntax."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Or(Generic[Part]):
    """A group of which one part is enough."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What was typed, and other names of the same: an article with any of them holds it.

    Where what was typed stands, the others add nothing to the rank; elsewhere they weigh less.
    """

    node: Node
    others: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Both nodes in one passage (or title), at most `distance` words apart.

    Articles are ranked by the first.
    """

    first: Node
    second: Node
    distance: int


Node = Term | Phrase | Prefix | And["Node"] | Or["Node"] | Synonyms | Near


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Slugs widen within one group and narrow across groups. Dates are whole days, inclusive.

    `speakers`, `kinds` and `vias` are of one statement: an article has them where one of its
    statements does. `undated` asks for articles without a date; together with `since` or `until`
    it widens to both. An article's interval matches when it overlaps the given one.
    """

    outlets: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    vias: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    undated: bool = False
    articles: tuple[int, ...] | None = None  # these alone (primary keys)

    @property
    def choose_statements(self) -> bool:
        return bool(self.speakers or self.kinds or self.vias)

    @property
    def choose_nothing_else(self) -> bool:
        """Whether statements are chosen, and nothing but them."""
        alone = Filters(speakers=self.speakers, kinds=self.kinds, vias=self.vias)
        return self.choose_statements and self == alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Statements that answer a question: by one of `speakers` and of one of `kinds`, where given.

    One that holds every node answers best, one that holds most of them (as `Plan` says of
    clauses) comes next.
    """

    nodes: tuple[Node, ...]
    speakers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`clauses` are what the reader asked for, one a word, phrase or group.

    An article with every clause is counted in `total`. One that lacks some but has most is
    counted in `total_most`, unless `most` is off (phrases and fields must hold for it all the
    same: they stand in `required`). Most is more than half of the clauses that any article has,
    and half of their weight, each weighing its inverse document frequency: two words that stand
    everywhere are not most of three. With `some`, articles that hold less than most are counted
    in `total_some`. No clauses at all browse everything.

    Articles with all clauses come first. In the order by relevance those with most and the
    `MOST_SOME` best of those with some follow by their evidence alone; then the others with some.
    By date each kind follows the other.

    `excluded` and `without` leave articles out of every count: those that hold a node of the
    first, and those that one of the second would choose.

    `in_statements` looks for the words in statements alone: an article has all clauses where one
    statement that the filters choose holds them all, most where one holds most, and what is
    required or excluded is asked of that statement too, as is what `without` says of statements
    alone. Without words it asks nothing.

    With `grouped`, of articles with the same text one hit stands for the others: by relevance the
    best, by date the one published first, in the first of the parts above that has any of them.

    With `answering`, the order by relevance begins with the articles, among those with all or
    most of the clauses, of which a statement chosen by the filters answers.
    """

    clauses: tuple[Node, ...] = ()
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()
    most: bool = True
    some: bool = False
    filters: Filters = Filters()
    without: tuple[Filters, ...] = ()
    in_statements: bool = False
    answering: Answering | None = None
    grouped: bool = False
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: bool = True
    hidden: frozenset[int] = frozenset()  # articles (primary keys) never to be found or counted


@dataclass(frozen=True, slots=True)
class Hit:
    article: int  # primary key
    score: float
    all_words: bool
    most_words: bool = True
    answers: bool = False  # with a statement: see `Plan.answering`
    same: tuple[int, ...] = ()  # others found with the same text, the first published first


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Counts over all articles found (with all words), each group without its own choice.

    `months` and `years` count intervals: an article dated to a day or month stands in its month,
    one dated to the year only in `years` (beside the months). `months_within` and `years_within`
    count the same inside the dates asked for, and `days` too, which is filled when the whole span
    found there is 62 days or shorter. `beyond` counts what was found and may lie outside the dates
    asked for: its interval reaches beyond them. `outlets` has `unknown`.

    `speakers`, `kinds` and `vias` count the articles with a statement that the choices in the
    other two leave; speakers that the archive doesn't know are left out. `statements` is how many
    statements of the articles found are chosen, where any are. Where the words are looked for in
    statements, only those count here that hold them.
    """

    outlets: dict[str, int] = field(default_factory=dict)
    actors: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    speakers: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    vias: dict[str, int] = field(default_factory=dict)
    statements: int = 0
    days: dict[str, int] = field(default_factory=dict)  # "2021-11-22"
    months: dict[str, int] = field(default_factory=dict)  # "2021-11"
    years: dict[str, int] = field(default_factory=dict)  # "2021": known to the year only
    months_within: dict[str, int] = field(default_factory=dict)
    years_within: dict[str, int] = field(default_factory=dict)
    undated: int = 0
    beyond: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`cards` and `cards_some` are how many hits there are in all and most, and in some: fewer than
    articles where the plan groups them."""

    total: int
    total_most: int
    hits: tuple[Hit, ...]
    facets: Facets | None
    total_some: int = 0
    cards: int = 0
    cards_some: int = 0
    unknown: tuple[str, ...] = ()  # keys of clauses that no article holds in any reading


class Match(NamedTuple):
    """A printed word that answers the query, at offsets of the title or text."""

    start: int
    end: int
    clause: int  # index into the clauses, then the required ones
    form: str  # folded form found
    asked: str  # folded key asked for


class StatementSpan(NamedTuple):
    """Where a statement stands: its pieces as `(start, end)` in the title or text."""

    in_title: bool
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Where one article answers the query, in the order of the text.

    `statements` are those that the plan's filters choose, and of those that answer where it asks
    for an answer, from their first word to the end of their last.

    `revision` is the primary key of the revision that was indexed: when the article has a newer
    one, the offsets are not those of its text (0 where the index doesn't hold the article).
    """

    title: tuple[Match, ...] = ()
    text: tuple[Match, ...] = ()
    revision: int = 0
    statements: tuple[StatementSpan, ...] = ()


def as_printed(name: str) -> str:
    """The key of a speaker that the archive doesn't know: the words of its name, folded and
    without their articles."""
    return PRINTED + " ".join(map(bare, keys(name)))
