import django.db.models.deletion
from django.db import migrations, models

import avrop.kernel.fields
import avrop.kernel.scope
import avrop.values.ids


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderLink",
            fields=[
                (
                    "tenant_id",
                    avrop.kernel.fields.TenantField(
                        default=avrop.kernel.scope.current_tenant, editable=False
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=avrop.values.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("holder", models.CharField(blank=True, default="", max_length=254)),
                ("made_by", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.UUIDField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sales.salesorder",
                    ),
                ),
            ],
            options={
                "db_table": "sales_order_link",
                "indexes": [
                    models.Index(fields=["tenant_id", "order", "id"], name="sales_link_of_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="Crossing",
            fields=[
                (
                    "tenant_id",
                    avrop.kernel.fields.TenantField(
                        append_only=True,
                        default=avrop.kernel.scope.current_tenant,
                        editable=False,
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=avrop.values.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("role", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("mandate_id", models.UUIDField()),
                ("crossed_at", models.DateTimeField()),
                ("valid_until", models.DateField()),
            ],
            options={
                "db_table": "sales_crossing",
            },
        ),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(
                condition=models.Q(("state", "given")),
                fields=["tenant_id", "id"],
                name="sales_hand_off_given",
            ),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(
                condition=models.Q(("released_at", None)),
                fields=["tenant_id", "id"],
                name="sales_hold_open",
            ),
        ),
        migrations.AddIndex(
            model_name="salesorder",
            index=models.Index(
                condition=models.Q(
                    ("stage__in", ("closed", "rejected", "cancelled")), _negated=True
                ),
                fields=["tenant_id", "stage_due_at", "id"],
                name="sales_order_clock",
            ),
        ),
    ]
