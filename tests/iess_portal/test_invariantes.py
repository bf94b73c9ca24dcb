"""`manage.py invariantes`: a house in order has nothing to show, and each thing out of order is found by its name."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from nucleo.invariantes import inscritos, invariante
from nucleo.readonly import refuse_writes
from registro.models import Aporte
from tests import mundo
from tests.iess_portal.roturas import ROTURAS

pytestmark = pytest.mark.django_db


def cuantas(nombre: str) -> int:
    return inscritos()[nombre].violan().count()


@pytest.mark.usefixtures("casa")
def test_a_house_in_order_has_nothing_to_show_and_nothing_is_written(django_assert_num_queries):
    salida = StringIO()
    total = len(inscritos())
    with django_assert_num_queries(total), connection.execute_wrapper(refuse_writes):
        call_command("invariantes", stdout=salida)

    *lineas, ultima = salida.getvalue().splitlines()
    assert [linea.split()[0] for linea in lineas] == ["0"] * total
    assert ultima == f"Se cumplen los {total}."


# One house for all of them: it takes longer to build than everything that is broken in it.
@pytest.mark.usefixtures("casa")
def test_each_thing_out_of_order_is_found_by_its_name():
    halladas: dict[str, list[int]] = {nombre: [] for nombre in inscritos()}
    for nombre, roturas in ROTURAS.items():
        for romper in roturas:
            with transaction.atomic():
                romper()
                halladas[nombre].append(cuantas(nombre))
                transaction.set_rollback(True)

    assert halladas == {nombre: [1] * len(ROTURAS[nombre]) for nombre in inscritos()}


def test_what_is_found_is_counted_with_its_first_rows_and_the_command_ends_with_one():
    mundo.aportes(mundo.persona(), None, date(2023, 1, 1), 6)
    Aporte.objects.update(persona=0)
    salida = StringIO()

    with pytest.raises(SystemExit, match="1"):
        call_command("invariantes", stdout=salida)

    primera, segunda, *_, ultima = salida.getvalue().splitlines()
    numeros = ", ".join(str(pk) for pk in Aporte.objects.order_by("pk").values_list("pk", flat=True)[:5])
    assert primera == "     6  aporte_sin_persona: Cada aporte es de una persona que existe."
    assert segunda == f"        registro_aporte: {numeros}, …"
    assert ultima == f"No se cumplen: 1 de {len(inscritos())}."


def test_two_cannot_have_one_name():
    with pytest.raises(RuntimeError, match="aporte_sin_persona"):
        invariante("Otra cosa.")(inscritos()["aporte_sin_persona"].violan)
