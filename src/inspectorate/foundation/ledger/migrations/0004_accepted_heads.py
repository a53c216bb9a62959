"""The record that a file of heads was set aside knowingly."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_rows_and_disposals'),
    ]

    operations = [
        migrations.CreateModel(
            name='AcceptedHeads',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(choices=[('restored', 'The database was restored from an older backup'), ('torn', 'A full disk or a power cut tore lines'), ('lost', 'The file was lost or removed'), ('other', 'Something else, told in words')], max_length=20)),
                ('words', models.TextField()),
                ('files', models.JSONField()),
                ('faults', models.JSONField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
