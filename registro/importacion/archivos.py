"""The files of the core system: their columns, what each may hold, where it goes, and the natural key.

This is the whole contract of `importar_registro` as data; the order is the one in which the files are written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models

from registro.importacion import tipos
from registro.importacion.tipos import Tipo
from registro.models import (
    Aporte,
    CuentaBancaria,
    Dependiente,
    Empleador,
    Jornada,
    MovimientoFondo,
    PagoPension,
    Pension,
    Persona,
    Prestamo,
    Relacion,
)

PERSONA, EMPLEADOR = "persona", "empleador"


@dataclass(frozen=True)
class Columna:
    """A column of a file. `campo` is the column of the table, when it has another name.

    `referencia` says that the text identifies a person or an employer, kept as its id in `campo`.
    """

    nombre: str
    tipo: Tipo
    requerida: bool = True
    campo: str = ""
    referencia: str = ""

    @property
    def destino(self) -> str:
        return self.campo or self.nombre


@dataclass(frozen=True)
class Regla:
    """What two columns of a row must fulfil together. `falla` is SQL over the texts (ISO dates compare as texts)."""

    columna: str
    falla: str
    motivo: str
    lee: tuple[str, ...]


@dataclass(frozen=True)
class Archivo:
    """`clave` is the natural key, in columns of the table. `fijos` are values of every row of this file: those that
    are not in the key are compared as well. `al_insertar` are written only when the row is new. `ordinal`: the key ends
    with `orden`, the number of the row among those of the file that share the rest of the key. `del_portal`: the column
    that isn't empty in the rows that the portal itself made; a row of the file that says the same as one of those is
    that one come back, and is left alone."""

    nombre: str
    modelo: type[models.Model]
    columnas: tuple[Columna, ...]
    clave: tuple[str, ...]
    reglas: tuple[Regla, ...] = ()
    fijos: dict[str, str] = field(default_factory=dict)
    al_insertar: dict[str, str] = field(default_factory=dict)
    ordinal: bool = False
    del_portal: str = ""

    @property
    def tabla(self) -> str:
        return self.modelo._meta.db_table

    @property
    def carga(self) -> str:
        """Name of the staging table."""
        return "carga_" + self.nombre.removesuffix(".csv")

    @property
    def encabezado(self) -> tuple[str, ...]:
        return tuple(columna.nombre for columna in self.columnas)


def _columnas(*pares: tuple[str, Tipo], opcionales: Iterable[str] = ()) -> tuple[Columna, ...]:
    libres = set(opcionales)
    return tuple(Columna(nombre, tipo, requerida=nombre not in libres) for nombre, tipo in pares)


def _persona(nombre: str = "cedula", campo: str = "persona_id") -> Columna:
    return Columna(nombre, tipos.referencia(), campo=campo, referencia=PERSONA)


_EMPLEADOR = Columna("ruc", tipos.referencia(), requerida=False, referencia=EMPLEADOR)
_SUCURSAL = Columna("sucursal", tipos.sucursal(), requerida=False)
_CON_SUCURSAL = Regla(
    "sucursal", "ruc IS NOT NULL AND sucursal IS NULL", "falta la sucursal del empleador.", ("sucursal",)
)

_SEXOS = {"MASCULINO": "M", "HOMBRE": "M", "H": "M", "FEMENINO": "F", "MUJER": "F"}
_ESTADOS_CIVILES = {
    "SOLTERA": "SOLTERO",
    "CASADA": "CASADO",
    "SEPARADA": "SEPARADO",
    "DIVORCIADA": "DIVORCIADO",
    "VIUDA": "VIUDO",
    "UNION LIBRE": "UNION_HECHO",
    "UNION_LIBRE": "UNION_HECHO",
    "UNION DE HECHO": "UNION_HECHO",
    "UNION_DE_HECHO": "UNION_HECHO",
}

PERSONAS = Archivo(
    "personas.csv",
    Persona,
    _columnas(
        ("cedula", tipos.cedula()),
        ("apellidos", tipos.texto(120)),
        ("nombres", tipos.texto(120)),
        ("fecha_nacimiento", tipos.fecha()),
        ("sexo", tipos.opcion(Persona.Sexo.values, _SEXOS)),
        ("nacionalidad", tipos.texto(60)),
        ("estado_civil", tipos.opcion(Persona.EstadoCivil.values, _ESTADOS_CIVILES)),
        ("correo", tipos.correo()),
        ("telefono", tipos.texto(40)),
        ("direccion", tipos.texto(250)),
        ("fecha_fallecimiento", tipos.fecha()),
        opcionales=("sexo", "nacionalidad", "estado_civil", "correo", "telefono", "direccion", "fecha_fallecimiento"),
    ),
    clave=("cedula",),
    reglas=(
        Regla(
            "fecha_fallecimiento",
            "fecha_fallecimiento < fecha_nacimiento",
            "la fecha de fallecimiento es anterior a la de nacimiento.",
            ("fecha_fallecimiento", "fecha_nacimiento"),
        ),
    ),
)

EMPLEADORES = Archivo(
    "empleadores.csv",
    Empleador,
    _columnas(
        ("ruc", tipos.ruc()),
        ("razon_social", tipos.texto(250)),
        ("tipo", tipos.opcion(Empleador.Tipo.values)),
        ("representante_cedula", tipos.cedula()),
        ("direccion", tipos.texto(250)),
        ("correo", tipos.correo()),
        ("telefono", tipos.texto(40)),
        opcionales=("representante_cedula", "direccion", "correo", "telefono"),
    ),
    clave=("ruc",),
    reglas=(
        Regla(
            "ruc",
            "ruc LIKE '%000' AND upper(tipo) <> 'DOMESTICO'",
            "solo el identificador de un empleador DOMESTICO termina en 000.",
            ("ruc", "tipo"),
        ),
    ),
)

RELACIONES = Archivo(
    "relaciones.csv",
    Relacion,
    (
        _persona(),
        _EMPLEADOR,
        _SUCURSAL,
        *_columnas(
            ("fecha_ingreso", tipos.fecha()),
            ("fecha_salida", tipos.fecha()),
            ("causa_salida", tipos.texto(60)),
            ("cargo", tipos.texto(120)),
            ("relacion_trabajo", tipos.texto(60)),
            ("jornada", tipos.opcion(Jornada.values)),
            ("sueldo", tipos.numero()),
            opcionales=("fecha_salida", "causa_salida", "cargo", "relacion_trabajo"),
        ),
    ),
    clave=("persona_id", "ruc", "sucursal", "fecha_ingreso"),
    reglas=(
        _CON_SUCURSAL,
        Regla(
            "fecha_salida",
            "fecha_salida < fecha_ingreso",
            "la fecha de salida es anterior a la de ingreso.",
            ("fecha_salida", "fecha_ingreso"),
        ),
    ),
)

APORTES = Archivo(
    "aportes.csv",
    Aporte,
    (
        _persona(),
        _EMPLEADOR,
        _SUCURSAL,
        *_columnas(
            ("periodo", tipos.mes()),
            ("dias", tipos.entero(1, 30)),
            ("sueldo", tipos.numero()),
            ("tipo_planilla", tipos.texto(30)),
            ("fecha_pago", tipos.fecha()),
            ("numero_comprobante", tipos.texto(40)),
            opcionales=("fecha_pago", "numero_comprobante"),
        ),
    ),
    clave=("persona_id", "periodo", "ruc", "sucursal", "tipo_planilla"),
    reglas=(_CON_SUCURSAL,),
)


def _fondo(nombre: str, fondo: MovimientoFondo.Fondo) -> Archivo:
    return Archivo(
        nombre,
        MovimientoFondo,
        (
            _persona(),
            *_columnas(
                ("fecha", tipos.fecha()),
                ("tipo", tipos.opcion(MovimientoFondo.Tipo.values)),
                ("valor", tipos.numero()),
            ),
        ),
        clave=("persona_id", "fondo", "fecha", "tipo", "orden", "acuerdo_numero"),
        fijos={"fondo": f"'{fondo}'", "acuerdo_numero": "''"},
        ordinal=True,
        del_portal="acuerdo_numero",
    )


PRESTAMOS = Archivo(
    "prestamos.csv",
    Prestamo,
    (
        _persona(),
        *_columnas(
            ("tipo", tipos.opcion(Prestamo.Tipo.values)),
            ("fecha", tipos.fecha()),
            ("monto", tipos.numero(minimo=Decimal("0.01"))),
            ("plazo_meses", tipos.entero(1, 600)),
            ("tasa", tipos.numero(decimales=4, maximo=Decimal(100))),
            ("saldo", tipos.numero()),
            ("cuotas_vencidas", tipos.entero(0, 600)),
        ),
    ),
    clave=("persona_id", "tipo", "fecha"),
)

PENSIONES = Archivo(
    "pensiones.csv",
    Pension,
    (
        _persona(),
        *_columnas(
            ("tipo", tipos.opcion(Pension.Tipo.values)),
            ("fecha_inicio", tipos.fecha(futura=True)),
            ("imposiciones", tipos.entero(0, 999)),
            ("base", tipos.numero()),
            ("monto", tipos.numero()),
            ("acuerdo_numero", tipos.texto(40)),
            ("acuerdo_fecha", tipos.fecha()),
            ("reside_exterior", tipos.si_no()),
            opcionales=("imposiciones", "base", "acuerdo_numero", "acuerdo_fecha", "reside_exterior"),
        ),
    ),
    clave=("persona_id", "tipo", "fecha_inicio"),
)

PAGOS_PENSION = Archivo(
    "pagos_pension.csv",
    PagoPension,
    (
        _persona(),
        *_columnas(
            ("periodo", tipos.mes()),
            ("fecha_pago", tipos.fecha()),
            ("concepto", tipos.texto(80)),
            ("valor", tipos.numero(minimo=None)),
            opcionales=("fecha_pago",),
        ),
    ),
    clave=("persona_id", "periodo", "concepto", "orden"),
    ordinal=True,
)

CUENTAS_BANCARIAS = Archivo(
    "cuentas_bancarias.csv",
    CuentaBancaria,
    (
        _persona(),
        *_columnas(
            ("institucion", tipos.texto(120)),
            ("tipo", tipos.opcion(CuentaBancaria.Tipo.values)),
            ("numero", tipos.texto(30)),
            ("vigente_desde", tipos.fecha()),
        ),
    ),
    clave=("persona_id", "institucion", "tipo", "numero"),
    # An account given through the portal that the core system knows as well is thereby confirmed.
    fijos={"estado": f"'{CuentaBancaria.Estado.VALIDADA}'"},
    al_insertar={"origen": f"'{CuentaBancaria.Origen.INSTITUTO}'"},
)

DEPENDIENTES = Archivo(
    "dependientes.csv",
    Dependiente,
    (
        _persona("cedula_titular", "titular_id"),
        *_columnas(
            ("cedula", tipos.cedula()),
            ("parentesco", tipos.opcion(Dependiente.Parentesco.values)),
            ("fecha_desde", tipos.fecha()),
        ),
    ),
    clave=("titular_id", "cedula"),
    reglas=(
        Regla("cedula", "cedula = cedula_titular", "nadie es dependiente de sí mismo.", ("cedula", "cedula_titular")),
    ),
)

ARCHIVOS = (
    PERSONAS,
    EMPLEADORES,
    RELACIONES,
    APORTES,
    _fondo("fondos_reserva.csv", MovimientoFondo.Fondo.RESERVA),
    _fondo("cesantia.csv", MovimientoFondo.Fondo.CESANTIA),
    PRESTAMOS,
    PENSIONES,
    PAGOS_PENSION,
    CUENTAS_BANCARIAS,
    DEPENDIENTES,
)
