"""`manage.py pki iniciar` makes the development PKI; `manage.py pki estado` says who signs here and until when."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nucleo.pdf import FirmaNoDisponible, get_firmante, pki

CONFIAR = """Para que un lector de PDF reconozca las firmas de demostración, confíe en la raíz:
  Adobe Reader: Preferencias > Firmas > Identidades y certificados de confianza > Importar {raiz}
  pdfsig (NSS): mkdir -p confianza && certutil -N -d sql:confianza --empty-password
                certutil -A -d sql:confianza -n raiz -t "CT,C,C" -i {raiz}
                pdfsig -nssdir sql:confianza documento.pdf"""


class Command(BaseCommand):
    help = "Crea la PKI de desarrollo (iniciar) o muestra quién firma y hasta cuándo (estado)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("accion", choices=["iniciar", "estado"])

    def handle(self, *, accion: str, **options: Any) -> None:
        if accion == "iniciar":
            self.iniciar()
        self.estado()

    def iniciar(self) -> None:
        """Idempotent: a PKI that is there stays, since documents that it signed must go on verifying."""
        if not settings.DESARROLLO_PKI_PERMITIDA:
            raise CommandError("La PKI de desarrollo solo existe con DJANGO_DEBUG=true. En producción use PKI_P12.")
        carpeta = Path(settings.PKI_DIR)
        nueva = pki.iniciar(carpeta)
        self.stdout.write(f"PKI de desarrollo {'creada' if nueva else 'ya existente'} en {carpeta}")
        self.stdout.write(CONFIAR.format(raiz=carpeta / pki.RAIZ))

    def estado(self) -> None:
        try:
            firmante = get_firmante()
        except FirmaNoDisponible as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Firma:  {firmante.certificado.subject.human_friendly}")
        self.stdout.write(f"Vence:  {firmante.vence:%Y-%m-%d %H:%M} UTC")
        if firmante.desarrollo:
            self.stdout.write(f"Aviso:  {pki.ORGANIZACION}")
