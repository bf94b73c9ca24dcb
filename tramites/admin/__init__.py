"""Catalogue, certificates and monthly figures as the staff see them."""

from tramites.admin import catalogo, certificados, solicitudes, transparencia  # noqa: F401 (each registers its models)
