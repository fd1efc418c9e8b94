"""Random small archives and questions to them, in words that test the rules."""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import strategies as st

from archive.arabic.letters import fold
from search.engines.document import Document, Spoken, fingerprint
from search.engines.plan import (
    And,
    Answering,
    Filters,
    Near,
    Or,
    Phrase,
    Plan,
    Prefix,
    Synonyms,
    Term,
)

# Inflected, attached, joined and split words that meet, and look-alikes that don't.
WORDS = [
    *("القوات", "قوات", "والقوات", "قوة", "قاعدة", "قواعد", "القاعدة"),
    *("انسحاب", "الانسحاب", "بانسحاب", "العراق", "عراقي", "والعراق"),
    *("أمريكا", "الأمريكية", "الأميركية", "أميركي", "نيوز", "ويك", "نيوزويك"),
    *("عبد", "المهدي", "عبدالمهدي", "حزب", "الله", "الكاظمي", "للكاظمي", "كاظمي"),
    *("طالبان", "طالب", "وزير", "الوزير", "رئيس", "الوزراء", "ورئيس", "لرئيس"),
    *("قال", "في", "من", "2021", "F-16"),
]
# Few enough to stand next to each other often.
NEIGHBOURS = ["نيوز", "ويك", "نيوزويك", "مجلة", "ومجلة", "القوات", "قوات"]
UNKNOWN = ("القواات", "كاظمميي", "زغزغزغ", "Newsweek")
OUTLETS = ("newsweek", "reuters", "unknown", "al-mada")
ACTORS = ("mustafa-al-kadhimi", "joe-biden", "hashd", "centcom")
PLACES = ("baghdad", "ain-al-asad", "erbil")
SPEAKERS = ("joe-biden", "centcom", "anonymous", "=جو هود", "=ناطق")
KINDS = ("direct", "reported", "refusal", "term")
VIAS = ("newsweek", "reuters", "unnamed")

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
texts = st.lists(sentences, min_size=1, max_size=3).map("\n".join)
keys = st.sampled_from([*WORDS, *UNKNOWN]).map(fold)
crowded = st.lists(
    st.lists(st.sampled_from(NEIGHBOURS), min_size=1, max_size=9).map(" ".join),
    min_size=1,
    max_size=2,
).map("\n".join)
neighbours = st.sampled_from(NEIGHBOURS).map(fold)


@st.composite
def dates(draw: st.DrawFn) -> tuple[date | None, date | None, str]:
    day = date(2021, 1, 1) + timedelta(days=draw(st.integers(0, 500)))
    match draw(st.sampled_from(["day", "day", "day", "month", "year", "unknown"])):
        case "day":
            return day, day, "day"
        case "month":
            last = monthrange(day.year, day.month)[1]
            return day.replace(day=1), day.replace(day=last), "month"
        case "year":
            return date(day.year, 1, 1), date(day.year, 12, 31), "year"
    return None, None, "unknown"


@st.composite
def spoken(draw: st.DrawFn, title: str, text: str) -> Spoken:
    """A statement somewhere, in one or two pieces that may begin or end inside a word."""
    in_title = draw(st.integers(0, 4)) == 0
    length = len(title if in_title else text)
    edges = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=5)))
    pieces = tuple(zip(edges[::2], edges[1::2], strict=False))
    return Spoken(
        kind=draw(st.sampled_from(KINDS)),
        speakers=tuple(sorted(draw(st.sets(st.sampled_from(SPEAKERS), max_size=2)))),
        vias=tuple(sorted(draw(st.sets(st.sampled_from(VIAS), max_size=2)))),
        in_title=in_title,
        pieces=pieces,
    )


@st.composite
def documents(draw: st.DrawFn, pk: int, texts: st.SearchStrategy[str] = texts) -> Document:
    first, last, precision = draw(dates())
    text = draw(texts)
    passages, start = [], 0
    for line in text.split("\n"):
        passages.append((start, start + len(line)))
        start += len(line) + 1
    title = draw(sentences)
    return Document(
        article=pk,
        revision=pk,
        fingerprint=fingerprint(title, text, str(first)),
        title=title,
        text=text,
        passages=tuple(passages),
        outlet=draw(st.sampled_from(OUTLETS)),
        actors=tuple(sorted(draw(st.sets(st.sampled_from(ACTORS), max_size=2)))),
        places=tuple(sorted(draw(st.sets(st.sampled_from(PLACES), max_size=2)))),
        first=first,
        last=last,
        precision=precision,
        statements=tuple(draw(st.lists(spoken(title, text), max_size=3))),
        text_of=draw(st.sampled_from([None, *range(1, pk)])),
    )


