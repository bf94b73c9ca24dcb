"""The tables of the register and of the accounts, as sections of "mis datos"."""

from cuentas.cambios.models import CambioDeDatos
from cuentas.mis_datos import Seccion, inscribir
from cuentas.models import (
    AvisoApagado,
    CodigoEnPapel,
    Cuenta,
    Delegacion,
    EnlacePatronal,
    ExportacionDeDatos,
    Poder,
    PreguntaDeSeguridad,
    SesionAbierta,
)
from nucleo.bitacora.models import Asiento
from registro import models as registro

# What only a machine can use, or what would let somebody in.
INTERNO = frozenset({"cambiado_en_portal", "busqueda"})
EMPLEADOR = {"empleador": "empleador__razon_social"}

for seccion in (
    Seccion("persona", "Quién es usted", registro.Persona, de="pk", excepto=INTERNO),
    Seccion("cuenta", "Su cuenta en el portal", Cuenta, de="pk", por_cuenta=True, excepto=frozenset({"password"})),
    Seccion("empleos", "Sus empleos y afiliaciones", registro.Relacion, lee=EMPLEADOR, excepto=INTERNO),
    Seccion("aportes", "Sus aportes, mes a mes", registro.Aporte, lee=EMPLEADOR),
    Seccion("fondos", "Fondos de reserva y cesantía", registro.MovimientoFondo),
    Seccion("prestamos", "Préstamos", registro.Prestamo),
    Seccion("pensiones", "Pensiones", registro.Pension, excepto=INTERNO),
    Seccion("pagos-pension", "Pagos de pensión", registro.PagoPension),
    Seccion("cuentas-bancarias", "Cuentas bancarias", registro.CuentaBancaria, excepto=INTERNO),
    Seccion("dependientes", "Personas a su cargo", registro.Dependiente, de="titular", excepto=INTERNO),
    Seccion(
        "actividad",
        "Lo que se hizo con sus datos y en su cuenta",
        Asiento,
        de="persona_id",
        objeto="objeto",
        excepto=frozenset({"firma"}),
    ),
    Seccion("poderes-dados", "Poderes que dio", Poder, de="otorgante"),
    Seccion("poderes-recibidos", "Poderes que recibió", Poder, de="apoderado"),
    Seccion("delegaciones", "Empleadores por los que puede actuar", Delegacion, de="apoderado", lee=EMPLEADOR),
    # The e-mail is the employer's; whoever asked saw it masked.
    Seccion(
        "claves-patronales",
        "Claves patronales que pidió",
        EnlacePatronal,
        excepto=frozenset({"correo"}),
        lee=EMPLEADOR,
    ),
    Seccion(
        "preguntas-de-seguridad",
        "Preguntas de seguridad que eligió",
        PreguntaDeSeguridad,
        de="cuenta",
        por_cuenta=True,
        excepto=frozenset({"respuesta"}),
    ),
    Seccion("codigos-en-papel", "Códigos que le dio la ventanilla", CodigoEnPapel),
    Seccion(
        "cambios",
        "Cambios de sus datos",
        CambioDeDatos,
        excepto=frozenset({"previo"}),
        lee={"actor": "actor__identificador"},
    ),
    Seccion(
        "sesiones-abiertas",
        "Sus sesiones abiertas",
        SesionAbierta,
        de="cuenta",
        por_cuenta=True,
        excepto=frozenset({"clave"}),
    ),
    Seccion("avisos-apagados", "Avisos por correo que apagó", AvisoApagado, de="cuenta", por_cuenta=True),
    Seccion(
        "exportaciones",
        "Las veces que pidió sus datos",
        ExportacionDeDatos,
        de="cuenta",
        por_cuenta=True,
        excepto=frozenset({"archivo"}),
    ),
):
    inscribir(seccion)
