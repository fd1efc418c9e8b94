"""From a parsed query to an expanded one: clauses for the engine, and what they stand for.

Three things happen here that a reader may want to know of, and can switch off: function words
are no clauses of their own, a name in Latin or Kurdish letters also stands for the Arabic one,
and a name that newsrooms spell in several ways stands for all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from archive.arabic.asking import asks_by_itself
from archive.arabic.function_words import english_function_words, is_function_word
from archive.arabic.latin import LATIN_ARTICLES, is_foreign, is_latin
from archive.arabic.letters import fold, is_arabic, without_marks
from archive.arabic.months import (
    DayTyped,
    MonthName,
    MonthTyped,
    days_in,
    months_in,
    names_of,
    words_beside,
)
from archive.arabic.particles import (
    CONJUNCTIONS,
    PREPOSITIONS,
    WRITTEN_ON,
    before_a_noun,
    has_article,
    with_and,
    with_article,
    without_article,
    written_with,
)
from archive.arabic.persons import nouns_beside, other_persons
from archive.arabic.phrases import MOST_SPELLINGS, house_spellings
from archive.arabic.reporting import forms_of_saying
from archive.arabic.short_names import Spelt, in_a_name, spelt_in
from archive.arabic.stem import compounds
from archive.arabic.tokens import LONGEST_WORD, grouped_numbers, keys
from archive.arabic.yeh import EITHER, keeps_maqsura, with_maqsura
from archive.dates import DateError, parse_typed
from search.engines.plan import (
    PRINTED,
    And,
    Answering,
    Filters,
    Near,
    Node,
    Or,
    Phrase,
    Plan,
    Prefix,
    Synonyms,
    Term,
    as_printed,
)
from search.held import Asked
from search.query.authorities import Authorities, authorities
from search.query.bylines import articles_by, bylines
from search.query.other_names import names_in, other_full_names
from search.query.questions import Question, read_question
from search.query.syntax import (
    FIELD_WORDS,
    Between,
    Field,
    Filter,
    Filtered,
    Item,
    ParsedQuery,
    Pattern,
    Quoted,
    Word,
    show,
    words_in,
    words_of,
)
from search.query.transliteration import arabic_forms

if TYPE_CHECKING:
    from search.engines.base import Vocabulary

# Where nobody of this name speaks, `said:` finds it so near to a verb of saying, in words.
SAID_WITHIN = 8
# Words of a place's name stand at most so far apart: «مطار العاصمة بغداد الدولي».
WITHIN_A_NAME = 2
# What somebody said, or declined to say: a term is an answer to no question.
ANSWERS = ("direct", "reported", "refusal")

# Words with letters left open: so many that begin so are looked at, so many are searched.
MOST_BEGUN = 5_000
MOST_SHAPED = 60
_OPEN = {"?": ".", "*": ".*", **EITHER}

# A prefix also finds the words that begin so after the article; shorter ones are taken as typed.
SHORTEST_PREFIX = 3
# Behind a particle alone, as «بأمريكا», words are looked for whose stem is that of the rest.
SHORTEST_BEHIND = 3
MOST_BEHIND = 200
PARTICLES = (*WRITTEN_ON, *(one + other for one in CONJUNCTIONS for other in PREPOSITIONS))

# Articles in which a word may stand behind a particle though none has it alone.
FEW = 5

MOST_PERSONS_TOLD = 3  # of one verb, to the reader

Substituted = Literal["alias", "transliteration"]
Where = Literal["", "title", "said"]  # in which texts words are looked for: everywhere, or there
Why = Literal["alias", "transliteration", "spelling"]


@dataclass(frozen=True, slots=True)
class Substitution:
    """Words of a query, and what was searched beside them: Arabic names, a month's other names,
    a verb's other persons."""

    words: str
    names: tuple[str, ...]
    reason: Substituted


