"""Dates as the archive knows them: to the day, the month or the year.

partial   reads them as editors and records write them, and writes them back
stated    reads them as newspapers print and programs write them
typed     reads them as readers type them
printed   prints them for readers, in the language of the page
"""

from archive.dates.partial import (
    DateError,
    Precision,
    PublicationDate,
    iso_date,
    iso_period,
    parse_partial,
    parse_period,
)
from archive.dates.stated import parse_stated
from archive.dates.typed import parse_typed

__all__ = [
    "DateError",
    "Precision",
    "PublicationDate",
    "iso_date",
    "iso_period",
    "parse_partial",
    "parse_period",
    "parse_stated",
    "parse_typed",
]
