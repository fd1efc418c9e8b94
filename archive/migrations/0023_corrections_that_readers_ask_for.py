"""What readers write about an article, for the desk."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0022_daily_roots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="ما كتبه القارئ")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="عنوانه")),
                (
                    "received_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="وصل في"
                    ),
                ),
                ("sender", models.CharField(editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "ينتظر"),
                            ("accepted", "أُخذ به"),
                            ("dismissed", "لم يؤخذ به"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="الحالة",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="ما قرره المكتب")),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="بُتّ فيه في"),
                ),
                (
                    "settled_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="بتّ فيه"),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction_requests",
                        to="archive.article",
                        verbose_name="المقال",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="archive.passage",
                        verbose_name="المقطع",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "طلب تصحيح",
                "verbose_name_plural": "طلبات التصحيح من القراء",
                "ordering": ["-received_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "accepted", "dismissed"])),
                        name="correction_request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="correction_request_says_something",
                    ),
                ],
            },
        ),
    ]
