import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from nucleo.rebotes import Efecto, leer, registrar

MAXIMO = 5 * 2**20
"""Of a message; what matters of a notification is at its beginning."""
DESPUES = os.EX_TEMPFAIL
"""Tells Postfix to bring the message again."""


class Command(BaseCommand):
    help = (
        "Lee correos devueltos: uno de la entrada, como lo entrega Postfix, o los nuevos de un Maildir. Marca la "
        "dirección que un servidor rechazó para siempre; lo que no es una devolución de un correo del portal se ignora."
    )
    # It runs once for each message that comes back.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("maildir", nargs="?", type=Path, help="Carpeta con new/ y cur/; lo leído pasa a cur/.")

    def handle(self, *args, **options) -> None:
        if options["maildir"] is None:
            self.de_la_entrada()
        else:
            self.del_maildir(options["maildir"])

    def de_la_entrada(self) -> None:
        entrada = sys.stdin.buffer
        crudo = entrada.read(MAXIMO)
        while entrada.read(2**20):
            pass
        try:
            efecto = _efecto(crudo)
        except Exception as error:
            raise CommandError(f"No se pudo leer: {error}", returncode=DESPUES) from error
        if efecto is Efecto.EN_CURSO:
            raise CommandError("Ese correo todavía se está enviando.", returncode=DESPUES)

    def del_maildir(self, maildir: Path) -> None:
        try:
            nuevos = sorted(archivo for archivo in (maildir / "new").iterdir() if archivo.is_file())
        except OSError as error:
            raise CommandError(f"No es un Maildir: {error}") from error
        efectos = Counter(self.leer_todos(nuevos, maildir / "cur"))
        cuantos = "; ".join(f"{efecto}: {efectos[efecto]}" for efecto in Efecto)
        self.stdout.write(f"Leídos: {efectos.total()} ({cuantos}).")
        if efectos.total() < len(nuevos):
            raise CommandError(f"No se pudieron leer: {len(nuevos) - efectos.total()}. Siguen en new/.")

    def leer_todos(self, archivos: Iterable[Path], leidos: Path) -> Iterable[Efecto]:
        """One that can't be read is told and stays; the rest goes on."""
        leidos.mkdir(exist_ok=True)
        for archivo in archivos:
            try:
                with archivo.open("rb") as abierto:
                    efecto = _efecto(abierto.read(MAXIMO))
                if efecto is not Efecto.EN_CURSO:
                    archivo.rename(leidos / f"{archivo.name.partition(':')[0]}:2,S")
            except Exception as error:  # noqa: BLE001 (anybody can write to this mailbox, and anything)
                self.stderr.write(f"{archivo.name}: {error}")
                continue
            yield efecto


def _efecto(crudo: bytes) -> Efecto:
    devolucion = leer(crudo)
    return registrar(devolucion) if devolucion else Efecto.AJENO
