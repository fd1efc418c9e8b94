"""Whether what stands beside a name says that somebody else, or something else, is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.annotation.parts import Part
from archive.arabic.bearing import (
    is_called_after,
    is_common,
    is_definite,
    is_ministers,
    makes_a_body,
    says_for,
)
from archive.arabic.function_words import english_function_words
from archive.arabic.name_matching import KINSHIP, NameMatch, everyday_words, given_names
from archive.arabic.nationalities import (
    is_a_state,
    makes_a_region,
    may_describe,
    state_added,
    state_of,
    state_where,
)
from archive.arabic.particles import WRITTEN_ON, has_article, is_one_of, without_and
from archive.arabic.people import (
    goes_on_a_title,
    is_english_title,
    is_kin,
    is_title,
    looks_foreign,
    makes_a_first_name,
    opens_a_name,
    tells_generations,
)
from archive.arabic.tables import known_words
from archive.arabic.tokens import keys
from archive.models import Entity


class Namesakes:
    """What the authorities' names say of first names and states; build one for a run."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        people = [entity for entity in entities if entity.kind == Entity.Kind.PERSON]
        self._words_of_people = {
            entity.pk: frozenset(
                KINSHIP.get(word, word) for name in names_of(entity) for word in keys(name)
            )
            for entity in people
        }
        self._opening = {
            entity.pk: frozenset(
                words[0] for name in names_of(entity) if len(words := keys(name)) > 1
            )
            for entity in people
        }
        self._words_of_all_people = frozenset().union(*self._words_of_people.values())
        self._states = _states(entities)
        self._places = frozenset(e.pk for e in entities if e.kind == Entity.Kind.PLACE)
        self._first_names = (given_names() | _first_names(people)) - everyday_words()

    def is_person(self, entity: int) -> bool:
        return entity in self._words_of_people

    def first_names(self, person: int) -> frozenset[str]:
        """The words that open the names of somebody."""
        return self._opening.get(person, frozenset())

    @property
    def given_names(self) -> frozenset[str]:
        """First names, folded: those of the table and of people whom the authorities know."""
        return self._first_names

    def is_first_name(self, word: str) -> bool:
        return word in self._first_names or without_and(word) in self._first_names

    def is_somebody_else(
        self, part: Part, match: NameMatch, entities: Iterable[int], *, short: bool
    ) -> bool:
        """«علي الأعرجي», «عائلة بارزاني», «بوش الأب»: another than those who bear the name.

        `short` says that the name is a surname or the like; a full name keeps its bearer after
        «نجل» and after a title.
        """
        people = [entity for entity in entities if entity in self._words_of_people]
        if not people:
            return False
        after = part.words_after(match.end)
        if after and tells_generations(after[0]) and not self._is_of(after[0], people):
            return True
        before = part.words_before(match.start)
        if short and self._is_called_a_relative(part, match, before):
            return True
        if not before:
            return False
        return self._has_other_first_name(part, match, before, people, short=short)

    def _is_called_a_relative(self, part: Part, match: NameMatch, before: Sequence[str]) -> bool:
        """«عائلة بارزاني»; «فلان الأعرجي، شقيق المستشار»; «المهندس حسين» by trade."""
        if before and is_kin(before[0]):
            return True
        behind = part.word_after_comma(match.end)
        if behind is not None and is_kin(behind) and before:
            return True
        after = part.words_after(match.end)
        words = keys(match.name)
        return bool(after) and is_title(words[0]) and self.is_first_name(after[0])

    def _has_other_first_name(
        self, part: Part, match: NameMatch, before: list[str], people: list[int], *, short: bool
    ) -> bool:
        first = self._first_name(before[0])
        if short and opens_a_name(first) and part.words_after(match.end):
            following = keys(match.name)[0]
            if makes_a_first_name(first, following):  # «عبد الحكيم أورغي» is no الحكيم
                return True
        if self._is_of(first, people):
            return False
        if first in self._first_names or opens_a_name(first):
            return True
        second = before[1] if len(before) > 1 else None
        if second is not None and makes_a_first_name(second, first):
            return not self._is_of(second + first, people)
        if not short or has_article(first):
            return False
        if first.isascii():
            return _is_english_name(part, match, first)
        if second is not None and is_title(second) and not goes_on_a_title(first):
            return not is_title(first)
        return not has_article(part.text[match.start : match.end]) and looks_foreign(first)

    def _first_name(self, word: str) -> str:
        """A word without the particles before a known first name: «لهانتر»."""
        if word in self._first_names or word in everyday_words() or word in known_words():
            return word
        for place in (1, 2):
            if word[place - 1 : place] not in tuple(WRITTEN_ON):
                break
            if word[place:] in self._first_names:
                return word[place:]
        return word

    def _is_of(self, word: str, people: Iterable[int]) -> bool:
        word = KINSHIP.get(word, word)
        return any(
            word in self._words_of_people[person] or is_one_of(word, self._words_of_people[person])
            for person in people
        )

    def is_something_else(self, part: Part, match: NameMatch, entities: Sequence[int]) -> bool:
        """«مجلس النواب اللبناني» is not the Iraqi one, nor «أمريكا اللاتينية» the United States.

        Nor is «السعودية» after a noun the country, «شارع فلسطين» Palestine, or «منظمة الأمم
        المتحدة للطفولة» the United Nations.
        """
        if any(map(self.is_person, entities)):
            return False
        after = part.words_after(match.end)
        before = part.words_before(match.start)
        is_place = self._places.issuperset(entities)
        if is_place:
            if after and makes_a_region(after[0]):
                return True
            if before and (is_called_after(before[0]) or _is_adjective(match, before[0])):
                return True
        elif before and is_ministers(before[0]):
            return True
        if not is_place and after and says_for(after[0]) and _is_named_by_a_body(match, before):
            return True
        return bool(after) and self._is_of_another_state(match, after, entities)

    def _is_of_another_state(
        self, match: NameMatch, after: Sequence[str], entities: Sequence[int]
    ) -> bool:
        own = [self._states.get(entity) for entity in entities]
        said = {state for word in keys(match.name) if (state := state_of(word))}
        if said:
            # «القوات الأمريكية في اليابان» are not those in Iraq, but any may be «الجيش الأمريكي».
            elsewhere = state_where(after)
            return elsewhere is not None and all(
                states and states - said and elsewhere not in states for states in own
            )
        other = state_added(after, besides=self._words_of_all_people)
        return other is not None and all(states and other not in states for states in own)

    def states_left_open(self, match: NameMatch, entities: Iterable[int]) -> frozenset[str]:
        """The states of a body whose name is any state's: «البرلمان», «مجلس النواب»."""
        words = keys(match.name)
        if not words or not is_common(words[0]) or any(state_of(word) for word in words):
            return frozenset()
        states = (self._states.get(entity, frozenset()) for entity in entities)
        return frozenset(filter(is_a_state, frozenset().union(*states)))


