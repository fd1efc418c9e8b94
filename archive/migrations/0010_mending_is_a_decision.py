"""A text put back as its SHA-256 proves it was is told among an article's decisions.

SQLite makes a table anew to change a constraint, and loses its triggers: the one that keeps
decisions as they are is set again.
"""

from importlib import import_module

from django.db import migrations, models

kept = import_module("archive.migrations.0005_decisions_are_kept")
KINDS = [*kept.KINDS, ("mended", "أُعيد نصه كما حُفظ")]


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_published_articles_by_key")]

    operations = [
        migrations.RunPython(kept.drop_trigger, kept.create_trigger),
        migrations.RemoveConstraint(model_name="decision", name="decision_kind_known"),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10, verbose_name="القرار"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=[kind for kind, _ in KINDS]),
                name="decision_kind_known",
            ),
        ),
        migrations.RunPython(kept.create_trigger, kept.drop_trigger),
    ]
