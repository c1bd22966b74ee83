import django.db.models.deletion
from django.db import migrations, models

import avrop.values.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_who_issued_a_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="is_break_glass",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="signintries",
            name="turned_away",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="SessionRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=avrop.values.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                ("key_hash", models.CharField(max_length=40, unique=True)),
                ("former_hash", models.CharField(default="", max_length=40)),
                ("browser", models.CharField(default="", max_length=60)),
                ("method", models.CharField(max_length=60)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(default="", max_length=30)),
                ("refused", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "accounts_session",
                "indexes": [
                    models.Index(fields=["account", "seen_at"], name="accounts_session_account"),
                    models.Index(fields=["former_hash"], name="accounts_session_former"),
                    models.Index(
                        fields=["began_at"],
                        condition=models.Q(("method", "break_glass")),
                        name="accounts_session_emergency",
                    ),
                ],
            },
        ),
    ]
