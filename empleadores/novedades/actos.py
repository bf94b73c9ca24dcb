"""What the four notices have in common as acts: who, what, until when, and the signed receipt."""

import uuid
from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from cuentas.actuacion import Actuacion
from cuentas.permisos import EMPLEADOR_AVISOS
from empleadores.lotes.paginas import ConLotes
from empleadores.models import Novedad
from empleadores.novedades.forms import QuienForm
from empleadores.novedades.normas import Normas
from empleadores.novedades.palabras import cambios_de, cambios_del_plazo
from empleadores.novedades.services import NovedadesRechazadas, aplicar
from empleadores.reglas.novedades import (
    NormaNovedades,
    Pedido,
    Plazo,
    Problema,
    Trabajador,
    plazo,
    revisar,
    ya_consta,
)
from nucleo.escritura import dinero, fecha, hora
from nucleo.formularios import RespuestaRechazada
from tramites.certificados.models import Certificado
from tramites.certificados.services import solicitar_emision
from tramites.procedimientos import Acto, Cambio, Contenido, Hecho
from tramites.selectors import ficha

EXAMEN = "examen"
COMPROBANTE = "empleadores/documentos/novedad.html"


class ActoDeNovedad(ConLotes, Acto):
    """The first form says who; the second, what. Nothing is written before the employer saw the name and the term."""

    permiso = EMPLEADOR_AVISOS
    plantilla = "empleadores/acto-novedad.html"
    titulo: ClassVar[str]
    """Of the confirmation, and of the receipt."""
    quien: ClassVar[type[QuienForm]] = QuienForm
    que: ClassVar[type[forms.Form]]
    ya_trabaja: ClassVar[bool] = True
    """Whether it is of somebody who works there already, so that what the register shows of it is shown."""
    avisa: ClassVar[bool] = False
    """Whether the worker is told by e-mail."""

    @abstractmethod
    def pedido(self, datos: dict[str, Any]) -> Pedido:
        """The notice, of the answers to both forms."""

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        if paso == 0:
            return self.quien(empleador=actuacion.empleador, **kwargs)
        return self.que(norma=Normas.leer().del_dia(timezone.localdate()), **kwargs)  # type: ignore[call-arg]

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        return {
            "trabajador": None,
            "vinculo": None,
            "ya_trabaja": self.ya_trabaja,
            "url_trabajadores": reverse("empleadores:aviso-salida-trabajadores"),
            "url_archivo": self.url_archivo,
            "url_novedades": reverse("empleadores:aviso-entrada-novedades"),
        }

    def contexto_del_paso(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        trabajador = datos.get("trabajador")
        if trabajador is None:
            return {}
        propios = trabajador.en(datos["sucursal"])
        vinculo = propios[-1] if propios and self.ya_trabaja else None
        return {"trabajador": trabajador, "vinculo": vinculo, "ingreso": datos.get("ingreso")}

    def cambios(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[Cambio]:
        norma, pedido, trabajador = self._examinado(datos)
        return [*cambios_de(pedido, trabajador, norma), *cambios_del_plazo(self._plazo(pedido, norma, trabajador))]

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        norma, pedido, trabajador = self._examinado(datos)
        cuando = self._plazo(pedido, norma, trabajador)
        avisos = []
        if cuando.multa is not None:
            porcentaje = f"el {norma.multa:f} % del aporte de su última remuneración"
            avisos += [
                f"El plazo venció el {fecha(cuando.limite)}.",
                f"La multa estimada, {dinero(cuando.multa)}, es un valor referencial: {porcentaje}.",
                "La multa definitiva la fija el IESS.",
            ]
        if self.avisa:
            avisos.append("El trabajador recibirá un correo con este aviso, si el IESS tiene su dirección.")
        return avisos

    def _plazo(self, pedido: Pedido, norma: NormaNovedades, trabajador: Trabajador) -> Plazo:
        return plazo(pedido, norma, timezone.localdate(), trabajador)

    def _examinado(self, datos: dict[str, Any]) -> tuple[NormaNovedades, Pedido, Trabajador]:
        """The first thing that is wrong is said beside its field. Kept with the answers: it is asked for twice."""
        if EXAMEN not in datos:
            datos[EXAMEN] = self._examinar(datos)
        return datos[EXAMEN]

    def _examinar(self, datos: dict[str, Any]) -> tuple[NormaNovedades, Pedido, Trabajador]:
        pedido, trabajador = self.pedido(datos), datos["trabajador"]
        norma = Normas.leer().de(pedido)
        for problema in revisar(pedido, trabajador, norma, timezone.localdate()):
            raise RespuestaRechazada(con_salida(problema), problema.campo)
        if ya_consta(pedido, trabajador):
            raise RespuestaRechazada("Así consta ya en el registro: no hay nada que cambiar.")
        return norma, pedido, trabajador

    def aplicar(self, actuacion: Actuacion, datos: dict[str, Any]) -> Hecho:
        norma, pedido, trabajador = self._examinado(datos)
        try:
            novedades = aplicar(actuacion=actuacion, pedidos=[(pedido, None)])
        except NovedadesRechazadas as rechazo:  # somebody else was quicker
            problema = rechazo.problemas[0][0]
            raise RespuestaRechazada(con_salida(problema), problema.campo) from rechazo
        if not novedades:
            raise RespuestaRechazada("Otra persona acaba de registrar lo mismo: no hay nada que cambiar.")
        (novedad,) = novedades
        cambios = self.cambios_hechos(novedad, cambios_de(pedido, trabajador, norma))
        documento = emitir_comprobante(actuacion, self, novedad, cambios)
        correo = ["El trabajador recibe un correo con este aviso."] if self.avisa else []
        return Hecho(
            f"{self.titulo}: registrado",
            f"Número de novedad: {novedad.numero}",
            cambios=cambios,
            sigue=(
                *correo,
                "Mientras el mes esté abierto puede deshacerlo, en «Avisos registrados».",
                "El comprobante firmado queda también en «Mis documentos» del empleador.",
            ),
            documento=documento.get_absolute_url(),
        )

    def cambios_hechos(self, novedad: Novedad, cambios: list[Cambio]) -> list[Cambio]:
        cuando = Plazo(novedad.limite, novedad.dias_tarde, novedad.multa, False)
        return [Cambio("Número de novedad", novedad.numero), *cambios, *cambios_del_plazo(cuando)]


def con_salida(problema: Problema) -> str:
    """In the words of the rule; what came too late, with the way to where it is taken."""
    if not problema.extemporanea:
        return problema.texto
    return format_html(
        '{} <a href="{}">Ir a Novedades extemporáneas</a>.',
        problema.texto,
        reverse("empleadores:novedades-extemporaneas"),
    )


def emitir_comprobante(
    actuacion: Actuacion, acto: ActoDeNovedad, novedad: Novedad, cambios: list[Cambio]
) -> Certificado:
    """A signed document of the employer, in the transaction of the act. The worker is named, not shown."""
    empleador, ahora = actuacion.empleador, novedad.registrada_en
    return solicitar_emision(
        actuacion=actuacion,
        tramite=ficha(acto.slug),
        contenido=Contenido(
            variante="comprobante",
            titulo=f"Comprobante de {acto.titulo.lower()}",
            plantilla=COMPROBANTE,
            datos={
                "razon_social": empleador.razon_social,
                "ruc": empleador.ruc,
                "numero": novedad.numero,
                "lineas": [[cambio.termino, cambio.ahora] for cambio in cambios],
                "registrada": f"{fecha(ahora)}, a las {hora(ahora)}",
                "con_multa": novedad.multa is not None,
            },
        ),
        peticion=uuid.uuid4(),
    )
