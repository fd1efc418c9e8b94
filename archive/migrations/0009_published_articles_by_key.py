"""Of a few articles known by key, those that are published are read without walking over all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0008_titles_searched_folded"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["status", "id"], name="article_by_status_and_key"),
        ),
    ]
