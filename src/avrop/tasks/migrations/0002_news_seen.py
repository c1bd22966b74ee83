from django.db import migrations, models

import avrop.kernel.fields
import avrop.kernel.scope
import avrop.values.ids


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NewsSeen",
            fields=[
                (
                    "tenant_id",
                    avrop.kernel.fields.TenantField(
                        default=avrop.kernel.scope.current_tenant,
                        editable=False,
                        without_history=True,
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
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "db_table": "tasks_news_seen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "person_id"), name="tasks_news_seen_once"
                    )
                ],
            },
        ),
    ]
