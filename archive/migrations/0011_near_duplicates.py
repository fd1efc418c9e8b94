"""Near-duplicates are called so in the tables too.

The column is renamed in place: SQLite would otherwise write the whole table of articles anew, and
lose its triggers.
"""

import django.db.models.deletion
from django.db import migrations, models

RENAME = "ALTER TABLE archive_article RENAME COLUMN"


class Migration(migrations.Migration):
    dependencies = [("archive", "0010_mending_is_a_decision")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"{RENAME} resembles_id TO near_duplicate_of_id",
                    f"{RENAME} near_duplicate_of_id TO resembles_id",
                )
            ],
            state_operations=[
                migrations.RenameField("article", "resembles", "near_duplicate_of"),
                migrations.AlterField(
                    model_name="article",
                    name="near_duplicate_of",
                    field=models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="مقال سابق نصه يكاد يطابق نص هذا المقال.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="near_duplicates",
                        to="archive.article",
                        verbose_name="يشبه",
                    ),
                ),
            ],
        ),
        migrations.RenameModel("Sketch", "MinHashBand"),
        migrations.AlterField(
            model_name="minhashband",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="minhash_bands",
                to="archive.article",
            ),
        ),
    ]
