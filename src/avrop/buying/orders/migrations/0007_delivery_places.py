from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0006_taken_over")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="delivery_place_id",
            field=models.UUIDField(null=True),
        ),
    ]
