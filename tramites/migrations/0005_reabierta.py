from django.db import migrations, models


def marcar_reabiertas(apps, schema_editor):
    Solicitud = apps.get_model("tramites", "Solicitud")
    Solicitud.objects.filter(eventos__accion="reabrir").update(reabierta=True)


class Migration(migrations.Migration):
    dependencies = [("tramites", "0004_casos")]

    operations = [
        migrations.AddField(
            model_name="solicitud",
            name="reabierta",
            field=models.BooleanField(default=False, verbose_name="se admitió una impugnación"),
        ),
        migrations.RunPython(marcar_reabiertas, migrations.RunPython.noop, elidable=True),
    ]
