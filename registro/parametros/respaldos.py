"""What backs the legal parameters, as a rule takes it to say it in its steps."""

from registro.parametros.vigentes import Parametros
from registro.reglas.respaldo import Respaldo


def respaldo_de(parametros: Parametros, clave: str) -> Respaldo:
    version = parametros.version(clave)
    return Respaldo(version.base_legal, version.confianza)


def respaldos_de(parametros: Parametros, *claves: str) -> dict[str, Respaldo]:
    return {clave: respaldo_de(parametros, clave) for clave in claves}
