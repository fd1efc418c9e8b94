"""Who has an article, whether it waits for a reviewer, and what colleagues say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.editing import history
from archive.ingest.refusals import RecordError
from archive.ingest.store import read_anew
from archive.models import Article, Decision, Handling, Note

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How an article is to stand at the desk."""

    assigned_to: User | None
    ready: bool
    rights: str
    provenance: str


def standing(article: Article) -> Handling:
    """How it stands; as nobody has said anything, where nobody has."""
    return Handling.objects.select_related("assigned_to").filter(
        article=article
    ).first() or Handling(article=article)


def state(handling: Handling) -> str:
    """Names what a page shows of it."""
    return handling.changed_at.isoformat() if handling.changed_at else ""


@transaction.atomic
def handle(article: Article, wanted: Wanted, *, seen: str, by: User) -> bool:
    """Set how it stands; whether that changed anything.

    Raises RecordError where somebody changed it after it was `seen`.
    """
    read_anew(article)
    handling = standing(article)
    before = _told(handling)
    if state(handling) != seen:
        raise RecordError(
            "غيّر زميل هذه الخانات بعد أن فتحت الصفحة، فلم يُحفظ شيء. انظر إليها ثم أعد.",
            "A colleague changed these fields after you opened the page: nothing was saved. Look "
            "at them, then try again.",
        )
    handling.assigned_to = wanted.assigned_to
    handling.rights, handling.provenance = wanted.rights.strip(), wanted.provenance.strip()
    if wanted.ready != (handling.ready_at is not None):
        handling.ready_at = timezone.now() if wanted.ready else None
    about = history.changes(before, _told(handling))
    if not about["changes"]:
        return False
    handling.save()
    Decision.objects.record(article, Decision.Kind.AMENDED, by, about)
    return True


def _told(handling: Handling) -> dict[str, str]:
    """As the history of an article tells it."""
    return {
        "assigned_to": handling.assigned_to.get_username() if handling.assigned_to else "",
        "ready": "نعم" if handling.ready_at else "",
        "rights": handling.rights,
        "provenance": handling.provenance,
    }


def note(article: Article, text: str, *, by: User) -> Note:
    """Tell colleagues something about an article. Raises RecordError for nothing."""
    if not text.strip():
        raise RecordError("اكتب الملاحظة أولاً.", "Write the note first.")
    return Note.objects.create(
        article=article, text=text.strip(), made_by=by, made_by_name=by.get_username()
    )
