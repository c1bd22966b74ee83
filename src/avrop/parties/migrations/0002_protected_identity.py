import django.db.models.deletion
from django.db import migrations, models

import avrop.kernel.fields
import avrop.kernel.scope
import avrop.values.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProtectedIdentity",
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
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                ("name", models.CharField(default="", max_length=200)),
                ("email", models.EmailField(default="", max_length=254)),
                ("phone", models.CharField(default="", max_length=50)),
                ("decision", models.CharField(max_length=200)),
                ("protected_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "parties_protected_identity",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("tenant_id", "person"),
                        name="parties_protected_once",
                    )
                ],
            },
        ),
    ]
