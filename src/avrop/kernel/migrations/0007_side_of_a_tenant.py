from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0006_refusals_by_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="tenant",
            name="side",
            field=models.CharField(default="both", max_length=10),
        ),
    ]
