"""Make the search index afresh: its tokens now hold spellings, where they held places in a list."""

from django.db import migrations


def rebuild(apps, schema_editor):
    # The index holds no data of its own, so it is written as today's code writes it. A later change
    # of its tokens rebuilds it in a migration of its own, and this one then has nothing left to do.
    from inspectorate.domain.evidence import search

    search.rebuild(apps.get_model("evidence", "Item").objects.all())


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_search")]
    operations = [migrations.RunPython(rebuild, migrations.RunPython.noop)]
