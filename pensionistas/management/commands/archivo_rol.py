from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nucleo.consola import mes_pedido
from nucleo.csv import entero
from nucleo.dinero import formato
from nucleo.escritura import numero
from pensionistas.rol.banco import NoCuadra, Salida, escrito, hacer_archivo
from pensionistas.rol.models import ArchivoRol
from pensionistas.rol.services import NoProcede
from registro.parametros import ParametroDesconocido


class Command(BaseCommand):
    help = (
        "Escribe el archivo con que el banco deposita el rol de un mes. La siguiente vez, otro con lo que cambió desde "
        "entonces, o ninguno: nada sale dos veces. Si un archivo se perdió, --numero lo escribe otra vez, igual."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mes", metavar="AAAA-MM")
        parser.add_argument("--salida", type=Path, default=Path(), metavar="DIR", help="La carpeta; si no, esta.")
        parser.add_argument("--numero", type=int, help="Escribe otra vez ese archivo del mes; no envía nada nuevo.")

    def handle(self, *args: Any, **options: Any) -> None:
        mes, carpeta, cual = mes_pedido(options["mes"]), options["salida"], options["numero"]
        if not carpeta.is_dir():
            raise CommandError(f"«{carpeta}» no es una carpeta.")
        if cual is not None:
            archivo = ArchivoRol.objects.filter(periodo=mes, numero=cual).first()
            if archivo is None:
                raise CommandError(f"No hay un archivo {cual} de {mes:%Y-%m}.")
            self._escribir(archivo, carpeta)
            return
        try:
            salida = hacer_archivo(mes=mes)
        except (NoProcede, ParametroDesconocido) as error:
            raise CommandError(str(error)) from error
        if salida.archivo:
            self._escribir(salida.archivo, carpeta)
        else:
            self.stdout.write("No hay nada nuevo que enviar.")
        self._contar_lo_demas(salida)

    def _escribir(self, archivo: ArchivoRol, carpeta: Path) -> None:
        destino = carpeta / archivo.nombre
        try:
            with entero(destino) as salida:
                salida.writelines(escrito(archivo))
        except (OSError, NoCuadra) as error:
            raise CommandError(
                f"{archivo.nombre} está hecho y no se pudo escribir: {error}. Escríbalo con --numero {archivo.numero}."
            ) from error
        self.stdout.write(f"{destino}, que se paga el {archivo.fecha:%Y-%m-%d}:")
        for institucion, cuantos, suma in archivo.instituciones:
            self.stdout.write(f"  {institucion}: {numero(cuantos)}, {formato(suma)}")
        self.stdout.write(f"  {numero(archivo.lineas)} depósitos, {formato(archivo.total)}")

    def _contar_lo_demas(self, salida: Salida) -> None:
        for cuantos, que in (
            (salida.sin_cuenta, "sin cuenta que reciba pagos: esperan, y salen cuando la tengan"),
            (salida.negativos, "con más descuentos que ingresos: no se les deposita"),
            (salida.de_mas, "a quienes se envió más de lo que hoy dice el rol: no se recupera solo"),
        ):
            if cuantos.personas:
                self.stdout.write(f"  {numero(cuantos.personas)} {que} ({formato(cuantos.valor)})")
        if salida.en_cero:
            self.stdout.write(f"  {numero(salida.en_cero)} sin nada que depositar: los descuentos se llevaron todo")
