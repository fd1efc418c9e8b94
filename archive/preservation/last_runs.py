"""What the last backup and the last verification came to, for the admin to show.

Kept in files beside the database, not in it: what there is to say may be that the database is
damaged, or that its disk is full.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from django.conf import settings
from django.utils import timezone

from archive.models import Article
from archive.preservation import files

logger = logging.getLogger(__name__)

Kind = Literal["backup", "verify"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# The timers run once a day and once a week: a run may fall out before anybody is troubled.
OLD: dict[Kind, timedelta] = {"backup": timedelta(days=3), "verify": timedelta(days=15)}
LABELS: dict[Kind, str] = {"backup": "النسخ الاحتياطي", "verify": "التحقق من سلامة المحفوظ"}
MOST_NAMED = 10  # differences that are kept by name


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """`left` counts what is not as it should be; `error` says why it could not run at all."""

    kind: Kind
    ended_at: datetime
    succeeded_at: datetime | None  # the last time that it ran and left nothing
    left: int = 0
    named: list[str] = field(default_factory=list)  # some of what is left
    error: str = ""
    about: str = ""  # where to, how much

    @property
    def succeeded(self) -> bool:
        return not (self.left or self.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A kind of run as the admin shows it."""

    kind: Kind
    run: LastRun | None
    is_old: bool  # nothing good for too long

    @property
    def label(self) -> str:
        return LABELS[self.kind]

    @property
    def is_well(self) -> bool:
        return not self.is_old and (self.run is None or self.run.succeeded)


def note(
    kind: Kind, *, left: int = 0, named: list[str] | None = None, error: str = "", about: str = ""
) -> None:
    """Keep what a run came to. A disk that refuses this does not change what the run was."""
    now = timezone.now()
    before = last(kind)
    good = now if not (left or error) else before and before.succeeded_at
    run = LastRun(
        kind=kind,
        ended_at=now,
        succeeded_at=good,
        left=left,
        named=(named or [])[:MOST_NAMED],
        error=error,
        about=about,
    )
    content = json.dumps(asdict(run), ensure_ascii=False, default=datetime.isoformat)
    try:
        files.write_bytes(content.encode(), Path(settings.ARCHIVE_DATA), _name(kind))
    except OSError as problem:
        logger.error("What the last %s came to could not be kept: %s", kind, problem)


def last(kind: Kind) -> LastRun | None:
    """None where there was none yet, or none that can be read."""
    try:
        with files.open_plain(Path(settings.ARCHIVE_DATA), _name(kind)) as file:
            held = json.load(file)
        held["ended_at"] = datetime.fromisoformat(held["ended_at"])
        if held["succeeded_at"]:
            held["succeeded_at"] = datetime.fromisoformat(held["succeeded_at"])
        return LastRun(**held)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def standings() -> list[Standing]:
    """How it stands with each kind. An archive without articles has nothing to lose yet."""
    first = Article.objects.order_by("pk").values_list("added_at", flat=True).first()
    found = []
    for kind in KINDS:
        run = last(kind)
        since = run.succeeded_at if run and run.succeeded_at else first
        is_old = since is not None and timezone.now() - since > OLD[kind]
        found.append(Standing(kind=kind, run=run, is_old=is_old))
    return found


def _name(kind: Kind) -> str:
    return f"last-{kind}.json"
