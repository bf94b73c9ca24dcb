"""The kinds of procedure, each with only the hooks that its kind uses."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import QueryDict
from django.urls import URLPattern, reverse

from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA, Permiso
from nucleo.csv import Csv
from registro.models import Empleador, Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.flujo import Flujo
from tramites.casos.plazos import RESOLVER, Plazo
from tramites.certificados.contenido import Contenido

if TYPE_CHECKING:
    from tramites.casos.models import Solicitud


@dataclass(frozen=True)
class Pendiente:
    """One line of "lo que le toca ahora": what, since or until when, and the link that leads on."""

    texto: str
    enlace: str
    accion: str
    fecha: date | None = None
    urgente: bool = False


class Procedimiento(ABC):
    """One procedure. `slug` joins it to its public sheet; `permiso` says whom it serves and by which right.

    Whoever holds a power and the counter, with the person in front of it, are served only where `permiso` says so:
    PERSONA_O_APODERADO lets both in, PERSONA_O_VENTANILLA the counter alone. So is whoever an employer authorised:
    EMPLEADOR_TODO, EMPLEADOR_AVISOS or EMPLEADOR_CONSULTA.
    """

    slug: ClassVar[str]
    permiso: ClassVar[Permiso] = PERSONA
    app: ClassVar[str]
    plantilla: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "slug" in cls.__dict__:
            cls.app = cls.__module__.split(".")[0]
            cls.plantilla = f"{cls.app}/{cls.slug}.html"
            cls.permiso = replace(cls.permiso, tramite=cls.slug)

    @property
    def url(self) -> str:
        return reverse(f"{self.app}:{self.slug}")

    def urls(self) -> list[URLPattern]:
        """Pages of its own, besides those of its kind, below its role's prefix. Their names start with the slug."""
        return []

    def pendientes(self, actuacion: Actuacion) -> list[Pendiente]:
        """What waits for this person here, for their home page. At most one query."""
        return []

    def oferta(self, persona: Persona, hoy: date) -> str:
        """That a right of this person has opened here, in words for their home; "": it has not. Asked at the login."""
        return ""


class Consulta(Procedimiento):
    """Shows facts. Optional downloads: a CSV, and the same facts as a signed document."""

    @abstractmethod
    def contexto(self, actuacion: Actuacion, parametros: QueryDict) -> dict[str, Any]:
        """The context of the page, for the filters in `parametros`; a filter that can't be read is told beside it."""

    def csv(self, actuacion: Actuacion, parametros: QueryDict) -> Csv | None:
        return None

    def documento(self, actuacion: Actuacion, hoy: date) -> Contenido | None:
        return None


class Certificado(Procedimiento):
    """Issues a signed document at a click."""

    @abstractmethod
    def contenido(self, actuacion: Actuacion, hoy: date) -> Contenido:
        """What the document will say of this subject today. There is always one: a variant says why when it is a no."""

    def contexto(self, actuacion: Actuacion, contenido: Contenido) -> dict[str, Any]:
        """What the page adds to the sheet and the content."""
        return {}


@dataclass(frozen=True)
class Cambio:
    """One line of an act, for the person to check: what it is, what the record shows, what it will show."""

    termino: str
    ahora: str
    antes: str = ""


@dataclass(frozen=True)
class Hecho:
    """What the confirmation says: the outcome, what changed, what happens next, and the one thing left to do, if any.

    It is kept as it was said, so secrets and whole account numbers have no place in it.
    """

    titulo: str
    texto: str = ""
    cambios: Sequence[Cambio] = ()
    sigue: Sequence[str] = ()
    accion: str = ""
    enlace: str = ""


class ActoAparte(Procedimiento):
    """An act whose pages are of a lower floor: it has a place where it begins, and whoever does it counts it."""

    inicio: ClassVar[str]
    """The view name of its first page, which has its own line in the permission map."""

    @property
    def url(self) -> str:
        return reverse(self.inicio)


class ConPasos(Procedimiento):
    """What is asked in one or more forms, one page each."""

    pasos: ClassVar[tuple[type[forms.Form], ...]]

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        """The form of a step; `kwargs` are those of a Form."""
        return self.pasos[paso](**kwargs)

    def inicial(self, actuacion: Actuacion) -> dict[str, Any]:
        """What the forms show before anything is typed: nobody types what the institute knows."""
        return {}

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        """What the page of the forms shows of the record as it is now."""
        return {}

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        """What one must know before confirming."""
        return []


class Acto(ConPasos):
    """Changes facts at once: form, "revise sus respuestas", confirmation."""

    boton: ClassVar[str] = "Confirmar"

    def contexto_del_paso(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        """What a page shows of the answers to the forms before it; `datos` are those of them that are good."""
        return {}

    @abstractmethod
    def cambios(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[Cambio]:
        """What these answers will change. Raises RespuestaRechazada, as when they change nothing."""

    @abstractmethod
    def aplicar(self, actuacion: Actuacion, datos: dict[str, Any]) -> Hecho:
        """Calls the verb, inside the transaction that counts the act. Raises RespuestaRechazada."""


class ProcedimientoConCaso(ConPasos):
    """Opens a case that people decide. What is typed is kept after every step; a case is sent once, and then followed.

    Answers are plain JSON once they are validated: dates as ISO text, amounts as text.
    """

    flujo: ClassVar[Flujo]
    plazo: ClassVar[Plazo] = RESOLVER
    tipo_de_hechos: ClassVar[type] = type(None)
    """The dataclass of the facts that its rule takes, where it has one."""
    pedidos_frecuentes: ClassVar[tuple[str, ...]] = ()
    """What the staff ask for most, in words for the person; they may edit them."""
    cifras: ClassVar[tuple[tuple[str, str], ...]] = ()
    """The figures of its dictamen that a grant comes to, with their words: the page of the case says them first."""

    @abstractmethod
    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        """The answers in words, for the person to check and for the staff to read."""

    def dictamen(self, titular: Persona | Empleador, hoy: date) -> tuple[Any, Dictamen] | None:
        """What the rule says of this subject today, with the facts that it was given; None where people alone decide.

        The facts are a dataclass that `nucleo.codificacion` can keep.
        """
        return None

    def dictaminar(self, hechos: Any, fecha: date, parametros: Parametros) -> Dictamen:
        """The dictamen again, from the facts and the parameters that were kept with it: `recalcular` compares them."""
        raise NotImplementedError

    def pagable(self, solicitud: "Solicitud", hoy: date) -> bool:
        """Whether what was granted can be paid now: the account may still have to wait."""
        return True

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        """The answers, with what the record shows beside them. Raises RespuestaRechazada when they make no case."""
        return datos

    def al_decidir(self, solicitud: "Solicitud", actuacion: Actuacion) -> None:
        """What the decision changes, inside its transaction. `solicitud.resultado` says which way it went."""

    @abstractmethod
    def acuerdo(self, solicitud: "Solicitud") -> Contenido:
        """The signed document of the decision, with its reasons."""
