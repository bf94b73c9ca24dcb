"""The kinds of procedure, each with only the hooks that its kind uses."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.http import QueryDict
from django.urls import URLPattern, reverse

from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA, Permiso
from tramites.certificados.contenido import Contenido


@dataclass(frozen=True)
class Csv:
    """A download: a file name, a header and rows of plain values."""

    nombre: str
    columnas: Sequence[str]
    filas: Iterable[Sequence[object]]


@dataclass(frozen=True)
class Pendiente:
    """One line of "lo que le toca ahora": what, since or until when, and the link that leads on."""

    texto: str
    enlace: str
    accion: str
    fecha: date | None = None
    urgente: bool = False


class Procedimiento(ABC):
    """One procedure. `slug` joins it to its public sheet; `permiso` says whom it serves and by which right."""

    slug: ClassVar[str]
    permiso: ClassVar[Permiso] = PERSONA
    app: ClassVar[str]
    plantilla: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "slug" in cls.__dict__:
            cls.app = cls.__module__.split(".")[0]
            cls.plantilla = f"{cls.app}/{cls.slug}.html"

    @property
    def url(self) -> str:
        return reverse(f"{self.app}:{self.slug}")

    @abstractmethod
    def urls(self) -> list[URLPattern]:
        """The pages of this procedure below its role's prefix. Names start with the slug."""

    def pendientes(self, actuacion: Actuacion) -> list[Pendiente]:
        """What waits for this person here, for their home page. At most one query."""
        return []


class Consulta(Procedimiento):
    """Shows facts. Optional downloads: a CSV, and the same facts as a signed document."""

    @abstractmethod
    def contexto(self, actuacion: Actuacion, parametros: QueryDict) -> dict[str, Any]:
        """The context of the page, for the filters in `parametros`; a filter that can't be read is told beside it."""

    def csv(self, actuacion: Actuacion, parametros: QueryDict) -> Csv | None:
        return None

    def documento(self, actuacion: Actuacion, hoy: date) -> Contenido | None:
        return None

    def urls(self) -> list[URLPattern]:
        from tramites.procedimientos.vistas import urls_de_consulta

        return urls_de_consulta(self)


class Certificado(Procedimiento):
    """Issues a signed document at a click."""

    @abstractmethod
    def contenido(self, actuacion: Actuacion, hoy: date) -> Contenido:
        """What the document will say of this subject today. There is always one: a variant says why when it is a no."""

    def contexto(self, actuacion: Actuacion, contenido: Contenido) -> dict[str, Any]:
        """What the page adds to the sheet and the content."""
        return {}

    def urls(self) -> list[URLPattern]:
        from tramites.procedimientos.vistas import urls_de_certificado

        return urls_de_certificado(self)
