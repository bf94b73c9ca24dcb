"""Pensioners abroad: one whose proof of life runs out in some weeks, and one whose pension is suspended."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, actuacion_de
from cuentas.models import Cuenta
from iess_portal.demo.epoca import Epoca
from iess_portal.demo.personal import APROBADOR, VENTANILLA, Funcionario
from iess_portal.demo.personas import CARMEN, OLGA
from pensionistas.exterior.services import Datos, avisar_movimiento
from pensionistas.exterior.supervivencia import recordar, registrar_supervivencia
from pensionistas.models import AvisoPais
from pensionistas.reglas.exterior import Sentido
from pensionistas.suspension.services import suspender
from registro.models import Pension, Persona
from registro.reglas.puertas import cumpleanos

FALTAN = timedelta(days=25)
MOTIVO = "No presentó la constancia de supervivencia que venció, y no se le pudo ubicar por teléfono ni por correo."
VIAJES = {
    CARMEN: (
        (Sentido.SALIDA, -50, "ES", "Madrid", True),
        (Sentido.ENTRADA, -11, "ES", "Madrid", False),
        (Sentido.SALIDA, -10, "ES", "Madrid", False),
    ),
    OLGA: ((Sentido.SALIDA, -58, "IT", "Génova", True),),
}


def avisar_del_exterior(epoca: Epoca) -> int:
    """Once: how many people it was told of."""
    cuentas = {c.identificador: c for c in Cuenta.objects.filter(identificador__in=VIAJES).select_related("persona")}
    hechos = set(AvisoPais.objects.values_list("persona__cedula", flat=True))
    faltan = [cedula for cedula in VIAJES if cedula in cuentas and cedula not in hechos]
    for cedula in faltan:
        _viajar(cuentas[cedula], epoca)
    if CARMEN in faltan:
        _constancia(cuentas[CARMEN].persona, epoca.hoy)
    if OLGA in faltan:
        _suspender(cuentas[OLGA].persona, epoca)
    return len(faltan)


def _viajar(cuenta: Cuenta, epoca: Epoca) -> None:
    for sentido, mes, pais, ciudad, se_queda in VIAJES[cuenta.identificador]:
        datos = Datos(
            tipo=sentido,
            fecha=epoca.mes(mes).replace(day=9),
            pais=pais,
            ciudad=ciudad,
            se_queda=se_queda,
            telefono="",
            correo=cuenta.correo,
        )
        avisar_movimiento(actuacion=actuacion_de(cuenta), datos=datos, falta_otro=False)


def _del_personal(funcionario: Funcionario, persona: Persona) -> Actuacion:
    return Actuacion(Cuenta.objects.get(identificador=funcionario.usuario), persona, Por.VENTANILLA)


def _constancia(persona: Persona | None, hoy: date) -> None:
    """Of a year ago less some weeks; whoever is due is then reminded, as the clock does every day."""
    assert persona is not None, "an account of the demonstration is of a person"
    registrar_supervivencia(
        actuacion=_del_personal(VENTANILLA, persona),
        persona=persona,
        fecha=cumpleanos(hoy + FALTAN, -1),
        medio="CONSULADO",
        motivo="La envió el consulado en Madrid.",
    )
    recordar(hoy)


def _suspender(persona: Persona | None, epoca: Epoca) -> None:
    assert persona is not None, "an account of the demonstration is of a person"
    mes = epoca.mes(-3).replace(day=26)
    suspender(
        actuacion=_del_personal(APROBADOR, persona),
        pension=Pension.objects.get(persona=persona),
        motivo=MOTIVO,
        ahora=timezone.make_aware(datetime.combine(mes, time(10))),
    )
