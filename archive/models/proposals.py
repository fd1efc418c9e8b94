"""New texts that wait for an editor, because a person decided about the text that readers see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.models.articles import Article, Original, Revision
from archive.models.visibility import Viewer

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> ProposalQuerySet:
        return self.filter(state=Proposal.State.OPEN)

    def visible_to(self, user: Viewer) -> ProposalQuerySet:
        """For colleagues alone, of the articles that they may see; readers see none."""
        if not (user.is_active and user.has_perm("archive.view_article")):
            return self.none()
        return self.filter(article__in=Article.objects.visible_to(user))


class Proposal(models.Model):
    """A text that came for an article and waits: nobody but editors sees it.

    `base` is the revision that the same source brought before; `after` is a proposal decided
    since, whose text then is what both sides started from. `title` and `body` are written as an
    editor would type them, with markup, and `text_sha256` is of the plain text. `details` holds
    what the record states of itself: `byline`, `url`, `published_on`.
    """

    class State(models.TextChoices):
        OPEN = "open", "تنتظر القرار"
        TAKEN = "taken", "أُخذت كلها"
        PARTLY = "partly", "أُخذ بعضها"
        KEPT = "kept", "أُبقي المنشور"
        REPLACED = "replaced", "حل محلها نص أحدث"

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="proposals", verbose_name="المقال"
    )
    base = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    after = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.TextField("العنوان")
    body = models.TextField("النص")
    text_sha256 = models.CharField("بصمة النص", max_length=64)
    details = models.JSONField("بيانات المقال", default=dict, blank=True)
    original = models.ForeignKey(
        Original, models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    original_record = models.PositiveIntegerField("السجل في الأصل", default=1)
    made_at = models.DateTimeField("وصلت في", default=timezone.now)
    made_by: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField("الحالة", max_length=10, choices=State.choices, default=State.OPEN)
    decided_at = models.DateTimeField("حُسمت في", null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "صيغة مقترحة"
        verbose_name_plural = "الصيغ المقترحة"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(state="open"), name="one_open_proposal_an_article"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "taken", "partly", "kept", "replaced"]),
                name="proposal_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def decide(self, state: str) -> None:
        """Note what became of it; the caller writes the decision."""
        self.state, self.decided_at = state, timezone.now()
        self.save(update_fields=["state", "decided_at"])


class Visit(models.Model):
    """Who opened the pages of an article last, and when: told to colleagues, never a lock."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "زيارة"
        verbose_name_plural = "زيارات المحررين"
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="one_visit_of_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%H:%M}"
