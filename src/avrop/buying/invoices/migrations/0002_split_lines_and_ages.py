import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoiceline",
            name="shares",
            field=models.JSONField(default=list),
        ),
        migrations.RemoveIndex(
            model_name="invoice",
            name="invoices_invoice_due",
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                fields=["tenant_id", "state", "due_date"],
                include=("currency", "payable", "withheld", "kind"),
                name="invoices_invoice_age",
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                models.F("tenant_id"),
                models.F("state"),
                django.db.models.functions.comparison.Coalesce("due_date", "issue_date"),
                models.F("id"),
                name="invoices_invoice_pay_by",
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ("received", "matched", "differing", "reviewed", "disputed"))
                ),
                fields=["tenant_id", "id"],
                name="invoices_invoice_waiting",
            ),
        ),
    ]
