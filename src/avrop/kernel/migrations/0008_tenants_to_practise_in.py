from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_side_of_a_tenant"),
    ]

    operations = [
        migrations.AddField(
            model_name="tenant",
            name="practice_of",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="tenant",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="tenant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("practice_of", "name"),
                name="kernel_tenant_practice_once",
            ),
        ),
    ]
