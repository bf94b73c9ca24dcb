"""The kinds of procedure, each with only the hooks that its kind uses."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django import forms
from django.http import QueryDict
from django.urls import URLPattern, reverse
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA, Permiso
from nucleo.csv import Csv
from registro.models import Empleador, Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.estados import Estado
from tramites.casos.flujo import Flujo
from tramites.casos.plazos import RESOLVER, Plazo
from tramites.certificados.contenido import Contenido

if TYPE_CHECKING:
    from tramites.casos.models import Solicitud
    from tramites.certificados.models import Certificado as Emitido


@dataclass(frozen=True)
class Pendiente:
    """One line of "lo que le toca ahora": what, since or until when, and the link that leads on."""

    texto: str
    enlace: str
    accion: str
    fecha: date | None = None
    urgente: bool = False


class Cifra(NamedTuple):
    """A figure of a `Vistazo`: its words, its name, its value (a Decimal or a number), and whether it is bad news."""

    termino: str
    nombre: str
    valor: Any
    alerta: bool = False


@dataclass(frozen=True)
class Vistazo:
    """What one procedure shows of itself at the home of an employer: figures of today, and where they are explained."""

    titulo: str
    cifras: Sequence[Cifra]
    enlace: str
    accion: str
    explica: str = ""
    pendientes: Sequence[Pendiente] = ()
    """What waits for the employer here."""


class Procedimiento(ABC):
    """One procedure. `slug` joins it to its public sheet; `permiso` says whom it serves and by which right.

    Whoever holds a power and the counter, with the person in front of it, are served only where `permiso` says so:
    PERSONA_O_APODERADO lets both in, PERSONA_O_VENTANILLA the counter alone. So is whoever an employer authorised:
    EMPLEADOR_TODO, EMPLEADOR_AVISOS or EMPLEADOR_CONSULTA.
    """

    slug: ClassVar[str]
    permiso: ClassVar[Permiso] = PERSONA
    app: ClassVar[str]
    plantilla: ClassVar[str] = ""
    """The page of its kind, for whoever has none of its own: `<app>/<slug>.html`, which extends it."""
    plantillas: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "slug" in cls.__dict__:
            cls.app = cls.__module__.split(".")[0]
            cls.plantillas = (f"{cls.app}/{cls.slug}.html", cls.plantilla)
            cls.permiso = replace(cls.permiso, tramite=cls.slug)

    @property
    def url(self) -> str:
        return reverse(f"{self.app}:{self.slug}")

    def url_de(self, pagina: str, *args: Any) -> str:
        """The address of one of its other pages: `correo` is the one that is named `<slug>-correo`."""
        return reverse(f"{self.app}:{self.slug}-{pagina}", args=args)

    def urls(self) -> list[URLPattern]:
        """Pages of its own, besides those of its kind, below its role's prefix. Their names start with the slug."""
        return []

    espera: ClassVar[str] = ""
    """The rows without which nothing waits here for a person: tables and a condition, with `%(persona)s` and `%(hoy)s`.

    Written out, and asked for all procedures at once: composing a statement costs Python more than running it.
    """

    def pendientes(self, actuacion: Actuacion) -> list[Pendiente]:
        """What waits for this person here, for their home page; asked when `espera` finds something. One query."""
        return []

    def de_un_vistazo(self, empleador: Empleador, hoy: date) -> Vistazo | None:
        """Its figures today, and what waits: for the home of an employer, who has no `espera`."""
        return None

    def oferta(self, persona: Persona, hoy: date) -> str:
        """That a right of this person has opened here, in words for their home; "": it has not. Asked at the login."""
        return ""


