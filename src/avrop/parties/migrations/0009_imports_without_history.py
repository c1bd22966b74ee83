from django.db import migrations

import avrop.kernel.fields


class Migration(migrations.Migration):
    """What an import's file held is gone when it is disposed of: former rows are not kept, and those that
    are lose the bytes."""

    dependencies = [
        ("parties", "0008_accepted_memberships"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrow",
            name="tenant_id",
            field=avrop.kernel.fields.TenantField(without_history=True),
        ),
        migrations.RunSQL(
            """
            drop trigger keep_history_of_update on parties_import;
            drop trigger keep_history_of_delete on parties_import;
            update kernel_history set former = former - 'content' where table_name = 'parties_import';
            """,
            """
            create trigger keep_history_of_update after update on parties_import
            referencing old table as former for each statement execute function avrop_keep_history();
            create trigger keep_history_of_delete after delete on parties_import
            referencing old table as former for each statement execute function avrop_keep_history();
            """,
        ),
    ]
