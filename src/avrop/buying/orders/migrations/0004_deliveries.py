"""The index by supplier gives the latest orders first without sorting them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_listed")]

    operations = [
        migrations.RemoveIndex(model_name="order", name="orders_order_seller"),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                fields=["tenant_id", "seller_organisation_id", "id"], name="orders_order_seller"
            ),
        ),
    ]
