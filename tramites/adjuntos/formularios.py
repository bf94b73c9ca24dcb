"""Between the files of a request and the forms, which know documents by their numbers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from django import forms
from django.http import QueryDict

from cuentas.actuacion import Actuacion, Peticion
from nucleo.formularios import CampoArchivos, RespuestaRechazada
from tramites.adjuntos.models import Adjunto
from tramites.adjuntos.selectors import disponibles, por_numeros
from tramites.adjuntos.services import limpiar_nombre, recibir, retirar
from tramites.catalogo.models import Tramite

QUITAR = "quitar"
A_LA_VISTA = 8
"""Of the documents that somebody handed in before, how many are offered again."""
SOBRAN = "«{}»: puede entregar {} como máximo y ya los tiene. No se subió."


@dataclass
class Cargas:
    """What came of the files of one request: what is wrong with which, by the name of its field."""

    rechazos: dict[str, list[str]] = field(default_factory=dict)
    se_quito: bool = False

    def conectar(self, form: forms.Form, actuacion: Actuacion) -> None:
        """Lets the form find the documents of the subject, and tell what was refused. Two queries."""
        de_archivos = {nombre: campo for nombre, campo in form.fields.items() if isinstance(campo, CampoArchivos)}
        if not de_archivos:
            return
        buscar, otros = _buscador(form, de_archivos, actuacion), list(disponibles(actuacion)[:A_LA_VISTA])
        for nombre, campo in de_archivos.items():
            campo.buscar = buscar
            campo.rechazos = self.rechazos.get(form.add_prefix(nombre), [])
            campo.widget.otros = otros


def _buscador(form: forms.Form, campos: Iterable[str], actuacion: Actuacion) -> Callable[[list[str]], list[Adjunto]]:
    """Finds what any field of the form names; the first one that asks finds what all of them do."""

    @cache
    def hallados() -> dict[str, Adjunto]:
        escritos = chain.from_iterable(form[nombre].data for nombre in campos)
        return {str(adjunto.numero): adjunto for adjunto in por_numeros(actuacion, escritos)}

    return lambda numeros: [hallados()[numero] for numero in dict.fromkeys(numeros) if numero in hallados()]


def recibir_archivos(request: Peticion, tramite: Tramite, campos: Mapping[str, CampoArchivos]) -> Cargas:
    """Receives the files of this POST at once, whatever becomes of the rest of the form.

    From here on `request.POST` holds their numbers, as if the form had brought them.
    """
    cargas = Cargas()
    if not campos:
        return cargas
    datos = request.POST.copy()
    for nombre, campo in campos.items():
        # Where no file is chosen, a browser sends an empty answer under the same name.
        numeros = list(dict.fromkeys(filter(None, datos.getlist(nombre))))
        rechazos = cargas.rechazos[nombre] = []
        for archivo in request.FILES.getlist(nombre):
            if len(numeros) >= campo.maximo:
                rechazos.append(SOBRAN.format(limpiar_nombre(archivo.name or ""), campo.maximo))
                continue
            try:
                adjunto = recibir(actuacion=request.actuacion, tramite=tramite, clase=campo.clase, archivo=archivo)
            except RespuestaRechazada as rechazo:
                rechazos.append(rechazo.mensaje)
            else:
                numeros = list(dict.fromkeys([*numeros, str(adjunto.numero)]))
        datos.setlist(nombre, numeros)
    cargas.se_quito = _quitar(request, datos.get(QUITAR, ""), campos, datos)
    datos.pop(QUITAR, None)
    request.POST = datos  # type: ignore[assignment] # read only for whoever comes next, by custom
    return cargas


def _quitar(request: Peticion, cual: str, campos: Mapping[str, CampoArchivos], datos: QueryDict) -> bool:
    """Takes `field:number` out of the form. The document goes as well, unless something else uses it."""
    nombre, _, numero = cual.partition(":")
    if nombre not in campos:
        return False
    datos.setlist(nombre, [otro for otro in datos.getlist(nombre) if otro != numero])
    for adjunto in por_numeros(request.actuacion, [numero]):
        try:
            retirar(actuacion=request.actuacion, numero=adjunto.numero)
        except (RespuestaRechazada, Adjunto.DoesNotExist):
            continue
    return True
