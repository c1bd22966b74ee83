from pathlib import Path

from django.db import migrations

PARTITIONS = Path(__file__).parent.parent / "postgresql" / "partitions.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_currency_and_register_of_a_tenant"),
    ]

    operations = [
        migrations.RunSQL(PARTITIONS.read_text(), "drop function avrop_make_partitions"),
    ]
