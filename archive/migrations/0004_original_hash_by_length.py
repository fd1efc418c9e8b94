"""Checks the hash of an original without a regular expression.

SQLite has no REGEXP of its own: other tools could not check the integrity of the database.
"""

from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Migration(migrations.Migration):
    dependencies = [("archive", "0003_sketches_of_texts")]

    operations = [
        migrations.RemoveConstraint(model_name="original", name="original_named_by_its_sha256"),
        migrations.AddConstraint(
            model_name="original",
            constraint=models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="original_named_by_its_sha256"
            ),
        ),
    ]