@dataclass(frozen=True, slots=True)
class Origin:
    """Why a key is looked for that nobody typed: as a spelling, or as (part of) a name.

    `name` is the Arabic name where the authorities know one.
    """

    typed: str
    why: Why
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpandedQuery:
    """What a query looks for. `origins` explains keys that stand for what was typed, `asked` says
    what each node was made from.

    `named` has the slugs that the names of its fields stand for, excluded ones too; `without` is
    what the plan leaves out. `question` is what it asks of statements, and `said` what one should
    hold: what was asked, or else every clause.
    """

    clauses: tuple[Node, ...] = ()
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()
    words: tuple[Word, ...] = ()
    outlets: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    vias: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    articles: tuple[int, ...] | None = None
    without: tuple[Filters, ...] = ()
    question: Question | None = None
    said: tuple[Node, ...] = ()
    named: dict[Filter, tuple[str, ...]] = field(default_factory=dict)
    substitutions: tuple[Substitution, ...] = ()
    notes: tuple[str, ...] = ()
    origins: dict[str, Origin] = field(default_factory=dict)
    asked: dict[Node, Asked] = field(default_factory=dict)
    where: Where = ""

    def plan(self, filters: Filters, without: tuple[Filters, ...] = (), **options: Any) -> Plan:
        """The plan under these filters: choices of one facet widen, dates narrow further."""
        chosen = replace(
            filters,
            outlets=_union(filters.outlets, self.outlets),
            actors=_union(filters.actors, self.actors),
            places=_union(filters.places, self.places),
            speakers=_union(filters.speakers, self.speakers),
            vias=_union(filters.vias, self.vias),
            articles=self.articles,
            since=max(filter(None, (filters.since, self.since)), default=None),
            until=min(filter(None, (filters.until, self.until)), default=None),
        )
        return Plan(
            clauses=self.clauses,
            required=self.required,
            excluded=self.excluded,
            filters=chosen,
            without=(*self.without, *without),
            in_statements=self.where == "said" and bool(self.clauses or self.required),
            answering=self._answering(chosen),
            **options,
        )

    def _answering(self, filters: Filters) -> Answering | None:
        """Statements come first where one is asked for, or where statements are chosen."""
        if self.question is None:
            nodes = (*self.clauses, *self.required)
            return Answering(nodes=nodes) if nodes and filters.choose_statements else None
        kinds = () if filters.kinds else ANSWERS
        return Answering(nodes=self.said, speakers=self.question.speakers, kinds=kinds)


def expand(
    parsed: ParsedQuery,
    *,
    vocabulary: Callable[[], Vocabulary],
    exact: bool = False,
    also: bool = True,
    aliases: bool = True,
    where: Where = "",
) -> ExpandedQuery:
    """What a query looks for.

    `exact` takes words as spelt; `also` lets names in other scripts stand for Arabic ones, from
    the authorities where `aliases` allows it and from the words of the archive. `where` looks in
    headlines or statements alone.
    """
    expanded = _Expansion(vocabulary, exact=exact, also=also, aliases=aliases).of(parsed)
    if where == "title":
        expanded = _changed(expanded, _in_title)
    nodes = (*expanded.clauses, *expanded.required, *expanded.excluded, *expanded.said)
    if any(map(_keeps_maqsura, nodes)) and not vocabulary().tells_yeh_apart:
        expanded = _changed(expanded, _in_an_older_index)
    return replace(expanded, where=where)


def period(between: Between) -> tuple[date, date]:
    """The first and the last day of the two dates after `between:`. Raises DateError."""
    first, last = map(parse_typed, between)
    if first.first > last.first:
        first, last = last, first
    return first.first, last.last


def _only(name: Filtered, slugs: tuple[str, ...]) -> Filters:
    match name:
        case "outlet":
            return Filters(outlets=slugs)
        case "actor":
            return Filters(actors=slugs)
        case "place":
            return Filters(places=slugs)
        case "said":
            return Filters(speakers=slugs)
        case "via":
            return Filters(vias=slugs)
        case "byline":
            return Filters(articles=articles_by(slugs))


