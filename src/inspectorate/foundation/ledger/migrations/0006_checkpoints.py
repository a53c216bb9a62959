"""Checkpoints, their signed notes, and the keys that are believed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_brought_digests'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('previous', models.CharField(max_length=64)),
                ('root', models.CharField(max_length=64)),
                ('text', models.TextField()),
                ('leaves', models.JSONField()),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='CheckpointKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_number', models.PositiveBigIntegerField()),
                ('pem', models.TextField()),
                ('ground', models.CharField(choices=[('first_key', 'It is the first'), ('signed_over', 'The key before it says so'), ('key_lost', 'The key before it is lost'), ('thrown_away', 'Made for one checkpoint of a rehearsal and thrown away')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['from_number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SignedCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('note', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('checkpoint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signed', to='ledger.checkpoint')),
            ],
            options={
                'ordering': ['checkpoint__number'],
            },
        ),
    ]
