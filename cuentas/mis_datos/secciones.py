from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Choices, Field, Model, Q, QuerySet

from cuentas.models import Cuenta

Fila = dict[str, object]
_inscritas: list["Seccion"] = []


@dataclass(frozen=True)
class Seccion:
    """The rows of `modelo` that are of a person, each with every column but keys and those in `excepto`.

    `de`: the lookup of the person; `por_cuenta`: it is of the account instead; `objeto`: a further lookup of the text
    `cuenta:<identificador>`. `lee` gives what a foreign key is called: {"empleador": "empleador__razon_social"}.
    """

    nombre: str
    titulo: str
    modelo: type[Model]
    de: str = "persona"
    por_cuenta: bool = False
    objeto: str = ""
    excepto: frozenset[str] = frozenset()
    lee: Mapping[str, str] = field(default_factory=dict)

    @property
    def columnas(self) -> dict[str, str]:
        """Name in the file → lookup."""
        propias = [c for c in self.modelo._meta.concrete_fields if not c.primary_key and c.name not in self.excepto]
        return {c.name: c.name for c in propias if not c.is_relation and c.name != self.de} | dict(self.lee)

    def filas(self, cuenta: Cuenta) -> Iterator[Fila]:
        """The rows, the oldest first, with choices in words."""
        columnas = self.columnas
        etiquetas = {c.name: _etiquetas(c) for c in self.modelo._meta.concrete_fields if c.choices}
        for valores in self._consulta(cuenta).values_list(*columnas.values()).iterator():
            yield {
                nombre: etiquetas[nombre].get(valor, valor) if nombre in etiquetas else valor
                for nombre, valor in zip(columnas, valores, strict=True)
            }

    def _consulta(self, cuenta: Cuenta) -> "QuerySet[Model]":
        suyas = Q(**{self.de: cuenta.pk if self.por_cuenta else cuenta.persona_id})
        if self.objeto:
            suyas |= Q(**{self.objeto: f"cuenta:{cuenta.identificador}"})
        return self.modelo._default_manager.filter(suyas).order_by("pk")


def inscribir(seccion: Seccion) -> Seccion:
    """Enters a section in the list. Raises RuntimeError when its name is taken."""
    if any(otra.nombre == seccion.nombre for otra in _inscritas):
        raise RuntimeError(f"two sections named {seccion.nombre}")
    _inscritas.append(seccion)
    return seccion


def secciones() -> list[Seccion]:
    return list(_inscritas)


def _etiquetas(campo: Field) -> dict[object, str]:
    opciones = campo.choices
    pares = opciones.choices if isinstance(opciones, type) and issubclass(opciones, Choices) else campo.flatchoices
    return {valor: str(texto) for valor, texto in pares}
