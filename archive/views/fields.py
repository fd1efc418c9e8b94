"""Fields of the forms that narrow a page: a day as readers type it, words of statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.dates import DateError, parse_typed

LONGEST_WORDS = 200


class PartialDateField(forms.CharField):
    """A day, month or year, taken as its first or its last day."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        self.last = last
        super().__init__(required=False, **kwargs)

    def to_python(self, value: object) -> date | None:
        written = super().to_python(value)
        if not written:
            return None
        try:
            known = parse_typed(written)
        except DateError as error:
            raise ValidationError(error.message, code="invalid") from error
        return known.last if self.last else known.first


class WordsField(forms.CharField):
    """Words that are looked for in statements."""

    def __init__(self) -> None:
        too_long = _("Look for at most %(limit_value)d letters; a few words are enough.")
        null = _("The words hold a character that no text has.")
        messages = {"max_length": too_long, "null_characters_not_allowed": null}
        super().__init__(required=False, max_length=LONGEST_WORDS, error_messages=messages)
