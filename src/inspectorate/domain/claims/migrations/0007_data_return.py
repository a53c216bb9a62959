from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0006_comparison_and_ranking'),
        ('fieldwork', '0012_data_returns'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='claim',
            name='claim_kind_is_known',
        ),
        migrations.AlterField(
            model_name='claim',
            name='kind',
            field=models.CharField(choices=[('counted', 'Counted over agreed judgments'), ('criteria', 'Criteria met by one body'), ('figure', 'A number with its recipe'), ('share', 'Share of a sample'), ('return', 'Data that bodies returned'), ('variation', 'Spread between bodies'), ('comparison', 'One group of bodies beside another'), ('ranking', 'The bodies at one end'), ('example', 'Examples from evidence'), ('qualitative', 'Evidence of several kinds'), ('balance', 'Balance of the evidence'), ('cause', 'One finding because of another'), ('development', 'Since the fieldwork'), ('quotation', 'Words that stand in a source')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['counted', 'criteria', 'figure', 'share', 'return', 'variation', 'comparison', 'ranking', 'example', 'qualitative', 'balance', 'cause', 'development', 'quotation'])), name='claim_kind_is_known'),
        ),
    ]
