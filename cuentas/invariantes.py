"""What holds of accounts, of what they let others do, and of what was promised to them."""

from django.db.models import CharField, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Cast, Coalesce

from cuentas.cambios.models import CambioDeDatos
from cuentas.models import Cuenta, Delegacion, ExportacionDeDatos, Poder
from nucleo.invariantes import invariante
from nucleo.outbox.selectors import promised


@invariante("Cada cuenta se identifica con la cédula o el RUC de su titular.")
def cuenta_con_otro_numero() -> QuerySet[Cuenta]:
    de_alguien = Cuenta.objects.filter(is_staff=False)
    return de_alguien.exclude(identificador=Coalesce("persona__cedula", "empleador__ruc"))


@invariante("Cada poder aceptado lo aceptó la persona para quien era.")
def poder_de_otra_persona() -> QuerySet[Poder]:
    return Poder.objects.filter(apoderado__isnull=False).exclude(apoderado_cedula=F("apoderado__cedula"))


@invariante("Cada delegación aceptada la aceptó la persona para quien era.")
def delegacion_de_otra_persona() -> QuerySet[Delegacion]:
    return Delegacion.objects.filter(apoderado__isnull=False).exclude(apoderado_cedula=F("apoderado__cedula"))


@invariante("Cada cambio de cuenta bancaria es sobre una cuenta de la misma persona.")
def cambio_sobre_cuenta_ajena() -> QuerySet[CambioDeDatos]:
    con_cuenta = CambioDeDatos.objects.filter(cuenta_bancaria__isnull=False)
    return con_cuenta.exclude(cuenta_bancaria__persona=F("persona"))


@invariante("Cada exportación de datos en preparación tiene su tarea en la bandeja de salida.")
def exportacion_sin_tarea() -> QuerySet[ExportacionDeDatos]:
    tarea = promised("mis_datos.preparar", Cast(OuterRef("pk"), CharField()))
    return ExportacionDeDatos.objects.filter(~Exists(tarea), lista_en__isnull=True)
