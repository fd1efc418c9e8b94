"""What colleagues note of articles for each other. No reader ever sees any of it."""

from __future__ import annotations

from django.db import models

from archive.models.articles import Article


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
