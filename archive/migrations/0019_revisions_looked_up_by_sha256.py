from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0018_days_looked_up_with_their_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["sha256"], name="revision_by_its_sha256"),
        ),
    ]
