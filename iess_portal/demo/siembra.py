"""Puts the demonstration into the database, through the same doors that production uses. Doing it again is quick."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from cuentas import segundo_factor
from cuentas.clave.demostracion import dar_preguntas
from cuentas.management.commands.demo_clave import CLAVE_DEMOSTRACION
from cuentas.models import Cuenta
from cuentas.services import abrir_cuenta_de_demostracion
from iess_portal.demo.cambios import cambiar_datos
from iess_portal.demo.carpeta import escribir
from iess_portal.demo.casos import abrir_casos
from iess_portal.demo.cifras import atender_y_cerrar
from iess_portal.demo.delegaciones import delegar
from iess_portal.demo.documentos import emitir_documentos
from iess_portal.demo.empleadores import PATRONOS
from iess_portal.demo.empresas import poner_en_marcha
from iess_portal.demo.epoca import Epoca, mover
from iess_portal.demo.personal import PERSONAL
from iess_portal.demo.personas import CON_CLAVE, DOLORES, PROTAGONISTAS
from iess_portal.demo.quejas import presentar_quejas
from iess_portal.services import abrir_cuenta_de_personal
from nucleo.escritura import mes
from registro.importacion import Informe, importar
from registro.models import Empleador, Persona
from registro.parametros import Parametros
from registro.selectors import empleador_por_ruc, historial_de, persona_por_cedula

Avisar = Callable[[str], object]
HOJA_OFICIAL = "tramites/rutr/ejemplo/IESS-034-01-07.txt"


def carpeta_del_registro() -> Path:
    return settings.VAR_DIR / "demo" / "registro"


def sembrar(hoy: date, *, carpeta: Path, avisar: Avisar) -> Informe:
    """The register, the accounts, the official sheet and the documents. Gives back the report of the import.

    What is there already stays: an account keeps the clave that its holder chose, the register keeps its own history.
    """
    epoca = epoca_del_registro(hoy)
    if epoca.ancla != Epoca.nueva(hoy).ancla:
        avisar(
            f"Los datos son de {mes(epoca.ancla)} y siguieron hasta hoy: a cada persona le pasó el tiempo. "
            "Para empezar de nuevo, use una base de datos vacía (borre la carpeta var)."
        )
    avisar("Importando el registro inventado (personas, empleadores, aportes, pensiones)…")
    informe = importar_registro(epoca, carpeta)
    avisar("Abriendo las cuentas…")
    abrir_cuentas()
    cambiar_datos()
    delegar()
    avisar("Leyendo la hoja oficial IESS-034-01-07…")
    call_command("importar_rutr", str(settings.BASE_DIR / HOJA_OFICIAL), stdout=StringIO())
    avisar("Firmando los primeros documentos…")
    emitir_documentos(hoy)
    avisar("Presentando las primeras solicitudes…")
    abrir_casos()
    avisar("Dando los primeros avisos y generando planillas…")
    poner_en_marcha(epoca)
    presentar_quejas()
    avisar("Cerrando las cifras de los meses terminados…")
    atender_y_cerrar(hoy)
    return informe


def epoca_del_registro(hoy: date) -> Epoca:
    """The epoch that this database already lives in, or a new one. It shows in the history of one of the people."""
    persona = persona_por_cedula(DOLORES)
    historial = historial_de(persona) if persona else []
    if not historial:
        return Epoca.nueva(hoy)
    (empleo,) = next(protagonista.empleos for protagonista in PROTAGONISTAS if protagonista.cedula == DOLORES)
    return Epoca(ancla=mover(historial[-1].periodo, -empleo.desde), hoy=hoy)


def importar_registro(epoca: Epoca, carpeta: Path) -> Informe:
    """Writes the CSV folder and has it imported as the core system's would be."""

    @cache
    def sbu(dia: date) -> Decimal:
        return Parametros.al(dia).decimal("sbu")

    escribir(carpeta, epoca, sbu)
    return importar(carpeta, hoy=epoca.hoy)


def abrir_cuentas() -> None:
    """Accounts for those who have none yet: the people, the employers, the staff."""
    abiertas = set(Cuenta.objects.values_list("identificador", flat=True))
    for protagonista in CON_CLAVE:
        if protagonista.cedula not in abiertas:
            _abrir(persona_por_cedula(protagonista.cedula))
    cedulas = [protagonista.cedula for protagonista in CON_CLAVE]
    dar_preguntas(Cuenta.objects.filter(identificador__in=cedulas, preguntas_de_seguridad=None))
    for patrono in PATRONOS:
        if patrono.con_clave and patrono.ruc not in abiertas:
            _abrir(empleador_por_ruc(patrono.ruc))
    for funcionario in PERSONAL:
        if funcionario.usuario not in abiertas:
            abrir_cuenta_de_personal(
                actor="sistema:demo",
                usuario=funcionario.usuario,
                nombre=funcionario.nombre,
                rol=funcionario.rol,
                oficina=funcionario.oficina,
                correo=funcionario.correo,
                clave=CLAVE_DEMOSTRACION,
            )
    for cuenta in Cuenta.objects.filter(identificador__in=[f.usuario for f in PERSONAL], segundo_factor_desde=None):
        segundo_factor.abrir_de_demostracion(cuenta=cuenta)


def _abrir(titular: Persona | Empleador | None) -> None:
    if titular is not None:
        abrir_cuenta_de_demostracion(titular=titular, clave=CLAVE_DEMOSTRACION, correo=titular.correo)
