from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requisitions", "0002_carts_that_wait")]

    operations = [
        migrations.AddField(
            model_name="requisition",
            name="delivery_place_id",
            field=models.UUIDField(null=True),
        ),
    ]
