import empleadores.novedades.avisos  # noqa: F401 (registers its handler)
