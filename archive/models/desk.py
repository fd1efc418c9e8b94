"""What colleagues note of articles for each other. No reader ever sees any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from archive.models.articles import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Tag(models.Model):
    """A word by which the desk finds articles again: «للعدد الخاص», «يُراجع مع القانوني»."""

    LONGEST = 60  # characters

    article = models.ForeignKey(Article, models.CASCADE, related_name="tags")
    name = models.CharField("الوسم", max_length=LONGEST, db_index=True)

    class Meta:
        verbose_name = "وسم"
        verbose_name_plural = "الوسوم"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["article", "name"], name="tagged_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="tag_says_something"),
        ]

    def __str__(self) -> str:
        return self.name


class Handling(models.Model):
    """Where an article stands at the desk: who has it, whether it waits for a reviewer, what is
    known of its rights and of where it came from."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="handling"
    )
    assigned_to: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ready_at = models.DateTimeField("جاهز للمراجعة منذ", null=True, blank=True, db_index=True)
    rights = models.TextField("الحقوق", blank=True)
    provenance = models.TextField("كيف وصل", blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "حال المقال في المكتب"
        verbose_name_plural = "حال المقالات في المكتب"

    def __str__(self) -> str:
        return str(self.article)


class Note(models.Model):
    """What one colleague tells the others about an article. It stays as it was written."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes")
    text = models.TextField("الملاحظة")
    made_at = models.DateTimeField("كُتبت في", default=timezone.now)
    made_by: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by_name = models.CharField("كتبها", max_length=150, blank=True)

    class Meta:
        verbose_name = "ملاحظة"
        verbose_name_plural = "الملاحظات"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class SavedList(models.Model):
    """A name that one colleague gave to a way of narrowing the list of articles: theirs alone."""

    LONGEST = 80  # characters

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_lists")
    name = models.CharField("الاسم", max_length=LONGEST)
    query = models.CharField("المرشحات", max_length=1500)

    class Meta:
        verbose_name = "قائمة محفوظة"
        verbose_name_plural = "القوائم المحفوظة"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="list_named_once")]

    def __str__(self) -> str:
        return self.name
