"""The clave of a person: made by validation against the register, recovered by what only its holder knows and reads."""
