"""Articles by the address at which their outlet published them, however it was copied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from unicodedata import normalize
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django.db.models import Q

from archive.models import Article

LONGEST = 2_000  # letters, as an article's own
_SCHEME = re.compile(r"(?:view-source:)?(?:https?:)?//", re.IGNORECASE)
_LABEL = re.compile(r"[\w-]+")  # of a host, between two dots
_WRITTEN = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
# What stands around a copied address: brackets, quotation marks, marks of direction.
_AROUND = "<>()[]\"'«»“”،؛.,\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\ufeff"
_HOSTS = ("", "www.", "m.", "mobile.", "amp.")
_DEVICE = re.compile(r"ww(?:w|[0-9]|w[0-9])|m|mobile|amp|wap|3g")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_KEPT = "/-._~!$&'()*+,;=:@"
# The same page made for phones: a part of its path that says so.
_AMP_BEFORE, _AMP_BEHIND = "/amp", ("/amp", ".amp")
# Copies of pages under another host: in the path (archives of the web, AMP caches), or in the
# question (links that count who follows them). A few hosts leave the scheme out.
_CARRIED_BARE = re.compile(r"/(?:amp|c|v|i)/(?:s/)?(?=[\w-]+\.)")
_CACHES = re.compile(r"(?:google\.[a-z.]{2,6}|[\w-]+\.cdn\.ampproject\.org)")
_TRANSLATED = ".translate.goog"
# What campaigns, social networks and newsletters add. Compiled from their documentation.
TRACKING_STARTS = ("utm_", "at_", "ns_", "mc_", "pk_", "hsa_", "mtm_", "_hs", "_x_tr_")
_TRACKING = """
fbclid gclid gbraid wbraid dclid msclkid yclid twclid ttclid li_fat_id igsh igshid mibextid sfnsn
ref ref_src ref_url referrer cmp cmpid ocid smid smtyp xtor spm _ga _gl guccounter
__twitter_impression share shared feature nb amp
"""
TRACKING = frozenset(_TRACKING.split())


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a site: its address without what doesn't tell it from another."""

    host: str
    path: str
    asked: tuple[tuple[str, str], ...]


def pages_at(text: str) -> tuple[Page, ...]:
    """The page that an address leads to, alone or as the one address among words, and the page of
    which that is a copy; none for a text without an address."""
    text = stripped(text).replace("\\/", "/")
    if len(text) > LONGEST:
        return ()
    if len(text.split()) > 1:
        written = _WRITTEN.findall(text)
        text = stripped(written[0]) if len(written) == 1 else ""
    found = (page_at(text), page_at(_carried(text)))
    return tuple(page for page in found if page is not None)


def page_at(text: str) -> Page | None:
    """The page that an address leads to; None for a text that isn't one address of a page."""
    text = stripped(text)
    if len(text) > LONGEST or not _is_an_address(text):
        return None
    try:
        parts = urlsplit("https://" + _SCHEME.sub("", text, count=1))
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    path = _path(normalize("NFC", unquote(parts.path)))
    asked = sorted(pair for pair in parse_qsl(parts.query, True) if not _tracks(*pair))
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    return Page(host, path, tuple(asked)) if path or asked else None


def _host(written: str) -> str:
    """A host in letters, without the part that says for which device."""
    labels = written.lower().rstrip(".").split(".")
    while len(labels) > 2 and _DEVICE.fullmatch(labels[0]):
        del labels[0]
    host = ".".join(labels)
    if host.endswith(_TRANSLATED):
        name = host.removesuffix(_TRANSLATED).replace("--", "\0").replace("-", ".")
        return _host(name.replace("\0", "-"))
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return host


def _path(path: str) -> str:
    path = path.rstrip("/")
    for end in _AMP_BEHIND:
        path = path.removesuffix(end)
    return path.removeprefix(_AMP_BEFORE) if path.startswith(f"{_AMP_BEFORE}/") else path


def _carried(text: str) -> str:
    """The address of which another holds a copy, or to which it sends on; empty where neither."""
    try:
        parts = urlsplit(text if "://" in text[:8] else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    if written := _WRITTEN.search(parts.path):
        return f"{written[0]}?{parts.query}"
    bare = _CARRIED_BARE.match(parts.path)
    if bare and _CACHES.fullmatch(host.removeprefix("www.")):
        return parts.path[bare.end() :]
    held = (value for _, value in parse_qsl(parts.query) if _WRITTEN.fullmatch(value))
    return next(held, "")


def stripped(text: str) -> str:
    """What was copied without the marks around it."""
    return text.strip().strip(_AROUND).strip()


def _is_an_address(text: str) -> bool:
    """Whether it is a host with a top domain and a path behind it, and nothing else."""
    host, _, path = _SCHEME.sub("", text, count=1).partition("/")
    name, colon, port = host.partition(":")
    *labels, top = name.rstrip(".").split(".")
    return (
        len(text.split()) == 1
        and bool(labels and path)
        and (not colon or port.isdecimal())
        and all(map(_LABEL.fullmatch, labels))
        and len(top) > 1
        and (top.isalpha() or top.lower().startswith("xn--"))
    )


def articles_at(pages: Iterable[Page]) -> tuple[int, ...]:
    """The published articles (primary keys) that were taken from the first of these pages from
    which any was."""
    return next(filter(None, map(_taken_from, pages)), ())


def _taken_from(page: Page) -> tuple[int, ...]:
    amp = _AMP_BEFORE + page.path, *(page.path + end for end in _AMP_BEHIND)
    paths = (page.path, *(amp if page.path else ()))
    near = Q(url__in=[address for path in paths for address in _spellings(page.host, path)])
    for address in _spellings(page.host, page.path):
        for mark in "?#":
            near |= Q(url__gt=address + mark, url__lt=address + chr(ord(mark) + 1))
    rows = Article.objects.published().filter(near).order_by("pk").values_list("pk", "url")
    return tuple(pk for pk, url in rows if page_at(url) == page)


def _spellings(host: str, path: str) -> Iterator[str]:
    """The addresses of a page as they may be stored, without what follows a question mark."""
    escaped = quote(path, safe=_KEPT)
    small = _ESCAPE.sub(lambda match: match[0].lower(), escaped)
    paths = dict.fromkeys((path, escaped, small))
    hosts = dict.fromkeys((host, _ascii(host)))
    for scheme, device, name, each, end in product(
        ("https", "http"), _HOSTS, hosts, paths, ("", "/")
    ):
        yield f"{scheme}://{device}{name}{each}{end}"


def _ascii(host: str) -> str:
    """A host as it stands in addresses that hold nothing but ASCII."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def _tracks(name: str, value: str) -> bool:
    name = name.lower()
    return name in TRACKING or name.startswith(TRACKING_STARTS) or value.lower() == "amp"
