"""The chain of outlets between a page and a speaker, nearest to the page first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.annotation.sayings import Saying
from archive.annotation.sentences import PassageText
from archive.annotation.speakers import Named, Speakers
from archive.annotation.subjects import Finder
from archive.annotation.verbs import verb_at
from archive.arabic.speech import is_any, is_definite, is_noun, is_to, words_of

LONGEST_UNNAMED = 4  # words of «وسائل إعلام كردية محلية»


@dataclass(frozen=True, slots=True)
class Relay:
    """An outlet between the speaker and the page; `named` is None for «وسائل إعلام كردية»."""

    start: int
    end: int
    named: Named | None = None

    @property
    def thing(self) -> Any:
        return self.named.thing if self.named is not None else None


class Chains:
    """Finds the outlets that sentences relay; one for an article."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def of(
        self,
        passage: PassageText,
        sentence: range,
        saying: Saying,
        speakers: Speakers,
        apart: Sequence[range] = (),
    ) -> tuple[Relay, ...]:
        """The outlets that a sentence relays the words from; one that speaks comes last.

        `apart` are the words of reports beside this one, whose outlets are theirs alone.
        """
        inside = saying.content.pieces
        others = {index for words in apart for index in words}
        spoken = {one.start for one in speakers}
        found: list[Relay] = []
        for index in sentence[:200]:
            word = passage.words[index]
            if (
                (word.quote is not None and not self._names_outlet(index))
                or index in others
                or any(first <= word.start < last for first, last in inside)
            ):
                continue
            relay = self._at(passage, sentence, index)
            if relay is not None and relay.start not in spoken and word.start not in spoken:
                found.append(relay)
        own = [
            Relay(one.start, one.end, one.named)
            for one in speakers
            if one.kind == "outlet" and one.named is not None and saying.content.kind != "none"
        ]
        return tuple(_each_once([*found, *own]))

    def _names_outlet(self, index: int) -> bool:
        """«لـ«الشرق الأوسط»»: an outlet's name stands in marks."""
        name = self._finder.name_at(index)
        return name is not None and name.kind == "outlet"

    def _at(self, passage: PassageText, sentence: range, index: int) -> Relay | None:
        key = passage.words[index].key
        name = self._finder.name_at(index)
        if name is not None and name.kind == "outlet":
            relayed = self._is_relayed(passage, sentence, index, name)
            return Relay(name.start, name.end, name) if relayed else None
        if is_noun("kind", key) and self._describes_outlet(passage, sentence, index):
            outlet = self._finder.outlet_described(key)
            if outlet is not None:
                return Relay(passage.words[index].start, passage.words[index].end, outlet)
        if self._is_unnamed(passage, sentence, index):
            return self._unnamed(passage, index, sentence)
        return None

    def _is_relayed(self, passage: PassageText, sentence: range, index: int, name: Named) -> bool:
        """Whether words around an outlet's name say that it was told, or tells, what is said."""
        near = range(max(sentence.start, index - 3), index)
        if any(is_any("received_by", passage.words[at].key) for at in near):
            return False  # «في تقرير ترجمته …», «في بيان ورد لوكالة …»
        if self._finder.is_told(name):
            return True
        if passage.text[name.end : name.end + 1] == ":":
            return True
        before = range(max(sentence.start, index - 4), index)
        if any(self._is_about_print(at) for at in before):
            return False
        if index > sentence.start and is_to(passage.words[index - 1].key):
            return True  # «لـ«الشرق الأوسط»»
        own = is_noun("kind", passage.words[index].key)  # «قناة الشرقية» is a name too
        return own or any(self._is_relaying(passage, at) for at in before)

    def _is_about_print(self, at: int) -> bool:
        """«رداً على ما نشرته الصحيفة»: of what it printed, not through it."""
        key = self._finder.key
        return is_any("on_what", key(at)) and key(at + 1) in words_of("what_is_printed")

    def _is_relaying(self, passage: PassageText, at: int) -> bool:
        key = passage.words[at].key
        return (
            any(is_any(kind, key) for kind in ("according", "relay", "to", "about_whom"))
            or is_noun("kind", key)
            or verb_at(passage, at) is not None
        )

    def _describes_outlet(self, passage: PassageText, sentence: range, index: int) -> bool:
        following = self._finder.name_at(index + 1)
        if not is_definite(passage.words[index].key):
            return False
        if following is not None and following.kind == "outlet":
            return False
        before, earlier = (self._finder.key(index - step) for step in (1, 2))
        if is_noun("written", before) and is_any("about", earlier):
            return False
        return not any(
            is_any("could_not", passage.words[at].key)
            for at in range(max(sentence.start, index - 3), index)
        )

    def _is_unnamed(self, passage: PassageText, sentence: range, index: int) -> bool:
        before = passage.words[index - 1].key if index > sentence.start else ""
        named = self._finder.name_at(index + 1)
        if named is not None and named.kind == "outlet":
            return False
        return passage.words[index].key in words_of("media") and (
            is_any("about_whom", before) or is_any("according", before)
        )

    def _unnamed(self, passage: PassageText, index: int, sentence: range) -> Relay:
        last = index + 1
        while (
            last < sentence.stop
            and last - index < LONGEST_UNNAMED
            and not is_any("adverb", passage.words[last].key)
            and not self._finder.pauses_before(last)
            and self._finder.name_at(last) is None
            and passage.words[last].key not in words_of("said")
        ):
            last += 1
        return Relay(passage.words[index].start, passage.words[last - 1].end)


def _each_once(relays: Sequence[Relay]) -> Iterator[Relay]:
    seen = set()
    for one in relays:
        key = one.named.thing if one.named is not None else (one.start, one.end)
        if key not in seen:
            seen.add(key)
            yield one
