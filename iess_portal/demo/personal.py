"""The staff of the demonstration, one for each role."""

from dataclasses import dataclass

from iess_portal.roles import Rol


@dataclass(frozen=True)
class Funcionario:
    usuario: str
    nombre: str
    rol: Rol
    muestra: str
    oficina: str = "Dirección Provincial de Pichincha, Quito"

    @property
    def correo(self) -> str:
        return f"{self.usuario}@personal.invalid"


VENTANILLA = Funcionario(
    "ventanilla",
    "Lorena Tapia (ventanilla)",
    Rol.VENTANILLA,
    "Atiende: abre un expediente y hace los trámites de quien está en la ventanilla; revoca certificados.",
    "Centro de Atención Universal Quito Centro",
)
ANALISTA = Funcionario(
    "analista",
    "Diego Freire (análisis)",
    Rol.ANALISTA,
    "Atiende las solicitudes: toma, pide lo que falta y decide.",
)
APROBADOR = Funcionario(
    "aprobador",
    "Patricia Recalde (aprobación)",
    Rol.APROBADOR,
    "Aprueba lo que otra persona propuso, revisa impugnaciones y reparte las solicitudes.",
)
DATOS = Funcionario(
    "datos",
    "Inés Yánez (protección de datos)",
    Rol.DATOS,
    "Atiende las quejas por fugas de datos personales, que nadie más lee.",
)
PERSONAL = (
    VENTANILLA,
    ANALISTA,
    APROBADOR,
    DATOS,
    Funcionario(
        "transparencia",
        "Raúl Espín (transparencia)",
        Rol.TRANSPARENCIA,
        "Publica: hojas oficiales y cifras de cada mes.",
    ),
    Funcionario(
        "administrador",
        "Mónica Salgado (administración)",
        Rol.ADMINISTRADOR,
        "Administra: parámetros, feriados, fichas y cuentas.",
    ),
)
