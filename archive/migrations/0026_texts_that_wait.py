"""New texts that wait for an editor, what is decided about them, and who has an article open.

SQLite makes the table of decisions anew and loses its trigger: it is set again. PostgreSQL keeps
it, and other tables use its function by now.
"""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

kept = import_module("archive.migrations.0005_decisions_are_kept")


def lift(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        kept.drop_trigger(apps, schema_editor)


def set_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        kept.create_trigger(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0025_what_passages_became"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.TextField(verbose_name="العنوان")),
                ("body", models.TextField(verbose_name="النص")),
                ("text_sha256", models.CharField(max_length=64, verbose_name="بصمة النص")),
                (
                    "details",
                    models.JSONField(blank=True, default=dict, verbose_name="بيانات المقال"),
                ),
                (
                    "original_record",
                    models.PositiveIntegerField(default=1, verbose_name="السجل في الأصل"),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="وصلت في"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "تنتظر القرار"),
                            ("taken", "أُخذت كلها"),
                            ("partly", "أُخذ بعضها"),
                            ("kept", "أُبقي المنشور"),
                            ("replaced", "حل محلها نص أحدث"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="الحالة",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="حُسمت في")),
            ],
            options={
                "verbose_name": "صيغة مقترحة",
                "verbose_name_plural": "الصيغ المقترحة",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "زيارة",
                "verbose_name_plural": "زيارات المحررين",
            },
        ),
        migrations.RunPython(lift, set_again),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_kind_known",
        ),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("published", "نُشر"),
                    ("withdrawn", "سُحب"),
                    ("restored", "أُعيد بعد سحبه"),
                    ("corrected", "صُحّح نصه"),
                    ("amended", "عُدّلت بياناته"),
                    ("added", "أُضيف اسم"),
                    ("confirmed", "أُكّد ظن"),
                    ("rejected", "رُفض ظن"),
                    ("reopened", "أُعيد ظن إلى المراجعة"),
                    ("mended", "أُعيد نصه كما حُفظ"),
                    ("discarded", "أُهملت مسودته"),
                    ("recovered", "استُعيدت مسودته"),
                    ("settled", "بُتّ في تشابهه"),
                    ("taken", "أُخذت صيغة مقترحة"),
                    ("kept", "أُبقي المنشور دون صيغة مقترحة"),
                ],
                max_length=10,
                verbose_name="القرار",
            ),
        ),
        migrations.AlterField(
            model_name="ingestrecord",
            name="result",
            field=models.CharField(
                choices=[
                    ("stored", "حُفظ"),
                    ("revised", "نسخة جديدة"),
                    ("proposed", "صيغة مقترحة"),
                    ("unchanged", "بلا تغيير"),
                    ("duplicate", "مكرر"),
                    ("refused", "مرفوض"),
                ],
                max_length=10,
                verbose_name="النتيجة",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "published",
                            "withdrawn",
                            "restored",
                            "corrected",
                            "amended",
                            "added",
                            "confirmed",
                            "rejected",
                            "reopened",
                            "mended",
                            "discarded",
                            "recovered",
                            "settled",
                            "taken",
                            "kept",
                        ],
                    )
                ),
                name="decision_kind_known",
            ),
        ),
        migrations.RunPython(set_again, lift),
        migrations.AddField(
            model_name="proposal",
            name="after",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="archive.proposal",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="archive.article",
                verbose_name="المقال",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="base",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.revision"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="original",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="archive.original",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visits",
                to="archive.article",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("article",),
                name="one_open_proposal_an_article",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "taken", "partly", "kept", "replaced"])),
                name="proposal_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                fields=("article", "user"), name="one_visit_of_each"
            ),
        ),
    ]
