"""Articles by the address at which their outlet published them, however it was copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from unicodedata import normalize
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django.db.models import Q

from archive.models import Article

LONGEST = 2_000  # letters, as an article's own
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_LABEL = re.compile(r"[\w-]+")  # of a host, between two dots
# What stands around a copied address: brackets, quotation marks, marks of direction.
_AROUND = "<>()[]\"'«»“”،؛.,\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\ufeff"
_HOSTS = ("", "www.", "m.", "mobile.")
_HOST = re.compile(r"(?:www|m|mobile)\.")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_KEPT = "/-._~!$&'()*+,;=:@"
# What campaigns, social networks and newsletters add. Compiled from their documentation.
TRACKING_STARTS = ("utm_", "at_", "ns_", "mc_", "pk_", "hsa_", "mtm_", "_hs")
_TRACKING = """
fbclid gclid gbraid wbraid dclid msclkid yclid twclid ttclid li_fat_id igsh igshid mibextid sfnsn
ref ref_src ref_url referrer cmp cmpid ocid smid smtyp xtor spm _ga _gl guccounter
__twitter_impression share shared feature
"""
TRACKING = frozenset(_TRACKING.split())


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a site: its address without what doesn't tell it from another."""

    host: str
    path: str
    asked: tuple[tuple[str, str], ...]


def page_at(text: str) -> Page | None:
    """The page that an address leads to; None for a text that isn't one address of a page."""
    text = text.strip().strip(_AROUND)
    if len(text) > LONGEST or not _is_an_address(text):
        return None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    host = _HOST.sub("", host.lower(), count=1) + (
        f":{port}" if port not in (None, 80, 443) else ""
    )
    path = normalize("NFC", unquote(parts.path)).rstrip("/")
    asked = sorted(pair for pair in parse_qsl(parts.query, True) if not _tracks(pair[0]))
    return Page(host, path, tuple(asked)) if path or asked else None


def _is_an_address(text: str) -> bool:
    """Whether it is a host with a top domain and a path behind it, and nothing else."""
    host, _, path = _SCHEME.sub("", text, count=1).partition("/")
    name, colon, port = host.partition(":")
    *labels, top = name.split(".")
    return (
        len(text.split()) == 1
        and bool(labels and path)
        and (not colon or port.isdecimal())
        and all(map(_LABEL.fullmatch, labels))
        and len(top) > 1
        and top.isalpha()
    )


def articles_at(page: Page) -> tuple[int, ...]:
    """The published articles (primary keys) that were taken from there."""
    near = Q(url__in=list(_spellings(page)))
    for address in _spellings(page):
        for mark in "?#":
            near |= Q(url__gt=address + mark, url__lt=address + chr(ord(mark) + 1))
    rows = Article.objects.published().filter(near).order_by("pk").values_list("pk", "url")
    return tuple(pk for pk, url in rows if page_at(url) == page)


def _spellings(page: Page) -> Iterator[str]:
    """The addresses of a page as they may be stored, without what follows a question mark."""
    escaped = quote(page.path, safe=_KEPT)
    small = _ESCAPE.sub(lambda match: match[0].lower(), escaped)
    paths = dict.fromkeys((page.path, escaped, small))
    for scheme, host, path, end in product(("https", "http"), _HOSTS, paths, ("", "/")):
        yield f"{scheme}://{host}{page.host}{path}{end}"


def _tracks(name: str) -> bool:
    name = name.lower()
    return name in TRACKING or name.startswith(TRACKING_STARTS)
