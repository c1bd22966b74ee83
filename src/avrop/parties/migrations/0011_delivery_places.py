import django.db.models.deletion
from django.db import migrations, models

import avrop.kernel.fields
import avrop.kernel.scope
import avrop.values.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0010_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveryPlace",
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
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("opening_hours", models.CharField(default="", max_length=200)),
                ("directions", models.CharField(default="", max_length=500)),
                ("takes_food", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.address",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
            ],
            options={
                "db_table": "parties_delivery_place",
                "indexes": [models.Index(fields=["tenant_id", "unit"], name="parties_place_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_place_period",
                    )
                ],
            },
        ),
    ]