@st.composite
def archives(
    draw: st.DrawFn, least: int = 1, most: int = 12, texts: st.SearchStrategy[str] = texts
) -> list[Document]:
    pks = draw(st.lists(st.integers(1, 40), min_size=least, max_size=most, unique=True))
    return [draw(documents(pk, texts)) for pk in pks]


def terms() -> st.SearchStrategy[Term]:
    return st.builds(
        Term,
        key=keys,
        where=st.sampled_from(["any", "any", "any", "title"]),
        exact=st.sampled_from([False, False, False, True]),
        also=st.lists(keys, max_size=1).map(tuple),
    )


phrases = st.builds(
    Phrase,
    keys=st.lists(keys, min_size=1, max_size=3).map(tuple),
    where=st.sampled_from(["any", "any", "title"]),
)
prefixes = st.builds(Prefix, key=keys.map(lambda key: key[:3]))
leaves = st.one_of(terms(), terms(), phrases, prefixes)
nodes = st.one_of(
    leaves,
    leaves,
    st.builds(Or, parts=st.lists(leaves, min_size=1, max_size=3).map(tuple)),
    st.builds(And, parts=st.lists(leaves, min_size=1, max_size=2).map(tuple)),
    st.builds(Synonyms, node=leaves, others=st.lists(phrases, min_size=1, max_size=2).map(tuple)),
    st.builds(Near, first=leaves, second=leaves, distance=st.integers(1, 4)),
)


def positional_questions() -> st.SearchStrategy[Plan]:
    """A phrase, or two things near each other, in words that stand together often."""
    word = st.builds(Term, key=neighbours, exact=st.booleans())
    phrase = st.builds(
        Phrase,
        keys=st.lists(neighbours, min_size=1, max_size=4).map(tuple),
        where=st.sampled_from(["any", "title"]),
    )
    near = st.builds(
        Near,
        first=st.one_of(word, phrase),
        second=st.one_of(word, phrase),
        distance=st.integers(1, 3),
    )
    return st.one_of(phrase, near).map(lambda node: Plan(clauses=(node,)))


def chosen(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(
        st.just(()), st.lists(st.sampled_from([*values, "nowhere"]), max_size=2).map(tuple)
    )


days = st.one_of(st.none(), st.integers(0, 500).map(lambda n: date(2021, 1, 1) + timedelta(days=n)))
filters = st.builds(
    Filters,
    outlets=chosen(OUTLETS),
    actors=chosen(ACTORS),
    places=chosen(PLACES),
    speakers=chosen(SPEAKERS),
    kinds=chosen(KINDS),
    vias=chosen(VIAS),
    since=days,
    until=days,
    undated=st.booleans(),
)
of_statements = st.builds(
    Filters, speakers=chosen(SPEAKERS), kinds=chosen(KINDS), vias=chosen(VIAS)
)
answering = st.builds(
    Answering,
    nodes=st.lists(nodes, min_size=1, max_size=4, unique=True).map(tuple),
    speakers=chosen(SPEAKERS),
    kinds=chosen(KINDS),
)
plans = st.builds(
    Plan,
    answering=st.one_of(st.none(), answering),
    clauses=st.lists(nodes, max_size=4, unique=True).map(tuple),
    required=st.lists(leaves, max_size=1).map(tuple),
    excluded=st.lists(leaves, max_size=1).map(tuple),
    most=st.booleans(),
    some=st.booleans(),
    filters=st.one_of(st.just(Filters()), filters),
    in_statements=st.sampled_from([False, False, True]),
    without=st.lists(
        st.one_of(filters, of_statements).filter(lambda one: one != Filters()), max_size=2
    ).map(tuple),
    sort=st.sampled_from(["relevance", "relevance", "newest", "oldest"]),
    offset=st.integers(0, 4),
    limit=st.integers(1, 12),
    hidden=st.frozensets(st.integers(1, 40), max_size=2),
)
