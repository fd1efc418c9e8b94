"""How a passage or an article is cited: as text, RIS and BibTeX.

Every citation names the revision it was made from, so that its address shows for ever the words
that were cited. What the archive does not know is said («د.ت.», n.d.), never made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from archive import printable
from archive.arabic.letters import is_arabic
from archive.dates.printed import arabic_date, english_date
from archive.languages import direction
from archive.models import Article, Entity, Passage, PassageSpan, Revision, Source
from archive.reading.statements import Statement, Voice, chains_of, statements_of

UNKNOWN_OUTLET_AR = "ناشر غير معلوم"
UNKNOWN_OUTLET_EN = "outlet unknown"
UNDATED_AR = "د.ت."
UNDATED_EN = "n.d."
HASH_PREFIX = 8  # hexadecimal digits
MOST_CHAINS = 3  # that a citation names


class Phrases(NamedTuple):
    """What stands between the names of a chain; `further` before its second link and on."""

    comma: str
    and_: str
    jointly: str
    on_behalf: str
    via: str
    further: str
    guess: str


PHRASES = {
    "ar": Phrases(
        comma="، ",
        and_=" و",
        jointly=" معاً",
        on_behalf=" باسم ",
        via="، نقلاً عن ",
        further="، عن ",
        guess=" (القائل تقدير لم يُراجَع)",
    ),
    "en": Phrases(
        comma=", ",
        and_=" and ",
        jointly=" jointly",
        on_behalf=" on behalf of ",
        via=", via ",
        further=", via ",
        guess=" (speaker not reviewed)",
    ),
}


@dataclass(frozen=True)
class TextRun:
    """A stretch of a citation and, where it differs from its surroundings, its language."""

    text: str
    language: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language) if self.language else ""


@dataclass(frozen=True)
class Reference:
    """A citation as readable text: plain as a string, or run by run for a page."""

    runs: tuple[TextRun, ...]

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)

    def __iter__(self) -> Iterator[TextRun]:
        return iter(self.runs)


@dataclass(frozen=True)
class Citable:
    """An article in one of its revisions, or a passage of it."""

    article: Article
    revision: Revision
    passage: Passage | None = None
    ordinal: int | None = None
    sha256: str = ""
    said: tuple[Statement, ...] = ()  # one of each chain in the passage

    @classmethod
    def from_revision(cls, revision: Revision) -> Citable:
        """The hash is left out where a passage is withheld, whose words could be guessed by it."""
        whole = Revision.objects.whole().filter(pk=revision.pk).exists()
        return cls(revision.article, revision, sha256=revision.text_sha256 if whole else "")

    @classmethod
    def from_span(cls, span: PassageSpan, said: Sequence[Statement] | None = None) -> Citable:
        """The passage with who speaks in it; `said`, where the caller has read it already."""
        if said is None:
            said = chains_of(statements_of(span))
        return cls(
            span.revision.article,
            span.revision,
            span.passage,
            span.ordinal,
            span.sha256,
            tuple(said),
        )

    @property
    def identifier(self) -> str:
        """Names the cited thing and its revision: `9f3k4bcdfg-r2`."""
        cited = self.passage or self.article
        return f"{cited.public_id}-r{self.revision.shown_number}"

    @property
    def address(self) -> str:
        """The full address of the cited wording, the same in every language."""
        name = "archive:passage_revision" if self.passage else "archive:revision"
        cited = self.passage or self.article
        with translation.override(settings.LANGUAGE_CODE):
            path = reverse(name, args=[cited.public_id, self.revision.shown_number])
        return settings.SITE_URL + path

    @property
    def hash_prefix(self) -> str:
        """So much of the SHA-256 of the cited words that a reader can compare it."""
        return self.sha256[:HASH_PREFIX]

    @property
    def outlet_ar(self) -> str:
        return one_line(self.article.outlet.name_ar) if self.article.outlet else UNKNOWN_OUTLET_AR

    def arabic(self) -> Reference:
        """As Arabic newsrooms cite: the title in «», byline, outlet, date; passage and address."""
        date = arabic_date(self.article) or UNDATED_AR
        parts = [*self._chains("ar"), self._title("«", "»")]
        if self.article.byline:
            parts.append((TextRun(one_line(self.article.byline)),))
        parts += [(TextRun(self.outlet_ar),), (TextRun(self._bracketed(date)),)]
        within = f"الصيغة {self.revision.shown_number}، {settings.ARCHIVE_NAME}: "
        if self.ordinal:
            within = f"المقطع {self.ordinal} من {within}"
        stop = " " if date == UNDATED_AR else ". "
        return _reference(
            *_joined(parts, "، "),
            TextRun(f"{stop}{within}"),
            TextRun(self.address, language="en"),
            *self._hash_runs(),
        )

    def chicago(self) -> Reference:
        """As the Chicago Manual of Style, 17th edition, cites news online (14.191, 14.207).

        The title stays in the language of the article.
        """
        language = self.article.language
        runs: list[TextRun] = []
        for chain in self._chains("en"):
            runs += [*chain, TextRun(". ")]
        if byline := one_line(self.article.byline):
            runs += [
                TextRun(byline, language=language),
                TextRun("" if byline.endswith(".") else "."),
            ]
            runs.append(TextRun(" "))
        title = one_line(self.revision.title)
        runs += [TextRun("“"), TextRun(title, language=language)]
        runs.append(TextRun("” " if title[-1:] in ".?!؟…" else ".” "))
        date = english_date(self.article) or UNDATED_EN
        runs += [self._outlet_in_english(), TextRun(f", {self._bracketed(date)}")]
        within = f"revision {self.revision.shown_number}"
        if self.ordinal:
            within = f"passage {self.ordinal}, {within}"
        stop = " " if date == UNDATED_EN else ". "
        runs.append(TextRun(f"{stop}{settings.ARCHIVE_NAME_EN}, {within}. "))
        digest = f" (SHA-256 {self.hash_prefix})" if self.sha256 else ""
        runs.append(TextRun(f"{self.address}{digest}."))
        return _reference(*runs)

    def link(self, address: str, language: str) -> str:
        """An address to be copied, behind whoever speaks there: «فلان، الناطق باسم …: https://…»."""
        chains = [str(_reference(*chain)) for chain in self._chains(language)]
        mark = "؛ " if language == "ar" else "; "
        return f"{mark.join(chains)}: {address}" if chains else address

    def references(self) -> list[tuple[str, Reference]]:
        """The ways of citing that pages offer, each with its language."""
        return [("ar", self.arabic()), ("en", self.chicago())]

    def _hash_runs(self) -> tuple[TextRun, ...]:
        if not self.sha256:
            return ()
        return TextRun(" (بصمة "), TextRun(self.hash_prefix, language="en"), TextRun(")")

    def _title(self, opening: str, closing: str) -> tuple[TextRun, ...]:
        title = one_line(self.revision.title)
        if self.article.language == "ar":
            return (TextRun(f"{opening}{title}{closing}"),)
        return (TextRun(opening), TextRun(title, language=self.article.language), TextRun(closing))

    def _outlet_in_english(self) -> TextRun:
        outlet = self.article.outlet
        if outlet is None:
            return TextRun(f"[{UNKNOWN_OUTLET_EN}]")
        if outlet.name_en:
            return TextRun(one_line(outlet.name_en))
        return TextRun(one_line(outlet.name_ar), language="ar")

    def _bracketed(self, date: str) -> str:
        """An inferred date stands in square brackets, as in any library."""
        return f"[{date}]" if self.article.basis == Article.Basis.INFERRED else date

    def _chains(self, language: str) -> list[tuple[TextRun, ...]]:
        """Who speaks in the passage and through whom, a phrase a chain; a guess says it is one."""
        return [chain_in_words(statement, language) for statement in self.said[:MOST_CHAINS]]

    def _speakers(self) -> list[str]:
        """Names of those who speak in the passage, each once."""
        voices = (voice for statement in self.said for voice in statement.voices)
        return list(dict.fromkeys(name_in(voice, "ar") for voice in voices))

    @property
    def note(self) -> str:
        """What the formats for programs have no field for."""
        note = f"{settings.ARCHIVE_NAME}، "
        if self.ordinal:
            note += f"المقطع {self.ordinal} من "
        note += f"الصيغة {self.revision.shown_number}"
        if self.sha256:
            note += f"، بصمة {self.hash_prefix}"
        for chain in self._chains("ar"):
            note += f"، القائل: {_reference(*chain)}"
        if self.article.basis == Article.Basis.INFERRED:
            note += "، تاريخ النشر مستنتج"
        if self.article.outlet is None:
            note += f"، {UNKNOWN_OUTLET_AR}"
        return note

    def ris(self) -> str:
        """One RIS record; lines end in CRLF, as its readers expect."""
        date = self.article.published_on
        fields = [
            ("TY", "NEWS"),
            ("AU", self.article.byline),
            *(("KW", name) for name in self._speakers()),
            ("TI", self.revision.title),
            ("T2", self.article.outlet.name_ar if self.article.outlet else ""),
            ("PY", date[:4] or UNDATED_EN),
            ("DA", _slashed(date)),
            ("LA", self.article.language),
            ("DB", settings.ARCHIVE_NAME),
            ("AN", self.identifier),
            ("N1", self.note),
            ("UR", self.address),
        ]
        lines = [f"{tag}  - {value}" for tag, raw in fields if (value := one_line(raw))]
        return "\r\n".join([*lines, "ER  - ", ""])

    def bibtex(self) -> str:
        """One BibTeX entry in UTF-8; what LaTeX would act on is escaped."""
        year, month, day = (*self.article.published_on.split("-"), "", "", "")[:3]
        fields = [
            # Inner braces keep a newsroom's byline whole: it is not «last name, first name».
            ("author", _in_braces(self.article.byline)),
            ("title", _in_braces(self.revision.title)),
            (
                "howpublished",
                escape_latex(self.article.outlet.name_ar) if self.article.outlet else "",
            ),
            ("year", year or UNDATED_EN),
            ("month", str(int(month)) if month else ""),
            ("day", str(int(day)) if day else ""),
            ("language", escape_latex(self.article.language)),
            ("note", escape_latex(self.note)),
            ("url", self.address),
        ]
        lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
        return "\n".join([f"@misc{{{self.identifier},", *lines, "}", ""])


