from django.db import migrations


def crear(apps, schema_editor) -> None:
    """A rol is written month after month: the pages of one lie together, and an index of a few blocks finds them.

    SQLite has no such index, and no country to pay.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX pago_pension_mes ON registro_pagopension USING brin (periodo) WITH (autosummarize = on)"
        )


def quitar(apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX pago_pension_mes")


class Migration(migrations.Migration):
    dependencies = [("registro", "0009_pension_suspendida")]
    operations = [migrations.RunPython(crear, quitar)]
