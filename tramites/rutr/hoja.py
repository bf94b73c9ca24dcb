"""What an official sheet says, once read."""

from dataclasses import dataclass


class HojaIlegible(ValueError):
    """The file is not a usable sheet. The message is for the person who gave the file."""


@dataclass(frozen=True, slots=True)
class Requisito:
    """One requirement: "Cédula: Registre el número…" has title "Cédula"; without a colon all of it is title."""

    titulo: str
    detalle: str = ""


@dataclass(frozen=True, slots=True)
class Horario:
    """Opening hours of one channel; `canal` is empty when the sheet gives one schedule for all."""

    canal: str
    texto: str


@dataclass(frozen=True, slots=True)
class Contacto:
    dependencia: str = ""
    correo: str = ""
    telefono: str = ""


@dataclass(frozen=True, slots=True)
class MesTransparencia:
    """One row of the monthly table. `linea` counts from 1 in the text, or in its `pagina` when the sheet is a PDF.

    `oficial` is False where the sheet itself says that the portal counted the month and no official one has it yet.
    """

    anio: int
    mes: int
    quejas: int
    atenciones: int
    linea: int
    pagina: int = 0
    oficial: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Problema:
    """A line that could not be read, and why. The rest of the sheet stands, unless it is `grave`: a figure in doubt."""

    pagina: int
    linea: int
    texto: str
    motivo: str
    grave: bool = False

    @property
    def donde(self) -> str:
        return f"página {self.pagina}, línea {self.linea}" if self.pagina else f"línea {self.linea}"

    def __str__(self) -> str:
        return f"{self.donde}: {self.motivo} «{self.texto}»" if self.texto else f"{self.donde}: {self.motivo}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Textos:
    """What an official sheet says in plain texts, and our own sheets after it; an empty field is empty in the sheet.

    `requisitos_nota` holds what the sheet writes among its requirements that is none of them. `indicaciones` holds
    the steps that the sheet gives for no channel in particular.
    """

    nombre: str
    institucion: str = ""
    descripcion: str = ""
    dirigido_a: str = ""
    personas: tuple[str, ...] = ()
    tipo_resultado: str = ""
    resultado: str = ""
    requisitos_nota: tuple[str, ...] = ()
    formatos: tuple[str, ...] = ()
    modalidad: str = ""
    consideraciones: tuple[str, ...] = ()
    indicaciones: tuple[str, ...] = ()
    indicaciones_en_linea: tuple[str, ...] = ()
    indicaciones_presencial: tuple[str, ...] = ()
    notas: tuple[str, ...] = ()
    canales: tuple[str, ...] = ()
    costo: str = ""
    vigencia: str = ""
    base_legal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HojaRUTR(Textos):
    """The official sheet. Only `nombre` is always there, and `codigo` unless this portal wrote it (`del_portal`)."""

    codigo: str
    requisitos: tuple[Requisito, ...] = ()
    requisitos_especiales: tuple[Requisito, ...] = ()
    horarios: tuple[Horario, ...] = ()
    contacto: Contacto = Contacto()
    transparencia: tuple[MesTransparencia, ...] = ()
    problemas: tuple[Problema, ...] = ()
    del_portal: bool = False
