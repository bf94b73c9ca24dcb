from django.db import migrations

from nucleo.bitacora.triggers import CREATE, DROP


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("nucleo", "0001_inicial")]

    operations = [migrations.RunPython(create, drop)]
