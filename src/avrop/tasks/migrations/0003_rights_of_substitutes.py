from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_news_seen")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="permission",
            field=models.CharField(default="", max_length=100),
        ),
    ]
