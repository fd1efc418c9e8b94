"""What the archive tells whoever listens."""

from django.dispatch import Signal

# Sent inside the transaction that changed them, with `article_ids: list[int]` (primary keys).
# Whoever writes rows in answer commits, or rolls back, with the change itself.
articles_changed = Signal()

# Sent outside any transaction, when a piece of work that changed articles is over (a command at
# its end, an upload). Whoever follows the archive may catch up now; no arguments.
changes_committed = Signal()

# Sent before the page of an article is made, with `request` and `article`. Whoever knows which
# of its words the reader came for answers with where they stand in its text of today: an object
# with `title` and `text`, spans of each. They are marked.
article_opened = Signal()
