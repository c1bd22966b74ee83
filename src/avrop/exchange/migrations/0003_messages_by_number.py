from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_a_conflict_is_settled")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["tenant_id", "document_number"], name="exchange_message_number"
            ),
        ),
    ]