def _union(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


class _Expansion:
    """The work on one query."""

    def __init__(
        self, vocabulary: Callable[[], Vocabulary], *, exact: bool, also: bool, aliases: bool
    ) -> None:
        self.vocabulary = vocabulary
        self.exact = exact
        self.also = also and not exact
        self.aliases = aliases
        self.substitutions: list[Substitution] = []
        self.notes: list[str] = []
        self.origins: dict[str, Origin] = {}
        self.named: dict[Filter, tuple[str, ...]] = {}
        self.asked: dict[Node, Asked] = {}

    def of(self, parsed: ParsedQuery) -> ExpandedQuery:
        unknown_names = [word for one in parsed.filters for word in self._named_in(one)]
        phrases = [item for item in parsed.required if isinstance(item, Quoted)]
        question = read_question(parsed.clauses, self._speakers_named, phrases)
        asked = parsed.clauses if question is None else question.wanted
        wanted = _without_function_words([*asked, *unknown_names], parsed.required)
        since, until = self._between(parsed.between)
        clauses = tuple(dict.fromkeys(self._nodes(wanted)))
        speaking = [self._speaking(one) for one in parsed.filters if one.name == "said"]
        near = [node for node in speaking if node is not None]
        required = tuple(dict.fromkeys((*self._nodes(parsed.required), *near)))
        said = () if question is None else tuple(self._nodes(question.said))
        return ExpandedQuery(
            clauses=clauses,
            required=required,
            excluded=tuple(self._plainly(parsed.excluded)),
            words=tuple(word for item in (*wanted, *parsed.required) for word in words_of(item)),
            outlets=self._chosen(parsed, "outlet"),
            actors=self._chosen(parsed, "actor"),
            places=self._chosen(parsed, "place"),
            speakers=self._chosen(parsed, "said"),
            vias=self._chosen(parsed, "via"),
            articles=self._articles(parsed),
            question=question,
            said=tuple(dict.fromkeys(said)),
            since=since,
            until=until,
            without=tuple(self._without(parsed)),
            named=self.named,
            substitutions=tuple(dict.fromkeys(self.substitutions)),
            notes=tuple(self.notes),
            origins=self.origins,
            asked=self.asked,
        )

    # Filters

    def _named_in(self, one: Filter) -> Iterator[Word]:
        """Note what the name stands for; an unknown name is looked for as words."""
        if self._is_known(one):
            return
        if one.name == "said":
            self.notes.append(
                _(
                    "The archive knows nobody by the name “%(name)s” who speaks: it was searched "
                    "near a verb of saying."
                )
                % {"name": one.printed}
            )
            return
        self.notes.append(
            _("The archive knows no “%(field)s” by the name “%(name)s”: its words are searched.")
            % {"field": FIELD_WORDS[one.name][0], "name": one.printed}
        )
        for key, printed in zip(keys(one.printed, told=True), one.printed.split(), strict=False):
            yield Word(printed, key)

    def _is_known(self, one: Filter) -> bool:
        if one.name == "byline":
            slugs = bylines().named(one.printed)
        else:
            slugs = authorities().slugs_of(one.name, one.printed)
        if one.name == "said":
            slugs = _union(slugs, self._speakers_as_printed(one.printed, whole=bool(slugs)))
        if slugs:
            self.named[one] = slugs
        return bool(slugs)

    def _speakers_as_printed(self, printed: str, *, whole: bool) -> tuple[str, ...]:
        """Speakers whom the archive doesn't know, by their name as printed or by part of it."""
        key = as_printed(printed)
        known = self.vocabulary().speakers
        if whole or key == PRINTED:
            at = bisect_left(known, key)
            return tuple(known[at : at + 1]) if key in known[at : at + 1] else ()
        part = f" {key.removeprefix(PRINTED)} "
        unknown = (one for one in known if one.startswith(PRINTED))
        return tuple(one for one in unknown if part in f" {one.removeprefix(PRINTED)} ")

    def _speakers_named(self, words: Sequence[Word], in_part: bool) -> tuple[str, ...]:
        """The speakers that the words of a question name, or may be part of the name of."""
        printed = [word.printed for word in words]
        return _union(
            authorities().bearers_of("said", printed),
            self._speakers_as_printed(" ".join(printed), whole=not in_part),
        )

    def _speaking(self, one: Filter) -> Node | None:
        """Where nobody speaks by this name: its words, near a verb of saying."""
        words = words_in(one.printed)
        if one in self.named or not words:
            return None
        name = self._word(words[0]) if len(words) == 1 else Phrase(tuple(w.key for w in words))
        return Near(name, Or(tuple(map(Term, forms_of_saying()))), SAID_WITHIN)

    def _chosen(self, parsed: ParsedQuery, name: Filtered) -> tuple[str, ...]:
        """The slugs that one field chooses."""
        found = (self.named.get(one, ()) for one in parsed.filters if one.name == name)
        return tuple(dict.fromkeys(slug for slugs in found for slug in slugs))

    def _articles(self, parsed: ParsedQuery) -> tuple[int, ...] | None:
        """The articles of the authors asked for; None where nobody was, or nobody known."""
        authors = self._chosen(parsed, "byline")
        return articles_by(authors) if authors else None

    def _without(self, parsed: ParsedQuery) -> Iterator[Filters]:
        """What is left out: by name, and by date."""
        for one in parsed.without:
            if self._is_known(one):
                yield _only(one.name, self.named[one])
            else:
                self.notes.append(
                    _("The archive knows no “%(field)s” by the name “%(name)s” to exclude.")
                    % {"field": FIELD_WORDS[one.name][0], "name": one.printed}
                )
        for dates in parsed.not_between:
            since, until = self._between(dates)
            if since and until:
                yield Filters(since=since, until=until)

    def _between(self, between: Between | None) -> tuple[date | None, date | None]:
        if between is None:
            return None, None
        try:
            return period(between)
        except DateError as error:
            self.notes.append(error.message)
            return None, None

    # Nodes

    def _nodes(self, items: Iterable[Item]) -> Iterator[Node]:
        """One node an item, except where neighbouring words make up a name."""
        run: list[Word] = []
        for item in items:
            if isinstance(item, Word) and not item.prefix:
                run.append(item)
                continue
            yield from self._run(run)
            run = []
            yield self._made_from(show(item), _count(item), self._node(item))
        yield from self._run(run)

    def _made_from(self, printed: str, words: int, node: Node) -> Node:
        self.asked.setdefault(node, Asked(printed, words))
        return node

    def _node(self, item: Item) -> Node:
        match item:
            case Word():
                return self._prefix(item.key) if item.prefix else self._word(item)
            case Quoted():
                return self._within(item) if item.within else self._phrase(item)
            case Pattern():
                return self._pattern(item)
            case And():
                return _all(tuple(self._nodes(item.parts)))
            case Or():
                return Or(tuple(self._node(option) for option in item.parts))
            case Field():
                return _in_title(self._node(item.item))

    def _plainly(self, items: Iterable[Item]) -> list[Node]:
        """Nodes that stand for nothing but what was typed: to exclude more would hide things."""
        also, self.also = self.also, False
        try:
            return [self._node(item) for item in items]
        finally:
            self.also = also

    def _run(self, words: list[Word]) -> Iterator[Node]:
        """Neighbouring words: names in other scripts, months, days and what is spelt by letters
        first, then compounds, then word by word."""
        at = 0
        for start, end, node in self._wholes(words):
            yield from self._free(words[at:start])
            yield self._made_from(_printed(words[start:end]), end - start, node)
            at = end
        yield from self._free(words[at:])

    def _wholes(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Node]]:
        """(start, end, node) of words that stand for one thing."""
        found = list(self._names(words))
        if self.also and self.aliases and words:
            typed = [word.key for word in words], [word.printed for word in words]
            found += self._places(words)
            found += self._days(words)
            found += [
                (month.start, month.end, self._month(month, words)) for month in months_in(*typed)
            ]
            found += [
                (spelt.start, spelt.end, self._in_both_scripts(spelt, words))
                for spelt in spelt_in(*typed)
            ]
        at = 0
        for start, end, node in sorted(found, key=lambda one: one[0]):
            if start >= at:
                yield start, end, node
                at = end

    def _places(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Node]]:
        """The words of a place's name belong together: «الأسد» alone is no «عين الأسد»."""
        for start, end, _ids in names_in(authorities().places, words):
            typed = words[start:end]
            if len(typed) < 2 or _joined(typed):
                continue
            others = self._other_names(typed).get(0)
            node = _together([self._word(word) for word in typed])
            yield start, end, Synonyms(node, others) if others else node

    def _month(self, month: MonthTyped, words: Sequence[Word]) -> Node:
        others = [name for name in names_of(month.month) if name != month.name]
        typed = words[month.start : month.end]
        printed = " ".join(word.printed for word in typed)
        for name in others:
            for key in name.words:
                self.origins.setdefault(key, Origin(printed, "alias", name.printed))
        self._tell(printed, (one.printed for one in others if all(map(self._is_held, one.words))))
        node = self._word(typed[0]) if len(typed) == 1 else Phrase(month.name.words)
        return Synonyms(node, tuple(_named_month(name, month.month) for name in others))

    def _days(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Node]]:
        """A day in numbers also stands for its name: «3-1-2020», «3 كانون الثاني 2020»."""
        for day in days_in([word.key for word in words]):
            typed = Phrase(tuple(word.key for word in words[day.start : day.end]))
            yield day.start, day.end, Synonyms(typed, tuple(_other_days(day)))

    def _in_both_scripts(self, spelt: Spelt, words: Sequence[Word]) -> Node:
        typed = words[spelt.start : spelt.end]
        known = self.vocabulary().frequency
        others = [keys for keys in spelt.others if all(map(known, keys))]
        printed = " ".join(word.printed for word in typed)
        for other in others:
            for key in other:
                self.origins.setdefault(key, Origin(printed, "alias"))
        if len(typed) == 1:
            node = self._word(typed[0])
        elif spelt.by_letters:
            node = Phrase(tuple(word.key for word in typed))
        else:
            node = And(tuple(map(self._word, typed)))
        phrases = tuple(Phrase(one) if len(one) > 1 else Term(one[0]) for one in others)
        return Synonyms(node, phrases) if phrases else node

    def _free(self, words: Sequence[Word]) -> Iterator[Node]:
        words = _without_latin_particles(words) if self.also else words
        joined = {} if self.exact else _joined(words)
        others = self._other_names(words)
        at = 0
        while at < len(words):
            end, key = joined.get(at, (at + 1, ""))
            node = self._word(words[at])
            if key:
                parts = tuple(self._word(word) for word in words[at:end])
                node = Or((Term(key), And(parts)))
            # Each word of a name is held by an article that prints another name of the same.
            whole = Synonyms(node, others[at]) if at in others else node
            yield self._made_from(_printed(words[at:end]), end - at, whole)
            at = end

    def _word(self, word: Word) -> Node:
        if self.exact:
            return Term(word.key, exact=True)
        if self.also and _is_foreign(word):
            return Term(word.key, also=self._transliterated(word))
        node = Term(word.key, also=(*self._spellings(word), *self._after_particles(word)))
        persons = self._persons(word)
        forms = (one for one in other_persons(without_marks(word.printed)) if fold(one) in persons)
        self._tell(word.printed, islice(forms, MOST_PERSONS_TOLD))
        return Synonyms(node, tuple(map(Term, persons))) if persons else node

    def _tell(self, printed: str, others: Iterable[str]) -> None:
        if names := tuple(others):
            self.substitutions.append(Substitution(printed, names, "alias"))

    def _is_held(self, key: str) -> bool:
        return self.vocabulary().frequency(key) > 0

    def _after_particles(self, word: Word) -> tuple[str, ...]:
        """Forms of a word that its stem may not know: of articles since the index was built."""
        key = without_article(word.key)
        if not self._is_arabic(key):
            return ()
        vocabulary, names = self.vocabulary(), authorities().words
        # A form that is far commoner than the word is a word of its own.
        most = max(FEW, vocabulary.frequency(key))
        return self._other_stems(
            word,
            [
                form
                for form in written_with(key)
                if vocabulary.frequency(form) <= most
                and form not in names
                and not vocabulary.frequency(with_article(form))
            ],
        )

    def _persons(self, word: Word) -> tuple[str, ...]:
        """The other persons of a verb: the subject alone decides which is printed."""
        if not self._is_arabic(word.key) or fold(word.key) in authorities().words:
            return ()
        persons = other_persons(word.key)
        if not persons or any(map(self.vocabulary().frequency, nouns_beside(word.key))):
            return ()
        return self._other_stems(word, [*persons, *map(with_and, persons)])

    def _is_arabic(self, key: str) -> bool:
        return self.also and 0 < len(key) <= LONGEST_WORD and is_arabic(key[0])

    def _other_stems(self, word: Word, forms: Iterable[str]) -> tuple[str, ...]:
        """Those forms of the archive that the word's own stem doesn't find."""
        vocabulary = self.vocabulary()
        stem = vocabulary.stem(word.key)
        known = filter(vocabulary.frequency, forms)
        return tuple(form for form in known if vocabulary.stem(form) != stem)

    def _prefix(self, key: str) -> Node:
        """The beginning of a word, which the article and its particles may stand before."""
        begun = tuple(map(Prefix, self._beginnings(key)))
        if len(begun) == 1:
            return begun[0]
        return Or((*begun, *map(_as_found, self._behind_particles(without_article(fold(key))))))

    def _beginnings(self, key: str) -> tuple[str, ...]:
        """What a word that begins so may begin with in the index."""
        folded = fold(key)
        bare = without_article(folded)
        begun = [folded]
        if not self.exact and is_arabic(key[0]) and len(bare) >= SHORTEST_PREFIX:
            begun += before_a_noun(bare)
        if keeps_maqsura(key):
            begun += map(with_maqsura, tuple(begun))
        return tuple(dict.fromkeys(begun))

    def _behind_particles(self, bare: str) -> Iterator[str]:
        """Words that begin so behind a particle alone: «بأمريكا» for «أمري*»."""
        if len(bare) < SHORTEST_BEHIND:
            return
        known = self.vocabulary()
        for particle in PARTICLES:
            for form in known.with_prefix(particle + bare, MOST_BEHIND):
                rest = form[len(particle) :]
                if known.stem(form) == known.stem(rest):
                    yield form

    def _pattern(self, item: Pattern) -> Node:
        """The archive's words that are so but for the letters left open."""
        lead = re.split(r"[?*]", item.key, maxsplit=1)[0]
        bare = without_article(lead)
        bare = bare if len(bare) > 1 else lead
        key = item.key[len(lead) - len(bare) :]
        before = ("", *before_a_noun("")) if is_arabic(key[0]) and not self.exact else ("",)
        shape = re.compile("".join(_OPEN.get(letter, re.escape(letter)) for letter in key))
        begun = (
            (opening, form)
            for opening in before
            for form in self.vocabulary().with_prefix(opening + bare, MOST_BEGUN)
        )
        forms = [form for opening, form in begun if shape.fullmatch(form, len(opening))]
        if not forms:
            return Term(item.key, exact=True)
        return Or(tuple(Term(form, exact=True) for form in dict.fromkeys(forms[:MOST_SHAPED])))

    def _within(self, item: Quoted) -> Node:
        """Each word of a loose phrase near the next, in any order."""
        words = [self._word(word) for word in words_in(item.printed)]
        pairs = tuple(Near(one, other, item.within) for one, other in pairwise(words))
        return _all(pairs) if pairs else self._phrase(item)

    def _phrase(self, item: Quoted) -> Node:
        """The words side by side, each in any spelling of the newsrooms."""
        plain = self._spelt(item)
        if not self.also:
            return plain
        for start, end, node in self._names([Word(item.printed, key) for key in item.keys]):
            if (start, end) == (0, len(item.keys)):
                return node
        return plain

    def _spelt(self, item: Quoted) -> Node:
        """Every phrase of the archive that differs from what was typed by spellings alone."""
        printed = item.printed.split()
        choices: list[list[str]] = []
        for at, key in enumerate(item.keys):
            others: Iterable[str] = ()
            if at in item.begun:
                others = self._begun(key)
            elif not self.exact:
                others = self._printed_otherwise(key, printed[at] if at < len(printed) else key)
            room = max(1, MOST_SPELLINGS // prod(map(len, choices)))
            choices.append(list(dict.fromkeys((key, *others)))[:room])
        phrases = tuple(map(Phrase, product(*choices)))
        return phrases[0] if len(phrases) == 1 else Or(phrases)

    def _printed_otherwise(self, key: str, printed: str) -> Iterator[str]:
        """Other spellings of a word that the archive holds."""
        names = self._spellings(Word(printed, key))
        for other in (*house_spellings(key), *names):
            if self.vocabulary().frequency(other):
                self.origins.setdefault(other, Origin(printed, "spelling"))
                yield other

    def _begun(self, key: str) -> Iterator[str]:
        """The archive's words that begin so, with the article too."""
        for beginning in self._beginnings(key):
            yield from self.vocabulary().with_prefix(beginning, MOST_SPELLINGS)

    # Names in other scripts, and spellings

    def _names(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Node]]:
        """(start, end, node) of names of the authorities in Latin or Kurdish letters."""
        if not (self.also and self.aliases and any(map(_is_foreign, words))):
            return
        known = authorities()
        for start, end, ids in names_in(known.foreign, words):
            typed = words[start:end]
            if any(map(_is_foreign, typed)):
                yield start, end, self._named(known, ids, typed)

    def _named(self, known: Authorities, ids: Iterable[int], typed: Sequence[Word]) -> Node:
        entities = [known.entities[pk] for pk in ids]
        names = tuple(dict.fromkeys(name for entity in entities for name in entity.arabic))
        printed = " ".join(word.printed for word in typed)
        self.substitutions.append(
            Substitution(printed, tuple(entity.name for entity in entities), "alias")
        )
        phrases = dict.fromkeys(Phrase(tuple(keys(name, told=True))) for name in names)
        for phrase in phrases:
            for key in phrase.keys:
                self.origins.setdefault(key, Origin(printed, "alias", entities[0].name))
        as_typed = tuple(word.key for word in typed)
        literal: Node = Phrase(as_typed) if len(as_typed) > 1 else Term(as_typed[0])
        return Or((literal, *phrases))

    def _other_names(self, words: Sequence[Word]) -> dict[int, tuple[Phrase, ...]]:
        """By the index of each word of a full Arabic name: the other names of who bears it."""
        if not (self.also and self.aliases):
            return {}
        known = authorities()
        others: dict[int, tuple[Phrase, ...]] = {}
        for start, end, ids in names_in(known.arabic, words):
            entity = known.entities[ids[0]]
            names = other_full_names(known, entity, words[start:end], self.vocabulary().stem)
            if not names:
                continue
            printed = " ".join(word.printed for word in words[start:end])
            self.substitutions.append(Substitution(printed, names, "alias"))
            phrases = {name: Phrase(tuple(keys(name, told=True))) for name in names}
            for name, phrase in phrases.items():
                for key in phrase.keys:
                    self.origins.setdefault(key, Origin(printed, "alias", name))
            others |= dict.fromkeys(range(start, end), tuple(phrases.values()))
        return others

    def _transliterated(self, word: Word) -> tuple[str, ...]:
        names = authorities().words if self.aliases else frozenset()
        forms = arabic_forms(word.printed, word.key, self.vocabulary(), names)
        for form in forms:
            self.origins.setdefault(form, Origin(word.printed, "transliteration"))
        if forms:
            self.substitutions.append(Substitution(word.printed, forms, "transliteration"))
        return forms

    def _spellings(self, word: Word) -> tuple[str, ...]:
        if not (self.also and self.aliases):
            return ()
        others = list(authorities().spellings.get(without_article(word.key), ()))
        if has_article(word.key):
            others = list(map(with_article, others))
        if others:
            stem = self.vocabulary().stem
            others = [other for other in others if stem(other) != stem(word.key)]
        for other in others:
            self.origins.setdefault(other, Origin(word.printed, "spelling"))
        return tuple(others)


