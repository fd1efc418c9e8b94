"""Share cards of passages: what each says, and the folder that keeps their pictures."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from archive.citing.card_image import ELLIPSIS, Card, draw_card
from archive.citing.references import PHRASES, UNDATED_AR, UNKNOWN_OUTLET_AR, name_in, one_line
from archive.dates.printed import arabic_date
from archive.models import Article, Passage, PassageSpan
from archive.reading.statements import Statement, chains_of, statements_of

MOST_KEPT = 2000  # pictures, about 35 kB each
DEMONSTRATION = "مادة تجريبية"
MOST_SPEAKERS = 2  # on one line
GUESS = " (القائل تقدير)"


def card_of(span: PassageSpan) -> Card:
    article = span.revision.article
    site = settings.ARCHIVE_NAME
    if article.is_demonstration:
        site = f"{site} · {DEMONSTRATION}"
    said = chains_of(statements_of(span))
    return Card(
        site=site,
        passage=for_a_picture(one_line(span.text)),
        speaker=_speaker(said),
        outlet=article.outlet.name_ar if article.outlet else UNKNOWN_OUTLET_AR,
        via="، ".join((_relayed_by(said) or _relayed(span))[:2]),
        date=_printed_date(article),
        address=_short_address(span.passage),
        number=f"المقطع {span.ordinal}",
    )


def for_a_picture(passage: str) -> str:
    """What a picture may have room for: letters of a word beyond sense are measured by nobody."""
    limits = settings.LIMITS
    words = passage[: limits.card_text + 1].split(" ")
    shown = " ".join(_cut(word, limits.card_word) for word in words)
    return shown if len(passage) <= limits.card_text else shown.rstrip(ELLIPSIS) + ELLIPSIS


def _cut(word: str, most: int) -> str:
    return word if len(word) <= most else word[:most] + ELLIPSIS


def _speaker(said: Sequence[Statement]) -> str:
    """Who speaks in the passage, with the office of that day; a guess says that it is one."""
    lines = []
    for statement in said[:MOST_SPEAKERS]:
        names = []
        for voice in statement.voices:
            office = voice.office.role_ar if voice.office else ""
            names.append("، ".join(filter(None, (name_in(voice, "ar"), office))))
        lines.append(" و".join(names) + (GUESS if statement.guess else ""))
    return one_line("؛ ".join(lines))


def _relayed_by(said: Sequence[Statement]) -> list[str]:
    """The chains between speaker and page, of each its links, the nearest to the page first."""
    chains = (
        PHRASES["ar"].further.join(
            relay.source.name_ar if relay.source else one_line(relay.printed)
            for relay in reversed(statement.relays)
        )
        for statement in said
    )
    return list(dict.fromkeys(filter(None, chains)))


def _relayed(span: PassageSpan) -> list[str]:
    """Names of the sources that the passage relays, in the order in which it names them."""
    citations = span.revision.citations.shown().filter(passage=span.passage)
    names = [
        citation.source.name_ar
        for citation in citations.select_related("source").order_by("start")
        if citation.source_id != span.revision.article.outlet_id
    ]
    return list(dict.fromkeys(names))


def _printed_date(article: Article) -> str:
    date = arabic_date(article)
    if not date:
        return UNDATED_AR
    return f"[{date}، تاريخ مستنتج]" if article.basis == Article.Basis.INFERRED else date


def _short_address(passage: Passage) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("archive:passage", args=[passage.public_id])
    return (settings.SITE_URL.partition("://")[2] + path).rstrip("/")


def kept_card(passage: Passage, content: Card) -> Path:
    """The file of a public card; drawn when its words, or the drawing, are new."""
    path = settings.ARCHIVE_CACHE / "cards" / f"{passage.public_id}-{content.key[:32]}.png"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, draw_card(content))
        _forget_oldest(path.parent)
    return path


def _write_whole(path: Path, content: bytes) -> None:
    """Readers see the whole file or none."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _forget_oldest(folder: Path) -> None:
    pictures = [(_drawn_at(path), path) for path in folder.iterdir()]
    for _, path in sorted(pictures, reverse=True)[MOST_KEPT:]:
        path.unlink(missing_ok=True)


def _drawn_at(picture: Path) -> float:
    """In seconds of the clock; long ago for one that another process has just taken away."""
    try:
        return picture.stat().st_mtime
    except FileNotFoundError:
        return 0.0
