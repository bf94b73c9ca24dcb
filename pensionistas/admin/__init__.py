from pensionistas.admin import exterior, rol  # noqa: F401 (each registers its models)
