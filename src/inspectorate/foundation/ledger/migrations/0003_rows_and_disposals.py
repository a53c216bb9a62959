"""Entries of format 2: digests of every row an act wrote, and recorded disposals."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='ColumnList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('table', models.CharField(max_length=80)),
                ('names', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='entry',
            name='format',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='entry',
            name='recorded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='rows',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='entry',
            name='rows_digest',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AlterField(
            model_name='entry',
            name='by_name',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AlterField(
            model_name='entry',
            name='key',
            field=models.CharField(max_length=250, unique=True),
        ),
        migrations.CreateModel(
            name='Disposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=80)),
                ('row', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=list)),
                ('ground', models.CharField(max_length=60)),
                ('proposed_by', models.CharField(max_length=40)),
                ('decided_by', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['table', 'row'], name='ledger_disp_table_b2329c_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('proposed_by', models.F('decided_by')), _negated=True), name='disposal_takes_two_people')],
            },
        ),
        migrations.CreateModel(
            name='RowDigest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('table', models.CharField(max_length=80)),
                ('row', models.CharField(max_length=64)),
                ('turn', models.PositiveIntegerField(null=True)),
                ('nonce', models.CharField(max_length=32)),
                ('seal', models.CharField(max_length=32)),
                ('digest', models.CharField(max_length=64)),
                ('columns', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.columnlist')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digests', to='ledger.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'place'), name='row_digest_place_once'), models.UniqueConstraint(fields=('table', 'row', 'turn'), name='row_digest_turn_once')],
            },
        ),
    ]
