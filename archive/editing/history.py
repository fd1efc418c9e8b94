"""What a decision was about, as values that an article's history is told from.

One of these shapes, or nothing where the kind of decision says all:

- `{"reason": …}`: why a text was corrected or an article withdrawn;
- `{"changes": [{"field", "before", "after"}, …]}`: what was amended, from what to what;
- `{"surface": …, "slug": …}`: a name or a relayed outlet as printed, and whom it was taken for;
- `{"cut": …}`: the passage whose end was decided about;
- `{"note": …}`: a sentence, from a command.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.models import Citation, Mention, PassageSpan

About = dict[str, object]


def reason(words: str) -> About:
    return {"reason": words}


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> About:
    """The fields whose values differ."""
    return {
        "changes": [
            {"field": field, "before": before[field], "after": value}
            for field, value in after.items()
            if value != before[field]
        ]
    }


def finding(found: Mention | Citation, surface: str) -> About:
    named = found.entity if isinstance(found, Mention) else found.source
    return {"surface": surface, "slug": named.slug}


def cut(span: PassageSpan) -> About:
    return {"cut": span.passage.public_id}
