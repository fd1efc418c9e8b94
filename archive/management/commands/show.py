"""Show articles as the archive keeps them."""

from typing import Any

from django.core.management import CommandError, CommandParser

from archive.management.command import ArchiveCommand
from archive.models import Article, PassageSpan, Revision
from archive.printable import json_line, lines, one_line

HEADINGS = {PassageSpan.Kind.SUBHEADING: "## "}


class Command(ArchiveCommand):
    help = (
        "Show articles, drafts and withdrawn ones too: what is known of each, its passages, and "
        "those that left with an edit. ARTICLE is the id in the article's address. "
        "Exit: 0 all shown, 1 some not found."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("articles", nargs="+", metavar="ARTICLE")
        parser.add_argument(
            "--revision", type=int, metavar="N", help="as it stood in revision N, not the current"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object an article")

    def handle(
        self, *, articles: list[str], revision: int | None, json: bool, **options: object
    ) -> None:
        missing = []
        for public_id in articles:
            found = _revision(public_id, revision)
            if found is None:
                missing.append(public_id)
                continue
            shown = as_json(found)
            self.stdout.write(_dump(shown) if json else _as_text(shown))
        if missing:
            lacking = ", ".join(missing)
            raise CommandError(
                f"لا مقال، أو لا نسخة بهذا الرقم: {lacking}. "
                f"No such article, or no such revision of it: {lacking}.",
                returncode=1,
            )


def _revision(public_id: str, number: int | None) -> Revision | None:
    article = Article.objects.filter(public_id=public_id).with_card_details().first()
    if article is None or number is None:
        return article.current_revision if article else None
    revisions = article.revisions.filter(public_number=number)
    return revisions.first() or article.revisions.filter(number=number, public_number=None).first()


def as_json(revision: Revision) -> dict[str, Any]:
    """What is known of an article, with the passages of one revision."""
    article = revision.article
    return {
        "article": article.public_id,
        "id": article.record_id,
        "title": revision.title,
        "outlet": article.outlet.slug if article.outlet else None,
        "published_on": article.published_on or None,
        "precision": article.precision,
        "status": article.status,
        "revision": _called(revision),
        "sha256": revision.sha256,
        "passages": [
            {"id": span.passage.public_id, "kind": span.kind, "text": span.text}
            for span in revision.spans.select_related("passage").order_by("ordinal")
        ],
        "gone": _gone(revision),
    }


def _gone(revision: Revision) -> list[dict[str, Any]]:
    """Passages that stood in an earlier revision and not in this one, with their last wording."""
    earlier = PassageSpan.objects.filter(
        revision__article=revision.article_id, revision__number__lt=revision.number
    ).exclude(passage__in=revision.spans.values("passage"))
    if revision.public_number is not None:
        earlier = earlier.filter(revision__public_number__isnull=False)
    last: dict[int, PassageSpan] = {}
    ordered = earlier.select_related("passage").prefetch_related("revision")
    for span in ordered.order_by("revision__number", "ordinal"):
        last[span.passage_id] = span
    return [
        {
            "id": span.passage.public_id,
            "text": span.text,
            "last_revision": _called(span.revision),
        }
        for span in last.values()
    ]


def _called(revision: Revision) -> int:
    """Its public number; one that was never public is called by its place among all."""
    return revision.public_number or revision.number


def _dump(shown: dict[str, Any]) -> str:
    return json_line(shown)


def _as_text(shown: dict[str, Any]) -> str:
    head = (
        f"{one_line(shown['title'])}\n{shown['article']} · {shown['outlet'] or 'ناشر غير معلوم'} · "
        f"{shown['published_on'] or 'بلا تاريخ'} · {shown['status']} · r{shown['revision']}\n"
    )
    body = "".join(
        f"\n[{passage['id']}] {HEADINGS.get(passage['kind'], '')}{lines(passage['text'])}\n"
        for passage in shown["passages"]
    )
    gone = "".join(
        f"\n[{passage['id']}] (حتى النسخة {passage['last_revision']}) {lines(passage['text'])}\n"
        for passage in shown["gone"]
    )
    return head + body + gone
