from django.db import migrations, models

import avrop.kernel.fields
import avrop.kernel.scope
import avrop.values.ids


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0002_rollout_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="Practice",
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
                ("asked_by", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("ready_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "training_practice",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("tenant_id",),
                        name="training_practice_open",
                    )
                ],
            },
        ),
    ]
