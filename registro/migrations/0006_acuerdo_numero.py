from django.db import migrations, models

NUMERO = models.CharField(
    blank=True,
    db_default="",
    help_text="Vacío si lo entregó el sistema central.",
    max_length=40,
    verbose_name="número del acuerdo",
)


class Migration(migrations.Migration):
    """One name for the number of the case that wrote a row, as pensions and dependants have it."""

    dependencies = [("registro", "0005_dependiente_fin")]

    operations = [
        migrations.RemoveConstraint(model_name="movimientofondo", name="movimiento_unico"),
        migrations.RemoveConstraint(model_name="movimientofondo", name="movimiento_de_una_solicitud"),
        migrations.RenameField("movimientofondo", "solicitud_numero", "acuerdo_numero"),
        migrations.RenameField("prestamo", "solicitud", "acuerdo_numero"),
        migrations.AlterField("movimientofondo", "acuerdo_numero", NUMERO),
        migrations.AlterField("prestamo", "acuerdo_numero", NUMERO.clone()),
        migrations.AddConstraint(
            "movimientofondo",
            models.UniqueConstraint(
                fields=("persona", "fondo", "fecha", "tipo", "orden", "acuerdo_numero"), name="movimiento_unico"
            ),
        ),
        migrations.AddConstraint(
            "movimientofondo",
            models.UniqueConstraint(
                condition=models.Q(("acuerdo_numero", ""), _negated=True),
                fields=("acuerdo_numero",),
                name="movimiento_de_una_solicitud",
            ),
        ),
    ]
