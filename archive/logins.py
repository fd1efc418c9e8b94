"""Who may try to log in how often, what the log says of it, and how long that is kept.

A try is refused when too many failed within a quarter of an hour: with this name from this
address, from this address or network with any name, with this name from anywhere, or in all. Who
lately logged in with this name from this address is bound by the first alone, so that nobody
locks colleagues out by trying their names.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from archive.printable import quoted

logger = logging.getLogger("archive.login")

Credentials = dict[str, Any] | None

TOO_LONG = (
    "الحد الأعلى %(limit_value)d من الحروف، وفيه %(show_value)d. "
    "At most %(limit_value)d characters are taken; it has %(show_value)d."
)


class LongestPassword:
    """No new password is longer than the page of logging in takes."""

    def validate(self, password: str, user: object = None) -> None:
        most = settings.LOGIN_LIMITS.password
        if len(password) > most:
            raise ValidationError(
                TOO_LONG, "password_too_long", {"limit_value": most, "show_value": len(password)}
            )

    def get_help_text(self) -> str:
        return f"حتى {settings.LOGIN_LIMITS.password} حرفاً."


def network_of(address: str | None) -> str:
    """The network that one customer is given: a /64 of IPv6, a /24 of IPv4."""
    if not address:
        return ""
    wide = 64 if isinstance(ip_address(address), IPv6Address) else 24
    return str(ip_network((address, wide), strict=False))


class Failures(NamedTuple):
    """How many tries failed lately, counted in each way that has a limit."""

    from_address: int
    from_network: int
    with_name: int
    in_all: int

    @classmethod
    def counted(cls, attempts: QuerySet, name: str | None, address: str | None) -> Failures:
        network = network_of(address)
        by_address = by_network = by_name = in_all = 0
        for tried, origin, times in attempts.values_list(
            "username", "ip_address", "failures_since_start"
        ):
            in_all += times
            by_name += times if tried == name else 0
            by_address += times if origin == address else 0
            by_network += times if network_of(origin) == network else 0
        return cls(by_address, by_network, by_name, in_all)

    @property
    def are_too_many(self) -> bool:
        limits = settings.LOGIN_LIMITS
        return any(count >= getattr(limits, kind) for kind, count in self._asdict().items())


class LoginThrottle(AxesDatabaseHandler):
    """django-axes' counting by name and address, with the wider limits around it."""

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        name, address = get_client_username(request, credentials), request.axes_ip_address
        lately = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
        failures = Failures.counted(lately, name, address)
        return failures.are_too_many and not logged_in_lately(name, address)

    def user_login_failed(
        self,
        sender: object,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        refused = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None:
            said = "refused" if refused else "failed"
            logger.warning("%s from %s as %s", said, *_who(request, credentials))

    def user_logged_in(
        self, sender: object, request: HttpRequest, user: Any, **kwargs: Any
    ) -> None:
        super().user_logged_in(sender, request, user, **kwargs)
        credentials = {"username": user.get_username()}
        logger.info("succeeded from %s as %s", *_who(request, credentials))


def logged_in_lately(name: str | None, address: str | None) -> bool:
    """Whether someone came in with this name from this address while logs of it are kept."""
    return AccessLog.objects.filter(username=name, ip_address=address).exists()


def _who(request: HttpRequest, credentials: dict[str, Any]) -> tuple[str, str]:
    return request.axes_ip_address or "-", quoted(str(get_client_username(request, credentials)))


def forget_old_logins() -> None:
    """Delete what is kept of logins longer than it is needed, and the oldest of too many rows."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    for model, days in ((AccessAttempt, 1), (AccessLog, settings.LOGIN_LIMITS.kept_days)):
        model.objects.filter(attempt_time__lt=now - timedelta(days=days)).delete()
        newest = model.objects.order_by("-pk").values_list("pk", flat=True)
        if last := newest[settings.LOGIN_LIMITS.kept_rows :].first():
            model.objects.filter(pk__lte=last).delete()
