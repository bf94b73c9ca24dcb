"""Beginning and ending the health cover of a dependant."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from afiliados.reglas.cobertura import UN_DIA, EstadoCivil
from afiliados.selectors.cobertura import SLUG, Cobertura, dictamen_de, familia_de, hechos_de_cobertura
from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import CASO_TERMINADO
from cuentas.avisos.services import encolar_aviso
from nucleo.bitacora import anotar
from nucleo.escritura import fecha
from registro.models import Dependiente, Pension, Persona, Relacion
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from registro.reglas.puertas import cumpleanos
from tramites.casos.services import SISTEMA, NoProcede
from tramites.certificados.models import Certificado
from tramites.certificados.services import revocar

CausaFin, Parentesco = Dependiente.CausaFin, Dependiente.Parentesco
PAREJA = (Parentesco.CONYUGE, Parentesco.CONVIVIENTE)
CARNE = "carne"
"""The variant of the document that shows who is covered."""
DEL_PORTAL = ("parentesco", "fecha_desde", "fecha_hasta")
"""Kept together: a first day of the core system's may lie after a last day of the portal's."""


def cubrir(
    *, actuacion: Actuacion, persona: Persona, acuerdo: str, datos: Mapping[str, Any], desde: date, decidido: Dictamen
) -> Dependiente:
    """The cover that the case `acuerdo` grants to whom its answers name, by the dictamen that it was decided on.

    Granted again, it is the same cover. Raises NoProcede when the record no longer says what that dictamen does.
    """
    with transaction.atomic():
        # The person is the lock of all their cases.
        titular = Persona.objects.select_for_update().get(pk=persona.pk)
        hechos = hechos_de_cobertura(titular, desde, {**datos, "solicitud": acuerdo})
        if falta := next(iter(dictamen_de(hechos, desde).faltan), None):
            raise NoProcede(f"Algo cambió desde el dictamen: {falta.texto}. {falta.registrado}. Calcúlelo otra vez.")
        suyas = Dependiente.objects.filter(titular=titular, cedula=datos["cedula"])
        fila = suyas.first() or Dependiente(titular=titular, cedula=datos["cedula"])
        if fila.acuerdo_numero != acuerdo:  # decided again, it began when it was granted first
            fila.fecha_desde, fila.causa_fin, fila.acuerdo_numero = desde, "", acuerdo
        if not fila.causa_fin:  # what was ended meanwhile stays so
            fila.fecha_hasta = decidido.datos.get("cobertura_hasta")  # type: ignore[assignment] # a figure that is a date
        fila.parentesco = datos["parentesco"]
        fila.marcar_cambio(*DEL_PORTAL)
        fila.save()
        _anotar(actuacion, titular, f"solicitud:{acuerdo}", "cobertura.concedida")
    return fila


def retirar_cobertura(
    *, actuacion: Actuacion, persona: Persona, acuerdo: str, antes: Mapping[str, Any] | None = None
) -> bool:
    """Takes back what the case `acuerdo` granted before it was decided again. False: it had granted nothing.

    `antes`: the row as it was before that case; None: there was none.
    """
    with transaction.atomic():
        titular = Persona.objects.select_for_update().get(pk=persona.pk)
        fila = Dependiente.objects.filter(titular=titular, acuerdo_numero=acuerdo).first()
        if fila is None:
            return False
        if antes:
            for campo, valor in antes.items():
                setattr(fila, campo, valor)
            fila.save()
        else:
            fila.delete()
        revocar_carnes(actuacion=actuacion, persona=titular, motivo="Se retiró una cobertura que constaba en él.")
        _anotar(actuacion, titular, f"solicitud:{acuerdo}", "cobertura.retirada")
    return True


def como_estaba(fila: Dependiente | None) -> dict[str, Any] | None:
    """What `retirar_cobertura` puts back, as plain JSON."""
    if fila is None:
        return None
    campos = ("parentesco", "fecha_desde", "fecha_hasta", "causa_fin", "acuerdo_numero")
    return {c: v.isoformat() if isinstance(v := getattr(fila, c), date) else v for c in campos}


def terminar_cobertura(*, actuacion: Actuacion, persona: Persona, dependiente: int, causa: str) -> Dependiente | None:
    """Ends it today, because its titular says so; they are told what stops. None: it had ended already."""
    hoy = timezone.localdate()
    with transaction.atomic():
        titular = Persona.objects.select_for_update().get(pk=persona.pk)
        fila = Dependiente.objects.filter(titular=titular, pk=dependiente, causa_fin="").first()
        if fila is None or (fila.fecha_hasta and fila.fecha_hasta < hoy):
            return None
        _terminar(actuacion, fila, titular, hasta=hoy, causa=causa)
    return fila


def _terminar(actuacion: Actuacion, fila: Dependiente, titular: Persona, *, hasta: date, causa: str) -> None:
    """Of a row whose titular is locked."""
    fila.fecha_hasta, fila.causa_fin = max(hasta, fila.fecha_desde), causa
    fila.marcar_cambio(*DEL_PORTAL)
    fila.save()
    _anotar(actuacion, titular, f"dependiente:{fila.pk}", "cobertura.terminada", {"causa": causa})
    revocar_carnes(
        actuacion=actuacion,
        persona=titular,
        motivo=f"Una cobertura que constaba en él terminó el {fecha(fila.fecha_hasta)}. Puede pedir otro.",
    )
    if titular.fecha_fallecimiento is None:
        encolar_aviso(
            clase=CASO_TERMINADO,
            clave_unica=f"cobertura:terminada:{fila.pk}:{fila.fecha_hasta:%Y-%m-%d}",
            titular=titular,
            asunto="Terminó una cobertura de salud que usted daba",
            plantilla="cobertura_terminada",
            contexto={"fila": fila},
        )


def revocar_carnes(*, actuacion: Actuacion, persona: Persona, motivo: str) -> None:
    """Whoever verifies a card that shows a cover that is over learns that it no longer holds."""
    vivos = Certificado.objects.filter(
        persona=persona,
        tramite__slug=SLUG,
        variante=CARNE,
        estado=Certificado.Estado.EMITIDO,
        vence_el__gte=timezone.localdate(),
    )
    for codigo in vivos.values_list("codigo", flat=True):
        revocar(actuacion=actuacion, codigo_certificado=codigo, motivo=motivo)


# --- what ends by itself ---------------------------------------------------------------------------------------------


def terminar_las_vencidas(hoy: date) -> int:
    """Ends each cover that the rule says is over. How many; the same day again changes nothing."""
    titulares = _por_mirar(hoy).values_list("titular", flat=True).distinct()
    return sum(_terminar_las_de(pk, hoy) for pk in titulares.order_by())


def _terminar_las_de(titular_pk: int, hoy: date) -> int:
    with transaction.atomic():
        titular = Persona.objects.select_for_update().get(pk=titular_pk)
        terminadas = [una for una in familia_de(titular, hoy).terminadas if not una.fila.causa_fin]
        for una in terminadas:
            assert una.hasta
            _terminar(SISTEMA, una.fila, titular, hasta=una.hasta, causa=_causa(una))
    return len(terminadas)


def _causa(una: Cobertura) -> str:
    """The reason that came first; a last day that was only written down beforehand is that of the age."""
    primera = next((fin for fin in una.termina if fin.ultimo_dia == una.hasta), None)
    if primera:
        return CausaFin[primera.motivo.name]
    return CausaFin.VOLUNTAD if una.quien.parentesco.pareja else CausaFin.EDAD


def _por_mirar(hoy: date) -> QuerySet[Dependiente]:
    """The rows that something has happened to; the rule decides on each. One query, of the few that changed."""
    parametros = Parametros.al(hoy)
    edad, dias = parametros.entero("cobertura_edad_hijos"), parametros.entero("cobertura_proteccion_dias")
    quien = Persona.objects.filter(cedula=OuterRef("cedula"))
    # Somebody born on 29 February comes of age a day earlier than their date says.
    cumplio = quien.filter(fecha_nacimiento__lte=cumpleanos(hoy, -edad) + UN_DIA)
    return Dependiente.objects.filter(causa_fin="").filter(
        Q(fecha_hasta__lt=hoy)
        | Q(parentesco=Parentesco.HIJO) & Exists(cumplio)
        | Q(parentesco__in=PAREJA) & _asegurada(hoy)
        | _deshecha(Parentesco.CONYUGE, EstadoCivil.DIVORCIADO, EstadoCivil.VIUDO)
        | _deshecha(Parentesco.CONVIVIENTE, EstadoCivil.CASADO, EstadoCivil.SEPARADO)
        | Q(titular__fecha_fallecimiento__isnull=False)
        | Exists(quien.filter(fecha_fallecimiento__isnull=False))
        | _cesante(hoy, dias)
    )


def _deshecha(parentesco: str, *estados: str) -> Q:
    """A couple one of whom the register shows in one of these civil states."""
    otra = Persona.objects.filter(cedula=OuterRef("cedula"), estado_civil__in=estados)
    return Q(parentesco=parentesco) & (Q(titular__estado_civil__in=estados) | Q(Exists(otra)))


def _asegurada(hoy: date) -> Q:
    """The dependant has an affiliation or a pension of their own."""
    relacion = Relacion.objects.filter(_vigente_desde(hoy), persona__cedula=OuterRef("cedula"), fecha_ingreso__lte=hoy)
    pension = Pension.objects.filter(persona__cedula=OuterRef("cedula"), fecha_inicio__lte=hoy)
    return Q(Exists(relacion)) | Q(Exists(pension))


def _cesante(hoy: date, dias: int) -> Q:
    """The titular left their last affiliation longer ago than the cover lasts without one."""
    suyas = Relacion.objects.filter(persona=OuterRef("titular"))
    pension = Pension.objects.filter(persona=OuterRef("titular"))
    reciente = suyas.filter(_vigente_desde(hoy - timedelta(days=dias)))
    return Q(Exists(suyas)) & ~Q(Exists(reciente)) & ~Q(Exists(pension))


def _vigente_desde(dia: date) -> Q:
    return Q(fecha_salida=None) | Q(fecha_salida__gte=dia)


def _anotar(
    actuacion: Actuacion, persona: Persona, objeto: str, accion: str, datos: dict[str, Any] | None = None
) -> None:
    anotar(
        actor=actuacion.nombre_actor if actuacion.actor else "sistema:cobertura",
        accion=accion,
        persona_id=persona.pk,
        objeto=objeto,
        por=actuacion.por if actuacion.actor else "",
        datos=datos or {},
    )
