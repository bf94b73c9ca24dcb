"""The people of the demonstration: who they are, where they worked, and what each one makes visible."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from iess_portal.demo.empleadores import (
    ANA_VILLACIS,
    ASEO,
    AURORA,
    HUMBERTO_VELEZ,
    INGENIO,
    MARCO_BEDON,
    SERENA,
    TERESA_RAMON,
    YUNQUE,
    Patrono,
)
from iess_portal.demo.epoca import Epoca


@dataclass(frozen=True)
class Empleo:
    """Months are counted from `ancla`, both included; without `hasta` it goes on. `patrono` None: voluntary.

    The salary is that of the first year, and rises by `alza` each January, so that it does not depend on today.
    """

    patrono: Patrono | None
    desde: int
    sueldo: Decimal
    cargo: str
    hasta: int | None = None
    causa: str = ""
    alza: Decimal = Decimal("0.04")
    sucursal: str = "0001"
    acumula_fondos: bool = False
    dia_ingreso: int = 1


@dataclass(frozen=True)
class CreditoQuirografario:
    mes: int
    monto: Decimal
    plazo: int
    tasa: Decimal


@dataclass(frozen=True)
class Jubilacion:
    """A pension since the month `desde`. `causante`: whose contributions it comes from, with the part that is due."""

    tipo: str
    desde: int
    causante: str = ""
    porcion: Decimal = Decimal(1)
    reside_exterior: bool = False
    sin_pago_desde: int | None = None
    """The month since which the institute does not pay it."""
    costa: bool = False
    """On the coast and in Galápagos the décima cuarta is paid in March, elsewhere in August."""


@dataclass(frozen=True)
class Protagonista:
    """`edad`: years and months when the demonstration begins. Without `muestra`, somebody else's story needs them."""

    cedula: str
    apellidos: str
    nombres: str
    edad: tuple[int, int]
    sexo: str
    estado_civil: str
    direccion: str
    muestra: str = ""
    telefono: str = ""
    correo: str = ""
    empleos: tuple[Empleo, ...] = ()
    credito: CreditoQuirografario | None = None
    jubilacion: Jubilacion | None = None
    banco: tuple[str, str, str] | None = None
    fallece: int | None = None
    hijos: tuple[str, ...] = field(default=())

    def nacimiento(self, epoca: Epoca) -> date:
        anios, meses = self.edad
        return epoca.mes(-12 * anios - meses + 1).replace(day=1 + int(self.cedula[6:8]) % 28)

    def fallecimiento(self, epoca: Epoca) -> date | None:
        return None if self.fallece is None else epoca.mes(self.fallece).replace(day=14)


ROSA, SEGUNDO, DOLORES, JORGE, GABRIELA = "1050418274", "0550133698", "1352077141", "0153188024", "0450266515"
EDISON, NICOLE, VICTOR, CARMEN, BLANCA = "1850944701", "1153300163", "1351880933", "1150722583", "0650455397"
LUZ, MANUEL = "1103882047", "1802771053"
MERCEDES, ANGEL, GLORIA = "1351881014", "1351881022", "1351881030"
OLGA = "1150883914"
JULIO, HIJO_DE_GABRIELA = "0650451206", "0459900130"

