"""Search from the command line: the same call that the results page makes."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from archive.models import Article
from archive.printable import json_line, one_line
from search.engines.plan import Facets, Hit
from search.errors import IndexUnavailable
from search.forms import SearchForm
from search.queries import RESULTS_PER_PAGE, Found, Query, find

MOST_HITS = 10_000  # of one answer
LISTS = ("outlet", "actor", "place", "speaker", "kind", "via")
SWITCHES = ("undated", "exact")


class RequestError(Exception):
    """A question that can't be asked; the text says what is wrong, in Arabic and English."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question: a query, which of its hits, and what to say about them."""

    query: Query
    identity: object = None
    offset: int = 0
    limit: int = RESULTS_PER_PAGE
    facets: bool = True
    aliases: bool = True


class Command(BaseCommand):
    requires_system_checks = ()  # serves no pages: need not look at them
    help = "يبحث في الأرشيف كما تبحث صفحة النتائج. Searches as the results page does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", nargs="?", default="", help="كلمات البحث. The words.")
        for name in LISTS:
            parser.add_argument(f"--{name}", action="append", default=[], metavar="SLUG")
        parser.add_argument("--from", dest="from", default="", metavar="DATE")
        parser.add_argument("--to", default="", metavar="DATE")
        parser.add_argument("--undated", action="store_true")
        parser.add_argument(
            "--in",
            choices=("title", "said"),
            help="في العناوين أو في الأقوال وحدها. In headlines or in statements alone.",
        )
        parser.add_argument("--exact", action="store_true", help="الإملاء كما هو. As spelt.")
        parser.add_argument(
            "--sort", default="relevance", choices=("relevance", "newest", "oldest")
        )
        parser.add_argument("--limit", type=int, default=RESULTS_PER_PAGE)
        parser.add_argument("--offset", type=int, default=0)
        parser.add_argument("--json", action="store_true", help="سطر JSON. One JSON object.")
        parser.add_argument(
            "--batch",
            metavar="FILE",
            help="أسئلة JSON، واحد في السطر؛ - للدخل القياسي. One JSON question a line; - for "
            "standard input.",
        )
        parser.add_argument(
            "--no-also",
            action="store_true",
            help="بلا مقابل عربي للأسماء الأجنبية. No Arabic names for foreign ones.",
        )
        parser.add_argument(
            "--no-aliases",
            action="store_true",
            help="دون أسماء الجهات المعروفة، للقياس. Without the names of the authorities, for "
            "measuring.",
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            refused = self._answer_batch(options) if options["batch"] else self._answer_one(options)
        except IndexUnavailable as error:
            raise CommandError(str(error), returncode=2) from error
        if refused:
            sys.exit(1)

    def _answer_one(self, options: dict[str, Any]) -> bool:
        try:
            request = read_request({**options, "q": options["query"]}, options)
        except RequestError as error:
            raise CommandError(str(error), returncode=2) from error
        started = time.process_time()
        found = ask(request)
        if options["json"]:
            self.stdout.write(_line(report(request, found, started)))
        else:
            self._print(request, found)
        return False

    def _answer_batch(self, options: dict[str, Any]) -> bool:
        """Answer every line; those that can't be asked are answered with an error."""
        refused = False
        with _opened(options["batch"]) as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                asked: dict[str, Any] = {}
                try:
                    asked = _object(line)
                    request = read_request(asked, options)
                except RequestError as error:
                    refused = True
                    refusal = {"id": asked.get("id"), "line": number, "error": str(error)}
                    self.stdout.write(_line(refusal))
                    continue
                started = time.process_time()
                self.stdout.write(_line(report(request, ask(request), started)))
        return refused

    def _print(self, request: Request, found: Found) -> None:
        self.stdout.write(f"{found.total} مقالاً بكل الكلمات، {found.total_most} بمعظمها")
        if found.correction:
            words = one_line(found.correction.words)
            self.stdout.write(f"هل تقصد: {words} ({found.correction.count})")
        for result in found.results(found.hits(request.offset, request.offset + request.limit)):
            article = result.article
            title, date = one_line(article.title), article.published_on
            self.stdout.write(f"\n{title}\n  {article.public_id}  {date}")
            for snippet in result.snippets:
                text = "".join(f"[{r.text}]" if r.marked else r.text for r in snippet.runs)
                self.stdout.write(f"  {snippet.ordinal}. {one_line(text)}")


def _opened(name: str) -> TextIO:
    if name == "-":
        return sys.stdin
    try:
        return Path(name).open(encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"لا يُقرأ الملف {name}. The file {name} can't be read: {error.strerror}.", returncode=2
        ) from error


def _object(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise RequestError(f"السطر ليس JSON. The line is not JSON: {error}.") from error
    if not isinstance(asked, dict):
        raise RequestError("السطر ليس كائن JSON. The line is not a JSON object.")
    return asked


def read_request(asked: Mapping[str, Any], options: Mapping[str, Any]) -> Request:
    """A question from JSON or from the command's options, checked as the page's form checks it.

    Raises RequestError.
    """
    data = _form_data(asked, options)
    form = SearchForm(data)
    if not form.is_valid():
        raise RequestError(" ".join(_faults(data, language) for language in ("ar", "en")))
    return Request(
        query=form.to_query(),
        identity=asked.get("id"),
        offset=_number(asked, "offset", 0),
        limit=min(_number(asked, "limit", RESULTS_PER_PAGE), MOST_HITS),
        facets=bool(asked.get("facets", True)),
        aliases=not options["no_aliases"],
    )


def _faults(data: MultiValueDict[str, str], language: str) -> str:
    """What could not be read, in one language."""
    with translation.override(language):
        return " ".join(SearchForm(data).messages())


def _form_data(asked: Mapping[str, Any], options: Mapping[str, Any]) -> MultiValueDict[str, str]:
    data: MultiValueDict[str, str] = MultiValueDict()
    for name in ("q", "from", "to", "in", "sort"):
        if asked.get(name):
            data[name] = str(asked[name])
    for name in LISTS:
        data.setlist(name, _listed(asked.get(name)))
    for name in SWITCHES:
        data[name] = "1" if asked.get(name) else ""
    data["each"] = "1"
    data["also"] = "0" if options["no_also"] else "1"
    return data


def _listed(value: object) -> list[str]:
    """A list of slugs, or one slug."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [str(value)] if value else []


def _number(asked: Mapping[str, Any], name: str, default: int) -> int:
    value = asked.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RequestError(f"{name}: عدد صحيح من صفر فأكثر. {name}: a whole number from zero.")
    return value


def ask(request: Request) -> Found:
    return find(
        request.query,
        offset=request.offset,
        limit=request.limit,
        facets=request.facets,
        aliases=request.aliases,
    )


def report(request: Request, found: Found, started: float) -> dict[str, object]:
    """The answer as one object; `cpu_ms` is the CPU time since `started` (process time)."""
    hits = list(_hits(found.hits(request.offset, request.offset + request.limit)))
    correction = found.correction
    answer: dict[str, object] = {
        "id": request.identity,
        "total": found.total,
        "total_most": found.total_most,
        "hits": hits,
        "facets": _facets(found.facets) if found.facets else None,
        "suggestion": correction.words if correction else None,
    }
    answer["cpu_ms"] = round((time.process_time() - started) * 1000, 3)
    return answer


def _hits(hits: Iterable[Hit]) -> Iterator[dict[str, object]]:
    """Hits that readers may see, with the ids by which other programs know them."""
    wanted = list(hits)
    rows = Article.objects.visible_to(AnonymousUser()).filter(
        pk__in=[hit.article for hit in wanted]
    )
    known = {
        pk: (public, record)
        for pk, public, record in rows.values_list("pk", "public_id", "record_id")
    }
    for hit in wanted:
        if hit.article in known:
            public_id, record_id = known[hit.article]
            yield {
                "article": public_id,
                "id": record_id,
                "score": round(hit.score, 4),
                "all_words": hit.all_words,
            }


def _facets(facets: Facets) -> dict[str, object]:
    return {
        "outlet": facets.outlets,
        "actor": facets.actors,
        "place": facets.places,
        "speaker": facets.speakers,
        "kind": facets.kinds,
        "via": facets.vias,
        "month": facets.months,
        "year": facets.years,
        "undated": facets.undated,
    }


def _line(answer: dict[str, object]) -> str:
    return json_line(answer)
