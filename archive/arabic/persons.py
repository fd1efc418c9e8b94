"""Persons of the present tense: one verb, whoever is its subject («ينسحب», «ستنسحب»)."""

from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import ALEF, ARTICLE, NOON, SEEN, TEH, WAW, YEH
from archive.arabic.verbal_nouns import is_verbal_noun

THIRD = YEH + TEH  # what the third person opens with
PLURALS = (WAW + NOON, ALEF + NOON, WAW + ALEF)
SHORTEST = 3  # letters behind the first one


def other_persons(key: str) -> tuple[str, ...]:
    """What a folded verb of the third person is in the others, and in the future; else nothing.

    Only its letters are known: whether a form is a word of the archive, and no noun, is for the
    caller to ask of the words in `nouns_beside`.
    """
    verb = key[1:] if key[:1] == SEEN and key[1:2] in tuple(THIRD) else key
    if verb[:1] not in tuple(THIRD):
        return ()
    rest = _singular(verb[1:])
    if not _is_long_enough(rest) or any(map(_is_noun, (key, verb, YEH + rest, TEH + rest))):
        return ()
    forms = [person + rest for person in THIRD]
    forms += [YEH + rest + WAW + NOON]
    return tuple(form for verb in forms for form in (verb, SEEN + verb) if form != key)


def nouns_beside(key: str) -> tuple[str, ...]:
    """Words by which an archive shows that a form, or its sister, is a noun."""
    verb = key.removeprefix(SEEN)
    rest = _singular(verb[1:])
    return tuple(ARTICLE + person + rest for person in THIRD)


def _singular(rest: str) -> str:
    for ending in PLURALS:
        if rest.endswith(ending) and len(rest) - len(ending) >= SHORTEST:
            return rest.removesuffix(ending)
    return rest


def _is_long_enough(rest: str) -> bool:
    return len(rest) >= SHORTEST or rest in tables.words_by_kind("persons")["short"]


def _is_noun(form: str) -> bool:
    if form in tables.words_by_kind("persons")["noun"]:
        return True
    if form in tables.words_by_kind("given_names")["name"]:
        return True
    if form in tables.plurals() or form in _singulars():
        return True
    return form.startswith(TEH) and form[3:4] == YEH and is_verbal_noun(form)


@lru_cache(maxsize=1)
def _singulars() -> frozenset[str]:
    return frozenset(tables.plurals().values())
