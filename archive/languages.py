"""The language of the page that is being made, and the direction of texts in others."""

from django.conf import settings
from django.utils.translation import get_language

RIGHT_TO_LEFT = frozenset({"ar", "ku", "ckb", "fa", "ur"})


def in_english() -> bool:
    """Whether the page that is being made is an English one."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("en")


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
