from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("invoices", "0003_subjects_of_differences")]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                fields=["tenant_id", "seller_organisation_id", "id"], name="invoices_invoice_seller"
            ),
        ),
    ]