AFILIADOS = (
    Protagonista(
        cedula=ROSA,
        apellidos="Quishpe Andrade",
        nombres="Rosa Elvira",
        edad=(48, 2),
        sexo="F",
        estado_civil="CASADO",
        direccion="Calle Sucre 4-31, Ibarra",
        telefono="099 555 0101",
        correo="rosa.quishpe@correo.invalid",
        muestra="Trabajadora activa con 24 años de aportes: dos empleadores, una laguna y un mes que le deben.",
        empleos=(
            Empleo(YUNQUE, -296, Decimal("265.00"), "Ventas", hasta=-177, causa="V"),
            Empleo(AURORA, -168, Decimal("520.00"), "Encuadernación"),
        ),
        banco=("Pichincha", "AHORROS", "2205550101"),
    ),
    Protagonista(
        cedula=SEGUNDO,
        apellidos="Chicaiza Lema",
        nombres="Segundo Manuel",
        edad=(60, 4),
        sexo="M",
        estado_civil="CASADO",
        direccion="Barrio San Felipe, Latacunga",
        telefono="099 555 0102",
        correo="segundo.chicaiza@correo.invalid",
        muestra="Cumplió las condiciones de la jubilación el mes pasado: 60 años, 360 imposiciones y el cese.",
        empleos=(
            Empleo(ASEO, -359, Decimal("180.00"), "Chofer", hasta=-200, causa="V", alza=Decimal("0.06")),
            Empleo(YUNQUE, -199, Decimal("480.00"), "Bodega", hasta=0, causa="V"),
        ),
        banco=("BanEcuador", "AHORROS", "4015550102"),
    ),
    Protagonista(
        cedula=DOLORES,
        apellidos="Pincay Zambrano",
        nombres="María Dolores",
        edad=(61, 1),
        sexo="F",
        estado_civil="DIVORCIADO",
        direccion="Ciudadela Las Brisas, Machala",
        telefono="099 555 0103",
        correo="dolores.pincay@correo.invalid",
        muestra="Le faltan cuatro imposiciones para jubilarse: tiene 356 y sigue trabajando.",
        empleos=(Empleo(SERENA, -355, Decimal("190.00"), "Administración", alza=Decimal("0.06")),),
        banco=("Machala", "CORRIENTE", "1075550103"),
    ),
    Protagonista(
        cedula=LUZ,
        apellidos="Guamán Vivanco",
        nombres="Luz Marina",
        edad=(62, 3),
        sexo="F",
        estado_civil="SOLTERO",
        direccion="Calle Bolívar 8-40, Loja",
        telefono="099 555 0112",
        correo="luz.guaman@correo.invalid",
        muestra="Su jubilación espera que la apruebe una segunda persona del instituto.",
        empleos=(Empleo(ASEO, -371, Decimal("210.00"), "Archivo", hasta=-1, causa="V", alza=Decimal("0.05")),),
        banco=("Loja", "AHORROS", "2905550112"),
    ),
    Protagonista(
        cedula=MANUEL,
        apellidos="Tisalema Pérez",
        nombres="Manuel Ignacio",
        edad=(66, 1),
        sexo="M",
        estado_civil="CASADO",
        direccion="Calle Lalama 9-12, Ambato",
        telefono="099 555 0113",
        correo="manuel.tisalema@correo.invalid",
        muestra="Acaba de jubilarse en línea: tiene su acuerdo firmado y su pensión.",
        empleos=(Empleo(YUNQUE, -407, Decimal("230.00"), "Bodega", hasta=-1, causa="V", alza=Decimal("0.05")),),
        banco=("Pichincha", "AHORROS", "2205550113"),
    ),
    Protagonista(
        cedula=JORGE,
        apellidos="Cabrera Ordóñez",
        nombres="Jorge Luis",
        edad=(37, 9),
        sexo="M",
        estado_civil="UNION_HECHO",
        direccion="Av. Solano 3-18, Cuenca",
        telefono="099 555 0104",
        correo="jorge.cabrera@correo.invalid",
        muestra="Acumula fondos de reserva y paga un préstamo quirografario.",
        empleos=(Empleo(YUNQUE, -107, Decimal("640.00"), "Contabilidad", acumula_fondos=True),),
        credito=CreditoQuirografario(mes=-10, monto=Decimal("4500.00"), plazo=36, tasa=Decimal("11.00")),
        banco=("Austro", "AHORROS", "0035550104"),
    ),
    Protagonista(
        cedula=GABRIELA,
        apellidos="Narváez Ruales",
        nombres="Gabriela Estefanía",
        edad=(31, 5),
        sexo="F",
        estado_civil="CASADO",
        direccion="Av. Coral y Bolívar, Tulcán",
        telefono="099 555 0105",
        correo="gabriela.narvaez@correo.invalid",
        muestra="Madre con permiso de maternidad: su hijo acaba de nacer.",
        empleos=(Empleo(YUNQUE, -62, Decimal("610.00"), "Caja"),),
        banco=("Pichincha", "AHORROS", "2205550105"),
        hijos=(HIJO_DE_GABRIELA,),
    ),
    Protagonista(
        cedula=EDISON,
        apellidos="Toapanta Sisa",
        nombres="Edison Patricio",
        edad=(42, 7),
        sexo="M",
        estado_civil="CASADO",
        direccion="Parroquia Huachi Grande, Ambato",
        telefono="099 555 0106",
        correo="edison.toapanta@correo.invalid",
        muestra="Afiliado voluntario: carpintero por cuenta propia desde hace seis años.",
        empleos=(Empleo(None, -71, Decimal("520.00"), "Carpintería", alza=Decimal("0.03")),),
    ),
    Protagonista(
        cedula=NICOLE,
        apellidos="Sarango Jumbo",
        nombres="Nicole Alejandra",
        edad=(19, 3),
        sexo="F",
        estado_civil="SOLTERO",
        direccion="Calle Lourdes 12-08, Loja",
        telefono="099 555 0107",
        correo="nicole.sarango@correo.invalid",
        muestra="Nunca estuvo afiliada: obtiene el certificado de no afiliación.",
    ),
)

