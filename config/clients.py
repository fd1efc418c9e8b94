"""Where a request came from."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django.http import HttpRequest


def address_of_peer(request: HttpRequest) -> str | None:
    """The address that the connection came from; None where it has none, as over a socket."""
    return _plain(request.META.get("REMOTE_ADDR", ""))


def address_behind_proxy(request: HttpRequest) -> str | None:
    """The address that the archive's own proxy saw: the last it wrote into X-Forwarded-For.

    What a client itself sends in that header comes before it, and counts for nothing.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    return _plain(forwarded.rpartition(",")[2].strip()) or address_of_peer(request)


def _plain(written: str) -> str | None:
    """The address in its one spelling, or None for what is no address."""
    try:
        address = ip_address(written.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