def _together(words: Sequence[Node]) -> Node:
    """Each word near the next; all of them are evidence, the last by its nearness to the others."""
    pairs = (*pairwise(words), (words[-1], words[-2]))
    return And(tuple(Near(one, other, WITHIN_A_NAME) for one, other in pairs))


def _as_found(form: str) -> Term:
    return Term(form, exact=True)


def _is_foreign(word: Word) -> bool:
    return is_foreign(word.key, word.printed)


def _joined(words: Sequence[Word]) -> dict[int, tuple[int, str]]:
    """Where words begin that are also written as one: start -> (end, joined key)."""
    found: dict[int, tuple[int, str]] = {}
    last = 0
    typed = [word.key for word in words]
    for start, end, key in sorted((*compounds(typed), *grouped_numbers(typed))):
        if start >= last:
            found[start] = end, key
            last = end
    return found


def _named_month(name: MonthName, month: int) -> Node:
    """The name of a month; where it is also another word, beside what shows it to be one."""
    if len(name.words) > 1:
        return Phrase(name.words)
    if name.sure:
        return Term(name.words[0])
    beside: Node = Or(tuple(Term(word, exact=True) for word in words_beside(month)))
    return Near(Term(name.words[0], exact=True), beside, 1)


def _other_days(day: DayTyped) -> Iterator[Node]:
    for number in dict.fromkeys((str(day.day), f"{day.day:02}")):
        for name in names_of(day.month):
            yield Phrase((number, *name.words, day.year))
        for month in dict.fromkeys((str(day.month), f"{day.month:02}")):
            yield Phrase((number, month, day.year))
            yield Phrase((day.year, month, number))
        levant, *others = (name for name in names_of(day.month) if name.sure)
        for other in others:
            yield Phrase((number, *levant.words, *other.words, day.year))


