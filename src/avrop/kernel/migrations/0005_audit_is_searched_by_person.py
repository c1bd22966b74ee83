from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_disposal_keeps_to_its_tenant"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="eventrow",
            index=models.Index(fields=["tenant_id", "person_id", "id"], name="kernel_event_person"),
        ),
    ]
