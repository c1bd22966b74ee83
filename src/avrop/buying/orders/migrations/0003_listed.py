"""Indexes that the list of orders walks from where the reader stands."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_awaited_goods")]

    operations = [
        migrations.RemoveIndex(model_name="order", name="orders_order_unit"),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["tenant_id", "unit_id", "id"], name="orders_order_unit"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                fields=["tenant_id", "requester_person_id", "id"], name="orders_order_requester"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["tenant_id", "state", "id"], name="orders_order_state"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["tenant_id", "amount", "id"], name="orders_order_amount"),
        ),
    ]