def _without_latin_particles(words: Sequence[Word]) -> list[Word]:
    """Articles, prepositions and initials say nothing among other words in Latin letters."""
    told = [word for word in words if not _is_latin_particle(word.key)]
    return told if any(is_latin(word.key) for word in told) else list(words)


def _is_latin_particle(key: str) -> bool:
    return (
        key in LATIN_ARTICLES
        or key in english_function_words()
        or (len(key) == 1 and is_latin(key))
    )


def _without_function_words(items: Sequence[Item], required: Sequence[Item]) -> tuple[Item, ...]:
    """The items that say what is sought; all of them where nothing else is left."""
    named = in_a_name([item.printed if isinstance(item, Word) else "" for item in items])
    ends = (0, len(items) - 1)
    telling = tuple(
        item
        for at, item in enumerate(items)
        if at in named or not (_is_function_word(item) or (at in ends and _asks(item)))
    )
    return telling if telling or required else tuple(items)


def _is_function_word(item: Item) -> bool:
    return isinstance(item, Word) and not item.prefix and is_function_word(item.printed)


def _asks(item: Item) -> bool:
    """«وين» and «مين» stand in no article; inside a query they may be part of a name."""
    return isinstance(item, Word) and not item.prefix and asks_by_itself(item.printed)


def _printed(words: Iterable[Word]) -> str:
    return " ".join(word.printed for word in words)


