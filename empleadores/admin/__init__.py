"""What employers tell the institute, and their planillas, as the staff see them."""

from empleadores.admin import lotes, novedades, planillas  # noqa: F401 (each registers its models)
