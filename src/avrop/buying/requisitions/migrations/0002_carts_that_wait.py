from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requisitions", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="requisition",
            index=models.Index(
                condition=models.Q(("state__in", ("draft", "returned"))),
                fields=["tenant_id", "id"],
                name="requisitions_requisition_open",
            ),
        ),
    ]
