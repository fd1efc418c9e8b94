"""What pages count over thousands of articles is read from indexes alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0006_known_kinds_and_ends_of_roles"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["status", "changed_at"], name="article_changed_last"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["status", "added_at"], name="article_added_last"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["status", "current_revision"], name="article_text_today"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["outlet", "status", "published_from", "precision"],
                name="article_of_outlet_by_date",
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                fields=["entity", "revision", "passage", "status", "sure"], name="mention_of_entity"
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                fields=["revision", "entity", "status", "sure"], name="mention_in_revision"
            ),
        ),
    ]
