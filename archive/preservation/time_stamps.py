"""Time-stamps (RFC 3161) of the last daily root, by the authorities that the settings name.

The last chained hash covers every day before it, so it alone is stamped: when it is new, and
again before the certificate of a stamp expires. Nothing is asked of the network where no authority
is named.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.error import URLError
from urllib.request import Request, urlopen

from cryptography import x509
from django.conf import settings
from django.utils import timezone
from rfc3161_client import TimestampRequestBuilder, TimeStampResponse, decode_timestamp_response

from archive.models import DailyRoot, TimeStamp

logger = logging.getLogger(__name__)

RENEWED_BEFORE = timedelta(days=90)
PATIENCE = 20  # seconds
LONGEST_ANSWER = 1 << 20  # bytes


class StampError(Exception):
    """An authority gave no stamp, or one of something else."""


def stamp_last(now: datetime | None = None) -> list[TimeStamp]:
    """Ask each authority for the stamp of the last daily root that is due; what fails is logged."""
    now = now or timezone.now()
    root = DailyRoot.objects.order_by("-day").first()
    made = []
    for authority in _due(root, now) if root else ():
        try:
            made.append(_stamped(root, authority))
        except (StampError, URLError, OSError, ValueError) as error:
            logger.warning("No time-stamp from %s: %s", authority, error)
    return made


def _due(root: DailyRoot, now: datetime) -> Iterator[str]:
    for authority in settings.TIME_STAMP_AUTHORITIES:
        stamps = root.time_stamps.filter(authority=authority)
        valid = stamps.filter(expires_at__gt=now + RENEWED_BEFORE) | stamps.filter(expires_at=None)
        if not valid.exists():
            yield authority


def _stamped(root: DailyRoot, authority: str) -> TimeStamp:
    data = bytes.fromhex(root.chained)
    request = TimestampRequestBuilder().data(data).build()
    answer = _ask(authority, request.as_bytes())
    response = decode_timestamp_response(answer)
    if response.status not in (0, 1):  # granted, with or without changes
        raise StampError(f"refused: status {response.status}")
    info = response.tst_info
    if info.message_imprint.message != request.message_imprint.message:
        raise StampError("it is of another hash")
    if info.nonce != request.nonce:
        raise StampError("it answers another request")
    return TimeStamp.objects.create(
        root=root,
        authority=authority,
        stamped_at=info.gen_time,
        expires_at=_expires(response),
        token=answer,
    )


def _ask(authority: str, request: bytes) -> bytes:
    if not authority.startswith(("https://", "http://")):
        raise StampError("its address begins neither with https:// nor with http://")
    asked = Request(  # noqa: S310
        authority, data=request, headers={"Content-Type": "application/timestamp-query"}
    )
    with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
        return answer.read(LONGEST_ANSWER)


def _expires(response: TimeStampResponse) -> datetime | None:
    """When the first of its certificates ends; None where it carries none."""
    ends = [
        x509.load_der_x509_certificate(certificate).not_valid_after_utc
        for certificate in response.signed_data.certificates
    ]
    return min(ends, default=None)
