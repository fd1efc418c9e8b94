"""The lists of the admin find titles however their letters were written."""

from django.db import migrations, models

from archive.arabic.letters import fold

BATCH = 500


def fold_titles(apps, schema_editor):
    article = apps.get_model("archive", "Article")
    titled = article.objects.filter(current_revision__isnull=False).order_by("pk")
    titles = titled.values_list("pk", "current_revision__title").iterator()
    folded = [article(pk=pk, title_key=fold(title)) for pk, title in titles]
    article.objects.bulk_update(folded, ["title_key"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("archive", "0007_indexes_for_many_articles")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="title_key",
            field=models.TextField(
                default=None,
                editable=False,
                help_text="The folded title of its text today, by which lists are searched.",
                null=True,
            ),
        ),
        migrations.RunPython(fold_titles, migrations.RunPython.noop),
    ]
