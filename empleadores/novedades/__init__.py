"""The notices of an employer about its workers: their rule is in `empleadores/reglas/novedades/`."""
