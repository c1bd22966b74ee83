from django.db import migrations, models


class Migration(migrations.Migration):
    """Who is a member when this is installed stays one."""

    dependencies = [
        ("parties", "0007_sides"),
    ]

    operations = [
        migrations.AddField(
            model_name="membershiprow",
            name="accepted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(
            "update parties_membership set accepted_at = now()", migrations.RunSQL.noop
        ),
    ]
