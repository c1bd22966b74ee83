from pathlib import Path

from django.db import migrations

DISPOSAL = Path(__file__).parent.parent / "postgresql" / "disposal.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_partitions_are_made_ahead"),
    ]

    operations = [
        migrations.RunSQL(DISPOSAL.read_text(), migrations.RunSQL.noop),
    ]
