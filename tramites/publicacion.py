"""Bringing an official sheet in two steps: what it would change, and the change, which is of exactly what was shown."""

from dataclasses import dataclass, replace
from datetime import date

from django.core import signing
from django.db import transaction

from nucleo.historia import cambios_en_palabras
from tramites.rutr import HojaIlegible, HojaRUTR, forma, leer
from tramites.services import HojaAjena, HojaImportada, importar_hoja
from tramites.transparencia.selectors import meses_de

SAL = "tramites.publicacion"
VALE_SEGUNDOS = 3600
ENSAYO = "sistema:ensayo"


@dataclass(frozen=True)
class MesPropuesto:
    """One month that the sheet changes: what it says, and what the official figure is now ("" if there is none)."""

    periodo: date
    dice: str
    hay: str


@dataclass(frozen=True)
class Propuesta:
    """What a sheet would change. `firmada` carries it through the page to `leer_propuesta`."""

    hoja: HojaRUTR
    resultado: HojaImportada
    meses: list[MesPropuesto]
    firmada: str

    @property
    def cambia_algo(self) -> bool:
        return self.resultado.ficha_cambiada or self.resultado.meses.cambia_algo

    @property
    def campos(self) -> list[tuple[str, str, str]]:
        """The fields of the sheet that change: which, what it says and what it will say."""
        return list(cambios_en_palabras(self.resultado.tramite, self.resultado.cambios))


def proponer(contenido: bytes, *, hoy: date) -> Propuesta:
    """What the sheet in `contenido` would change; nothing is written. Raises HojaAjena, a line for each reason."""
    try:
        hoja = leer(contenido, hoy=hoy)
    except HojaIlegible as error:
        raise HojaAjena(str(error)) from None
    if graves := [str(problema) for problema in hoja.problemas if problema.grave]:
        raise HojaAjena("\n".join(graves))
    with transaction.atomic():
        resultado = importar_hoja(hoja=hoja, actor=ENSAYO)
        transaction.set_rollback(True)
    firmada = signing.dumps([forma.escribir(hoja), hoja.del_portal, hoy.isoformat()], salt=SAL, compress=True)
    return Propuesta(hoja, resultado, _meses(hoja, resultado), firmada)


def leer_propuesta(firmada: str) -> HojaRUTR:
    """The sheet of a proposal. Raises django.core.signing.BadSignature."""
    texto, del_portal, hoy = signing.loads(firmada, salt=SAL, max_age=VALE_SEGUNDOS)
    return replace(forma.leer_forma(texto, hoy=date.fromisoformat(hoy)), del_portal=del_portal)


def _meses(hoja: HojaRUTR, resultado: HojaImportada) -> list[MesPropuesto]:
    oficiales = {}
    if not resultado.creado:
        oficiales = {(m.anio, m.mes): m.cifra for m in meses_de(resultado.tramite) if m.oficial}
    propuestos = []
    for mes in hoja.transparencia:
        cifra = oficiales.get((mes.anio, mes.mes))
        if mes.oficial and (cifra is None or (cifra.quejas, cifra.atenciones) != (mes.quejas, mes.atenciones)):
            hay = _cifra(cifra.quejas, cifra.atenciones) if cifra else ""
            propuestos.append(MesPropuesto(date(mes.anio, mes.mes, 1), _cifra(mes.quejas, mes.atenciones), hay))
    return propuestos


def _cifra(quejas: int, atenciones: int) -> str:
    return f"{quejas} quejas, {atenciones} atenciones"
