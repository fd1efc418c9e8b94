"""Articles for tests of pages, stored the way ingest stores them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User

from archive.annotation.names import Recogniser
from archive.dates import parse_partial
from archive.editing import actions, reannotating
from archive.ingest import store
from archive.ingest.parsed import parse_text
from archive.models import Article, Entity, Source

TEXT = (
    "قال المتحدث باسم القوات إن موعد الانسحاب ثابت ولم يطرأ عليه أي تغيير.\n\n"
    "ماذا بعد الموعد\n\n"
    "وأضاف أن المستشارين باقون بدعوة من الحكومة في بغداد حتى إشعار آخر."
)


def make_article(
    title: str = "موعد الانسحاب ثابت",
    text: str = TEXT,
    *,
    outlet: Source | str | None = None,
    published_on: str = "2021-11-22",
    status: str = "published",
    **fields: Any,
) -> Article:
    """An article of this status; `outlet` is a source, or the Arabic name of a new one."""
    if isinstance(outlet, str):
        slug = f"outlet-{Source.objects.count()}"
        outlet = Source.objects.get_or_create(name_ar=outlet, defaults={"slug": slug})[0]
    basis = fields.pop("basis", Article.Basis.STATED)
    published = parse_partial(published_on) if published_on else None
    record = parse_text(text, Recogniser(), title=title, published=published, **fields)
    stored = store.store(
        record,
        outlet=outlet,
        published=published,
        basis=basis,
        publish=status != Article.Status.DRAFT,
    )
    if status == Article.Status.WITHDRAWN:
        actions.withdraw(stored.article, "طلب صاحب الحق")
    return Article.objects.get(pk=stored.article.pk)


def make_entity(slug: str, name: str, kind: str = Entity.Kind.PERSON, **fields: Any) -> Entity:
    return Entity.objects.create(slug=slug, name_ar=name, kind=kind, **fields)


def recognise_anew(article: Article) -> None:
    """As the worker does, after the rules or the authorities changed."""
    reannotating.recognise_anew(article, Recogniser())


def make_editor(*permissions: str) -> User:
    """Someone who may see drafts, and do what `permissions` name besides."""
    user = User.objects.create_user("huda", is_staff=True)
    names = ("view_article", *permissions)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user
