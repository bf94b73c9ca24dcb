from datetime import date

import pytest

from tests import mundo


@pytest.fixture(autouse=True)
def registro():
    """Ana, who can make a clave; Luis, who has one; and employers enough to choose from."""
    empresas = [mundo.empleador(f"17900{n:05}001", razon_social=f"Empresa {n} S.A.") for n in range(12)]
    ana = mundo.persona(correo="ana@correo.ec")
    mundo.relacion(ana, empresas[3], date(2004, 2, 1))
    luis = mundo.persona(mundo.LUIS, nombres="Luis", correo="luis@correo.ec")
    mundo.relacion(luis, empresas[5], date(2010, 2, 1))
    mundo.cuenta(luis, clave=mundo.CLAVE, correo="luis@correo.ec")