def _count(item: Item) -> int:
    """How many words an item asks for; a choice of several asks for one."""
    match item:
        case Quoted():
            return len(item.keys)
        case And():
            return sum(map(_count, item.parts))
        case Field():
            return _count(item.item)
    return 1


def _all(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(nodes)


def _changed(expanded: ExpandedQuery, change: Callable[[Node], Node]) -> ExpandedQuery:
    """The same query with each of its nodes changed."""

    def changed(nodes: Iterable[Node]) -> tuple[Node, ...]:
        return tuple(dict.fromkeys(map(change, nodes)))

    return replace(
        expanded,
        clauses=changed(expanded.clauses),
        required=changed(expanded.required),
        excluded=changed(expanded.excluded),
        said=changed(expanded.said),
        asked={change(node): asked for node, asked in expanded.asked.items()},
    )


def _keeps_maqsura(node: Node) -> bool:
    """Whether a node has a word that only its final alef maqsura tells from another."""
    match node:
        case Term(key, also=also):
            return any(map(keeps_maqsura, (key, *also)))
        case Phrase(words):
            return any(map(keeps_maqsura, words))
        case Or(parts) | And(parts):
            return any(map(_keeps_maqsura, parts))
        case Synonyms(typed, others):
            return any(map(_keeps_maqsura, (typed, *others)))
        case Near(first, second):
            return _keeps_maqsura(first) or _keeps_maqsura(second)
    return False


def _in_an_older_index(node: Node) -> Node:
    """The same node for an index that has one key for alef maqsura and yeh."""
    match node:
        case Term(key, also=also):
            return replace(node, also=tuple(dict.fromkeys((*also, *map(fold, (key, *also))))))
        case Phrase(words):
            folded = tuple(map(fold, words))
            return node if folded == words else Or((node, replace(node, keys=folded)))
        case Or() | And():
            return replace(node, parts=tuple(map(_in_an_older_index, node.parts)))
        case Synonyms(typed, others):
            return Synonyms(_in_an_older_index(typed), tuple(map(_in_an_older_index, others)))
        case Near(first, second):
            return replace(node, first=_in_an_older_index(first), second=_in_an_older_index(second))
    return node


def _in_title(node: Node) -> Node:
    """The same node, looked for in titles alone."""
    match node:
        case Term() | Phrase() | Prefix():
            return replace(node, where="title")
        case Or() | And():
            return replace(node, parts=tuple(_in_title(part) for part in node.parts))
        case Synonyms(typed, others):
            return Synonyms(_in_title(typed), tuple(map(_in_title, others)))
        case Near():
            return replace(node, first=_in_title(node.first), second=_in_title(node.second))