class Consulta(Procedimiento):
    """Shows facts. Whoever fills `csv` or `documento` has a file of them too, with its address and its button."""

    plantilla = "tramites/consulta.html"
    hoja: ClassVar[bool] = False
    """Whether its CSV is given as a spreadsheet too."""

    @abstractmethod
    def contexto(self, actuacion: Actuacion, parametros: QueryDict) -> dict[str, Any]:
        """The context of the page, for the filters in `parametros`; a filter that can't be read is told beside it.

        A `tabla` is drawn by the page of the kind.
        """

    def csv(self, actuacion: Actuacion, parametros: QueryDict) -> Csv:
        raise NotImplementedError

    def documento(self, actuacion: Actuacion, hoy: date) -> Contenido:
        raise NotImplementedError

    def documento_visto(self, actuacion: Actuacion, hoy: date, parametros: QueryDict) -> Contenido:
        """The document of what these filters show; the whole record where a class does not say otherwise.

        Raises RespuestaRechazada, which the page then says.
        """
        return self.documento(actuacion, hoy)

    def da(self, archivo: str) -> bool:
        """Whether this class gives that file: "csv" or "documento"."""
        return getattr(type(self), archivo) is not getattr(Consulta, archivo)


@dataclass(frozen=True)
class Comparacion:
    """What a document said of its holder when it was issued, and what it would say today, in words."""

    al_emitir: str
    hoy: str

    @property
    def igual(self) -> bool:
        return self.al_emitir == self.hoy


class Certificado(Procedimiento):
    """Issues a signed document at a click."""

    plantilla = "tramites/certificado.html"
    vigencia: ClassVar[str]
    """The legal parameter that says for how many days the document is good."""

    @abstractmethod
    def contenido(self, actuacion: Actuacion, hoy: date) -> Contenido:
        """What the document will say of this subject today. There is always one: a variant says why when it is a no."""

    def vence(self, parametros: Parametros) -> date:
        """The last day of a document of the day of these parameters."""
        return parametros.fecha + timedelta(days=parametros.entero(self.vigencia))

    def contexto(self, actuacion: Actuacion, contenido: Contenido) -> dict[str, Any]:
        """What the page adds to the sheet and the content."""
        return {}

    def comparar(self, emitido: "Emitido", hoy: date) -> Comparacion | None:
        """For whoever verifies a document of this procedure: what it said, and what it would say today.

        None: nothing beside the document itself. `emitido` has its `variante`, and the number of its holder as `ruc` or
        `cedula`; anybody may ask, so only what the document tells anybody may be said.
        """
        return None


class CertificadoPublico(Certificado):
    """Besides, whoever knows somebody's number may have theirs, without a login: `/consulta/<slug>/`."""

    @abstractmethod
    def buscar(self, identificacion: str) -> Persona | Empleador | None:
        """Of whom a valid cédula or RUC is; None: the register has nothing on it. `contenido` is asked about them."""

    @property
    def url_publica(self) -> str:
        return reverse("tramites:consulta", args=[self.slug])


@dataclass(frozen=True)
class Cambio:
    """One line of an act, for the person to check: what it is, what the record shows, what it will show."""

    termino: str
    ahora: str
    antes: str = ""


@dataclass(frozen=True)
class PorConfirmar:
    """Another person, by cédula, without whose word a case is not decided; what they are shown of it and accept."""

    cedula: str
    pide: Sequence[Cambio]
    acepta: Sequence[str]


