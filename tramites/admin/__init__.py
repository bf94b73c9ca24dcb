"""Catalogue, cases, certificates, documents handed in, announcements and monthly figures as the staff see them."""

from tramites.admin import (  # noqa: F401 (each registers its models)
    adjuntos,
    anuncios,
    catalogo,
    certificados,
    pagos,
    quejas,
    solicitudes,
    transparencia,
)