def chain_in_words(statement: Statement, language: str) -> tuple[TextRun, ...]:
    """«سالم الراوي، الناطق باسم القيادة، نقلاً عن مجلة كذا (القائل تقدير لم يُراجَع)»."""
    words = PHRASES[language]
    runs: list[TextRun] = []
    for number, voice in enumerate(statement.voices):
        runs += [TextRun(words.and_ if number else ""), _named(name_in(voice, language), language)]
        if voice.office:
            office = (voice.office.role_en if language == "en" else "") or voice.office.role_ar
            runs += [TextRun(words.comma), _named(office, language)]
    if statement.is_joint:
        runs.append(TextRun(words.jointly))
    if statement.on_behalf_of:
        runs += [TextRun(words.on_behalf), _named(statement.on_behalf_of, language)]
    for number, relay in enumerate(reversed(statement.relays)):
        name = _own_name(relay.source, language) if relay.source else relay.printed
        runs += [TextRun(words.further if number else words.via), _named(name, language)]
    if statement.guess:
        runs.append(TextRun(words.guess))
    return tuple(run for run in runs if run.text)


def _named(name: str, language: str) -> TextRun:
    """A name on its own; Arabic ones stand apart in an English citation."""
    name = one_line(name)
    is_foreign = language == "en" and any(map(is_arabic, name))
    return TextRun(name, language="ar" if is_foreign else "")


