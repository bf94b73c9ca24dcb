"""The home of whoever logged in: who they are, what waits for them, their documents, and what they can do."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.avisos.selectors import rechazo_al_ingresar
from cuentas.delegaciones.selectors import recibidas_por
from cuentas.delegaciones.sesion import RECIBIDAS
from cuentas.models import Delegacion
from registro import selectors as registro
from registro.models import Empleador
from tramites.casos.estados import Estado, Turno
from tramites.casos.models import Solicitud
from tramites.catalogo.models import Tramite
from tramites.certificados.selectors import documentos_de
from tramites.certificados.verificacion import vigencia_de
from tramites.ofertas import ofertas_de
from tramites.procedimientos.base import Pendiente, Procedimiento, Vistazo
from tramites.procedimientos.lista import caso_de, que_sirven_a
from tramites.procedimientos.pendientes import lo_que_espera
from tramites.vistas.publicas import como_el_catalogo, entradas

ULTIMOS_DOCUMENTOS = 3
EN_INICIO = ("codigo", "titulo", "estado", "emitido_en", "vence_el")


@never_cache
@require_safe
def inicio(request: Peticion) -> HttpResponse:
    actuacion, hoy = request.actuacion, timezone.localdate()
    procedimientos = que_sirven_a(actuacion)
    solicitudes, pendientes = lo_que_espera(actuacion, procedimientos)
    recibidas = delegaciones_de(actuacion, hoy) if request.session.get(RECIBIDAS) else []
    pendientes += [por_aceptar(delegacion) for delegacion in recibidas if not delegacion.aceptado_en]
    pendientes += [espera_de(s) for s in solicitudes if s.significado.turno is Turno.PERSONA]
    pendientes += ofertas_de(request, solicitudes)
    vistazos = vistazos_de(actuacion, procedimientos, hoy)
    pendientes += [pendiente for vistazo in vistazos for pendiente in vistazo.pendientes]
    contexto = {
        "rechazo": rechazo_al_ingresar(request),
        "quien": quien_es(actuacion, hoy),
        "pendientes": sorted(pendientes, key=lambda p: not p.urgente),
        "vistazos": vistazos,
        "delegaciones": [delegacion for delegacion in recibidas if delegacion.aceptado_en],
        "solicitudes": [s for s in solicitudes if s.numero],
        "documentos": [
            (certificado, vigencia_de(certificado, hoy))
            for certificado in documentos_de(actuacion).only(*EN_INICIO)[:ULTIMOS_DOCUMENTOS]
        ],
        "tramites": lista_de_tramites(roles_de(actuacion), frozenset(p.slug for p in procedimientos)),
    }
    return render(request, "tramites/inicio.html", contexto)


def delegaciones_de(actuacion: Actuacion, hoy: date) -> list[Delegacion]:
    """By which a person, here for themselves, may act for an employer, or may once they accept."""
    if actuacion.por is not Por.PROPIO:
        return []
    return [delegacion for delegacion in recibidas_por(actuacion.persona) if delegacion.abierto(hoy)]


def vistazos_de(actuacion: Actuacion, procedimientos: list[Procedimiento], hoy: date) -> list[Vistazo]:
    """What an employer sees of its workers and its money before opening anything."""
    if not isinstance(actuacion.sujeto, Empleador):
        return []
    vistazos = (procedimiento.de_un_vistazo(actuacion.sujeto, hoy) for procedimiento in procedimientos)
    return [vistazo for vistazo in vistazos if vistazo]


def por_aceptar(delegacion: Delegacion) -> Pendiente:
    texto = f"{delegacion.empleador.razon_social} quiere que actúe en su nombre"
    return Pendiente(texto, reverse("tramites:poderes"), "Ver y decidir")


def espera_de(solicitud: Solicitud) -> Pendiente:
    """What a case waits for, as a line of "lo que le toca ahora"."""
    if solicitud.estado == Estado.BORRADOR:
        texto = f"Tiene sin enviar: {solicitud.tramite.nombre}"
        return Pendiente(texto, caso_de(solicitud.tramite.slug).url, "Continuar")
    texto = f"Responda lo que se le pidió en su solicitud {solicitud.numero}"
    enlace = reverse("tramites:solicitud_responder", args=[solicitud.numero])
    return Pendiente(texto, enlace, "Responder", solicitud.responde_hasta, urgente=True)


def roles_de(actuacion: Actuacion) -> tuple[str, ...]:
    """Whose sheets the home lists; whoever acts for somebody sees what that right opens, and no more."""
    if actuacion.por_otro:
        return ()
    return ("empleadores",) if isinstance(actuacion.sujeto, Empleador) else ("afiliados", "pensionistas")


def quien_es(actuacion: Actuacion, hoy: date) -> dict[str, Any]:
    """Name, number, and the facts by which the institute knows this person or employer."""
    if isinstance(actuacion.sujeto, Empleador):
        empleador = actuacion.sujeto
        hechos = [("Tipo de empleador", empleador.get_tipo_display().capitalize())]
        if actuacion.por is Por.CLAVE_PATRONAL and actuacion.actor:
            hechos.append(("Correo", actuacion.actor.correo))
        return {"nombre": empleador.razon_social, "identificacion": f"RUC {empleador.ruc}", "hechos": hechos}
    persona = actuacion.persona
    if actuacion.en_nombre_de_otro:
        return {"nombre": persona.nombre_completo, "identificacion": f"Cédula {persona.cedula}", "hechos": []}
    vinculos = registro.vinculos_de(persona, hoy)
    hechos = [("Trabaja en", v.empleador) for v in vinculos if v.empleador]
    hechos += [("Afiliación", "Voluntaria") for v in vinculos if not v.empleador and not v.pension]
    hechos += [("Pensionista por", v.pension.label) for v in vinculos if v.pension]
    nombre = persona.nombre_completo if actuacion.por_otro else persona.nombres
    return {"nombre": nombre, "identificacion": f"Cédula {persona.cedula}", "hechos": hechos}


@como_el_catalogo
def lista_de_tramites(roles: tuple[str, ...], sirven: frozenset[str]) -> SafeString:
    """The procedures by need: those that serve these roles, and the sheets of those that are not opened here yet.

    It is the longest part of the page and the same for everyone in the same roles, so it is kept as it is shown.
    """
    mias = [
        entrada
        for entrada in entradas()
        if entrada.tramite.principal
        and (entrada.tramite.slug in sirven or (not entrada.url_inicio and any(map(entrada.sirve_a, roles))))
    ]
    grupos = [
        (need.label, [item for item in mias if item.tramite.necesidad == need.value]) for need in Tramite.Necesidad
    ]
    return render_to_string("tramites/por_necesidad.html", {"necesidades": [grupo for grupo in grupos if grupo[1]]})
