"""What a decision was about is values, where it was one string that had to be taken apart again.

Nothing is lost: what can't be told apart stays a note, word for word, and going back writes the
strings as they were. The trigger that keeps decisions as they are is lifted meanwhile; SQLite
would lose it with the table that it makes anew.
"""

import json
import re
from importlib import import_module

from django.db import migrations, models

kept = import_module("archive.migrations.0005_decisions_are_kept")

ARTICLES = 200  # at once
ARROW = " → "
CHANGE = re.compile(r"(outlet|published_on|basis|byline|url|language): (.*)")
CUT = re.compile(r"cut: (\w+)")
NAME = re.compile(r"(.+) = ([\w-]+)", re.DOTALL)
REASONED = ("corrected", "withdrawn")
GUESSED = ("added", "confirmed", "rejected", "reopened")


def values_of(kind, text, details):
    """The values of one decision; `details` are the article's as it left them."""
    if not text:
        return {}
    if kind in REASONED:
        return {"reason": text}
    if kind == "amended":
        changes = changes_of(text, details)
        return {"changes": changes} if changes else {"note": text}
    if kind in GUESSED and (match := CUT.fullmatch(text)):
        return {"cut": match[1]}
    if kind in GUESSED and (match := NAME.fullmatch(text)):
        return {"surface": match[1], "slug": match[2]}
    return {"note": text}


def changes_of(text, details):
    """None where a line is no change. What a byline became says which of its arrows parts it."""
    changes = []
    for line in text.split("\n"):
        match = CHANGE.fullmatch(line)
        if match is None or ARROW not in match[2]:
            return None
        field, change = match[1], match[2]
        before, _, after = change.partition(ARROW)
        if field in details and change.endswith(f"{ARROW}{details[field]}"):
            after = details[field]
            before = change.removesuffix(f"{ARROW}{after}")
        changes.append({"field": field, "before": before, "after": after})
    details.update({change["field"]: change["before"] for change in changes})
    return changes


def text_of(about):
    """The string that the same decision was told by before."""
    if "changes" in about:
        lines = (
            f"{one['field']}: {one['before']}{ARROW}{one['after']}" for one in about["changes"]
        )
        return "\n".join(lines)
    if "cut" in about:
        return f"cut: {about['cut']}"
    if "surface" in about:
        return f"{about['surface']} = {about['slug']}"
    return about.get("reason") or about.get("note") or ""


def to_values(apps, schema_editor):
    """Each article's decisions from the newest back, since its details today are known."""
    for article, decisions in by_article(apps):
        details = {name: getattr(article, name) for name in ("byline", "url", "language")}
        for decision in decisions:
            values = values_of(decision.kind, decision.about, details)
            write(decision, json.dumps(values))


def to_text(apps, schema_editor):
    for _, decisions in by_article(apps):
        for decision in decisions:
            write(decision, text_of(json.loads(decision.about)))


def write(decision, about):
    type(decision).objects.filter(pk=decision.pk).update(about=about)


def by_article(apps):
    article, decision = (apps.get_model("archive", name) for name in ("Article", "Decision"))
    keys = list(decision.objects.order_by("article").values_list("article", flat=True).distinct())
    for first in range(0, len(keys), ARTICLES):
        chunk = keys[first : first + ARTICLES]
        decisions = {key: [] for key in chunk}
        for row in decision.objects.filter(article__in=chunk).order_by("-pk"):
            decisions[row.article_id].append(row)
        for row in article.objects.filter(pk__in=chunk):
            yield row, decisions[row.pk]


class Migration(migrations.Migration):
    dependencies = [("archive", "0011_near_duplicates")]

    operations = [
        migrations.RunPython(kept.drop_trigger, kept.create_trigger),
        migrations.RunPython(to_values, to_text),
        migrations.AlterField(
            model_name="decision",
            name="about",
            field=models.JSONField(blank=True, default=dict, verbose_name="التفصيل"),
        ),
        migrations.RunPython(kept.create_trigger, kept.drop_trigger),
    ]
