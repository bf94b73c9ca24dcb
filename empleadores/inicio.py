"""The home of an employer: what is due and late, and who came and went. Each function costs one or two queries."""

from datetime import date

from django.db.models import Count, Q

from empleadores.models import Novedad
from nucleo.dinero import CERO
from nucleo.escritura import fecha
from registro.models import Empleador, EstadoPlanilla, Relacion
from registro.planillas.deuda import Deuda, deudas_de
from tramites.procedimientos import Cifra, Pendiente, Vistazo


def obligaciones(empleador: Empleador, hoy: date, enlace: str) -> Vistazo:
    """What is owed today, apart from what an agreement holds."""
    deudas = deudas_de(empleador, hoy)
    vencidas = [deuda for deuda in deudas if deuda.estado is EstadoPlanilla.EN_MORA]
    por_vencer = [deuda for deuda in deudas if deuda.estado is EstadoPlanilla.PENDIENTE]
    en_convenio = [deuda for deuda in deudas if deuda.estado is EstadoPlanilla.EN_CONVENIO]
    cifras = [
        Cifra("En mora", "en_mora", sum((d.capital for d in vencidas), CERO), alerta=bool(vencidas)),
        Cifra("Interés hasta hoy", "interes", sum((d.interes for d in vencidas), CERO)),
        Cifra("Por pagar en plazo", "por_vencer", sum((d.capital for d in por_vencer), CERO)),
    ]
    if en_convenio:
        cifras.append(Cifra("En convenio de pagos", "en_convenio", sum((d.capital for d in en_convenio), CERO)))
    proxima = min((deuda.planilla.fecha_vencimiento for deuda in por_vencer), default=None)
    explica = f"Lo que está en plazo vence desde el {fecha(proxima)}." if proxima else ""
    return Vistazo("Sus planillas", cifras, enlace, "Ver y pagar las planillas", explica, lo_que_vence(deudas, enlace))


def lo_que_vence(deudas: list[Deuda], enlace: str) -> list[Pendiente]:
    """One line for all that is late, and one for each day on which something falls due."""
    vencidas = [deuda for deuda in deudas if deuda.estado is EstadoPlanilla.EN_MORA]
    lineas = []
    if vencidas:
        cuantas = "Una planilla está" if len(vencidas) == 1 else f"{len(vencidas)} planillas están"
        desde = min(deuda.planilla.fecha_vencimiento for deuda in vencidas)
        texto = f"{cuantas} en mora desde el {fecha(desde)}"
        lineas.append(Pendiente(texto, enlace, "Ver cuánto debe", urgente=True))
    dias = sorted({d.planilla.fecha_vencimiento for d in deudas if d.estado is EstadoPlanilla.PENDIENTE})
    lineas += [Pendiente("Pague sus planillas", enlace, "Ver las planillas", dia) for dia in dias]
    return lineas


def trabajadores(empleador: Empleador, hoy: date, enlace: str) -> Vistazo:
    """Who works today, who came and went this month, and which notices of the month were late. Two queries."""
    mes = hoy.replace(day=1)
    gente = Relacion.objects.filter(empleador=empleador).aggregate(
        activos=Count("pk", filter=Q(fecha_ingreso__lte=hoy) & (Q(fecha_salida=None) | Q(fecha_salida__gte=hoy))),
        entraron=Count("pk", filter=Q(fecha_ingreso__gte=mes)),
        salieron=Count("pk", filter=Q(fecha_salida__gte=mes, fecha_salida__lte=hoy)),
    )
    tardias = Novedad.objects.filter(
        empleador=empleador, registrada_en__date__gte=mes, dias_tarde__gt=0, deshecha_en=None
    ).count()
    cifras = [
        Cifra("Trabajan hoy", "trabajadores", gente["activos"]),
        Cifra("Entraron este mes", "entraron", gente["entraron"]),
        Cifra("Salieron este mes", "salieron", gente["salieron"]),
        Cifra("Avisos tardíos este mes", "avisos_tardios", tardias, alerta=tardias > 0),
    ]
    return Vistazo("Sus trabajadores", cifras, enlace, "Ver los avisos del mes")
