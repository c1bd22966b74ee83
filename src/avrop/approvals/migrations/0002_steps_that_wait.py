from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["tenant_id", "id"],
                name="approvals_step_waiting",
            ),
        ),
    ]