PENSIONISTAS = (
    Protagonista(
        cedula=VICTOR,
        apellidos="Alcívar Cedeño",
        nombres="Víctor Hugo",
        edad=(67, 8),
        sexo="M",
        estado_civil="CASADO",
        direccion="Av. Manabí 5-60, Portoviejo",
        telefono="099 555 0108",
        correo="victor.alcivar@correo.invalid",
        muestra="Pensionista cuyo empleador acaba de pagar 14 meses que debía: puede pedir la reliquidación.",
        empleos=(
            Empleo(INGENIO, -366, Decimal("210.00"), "Taller mecánico", hasta=-25, causa="V", alza=Decimal("0.06")),
        ),
        jubilacion=Jubilacion("VEJEZ", -24, costa=True),
        banco=("Comercial de Manabí", "AHORROS", "0395550108"),
    ),
    Protagonista(
        cedula=CARMEN,
        apellidos="Jaramillo Ludeña",
        nombres="Carmen Amelia",
        edad=(68, 0),
        sexo="F",
        estado_civil="SOLTERO",
        direccion="Calle de Embajadores 210, Madrid, España",
        telefono="+34 910 555 109",
        correo="carmen.jaramillo@correo.invalid",
        muestra="Pensionista que reside en el exterior, con la supervivencia por presentar.",
        empleos=(Empleo(ASEO, -421, Decimal("190.00"), "Archivo", hasta=-50, causa="V", alza=Decimal("0.06")),),
        jubilacion=Jubilacion("VEJEZ", -49, reside_exterior=True),
        banco=("Loja", "AHORROS", "2905550109"),
    ),
    Protagonista(
        cedula=OLGA,
        apellidos="Valarezo Ojeda",
        nombres="Olga Piedad",
        edad=(70, 5),
        sexo="F",
        estado_civil="VIUDO",
        direccion="Via Garibaldi 14, Génova, Italia",
        telefono="+39 010 555 0115",
        correo="olga.valarezo@correo.invalid",
        muestra="Pensionista en el exterior con la pensión suspendida: puede pedir la reactivación.",
        empleos=(Empleo(ASEO, -440, Decimal("185.00"), "Bodega", hasta=-61, causa="V", alza=Decimal("0.06")),),
        jubilacion=Jubilacion("VEJEZ", -60, reside_exterior=True, sin_pago_desde=-2),
        banco=("Loja", "AHORROS", "2905550115"),
    ),
    Protagonista(
        cedula=BLANCA,
        apellidos="Caiza Pilataxi",
        nombres="Blanca Leonor",
        edad=(63, 6),
        sexo="F",
        estado_civil="VIUDO",
        direccion="Calle Olmedo 21-44, Riobamba",
        telefono="099 555 0110",
        correo="blanca.caiza@correo.invalid",
        muestra="Viuda con pensión de montepío.",
        jubilacion=Jubilacion("VIUDEZ", -29, causante=JULIO, porcion=Decimal("0.60")),
        banco=("BanEcuador", "AHORROS", "4015550110"),
    ),
    Protagonista(
        cedula=MERCEDES,
        apellidos="Loor Zamora",
        nombres="Mercedes Isabel",
        edad=(66, 3),
        sexo="F",
        estado_civil="VIUDO",
        direccion="Calle Chile 3-12, Portoviejo",
        telefono="099 555 0112",
        correo="mercedes.loor@correo.invalid",
        muestra="Pensionista a quien ya se le concedió la reliquidación.",
        empleos=(Empleo(INGENIO, -366, Decimal("230.00"), "Laboratorio", hasta=-25, causa="V", alza=Decimal("0.06")),),
        jubilacion=Jubilacion("VEJEZ", -24, costa=True),
        banco=("Comercial de Manabí", "AHORROS", "0395550112"),
    ),
    Protagonista(
        cedula=ANGEL,
        apellidos="Moreira Bravo",
        nombres="Ángel Benigno",
        edad=(69, 1),
        sexo="M",
        estado_civil="CASADO",
        direccion="Calle Rocafuerte 8-41, Portoviejo",
        telefono="099 555 0113",
        correo="angel.moreira@correo.invalid",
        muestra="Pensionista cuya reliquidación espera que otra persona la apruebe.",
        empleos=(Empleo(INGENIO, -366, Decimal("245.00"), "Soldadura", hasta=-25, causa="V", alza=Decimal("0.06")),),
        jubilacion=Jubilacion("VEJEZ", -24, costa=True),
        banco=("Comercial de Manabí", "AHORROS", "0395550113"),
    ),
    Protagonista(
        cedula=GLORIA,
        apellidos="Vera Mendoza",
        nombres="Gloria Esperanza",
        edad=(67, 0),
        sexo="F",
        estado_civil="CASADO",
        direccion="Av. Universitaria 2-20, Portoviejo",
        telefono="099 555 0114",
        correo="gloria.vera@correo.invalid",
        muestra="Pensionista cuya reliquidación está en cálculo.",
        empleos=(Empleo(INGENIO, -366, Decimal("220.00"), "Bodega", hasta=-25, causa="V", alza=Decimal("0.06")),),
        jubilacion=Jubilacion("VEJEZ", -24, costa=True),
        banco=("Comercial de Manabí", "AHORROS", "0395550114"),
    ),
)

