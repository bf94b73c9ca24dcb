import sys
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from nucleo.administracion import momento
from nucleo.bitacora.verificacion import Informe, Verificador
from nucleo.escritura import fecha_corta

NO_SE_SABE = (
    "De estas se sabe si alguna cambió; no se puede saber si se borró alguna, ni si dos cambiaron de lugar. Tampoco si "
    "se borró el último sello con las filas que cubría, salvo que un día firmado lo nombre."
)
NUMEROS = "Un acto se deshizo, o se borraron las filas más nuevas: no se puede saber cuál de los dos."


def _fecha(texto: str) -> date:
    try:
        return date.fromisoformat(texto)
    except ValueError as error:
        raise CommandError(f"«{texto}» no es una fecha. Escríbala como 2026-11-21.") from error


class Command(BaseCommand):
    help = "Busca en la bitácora filas cambiadas, borradas, insertadas o movidas. Termina con 1 si halla alguna."

    requires_system_checks: list[str] = []  # they load the whole portal to tell nothing about the bitácora

    def add_arguments(self, parser) -> None:
        parser.add_argument("--desde", help="Solo lo sellado desde este día (AAAA-MM-DD); lo de antes se da por bueno.")

    def handle(self, *args, **options) -> None:
        verificador = Verificador(desde=_fecha(options["desde"]) if options["desde"] else None)
        hallazgos = 0
        for hallazgo in verificador.hallazgos():
            self.stdout.write(hallazgo)
            hallazgos += 1
        self._contar(verificador.informe)
        if hallazgos:
            self.stdout.write(f"HALLAZGOS: {hallazgos}.")
            sys.exit(1)
        self.stdout.write("Sin hallazgos.")

    def _contar(self, informe: Informe) -> None:
        escribir = self.stdout.write
        escribir(f"Filas leídas: {informe.filas}. Filas tardías, contadas como tales: {informe.tardias}.")
        if informe.sello:
            cuando = momento(informe.sellado_en)
            escribir(
                f"La cadena está sellada hasta la fila {informe.selladas_hasta} (sello {informe.sello}, {cuando})."
            )
        else:
            escribir("La cadena no tiene ningún sello todavía.")
        if informe.firmado_hasta:
            dias = f"días firmados: {informe.dias_firmados}"
            escribir(f"La cadena está firmada hasta el día {fecha_corta(informe.firmado_hasta)} ({dias}).")
        else:
            escribir("No hay ningún día firmado todavía.")
        escribir(f"Sin sellar: {informe.sin_sellar}. {NO_SE_SABE}")
        if informe.ultimo_numero > max(informe.ultima, informe.selladas_hasta):
            escribir(
                f"La base dio hasta el número {informe.ultimo_numero}; la última fila es la {informe.ultima}. {NUMEROS}"
            )