def names_of(entity: Entity) -> Iterable[str]:
    yield from (name for name in (entity.name_ar, entity.name_en, entity.name_ku) if name)
    yield from (name.name for name in entity.names.all())


def _is_english_name(part: Part, match: NameMatch, first: str) -> bool:
    """Whether the word before a surname in Latin letters is printed like a first name."""
    place = part.place_before(match.start)
    if place is None or first in english_function_words() or is_english_title(first):
        return False
    return part.text[part.printed.starts[place]].isupper() and first.isalpha()


def _is_adjective(match: NameMatch, before: str) -> bool:
    """Whether a country's name is the adjective of the noun before it: «السلطات السعودية»."""
    words = keys(match.name)
    return len(words) == 1 and may_describe(words[0]) and is_definite(before)


def _is_named_by_a_body(match: NameMatch, before: Sequence[str]) -> bool:
    words = (*keys(match.name)[:1], *before[:1])
    return any(map(makes_a_body, words))


def _states(entities: Iterable[Entity]) -> dict[int, frozenset[str]]:
    """The states that the names of bodies and places speak of."""
    return {
        entity.pk: frozenset(
            state for name in names_of(entity) for word in keys(name) if (state := state_of(word))
        )
        for entity in entities
        if entity.kind != Entity.Kind.PERSON
    }


def _first_names(people: Iterable[Entity]) -> frozenset[str]:
    words = (keys(name)[:2] for person in people for name in (person.name_ar, person.name_en))
    return frozenset(pair[0] for pair in words if len(pair) == 2)
