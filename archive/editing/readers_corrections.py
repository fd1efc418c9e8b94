"""What readers ask to be corrected: taken in within limits, and settled by an editor."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from archive.ingest.refusals import RecordError
from archive.logins import network_of
from archive.models import Article, CorrectionRequest, Passage

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = CorrectionRequest.State


class FloodError(Exception):
    """More was sent lately, from one network or by all, than a desk could read."""


@transaction.atomic
def take_in(
    article: Article, text: str, *, passage: Passage | None, contact: str, address: str | None
) -> CorrectionRequest:
    """Keep what a reader wrote about an article that they see. Raises FloodError."""
    sender = _sender(address)
    limits = settings.READER_LIMITS
    lately = CorrectionRequest.objects.filter(
        received_at__gte=timezone.now() - timedelta(hours=limits.hours)
    )
    if lately.filter(sender=sender).count() >= limits.from_network:
        raise FloodError
    if lately.count() >= limits.in_all:
        raise FloodError
    return CorrectionRequest.objects.create(
        article=article, passage=passage, text=text, contact=contact, sender=sender
    )


def _sender(address: str | None) -> str:
    """A keyed hash of a network, another each day: it can't be led back to the network."""
    told = f"{timezone.now():%Y-%m-%d} {network_of(address)}"
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def settle(request: CorrectionRequest, state: str, answer: str, by: User) -> CorrectionRequest:
    """What the desk decided. Raises RecordError where it says no reason, or was settled before."""
    stored = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    if stored.state != State.OPEN:
        raise RecordError(
            f"بتّ فيه {stored.settled_by_name} قبل ذلك، فلم يتغير شيء.",
            f"{stored.settled_by_name} has settled it before: nothing was changed.",
        )
    if not answer.strip():
        raise RecordError(
            "اكتب ما قررته وسببه: يقرؤه زملاؤك.",
            "Write what you decided and why: your colleagues read it.",
        )
    stored.state, stored.answer = state, answer.strip()
    stored.settled_at, stored.settled_by = timezone.now(), by
    stored.settled_by_name = by.get_username()
    stored.save()
    return stored
