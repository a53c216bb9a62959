"""What a page showed of outcomes in words is kept with the decision."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("judgments", "0017_method_of_joint_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="shownpapers",
            name="outcomes",
            field=models.JSONField(default=list),
        ),
    ]
