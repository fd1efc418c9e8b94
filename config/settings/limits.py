"""How much the archive takes in, in one place; what is refused names the limit that it passed.

Newsrooms stay far below each of them: the longest articles have some hundred passages.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    # An article.
    title: int = 1000  # characters; a longer first line is a paragraph whose title was lost
    text: int = 1_000_000  # characters, markup and blank lines included
    lines: int = 20_000  # blank ones included
    line: int = 200_000  # characters, markup included
    passages: int = 5000
    passage: int = 100_000  # characters
    address: int = 2000  # characters of a link
    field: int = 10 * 1024 * 1024  # characters of a record's field without a length of its own

    # A file.
    upload: int = 50 * 1024 * 1024  # bytes
    article_file: int = 10 * 1024 * 1024  # bytes of a file that holds one article
    json_line: int = 10 * 1024 * 1024  # bytes
    utf_16: int = 200 * 1024 * 1024  # bytes of JSON Lines in UTF-16, which are read at once
    # Articles shrink to a tenth; what shrinks to less than a hundredth was made to fill a memory.
    unpacked: int = 100  # times the bytes that were packed
    zip_entries: int = 2000  # files in a packed one, folders too
    zip_list: int = 4 * 1024 * 1024  # bytes of their names, which are read before any of them
    zip_total: int = 500 * 1024 * 1024  # bytes that all of them unpack to
    zip_depth: int = 2  # packed files inside each other
    front_matter: int = 40  # lines
    refusals: int = 1000  # of one file, each on a line of the report; the rest share one

    # What is sent to the admin at once. Elsewhere nothing is taken.
    stray: int = 4096  # bytes; a form sent to a page by mistake is told that pages take none
    files: int = 500
    sent_text: int = 20 * 1024 * 1024  # bytes of a form without its files
    sent: int = 600 * 1024 * 1024  # bytes of a form with its files
    together: int = 200  # articles to which one act is done
    fields: int = 20_000  # a long article asks for a decision on each of its names

    # Two outlets side by side.
    compared: int = 200  # statements of each: the newest, where a period has more
    compared_of_speaker: int = 8  # of one speaker on a page, those that both have first

    # An import.
    record_seconds: float = 30  # of the processor, to parse one record
    record_memory: int = 300 * 1024 * 1024  # bytes that parsing may take beside what is loaded
    reading_seconds: float = 60  # of the processor, to read one file of a risky format
    reading_memory: int = 300 * 1024 * 1024  # bytes that reading may take beside what is loaded
    transaction_seconds: float = 0.5  # of storing, before others have their turn
    interruptions: int = 3  # at one record, by the end of the worker's process

    # A picture of a passage.
    card_word: int = 120  # characters; a longer one is cut
    card_text: int = 2000  # characters; no picture has room for more


@dataclass(frozen=True, kw_only=True)
class LoginLimits:
    """What is taken from who has not logged in, and how often (archive/logins.py)."""

    username: int = 150  # characters, as accounts are made
    password: int = 1000
    form: int = 16 * 1024  # bytes

    # Tries that may fail within a quarter of an hour; then each further one is refused.
    from_address_with_name: int = 5
    from_address: int = 20
    from_network: int = 60
    with_name: int = 30
    in_all: int = 300

    # Who logged in when, from where.
    kept_days: int = 90
    kept_rows: int = 10_000


@dataclass(frozen=True, kw_only=True)
class ReaderLimits:
    """What readers may send to the desk without an account (archive/views/corrections.py)."""

    text: int = 4000  # characters
    form: int = 32 * 1024  # bytes; a letter of Arabic takes six in a form
    longest: int = 24 * 60 * 60  # seconds between asking for the form and sending it
    hours: int = 1  # within which the following are counted
    from_network: int = 5
    in_all: int = 100
