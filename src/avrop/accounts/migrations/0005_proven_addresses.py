from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sessions_and_break_glass"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="proved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="signinlink",
            name="proves_address",
            field=models.BooleanField(default=False),
        ),
    ]
