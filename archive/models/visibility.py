"""Who sees which articles: the one rule that every surface goes by."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

Viewer = AbstractBaseUser | AnonymousUser


class ArticleStatus(models.TextChoices):
    """What the public may see: nothing yet, the article, the reason of its withdrawal; of a
    discarded draft nothing, now or later."""

    DRAFT = "draft", "مسودة"
    PUBLISHED = "published", "منشور"
    WITHDRAWN = "withdrawn", "مسحوب"
    DISCARDED = "discarded", "مهمل"


NOT_PUBLIC = frozenset(ArticleStatus) - {ArticleStatus.PUBLISHED}


def hidden_from(user: Viewer) -> set[ArticleStatus]:
    """Everyone sees published articles, editors drafts too.

    A withdrawn article is visible to those who may withdraw; readers get its reason alone. A
    discarded draft is in no list and no number but the list of those that were discarded.
    """
    hidden = set(NOT_PUBLIC)
    if user.is_active and user.has_perm("archive.view_article"):
        hidden.remove(ArticleStatus.DRAFT)
    if user.is_active and user.has_perm("archive.withdraw_article"):
        hidden.remove(ArticleStatus.WITHDRAWN)
    return hidden
