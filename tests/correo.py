"""A mail server for tests that answers what a test wants."""

import smtplib
from typing import ClassVar

from django.core.mail.backends.locmem import EmailBackend

RUTA = "tests.correo.Servidor"


class Servidor(EmailBackend):
    """Takes every mail, or raises what it was told to say, as Django's SMTP backend does."""

    dice: ClassVar[Exception | None] = None

    def send_messages(self, messages):
        if self.dice is not None:
            raise self.dice
        return super().send_messages(messages)


def rechaza(codigo: int, texto: str, correo: str = "ana@correo.ec") -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({correo: (codigo, texto.encode())})
