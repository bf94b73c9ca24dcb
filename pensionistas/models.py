"""The tables of this app."""

from pensionistas.rol.models import ArchivoRol, Deposito

__all__ = ["ArchivoRol", "Deposito"]
