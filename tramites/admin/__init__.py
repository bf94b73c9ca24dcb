"""Catalogue, certificates, documents handed in and monthly figures as the staff see them."""

from tramites.admin import adjuntos, catalogo, certificados, transparencia  # noqa: F401 (each registers its models)
