"""One passage, or one revision, that readers are not shown, while its article stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.models.articles import Article, Passage, PassageSpan, Revision

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def keyed_hash(words: str) -> str:
    """A hash that only this installation can make: short words could be guessed from a plain one.

    HMAC with SHA-256 and a key derived from SECRET_KEY, in hexadecimal digits.
    """
    return salted_hmac("archive.withheld", words, algorithm="sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of an article is withheld: passages, and their words wherever a former wording has
    them under another address, as before it was divided."""

    passages: dict[int, Withholding]
    words: dict[str, Withholding]
    of_today: int | None

    def by(self, span: PassageSpan) -> Withholding | None:
        """Why a place is not shown, if it isn't."""
        if (found := self.passages.get(span.passage_id)) is not None:
            return found
        if not self.words or span.revision_id == self.of_today:
            return None
        held = (one for words, one in self.words.items() if words in span.text)
        return next(held, None)


class WithholdingQuerySet(models.QuerySet["Withholding"]):
    def standing(self) -> Self:
        """Those that were not lifted."""
        return self.filter(lifted_at=None)

    def passages(self) -> Self:
        return self.filter(passage__isnull=False).select_related("passage")

    def hidden_in(self, article: Article) -> Hidden:
        """In one query where nothing is withheld."""
        standing = list(self.standing().passages().filter(article=article))
        by_passage = {one.passage_id: one for one in standing if one.passage_id is not None}
        spans = PassageSpan.objects.filter(passage__in=by_passage).select_related("revision")
        words = {span.text: by_passage[span.passage_id] for span in spans} if standing else {}
        return Hidden(by_passage, words, article.current_revision_id)


class Withholding(models.Model):
    """Why a passage (in every wording) or a whole revision is not shown, since when.

    `place` is the ordinal at which the passage stood, `after` the passage before it, behind which
    a tombstone stands. What is withheld stays in the archive, for who may see it.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="withholdings")
    passage = models.ForeignKey(
        Passage, models.PROTECT, null=True, blank=True, related_name="withholdings"
    )
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="withholdings"
    )
    after = models.ForeignKey(Passage, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.PositiveIntegerField(default=0)
    keyed_hash = models.CharField("البصمة", max_length=64)
    reason = models.CharField("سبب الحجب", max_length=500)
    made_at = models.DateTimeField("حُجب في", default=timezone.now)
    made_by: models.ForeignKey[User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by_name = models.CharField("حجبه", max_length=150, blank=True)
    lifted_at = models.DateTimeField("رُفع الحجب في", null=True, blank=True)
    lifted_by_name = models.CharField("رفعه", max_length=150, blank=True)

    objects = WithholdingQuerySet.as_manager()

    class Meta:
        verbose_name = "حجب"
        verbose_name_plural = "ما حُجب"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(passage=None, revision__isnull=False)
                | Q(passage__isnull=False, revision=None),
                name="passage_or_revision_withheld",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withholding_says_why"),
            models.UniqueConstraint(
                fields=["passage"], condition=Q(lifted_at=None), name="passage_withheld_once"
            ),
            models.UniqueConstraint(
                fields=["revision"], condition=Q(lifted_at=None), name="revision_withheld_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage or self.revision}: {self.reason}"
