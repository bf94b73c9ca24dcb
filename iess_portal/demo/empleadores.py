"""The employers of the demonstration, and what each one's way of paying makes visible."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from iess_portal.demo.epoca import Epoca, dia_de_debito, mover

Pago = Callable[[date, Epoca], date | None]
"""When a month was paid, or None while it is not."""


def al_dia(periodo: date, epoca: Epoca) -> date | None:
    return epoca.hasta_hoy(dia_de_debito(periodo))


def con_retraso(meses: int) -> Pago:
    """Pays each month so many months late: as many planillas are always in arrears."""
    return lambda periodo, epoca: epoca.hasta_hoy(dia_de_debito(mover(periodo, meses)))


def debe(desde: int, hasta: int) -> Pago:
    """Owes the months from `desde` to `hasta` (counted from `ancla`); the others were paid in time."""
    return lambda periodo, epoca: None if epoca.mes(desde) <= periodo <= epoca.mes(hasta) else al_dia(periodo, epoca)


def pago_su_deuda(desde: int, hasta: int) -> Pago:
    """Paid the months from `desde` to `hasta` all together when the demonstration begins; the others in time."""
    return lambda periodo, epoca: al_dia(
        epoca.ancla if epoca.mes(desde) <= periodo <= epoca.mes(hasta) else periodo, epoca
    )


@dataclass(frozen=True)
class Plantilla:
    """Generated workers: how many, where their cédulas are from, and at which branches they work."""

    cuantos: int
    provincia: str
    serie: int
    cargos: tuple[str, ...]
    sucursales: tuple[str, ...] = ("0001",)


@dataclass(frozen=True)
class Patrono:
    ruc: str
    razon_social: str
    muestra: str
    representante: str
    direccion: str
    telefono: str
    pago: Pago = al_dia
    tipo: str = "PRIVADO"
    plantilla: Plantilla | None = None
    con_clave: bool = True
    entregado: int | None = None
    """The last month, counted from `ancla`, of which the core system hands over planillas; None: all of them."""

    @property
    def correo(self) -> str:
        return f"patrono.{self.ruc}@correo.invalid"

    def comprobante(self, periodo: date) -> str:
        return f"{self.ruc[:10]}-{periodo:%Y%m}"


ANA_VILLACIS, MARCO_BEDON, TERESA_RAMON, HUMBERTO_VELEZ = "1851200640", "0650909179", "0750611428", "1350991285"

YUNQUE = Patrono(
    ruc="1799901028001",
    razon_social="Ferretería Comercial El Yunque Inventado Cía. Ltda.",
    muestra="Empleador al día.",
    representante=ANA_VILLACIS,
    direccion="Av. de la Prensa N47-120, Quito",
    telefono="02 255 0101",
    plantilla=Plantilla(8, "18", 410_000, ("Ventas", "Bodega", "Caja", "Contabilidad")),
)
NEVADO = Patrono(
    ruc="0699902071001",
    razon_social="Transportes Ruta del Nevado Ficticio S.A.",
    muestra="Empleador en mora: paga cada mes con cuatro meses de retraso.",
    representante=MARCO_BEDON,
    direccion="Panamericana Sur km 3, Riobamba",
    telefono="03 255 0102",
    pago=con_retraso(4),
    plantilla=Plantilla(15, "06", 420_000, ("Conducción", "Taller mecánico", "Despacho", "Boletería")),
)
PETALOS = Patrono(
    ruc="1799903128001",
    razon_social="Florícola Pétalos de Ensueño S.A.",
    muestra="Empleador con deuda de hace año y medio, para convenio de pagos; desde entonces, al día.",
    representante=MARCO_BEDON,
    direccion="Vía Cayambe–Tabacundo km 5, Cayambe",
    telefono="02 255 0103",
    pago=debe(-20, -16),
    plantilla=Plantilla(12, "10", 430_000, ("Cultivo", "Cosecha", "Poscosecha", "Riego")),
)
AURORA = Patrono(
    ruc="1099904182001",
    razon_social="Imprenta Aurora Imaginaria Cía. Ltda.",
    muestra="Empleador que debe un solo mes.",
    representante=MARCO_BEDON,
    direccion="Calle Bolívar 8-45, Ibarra",
    telefono="06 255 0104",
    pago=debe(-7, -7),
    plantilla=Plantilla(4, "10", 440_000, ("Prensa", "Diagramación", "Encuadernación", "Ventas")),
)
SERENA = Patrono(
    ruc="0799905248001",
    razon_social="Agroexportadora Costa Inventada S.A.",
    muestra="Empleador con 1.200 trabajadores en dos sucursales.",
    representante=TERESA_RAMON,
    direccion="Vía Machala–Pasaje km 4, Machala",
    telefono="07 255 0105",
    plantilla=Plantilla(
        1_200,
        "07",
        500_000,
        ("Cosecha", "Empaque", "Calificación de fruta", "Estiba", "Transporte", "Supervisión", "Laboratorio"),
        ("0001", "0001", "0002"),
    ),
)
INGENIO = Patrono(
    ruc="1399906292001",
    razon_social="Ingenio Valle Soñado S.A.",
    muestra="Empleador que acaba de pagar su deuda de 14 meses.",
    representante=HUMBERTO_VELEZ,
    direccion="Vía a Rocafuerte km 9, Portoviejo",
    telefono="05 255 0106",
    pago=pago_su_deuda(-38, -25),
    plantilla=Plantilla(6, "13", 450_000, ("Taller mecánico", "Soldadura", "Laboratorio", "Bodega")),
)
ASEO = Patrono(
    ruc="0669901680001",
    razon_social="Empresa Pública Municipal de Aseo Ciudad Imaginada EP",
    muestra="Empleador público.",
    representante=HUMBERTO_VELEZ,
    direccion="Av. Canónigo Ramos y calle F, Riobamba",
    telefono="03 255 0107",
    tipo="PUBLICO",
    con_clave=False,
)
PANADERIA = Patrono(
    ruc=f"{ANA_VILLACIS}001",
    razon_social="Villacís Paredes Ana Belén",
    muestra="Panadería de una sola trabajadora: avisos, planillas hechas en el portal, un pago a medias.",
    representante=ANA_VILLACIS,
    direccion="Calle Montalvo 5-20, Ambato",
    telefono="03 255 0108",
    plantilla=Plantilla(1, "18", 460_000, ("Panadería",)),
    entregado=-3,
)
PATRONOS = (YUNQUE, NEVADO, PETALOS, AURORA, SERENA, INGENIO, ASEO, PANADERIA)
