"""What a decision was about, as values that an article's history is told from.

One of these shapes, or nothing where the kind of decision says all:

- `{"reason": …}`: why a text was corrected or an article withdrawn; with `"withheld"`, the passage
  (its public id) or revision (`r/2`) that readers are not shown, or shown again;
- `{"changes": [{"field", "before", "after"}, …]}`: what was amended, from what to what, with a
  `"reason"` where the article was published;
- `{"surface": …, "slug": …, "passage": …}`: a name or a relayed outlet as printed, whom it was
  taken for, and the passage that has it so (empty for the title; earlier releases didn't say);
- `{"surface": …, "slug": …, "instead_of": …}`: the same, where another name was meant before;
- either of them with `"was"`: what had been decided before, where something had;
- `{"statement": …, "before": …, "after": …}`: a statement's words, and its values (kind, status,
  pieces, speakers, relays, day) before and after; without `before` a person marked it;
- `{"date": …, "before": …, "after": …}`: a date's words, and its values (value, precision, status,
  spans) before and after; without `before` a person marked it;
- `{"name": …, "slug": …}`: a name that was given to an entity;
- any of them with `"undoes"`: the decision that it takes back;
- `{"cut": …}`: the passage whose end was decided about;
- `{"record_id": …, "reason": …}`: the id at its outlet that a discarded draft gave away, and why
  it was discarded;
- `{"pair": …, "verdict": …}`: the article that this one nearly has the text of, and what they are
  to each other; without a verdict that was taken back;
- `{"by_ingest": …}`: whether an import published it, or a person (earlier releases didn't say);
- `{"reason": …, "proposal": …}`: why a proposed text was taken or not, and which; with `"changes"`
  where details were taken with it;
- `{"import": …, "reason": …}`: the import that was undone, by its public id and its name;
- `{"note": …}`: a sentence, from a command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.models import (
    Article,
    Citation,
    DateReference,
    Entity,
    Ingest,
    Mention,
    PassageSpan,
    Quotation,
)

About = dict[str, object]
LONGEST_WORDS = 300


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


def discarded(article: Article, words: str) -> About:
    return {"record_id": article.record_id, **({"reason": words} if words else {})}


def undone_import(ingest: Ingest) -> About:
    return {"import": ingest.public_id, "reason": ingest.name}


def settled(other: Article, verdict: str) -> About:
    return {"pair": other.public_id, "verdict": verdict}


def finding(found: Mention | Citation, surface: str) -> About:
    named = found.entity if isinstance(found, Mention) else found.source
    passage = "" if found.passage is None else found.passage.public_id
    return {"surface": surface, "slug": named.slug, "passage": passage}


def decided_anew(found: Mention | Citation, surface: str) -> About:
    """The same of a name about which something may have been decided; as it stood before."""
    return {**finding(found, surface), **_was(found)}


def _was(found: Mention | Citation) -> About:
    return {} if found.status == Mention.Status.PROPOSED else {"was": found.status}


def cut(span: PassageSpan) -> About:
    return {"cut": span.passage.public_id}


def relinked(found: Mention | Citation, before: Mention | Citation) -> About:
    old = before.entity if isinstance(before, Mention) else before.source
    return {**finding(found, found.surface), "instead_of": old.slug, **_was(before)}


def statement(row: Quotation, before: About | None, after: About | None) -> About:
    return {"statement": row.words[:LONGEST_WORDS], "before": before, "after": after}


def values_of(row: Quotation) -> About:
    """What a person can decide about a statement, as it stands."""
    speakers = row.speakers.select_related("entity", "source").order_by("ordinal")
    relays = row.relays.select_related("source").order_by("ordinal")
    return {
        "kind": row.kind,
        "status": row.status,
        "method": row.method,
        "sure": row.sure,
        "in_title": row.in_title,
        "pieces": row.pieces,
        "speakers": [
            {
                "entity": one.entity.slug if one.entity else None,
                "source": one.source.slug if one.source else None,
                "printed": one.printed,
                "is_anonymous": one.is_anonymous,
                "reason": one.reason,
            }
            for one in speakers
        ],
        "relays": [
            {"source": one.source.slug if one.source else None, "printed": one.printed}
            for one in relays
        ],
        "said": [day.isoformat() for day in (row.said_from, row.said_to) if day],
    }


def date(rows: Sequence[DateReference], before: About | None, after: About | None) -> About:
    return {"date": rows[0].surface[:LONGEST_WORDS], "before": before, "after": after}


def values_of_date(rows: Sequence[DateReference]) -> About:
    """What a person can decide about dates of the same words and value in one passage."""
    first = rows[0]
    return {
        "iso": first.iso,
        "days": [day.isoformat() for day in (first.first, first.last) if day],
        "precision": first.precision,
        "candidates": first.candidates,
        "status": first.status,
        "method": first.method,
        "sure": first.sure,
        "in_title": first.in_title,
        "spans": [[row.start, row.end] for row in rows],
    }


def name_given(entity: Entity, name: str) -> About:
    return {"name": name, "slug": entity.slug}
