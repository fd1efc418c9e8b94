"""The admin: where colleagues add, review, correct and withdraw.

- `site`: the site, its sections and the day's work; `lists` and `filters`: its lists, searched as
  readers type;
- `articles`: the pages of articles, `adding`: a new one, `review`: its preview, passage by passage;
- `withholding`: a passage or a wording taken from readers, an old wording brought back;
- `bulk`: one act on many of them; `originals`: what was received, beside the text;
- `saved_lists`: names for ways of narrowing the list of articles;
- `handling`: who has an article, and notes on it;
- `log`: every decision about every article;
- `findings`: the queue of what waits and the screen of one article; `found`: what was found, beside
  the text; `deciding`: what a button or a key does to it;
- `corrections`: what readers ask to be corrected;
- `proposals`: texts that wait, because a person decided the one that readers see;
- `ingests`: bulk imports and their reports;
- `authorities`: people, bodies, places and sources; `merging`: two that are one;
- `users`: accounts.
"""

from archive.admin import articles, authorities, corrections, ingests, log, users

__all__ = ["articles", "authorities", "corrections", "ingests", "log", "users"]
