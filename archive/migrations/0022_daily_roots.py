"""One hash a day over all that was kept and decided; a trigger keeps each as it was made."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

KEPT = {
    "sqlite": """
        CREATE TRIGGER daily_root_never_changes BEFORE UPDATE ON archive_dailyroot
        BEGIN SELECT RAISE(ABORT, 'a daily root never changes'); END
    """,
    "postgresql": """
        CREATE TRIGGER daily_root_never_changes BEFORE UPDATE ON archive_dailyroot
        FOR EACH ROW EXECUTE FUNCTION archive_refuse_decision_change();
    """,
}
DROPPED = {
    "sqlite": "DROP TRIGGER daily_root_never_changes",
    "postgresql": "DROP TRIGGER daily_root_never_changes ON archive_dailyroot",
}


def keep(apps, schema_editor):
    schema_editor.execute(KEPT[schema_editor.connection.vendor])


def let_go(apps, schema_editor):
    schema_editor.execute(DROPPED[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0021_wordings_that_readers_saw"),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyRoot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="اليوم")),
                ("root", models.CharField(max_length=64, verbose_name="الجذر اليومي")),
                ("chained", models.CharField(max_length=64, verbose_name="مع ما قبله")),
                ("originals", models.PositiveIntegerField(verbose_name="أصول")),
                ("revisions", models.PositiveIntegerField(verbose_name="صيغ")),
                ("decisions", models.PositiveIntegerField(verbose_name="قرارات")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="حُسب في"),
                ),
            ],
            options={
                "verbose_name": "جذر يومي",
                "verbose_name_plural": "الجذور اليومية",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="TimeStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("authority", models.CharField(max_length=500, verbose_name="الجهة")),
                ("stamped_at", models.DateTimeField(verbose_name="ختم الوقت")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="ينتهي في")),
                ("token", models.BinaryField()),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_stamps",
                        to="archive.dailyroot",
                    ),
                ),
            ],
            options={
                "verbose_name": "ختم وقت",
                "verbose_name_plural": "أختام الوقت",
                "ordering": ["-stamped_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("authority", ""), _negated=True),
                        name="time_stamp_has_authority",
                    )
                ],
            },
        ),
        migrations.RunPython(keep, let_go),
    ]
