"""What each role of the staff may do: one table, written to Django's groups after every `migrate`.

Whether somebody is staff and in which groups they are is a fact of their account; what a group may do is decided here
and nowhere else, so a permission that is added or taken away by hand lasts until the next `migrate`.
"""

from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db import transaction


class Rol(StrEnum):
    """The name of a role, which is the name of its group."""

    VENTANILLA = "Ventanilla"
    ANALISTA = "Analista"
    APROBADOR = "Aprobador"
    TRANSPARENCIA = "Operador de transparencia"
    DATOS = "Delegado de protección de datos"
    ADMINISTRADOR = "Administrador"


# A person's file as the counter sees it: who they are, where they worked, what was paid, what they were given.
EXPEDIENTE = frozenset(
    {
        "registro.view_persona",
        "registro.view_empleador",
        "registro.view_sucursal",
        "registro.view_relacion",
        "registro.view_aporte",
        "registro.view_planilla",
        "registro.view_pago",
        "registro.view_movimientofondo",
        "registro.view_prestamo",
        "registro.view_pension",
        "registro.view_pagopension",
        "registro.view_cuentabancaria",
        "registro.view_dependiente",
        "empleadores.view_novedad",
        "tramites.view_tramite",
        "tramites.view_certificado",
        "tramites.view_adjunto",
        "tramites.view_ordenpago",
        "nucleo.view_outbox",
        "empleadores.view_mesreabierto",
        "empleadores.view_generacion",
        "empleadores.view_convenio",
        "empleadores.view_cuota",
        "empleadores.view_pagocuota",
        "empleadores.view_planilladeconvenio",
        "empleadores.view_lote",
        "pensionistas.view_deposito",
        "pensionistas.view_pensionistaexterior",
        "pensionistas.view_avisopais",
        "pensionistas.view_supervivencia",
        "pensionistas.view_suspension",
    }
)
# The counter gives a code on paper to whom it has identified.
PAPEL = frozenset({"cuentas.view_codigoenpapel", "cuentas.add_codigoenpapel"})
# And sends the link of the clave patronal to whom it has seen the papers of.
PATRONAL = frozenset({"cuentas.view_enlacepatronal", "cuentas.add_enlacepatronal"})
# ... and does with them any procedure, on the portal's own pages.
ATENDER = frozenset({"cuentas.atender_en_ventanilla"})
REVOCAR = frozenset({"tramites.revocar_certificado"})
VALIDAR_CUENTAS = frozenset({"registro.change_cuentabancaria"})
# Who opens a closed month of an employer again, closes it, and annuls a planilla that nobody paid.
PLANILLAS = frozenset({"empleadores.add_mesreabierto", "empleadores.change_mesreabierto", "registro.change_planilla"})
# Who loads the bank's file, registers a payment by hand, and says whose is the money that waits.
COBRANZA = frozenset({"registro.add_pago", "empleadores.view_pagoporaplicar"})
# Who looks after what the bank deposits of the rol of the pensions: its files hold the accounts of everybody.
PAGO_DE_PENSIONES = frozenset({"pensionistas.view_archivorol", "pensionistas.descargar_archivorol"})
# Who saw that a pensioner is alive writes it down; a mistake is annulled by whoever looks at cases.
SUPERVIVENCIA = frozenset({"pensionistas.add_supervivencia"})
ANULAR_SUPERVIVENCIA = frozenset({"pensionistas.change_supervivencia"})
# A pension is never suspended by itself: who may decide that, and that it is paid again.
SUSPENDER = frozenset({"pensionistas.add_suspension", "pensionistas.change_suspension"})
CIFRAS = frozenset({"tramites.view_tramite", "tramites.view_atencion", "tramites.view_conteo"})
# Who closes a month, restates its figures and publishes an official sheet.
FIJAR_CIFRAS = CIFRAS | {"tramites.add_conteo"}
# A legal parameter is added, never edited (a change is a new row). The bitácora can only be read.
# Cases: who reads them, who attends and decides them, who approves what another proposed and shares the work out.
VER_CASOS = frozenset({"tramites.view_solicitud"})
ATENDER_CASOS = VER_CASOS | {"tramites.atender_solicitud"}
APROBAR_CASOS = VER_CASOS | {"tramites.aprobar_solicitud", "tramites.repartir_solicitud"}
# Complaints. Those of a leak of personal data are for the delegate whom the LOPDP asks for (arts. 47 and 48).
ATENDER_QUEJAS = frozenset({"tramites.view_queja", "tramites.atender_queja"})
ATENDER_FUGAS = frozenset({"tramites.view_queja", "tramites.atender_queja_datos", "registro.view_persona"})
ADMINISTRACION = frozenset(
    {
        "registro.view_parametro",
        "registro.add_parametro",
        "nucleo.view_feriado",
        "nucleo.add_feriado",
        "nucleo.change_feriado",
        "nucleo.view_asiento",
        "nucleo.change_outbox",
        "nucleo.view_mantenimiento",
        "nucleo.add_mantenimiento",
        "nucleo.change_mantenimiento",
        "tramites.change_tramite",
        "tramites.view_anuncio",
        "tramites.add_anuncio",
        "tramites.change_anuncio",
        "cuentas.view_cuenta",
        "cuentas.change_cuenta",
        "auth.view_group",
    }
)

PERMISOS: dict[Rol, frozenset[str]] = {
    Rol.VENTANILLA: EXPEDIENTE | REVOCAR | PAPEL | PATRONAL | ATENDER | VALIDAR_CUENTAS | VER_CASOS | SUPERVIVENCIA,
    Rol.ANALISTA: EXPEDIENTE
    | ATENDER_CASOS
    | ATENDER_QUEJAS
    | PLANILLAS
    | COBRANZA
    | PAGO_DE_PENSIONES
    | SUPERVIVENCIA
    | ANULAR_SUPERVIVENCIA,
    Rol.APROBADOR: EXPEDIENTE | REVOCAR | APROBAR_CASOS | ATENDER_QUEJAS | SUSPENDER,
    Rol.TRANSPARENCIA: FIJAR_CIFRAS,
    Rol.DATOS: ATENDER_FUGAS,
    Rol.ADMINISTRADOR: EXPEDIENTE
    | REVOCAR
    | PAPEL
    | PATRONAL
    | ATENDER
    | VALIDAR_CUENTAS
    | FIJAR_CIFRAS
    | PLANILLAS
    | COBRANZA
    | PAGO_DE_PENSIONES
    | SUPERVIVENCIA
    | ANULAR_SUPERVIVENCIA
    | SUSPENDER
    | ADMINISTRACION
    | VER_CASOS
    | ATENDER_QUEJAS
    | {"tramites.repartir_solicitud"},
}


def sincronizar_roles(using: str | None = None) -> None:
    """Make each role's group exactly what the table says. A group that isn't in the table is left alone.

    Permissions of tables that are not there yet (a `migrate` of one app) come with the next `migrate`.
    """
    permisos = {
        f"{permiso.content_type.app_label}.{permiso.codename}": permiso
        for permiso in Permission.objects.using(using).select_related("content_type")
    }
    with transaction.atomic(using=using):
        for rol, nombres in PERMISOS.items():
            grupo, _ = Group.objects.using(using).get_or_create(name=rol.value)
            grupo.permissions.set(permisos[nombre] for nombre in nombres if nombre in permisos)
