"""Which wordings were public, each under the number by which it was cited.

Of an article with one wording that is told from its status. Where there are several, from its
decisions: those that were its text while it was public keep their number, and no others.
"""

from django.db import migrations, models
from django.db.models import Count, Q

OPENS, CLOSES = ("published", "restored"), "withdrawn"
KEPT = {
    "sqlite": """
        CREATE TRIGGER public_number_never_changes BEFORE UPDATE OF public_number
        ON archive_revision WHEN OLD.public_number IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'the number by which a revision is cited never changes'); END
    """,
    "postgresql": """
        CREATE TRIGGER public_number_never_changes BEFORE UPDATE OF public_number
        ON archive_revision FOR EACH ROW WHEN (OLD.public_number IS NOT NULL)
        EXECUTE FUNCTION archive_refuse_revision_change();
    """,
}
DROPPED = {
    "sqlite": "DROP TRIGGER public_number_never_changes",
    "postgresql": "DROP TRIGGER public_number_never_changes ON archive_revision",
}
MANY = 500


def number_public_ones(apps, schema_editor):
    article, revision = (apps.get_model("archive", name) for name in ("Article", "Revision"))
    public = article.objects.exclude(status="draft")
    several = public.annotate(wordings=Count("revisions")).filter(wordings__gt=1)
    revised = list(several.values_list("pk", flat=True))
    revision.objects.filter(article__status__in=["published", "withdrawn"]).exclude(
        article__in=several.values("pk")
    ).update(public_number=models.F("number"))
    for start in range(0, len(revised), MANY):
        number_revised(apps, revised[start : start + MANY])


def number_revised(apps, articles):
    revision, decision = (apps.get_model("archive", name) for name in ("Revision", "Decision"))
    decided = decision.objects.filter(Q(kind__in=OPENS) | Q(kind=CLOSES), article__in=articles)
    spans = {}
    for article, kind, moment in decided.order_by("pk").values_list("article", "kind", "made_at"):
        told = spans.setdefault(article, [])
        if kind == CLOSES and told and told[-1][1] is None:
            told[-1][1] = moment
        elif kind != CLOSES and (not told or told[-1][1] is not None):
            told.append([moment, None])
    rows = revision.objects.filter(article__in=articles).order_by("article", "number")
    by_article = {}
    for row in rows.values_list("article", "pk", "captured_at", "article__status"):
        by_article.setdefault(row[0], []).append(row[1:])
    shown = []
    for article, wordings in by_article.items():
        shown += public_ones(wordings, spans.get(article))
    revision.objects.filter(pk__in=shown).update(public_number=models.F("number"))


def public_ones(wordings, spans):
    """Keys of those that were the text while the article was public; all where nothing is told."""
    ends = [captured for _, captured, _ in wordings[1:]] + [None]
    for (key, since, status), until in zip(wordings, ends, strict=True):
        is_today = until is None and status == "published"
        if spans is None or is_today or any(meets(since, until, *span) for span in spans):
            yield key


def meets(since, until, opened, closed):
    return (until is None or opened < until) and (closed is None or since < closed)


def keep(apps, schema_editor):
    schema_editor.execute(KEPT[schema_editor.connection.vendor])


def let_go(apps, schema_editor):
    schema_editor.execute(DROPPED[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("archive", "0020_tallies_of_what_pages_count")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="public_number",
            field=models.PositiveIntegerField(
                default=None, editable=False, null=True, verbose_name="رقم الصيغة"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="details",
            field=models.JSONField(
                default=None, editable=False, null=True, verbose_name="بيانات المقال"
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="number",
            field=models.PositiveIntegerField(verbose_name="الترتيب"),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                condition=Q(public_number__isnull=False),
                fields=("article", "public_number"),
                name="revision_public_number_once",
            ),
        ),
        migrations.RunPython(number_public_ones, migrations.RunPython.noop),
        migrations.RunPython(keep, let_go),
    ]