DE_APOYO = (
    Protagonista(
        cedula=JULIO,
        apellidos="Paucar Guamán",
        nombres="Julio César",
        edad=(65, 2),
        sexo="M",
        estado_civil="CASADO",
        direccion="Calle Olmedo 21-44, Riobamba",
        empleos=(Empleo(ASEO, -330, Decimal("230.00"), "Recolección", hasta=-30, causa="F", alza=Decimal("0.05")),),
        fallece=-30,
    ),
    Protagonista(
        cedula=ANA_VILLACIS,
        apellidos="Villacís Cobo",
        nombres="Ana Lucía",
        edad=(52, 10),
        sexo="F",
        estado_civil="CASADO",
        direccion="Av. Cevallos 6-15, Ambato",
        telefono="099 555 0111",
        correo="ana.villacis@correo.invalid",
        muestra="Afiliada y, a la vez, representante legal de la ferretería.",
        empleos=(Empleo(YUNQUE, -150, Decimal("1450.00"), "Gerencia"),),
    ),
    Protagonista(
        cedula=MARCO_BEDON,
        apellidos="Bedón Proaño",
        nombres="Marco Antonio",
        edad=(57, 0),
        sexo="M",
        estado_civil="DIVORCIADO",
        direccion="Av. Daniel León Borja 30-12, Riobamba",
        correo="marco.bedon@correo.invalid",
    ),
    Protagonista(
        cedula=TERESA_RAMON,
        apellidos="Ramón Sigüenza",
        nombres="Teresa de Jesús",
        edad=(49, 4),
        sexo="F",
        estado_civil="CASADO",
        direccion="Calle Junín 10-20, Machala",
        correo="teresa.ramon@correo.invalid",
        empleos=(Empleo(SERENA, -96, Decimal("1800.00"), "Gerencia"),),
    ),
    Protagonista(
        cedula=HUMBERTO_VELEZ,
        apellidos="Vélez Macías",
        nombres="Humberto Ramón",
        edad=(58, 11),
        sexo="M",
        estado_civil="CASADO",
        direccion="Calle Córdova 7-07, Portoviejo",
        correo="humberto.velez@correo.invalid",
        muestra="Representa a la empresa pública de aseo, que aún no tiene clave patronal: puede pedirla.",
    ),
    Protagonista(
        cedula=HIJO_DE_GABRIELA,
        apellidos="Erazo Narváez",
        nombres="Matías Gabriel",
        edad=(0, 0),
        sexo="M",
        estado_civil="SOLTERO",
        direccion="Av. Coral y Bolívar, Tulcán",
    ),
)

PROTAGONISTAS = (*AFILIADOS, *PENSIONISTAS, *DE_APOYO)
CON_CLAVE = tuple(protagonista for protagonista in PROTAGONISTAS if protagonista.muestra)
