"""Invented workers by the thousand: common Ecuadorian names put together by number, and numbers that pass as cédulas.

The same number is always the same worker. The cédulas have a right check digit, and a third digit that these
provinces are far from having reached.
"""

from dataclasses import dataclass
from datetime import date

from stdnum import luhn

APELLIDOS = (  # noqa: SIM905 (words read better than a hundred quotes)
    "Aguirre Alvarado Andrade Arteaga Astudillo Bajaña Barzola Bermeo Bravo Cabrera Caicedo Cajamarca Castillo "
    "Cevallos Chávez Coronel Delgado Echeverría Espinoza Figueroa Gallegos Granda Guamán Guerrero Herrera Intriago "
    "Jácome Jiménez Lema León Loor Macías Malla Mendoza Mero Montaño Morocho Moreira Naranjo Nazareno Ochoa Ortega "
    "Pacheco Paredes Parrales Pilco Pesántez Quezada Quimí Quinde Ramírez Reyes Rivas Rodríguez Romero Rugel Salazar "
    "Sánchez Tandazo Tigrero Toro Torres Unda Valarezo Vásquez Velásquez Vera Villamar Yagual Zamora Zhindón"
).split()
NOMBRES = {
    "F": (  # noqa: SIM905
        "Adriana Alexandra Andrea Beatriz Carla Cecilia Daniela Diana Elena Fernanda Gina Isabel Jacqueline Jessica "
        "Johanna Karina Lorena Lucía Magaly Mercedes Mónica Narcisa Paola Patricia Rocío Sandra Tatiana Verónica "
        "Viviana Yolanda"
    ).split(),
    "M": (  # noqa: SIM905
        "Alberto Alfredo Ángel Byron Carlos César Cristian Darwin David Diego Eduardo Fabián Fernando Fredy Galo "
        "Gonzalo Henry Iván Javier Kléber Leonardo Luis Manuel Mauricio Milton Óscar Pablo Ramiro Wilson Xavier"
    ).split(),
}
TERCER_DIGITO = "5"


def cedula(provincia: str, secuencial: int) -> str:
    """A cédula of that province with its right check digit."""
    nueve = f"{provincia}{TERCER_DIGITO}{secuencial:06d}"
    return nueve + luhn.calc_check_digit(nueve)


@dataclass(frozen=True)
class Trabajador:
    """Worker number `numero` of a payroll whose cédulas are of `provincia`."""

    numero: int
    provincia: str
    serie: int
    """First sequence number of the payroll, so that two payrolls share nobody."""

    @property
    def cedula(self) -> str:
        return cedula(self.provincia, self.serie + self.numero * 7)

    @property
    def sexo(self) -> str:
        return "FM"[self._mezcla % 2]

    @property
    def apellidos(self) -> str:
        n = self._mezcla
        return f"{APELLIDOS[n % len(APELLIDOS)]} {APELLIDOS[(n // 7 + 31) % len(APELLIDOS)]}"

    @property
    def nombres(self) -> str:
        lista, n = NOMBRES[self.sexo], self._mezcla
        primero, segundo = n // 3 % len(lista), n // 11 % len(lista)
        return f"{lista[primero]} {lista[segundo if segundo != primero else (segundo + 1) % len(lista)]}"

    @property
    def nacimiento(self) -> date:
        n = self._mezcla
        return date(1966 + n % 36, 1 + n // 5 % 12, 1 + n // 13 % 28)

    @property
    def _mezcla(self) -> int:
        """A number that looks drawn, and never changes."""
        return (self.serie + self.numero + 1) * 2_654_435_761 >> 7 & 0xFFFFFF