@dataclass(frozen=True)
class Hecho:
    """What the confirmation says: the outcome, what changed, what happens next, and the one thing left to do, if any.

    It is kept as it was said, so secrets and whole account numbers have no place in it. Where it says no `cambios`, it
    is those that were confirmed.
    """

    titulo: str
    texto: str = ""
    cambios: Sequence[Cambio] = ()
    sigue: Sequence[str] = ()
    accion: str = ""
    enlace: str = ""
    documento: str = ""
    """The address of the signed document that tells of it, where there is one."""


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

    plantilla = "tramites/acto.html"
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

    Answers are plain JSON once they are validated: dates as ISO text, amounts as text. `titular` is a Persona or an
    Empleador, as `permiso` admits them.
    """

    plantilla = "tramites/casos/empezar.html"
    flujo: ClassVar[Flujo]
    en_orden: ClassVar[bool] = False
    """What a form asks hangs on the answers before it (`formulario_tras`): it opens once all of those are good."""
    plazo: ClassVar[Plazo] = RESOLVER
    pedidos_frecuentes: ClassVar[tuple[str, ...]] = ()
    """What the staff ask for most, in words for the person; they may edit them."""
    cifras: ClassVar[tuple[tuple[str, str], ...]] = ()
    """The figures of its dictamen that a grant comes to, with their words: the page of the case says them first."""
    prestacion: ClassVar[str]
    """What the decision grants or denies, as its document names it: «jubilación por vejez»."""
    articulo: ClassVar[str] = "la"
    confirma_por_correo: ClassVar[bool] = False
    """Whether it is sent by a code that comes to the e-mail of its person, as what can't be taken back should be."""
    titulo_del_acuerdo: ClassVar[str] = "Acuerdo de {sentido} de {prestacion}"
    """Of that document; `{numero}` is that of the case."""
    pago: ClassVar[tuple[str, str] | None] = None
    """(concept of a payment order, name of the figure of the dictamen) of what a grant pays out once."""

    def formulario_tras(
        self, actuacion: Actuacion, paso: int, anteriores: Mapping[str, Any], **kwargs: Any
    ) -> forms.Form:
        """The same form where it hangs on what was answered before it; without `en_orden` nothing is told."""
        return self.formulario(actuacion, paso, **kwargs)

    @abstractmethod
    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        """The answers in words, for the person to check and for the staff to read."""

    def resumen_impreso(self, datos: dict[str, Any]) -> list[Cambio]:
        """The same in the signed documents, which others will be shown: what is nobody else's business is left out."""
        return self.resumen(datos)

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        """The dictamen of today, before anything is asked; the page of the kind shows it."""
        if not self.con_regla:
            return {}
        _, dictamen = self.dictamen(actuacion.sujeto, timezone.localdate(), {})
        return {"dictamen": dictamen}

    def por_confirmar(self, datos: Mapping[str, Any]) -> PorConfirmar | None:
        """Who else must say yes from their own account, somebody of the register; None: nobody."""
        return None

    # --- the rule, where there is one ---------------------------------------------------------------------------------

    tipo_de_hechos: ClassVar[Any] = None
    """The dataclass that its rule takes, one that `nucleo.codificacion` can keep; None where people alone decide."""

    @property
    def con_regla(self) -> bool:
        return self.tipo_de_hechos is not None

    def hechos(self, titular: Any, hoy: date, datos: Mapping[str, Any]) -> Any:
        """What the register shows of this subject, and what of the answers the rule needs: none are there at first.

        Once it is sent, `solicitud` among them is its number: other cases of this subject may count too.
        """
        raise NotImplementedError

    def parametros(self, hechos: Any, hoy: date) -> Parametros:
        """The legal parameters that rule these facts, where they are not those of today."""
        return Parametros.al(hoy)

    def dictaminar(self, hechos: Any, fecha: date, parametros: Parametros) -> Dictamen:
        """The rule. `recalcular` calls it again with the facts and the parameters that were kept with a dictamen."""
        raise NotImplementedError

    def dictamen(self, titular: Any, hoy: date, datos: Mapping[str, Any]) -> tuple[Any, Dictamen]:
        """(what the rule was given, what it says) of this subject today."""
        hechos = self.hechos(titular, hoy, datos)
        return hechos, self.dictaminar(hechos, hoy, self.parametros(hechos, hoy))

    @property
    def decide_la_regla(self) -> bool:
        """Whether what qualifies is granted when it is sent."""
        return self.flujo.desde(Estado.INGRESADA, "conceder_por_regla") is not None

    def mira_una_persona(self, datos: Mapping[str, Any]) -> bool:
        """Whether these answers are for a person to look at, whatever the rule says: a document came with them."""
        return False

    def puede_la_regla(self, datos: Mapping[str, Any]) -> bool:
        """Whether the rule alone grants what was answered, if it qualifies."""
        return self.decide_la_regla and not self.mira_una_persona(datos)

    # --- the decision -------------------------------------------------------------------------------------------------

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        """The answers, with what the record shows beside them. Raises RespuestaRechazada when they make no case."""
        return datos

    def al_decidir(self, solicitud: "Solicitud", actuacion: Actuacion) -> None:
        """What the decision changes, inside its transaction. `solicitud.resultado` says which way it went."""

    def del_acuerdo(self, solicitud: "Solicitud", hechos: Any, dictamen: Any) -> dict[str, Any]:
        """What its document says besides what every decision says (`tramites/casos/acuerdo.py`), as plain JSON.

        By the facts and the dictamen that were decided on, both None where people alone decide.
        """
        return {}
