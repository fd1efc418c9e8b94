"""Who sees which articles: the one rule that every surface goes by."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

Viewer = AbstractBaseUser | AnonymousUser


class ArticleStatus(models.TextChoices):
    """What the public may see: nothing yet, the article, the reason of its withdrawal."""

    DRAFT = "draft", "مسودة"
    PUBLISHED = "published", "منشور"
    WITHDRAWN = "withdrawn", "مسحوب"


def hidden_from(user: Viewer) -> set[ArticleStatus]:
    """Everyone sees published articles, editors drafts too.

    A withdrawn article is visible to those who may withdraw; readers get its reason alone.
    """
    hidden = {ArticleStatus.DRAFT, ArticleStatus.WITHDRAWN}
    if user.is_active and user.has_perm("archive.view_article"):
        hidden.remove(ArticleStatus.DRAFT)
    if user.is_active and user.has_perm("archive.withdraw_article"):
        hidden.remove(ArticleStatus.WITHDRAWN)
    return hidden