def _own_name(thing: Source | Entity, language: str) -> str:
    return (thing.name_en if language == "en" else "") or thing.name_ar


def name_in(voice: Voice, language: str) -> str:
    """The name of somebody who speaks: in the language where it is known, else as printed."""
    if voice.thing is None:
        return voice.printed
    return _own_name(voice.thing, language)


def one_line(text: str) -> str:
    """The text without line breaks, which would start a new field.

    Control characters stored before they were refused are shown; no direction that a title
    leaves open reaches what follows it.
    """
    spaced = " ".join(re.sub(r"[\s\x85\u2028\u2029]", " ", text).split())
    return printable.without_controls(printable.closed(spaced))


LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "#$%&_"},
}


def escape_latex(text: str) -> str:
    return "".join(LATEX.get(letter, letter) for letter in one_line(text))


def _in_braces(text: str) -> str:
    escaped = escape_latex(text)
    return f"{{{escaped}}}" if escaped else ""


def _slashed(date: str) -> str:
    """RIS keeps the slashes of month and day: `2021/11/22`, `2021/11/`, `2021//`."""
    if not date:
        return ""
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"{year}/{month}/{day}"


def _joined(parts: list[tuple[TextRun, ...]], comma: str) -> Iterator[TextRun]:
    for number, part in enumerate(parts):
        if number:
            yield TextRun(comma)
        yield from part


def _reference(*runs: TextRun) -> Reference:
    """Runs of one language put together, empty ones left out."""
    merged: list[TextRun] = []
    for run in runs:
        if merged and merged[-1].language == run.language:
            merged[-1] = TextRun(merged[-1].text + run.text, run.language)
        elif run.text:
            merged.append(run)
    return Reference(tuple(merged))
