"""The engine that the settings name under `HAYSTACK_CONNECTIONS`."""

from __future__ import annotations

from haystack import connections

from search.engines.base import Index, Reader


def reader() -> Reader:
    """The engine as pages ask it."""
    return connections["default"].get_backend().reader


def index() -> Index:
    """The engine as the outbox changes it."""
    return connections["default"].get_backend().index
