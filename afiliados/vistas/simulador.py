"""The retirement simulator: open to everyone with typed data, and to a person who logged in with their own record."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from afiliados.forms.simulador import HistorialForm, SupuestosForm
from afiliados.reglas.simulador import Escenario, Historia, escenario, escenario_desde, primera_edad, puertas
from afiliados.selectors.expediente import expediente_de
from cuentas.actuacion import Peticion, Por
from nucleo.dinero import CERO, formato
from nucleo.escritura import mes
from nucleo.graficos import Grafico, Serie, barras
from registro.models import Persona
from registro.parametros import Parametros
from registro.parametros.pension import decimos_de, norma_de
from registro.reglas.dictamen import Paso
from registro.reglas.pension import Decimos, Norma
from registro.reglas.pension_pasos import pasos_de_base, pasos_de_decimos, pasos_de_liquidacion
from registro.reglas.puertas import MESES_POR_ANIO, Apertura, mover
from tramites.procedimientos.herramientas import Herramienta, acompanar

acompanar("jubilacion-vejez", Herramienta("Simular mi jubilación", "afiliados:simulador-jubilacion"))

EDADES_A_LA_VISTA = 11


@dataclass(frozen=True)
class Resultado:
    """What the page answers."""

    historia: Historia
    elegido: Escenario
    primera: Escenario | None
    """The first age with a pension; None: there is none under this plan."""
    despues: Escenario
    """A year later than the one chosen."""
    edades: tuple[Escenario, ...]
    norma: Norma
    decimos: Decimos

    @classmethod
    def de(cls, historia: Historia, edad: int | None, norma: Norma, decimos: Decimos) -> "Resultado":
        primera = primera_edad(historia, norma)
        elegida = edad or primera or historia.edad
        desde = max(primera or elegida, elegida - EDADES_A_LA_VISTA + 1)
        edades = range(desde, desde + EDADES_A_LA_VISTA) if primera is not None else ()
        elegido = escenario(historia, elegida, norma)
        return cls(
            historia=historia,
            elegido=elegido,
            primera=escenario(historia, primera, norma) if primera is not None else None,
            despues=escenario_desde(historia, elegida + 1, mover(elegido.desde, MESES_POR_ANIO), norma),
            edades=tuple(escenario(historia, a, norma) for a in edades),
            norma=norma,
            decimos=decimos,
        )

    @property
    def aporta(self) -> bool:
        return self.historia.sueldo_futuro is not None

    @property
    def un_anio_mas(self) -> Decimal | None:
        """What waiting a year adds each month; None where the age chosen gives no pension."""
        if self.elegido.pension is None or self.despues.pension is None:
            return None
        return self.despues.pension - self.elegido.pension

    @property
    def puertas(self) -> list[tuple[Apertura, bool]]:
        """Each door, and whether it is the one through which the chosen age goes."""
        return [(door, door.puerta == self.elegido.puerta) for door in puertas(self.historia, self.norma)]

    @property
    def pasos(self) -> list[Paso]:
        de_la_base, liquidacion = self.elegido.base, self.elegido.liquidacion
        if de_la_base is None or liquidacion is None:
            return []
        return [
            *pasos_de_base(de_la_base, self.norma),
            *pasos_de_liquidacion(liquidacion, self.norma),
            *pasos_de_decimos(liquidacion.pension, self.decimos),
        ]

    @property
    def referencial(self) -> bool:
        return any(paso.referencial for paso in self.pasos)

    @property
    def grafico(self) -> Grafico | None:
        con_pension = [e for e in self.edades if e.pension is not None]
        if not con_pension:
            return None
        etiquetas = [str(e.edad) for e in con_pension]
        elegida = str(self.elegido.edad)
        return barras(
            "Pensión mensual según la edad a la que se jubile",
            etiquetas,
            [Serie("Pensión", [e.pension for e in con_pension if e.pension is not None])],
            escribir=lambda valor: formato(Decimal(valor)),
            resaltada=etiquetas.index(elegida) if elegida in etiquetas else None,
        )

    @property
    def filas(self) -> list[tuple[str, Escenario]]:
        """The table beside the picture: each age under the name of its figure."""
        return [(f"pension_a_los_{e.edad}", e) for e in self.edades if e.califica]

    @property
    def tercera(self) -> Decimal:
        """Of a whole year of the pension chosen."""
        return self.decimos.tercera([self.elegido.pension or CERO] * MESES_POR_ANIO)

    @property
    def cuando(self) -> str:
        return mes(self.elegido.desde)


@never_cache
@require_safe
def simulador(request: Peticion) -> HttpResponse:
    hoy = timezone.localdate()
    form, con_historial, tiene_historial = _formulario(request, hoy)
    contexto: dict[str, Any] = {
        "form": form,
        "con_historial": con_historial,
        "tiene_historial": tiene_historial,
        "resultado": None,
    }
    if form.is_bound and form.is_valid():
        parametros = Parametros.al(hoy)
        contexto["resultado"] = Resultado.de(
            form.historia(), form.cleaned_data["edad"], norma_de(parametros), decimos_de(parametros)
        )
    return render(request, "afiliados/simulador-jubilacion.html", contexto)


def _formulario(request: Peticion, hoy: date) -> tuple[HistorialForm | SupuestosForm, bool, bool]:
    """The form, whether it goes by the record, and whether there is one to go by."""
    persona = _quien(request)
    pagados = expediente_de(persona).pagados if persona else []
    if persona and pagados and request.GET.get("datos") != "otros":
        plan = {"sigue": "si"} | request.GET.dict()
        return HistorialForm(plan, hoy=hoy, nacimiento=persona.fecha_nacimiento, pagados=pagados), True, True
    enviado = request.GET if "anios" in request.GET or "edad" in request.GET else None
    return SupuestosForm(enviado, hoy=hoy), False, bool(pagados)


def _quien(request: Peticion) -> Persona | None:
    """Whose record may be used: only one's own. A power speaks of procedures, and this is none."""
    actuacion = request.actuacion
    es_persona = actuacion.por is Por.PROPIO and isinstance(actuacion.sujeto, Persona)
    return actuacion.persona if es_persona else None
