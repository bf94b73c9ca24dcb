"""The register as the staff see it. It is read here; what changes it are the procedures and the import."""

from registro.admin import empleadores, parametros, personas, prestaciones  # noqa: F401 (each registers its models)
