from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nucleo.consola import mes_pedido
from nucleo.dinero import formato
from nucleo.escritura import numero
from pensionistas.reglas import conceptos
from pensionistas.rol.services import NoProcede, generar_rol
from registro.parametros import ParametroDesconocido


class Command(BaseCommand):
    help = (
        "Arma el rol de un mes: lo que se paga de cada pensión, con sus descuentos. Se puede repetir: lo que ya "
        "consta, de aquí o del sistema central, no se toca; y si se interrumpe, la siguiente vez sigue donde quedó."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mes", metavar="AAAA-MM")

    def handle(self, *args: Any, **options: Any) -> None:
        mes = mes_pedido(options["mes"])
        try:
            corrida = generar_rol(mes=mes)
        except (NoProcede, ParametroDesconocido) as error:
            raise CommandError(str(error)) from error
        if corrida.lineas:
            self.stdout.write(
                f"{numero(corrida.personas)} pensionistas nuevos en el rol, {numero(corrida.lineas)} líneas."
            )
        else:
            self.stdout.write("El rol ya estaba completo: no se cambió nada.")
        totales = corrida.totales
        self.stdout.write(f"Rol de {corrida.mes:%Y-%m}, que se paga el {corrida.fecha:%Y-%m-%d}:")
        for concepto, cuantas, suma in totales.por_concepto:
            self.stdout.write(f"  {conceptos.nombre(concepto)}: {numero(cuantas)}, {formato(suma)}")
        self.stdout.write(
            f"  {numero(totales.personas)} personas: ingresos {formato(totales.ingresos)}, "
            f"descuentos {formato(totales.descuentos)}, líquido {formato(totales.liquido)}"
        )
        if corrida.sin_region:
            self.stdout.write(
                f"  {numero(corrida.sin_region)} sin décima cuarta en los últimos doce meses: el registro no dice "
                "su región, y el portal no la paga hasta que el sistema central la pague una vez."
            )
