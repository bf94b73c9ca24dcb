"""Pieces of addresses that Django's own converters do not tell apart: `2026-09` is a year and a month."""


class AnioConverter:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class MesConverter(AnioConverter):
    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int) -> str:
        return f"{value:02}"
