import nucleo.correo  # noqa: F401 (registers its handler)
