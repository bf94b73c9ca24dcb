from django.db import migrations

from nucleo.bitacora.triggers import CREATE_SEALS, DROP_SEALS


def create(apps, schema_editor):
    for statement in CREATE_SEALS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP_SEALS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("nucleo", "0003_sellos")]

    operations = [migrations.RunPython(create, drop)]
