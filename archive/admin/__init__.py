"""The admin: where colleagues add, review, correct and withdraw."""

from archive.admin import articles, authorities, ingests, users

__all__ = ["articles", "authorities", "ingests", "users"]
