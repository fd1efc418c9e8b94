"""A passage is of a known kind; a role until 2021 may have begun in 2021-05."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Length, Substr


class Migration(migrations.Migration):
    dependencies = [("archive", "0005_decisions_are_kept")]

    operations = [
        migrations.RemoveConstraint(model_name="role", name="role_ends_after_it_starts"),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=Q(since="")
                | Q(until="")
                | Q(until__gte=Substr("since", 1, Length("until"))),
                name="role_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="passagespan",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=["subheading", "paragraph"]), name="passage_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="passagespan",
            constraint=models.CheckConstraint(
                condition=Q(cut__in=["whole", "proposed", "confirmed", "rejected"]),
                name="passage_cut_known",
            ),
        ),
    ]
