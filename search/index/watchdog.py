"""Signs of life for systemd, where it started the worker and asked for them (`WatchdogSec`)."""

from __future__ import annotations

import os
import socket

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"


def tell_systemd(state: str) -> None:
    """Nothing happens where there is no systemd, or it does not listen."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # the kernel's own namespace, in which names open with a zero
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as systemd:
        try:
            systemd.sendto(state.encode(), address)
        except OSError:
            return
