"""What the verbs of notices write in the register, and what they take back."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from empleadores.models import Novedad
from empleadores.novedades.services import NoSeDeshace, NovedadesRechazadas, aplicar, deshacer
from empleadores.reglas.novedades import Entrada, Extras, NuevoSueldo, Salida
from nucleo.models import Asiento
from nucleo.outbox import drain
from registro.models import Planilla, Relacion, Sucursal
from tests import mundo
from tests.actos import correos
from tests.mundo import meses

pytestmark = pytest.mark.django_db
NOVIEMBRE, OCTUBRE, SEPTIEMBRE = date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)
ENTRADA = Entrada(
    *(mundo.ANA, "0001", date(2026, 11, 10), Decimal("500.00"), "COMPLETA"),
    *("Bodeguera", "0000000000001", "06", "R", "P"),
)


@pytest.fixture(autouse=True)
def _hoy(time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-20T10:00:00-05:00"), tick=False)


@pytest.fixture
def sol():
    return mundo.empleador()


@pytest.fixture
def actuacion(sol):
    return Actuacion(actor=mundo.cuenta(sol, correo="sol@sol.ec"), sujeto=sol, por=Por.CLAVE_PATRONAL)


@pytest.fixture
def ana(sol):
    return mundo.persona(correo="ana@correo.ec")


@pytest.fixture
def trabaja(ana, sol):
    Sucursal.objects.create(empleador=sol, codigo="0001")
    return mundo.relacion(ana, sol, date(2025, 1, 6))


def dar(actuacion, *pedidos):
    return aplicar(actuacion=actuacion, pedidos=[(pedido, None) for pedido in pedidos])


def sueldo(periodo: date, valor: str) -> NuevoSueldo:
    return NuevoSueldo(mundo.ANA, "0001", periodo, Decimal(valor))


def vigentes() -> list[tuple[date, Decimal, Decimal]]:
    filas = Novedad.objects.filter(tipo="MSU", deshecha_en=None).order_by("fecha")
    return list(filas.values_list("fecha", "valor", "antes"))


def test_an_entry_is_an_employment_of_the_portal(actuacion, ana, sol):
    (novedad,) = dar(actuacion, ENTRADA)

    relacion = Relacion.objects.get()
    assert novedad.relacion == relacion
    assert (relacion.persona, relacion.empleador, relacion.ruc) == (ana, sol, sol.ruc)
    assert (relacion.fecha_ingreso, relacion.sueldo) == (date(2026, 11, 10), Decimal("500.00"))
    assert relacion.relacion_trabajo == "Código del Trabajo"
    assert relacion.cambiado_en_portal == ["cargo", "jornada", "relacion_trabajo", "sueldo"]
    assert (novedad.limite, novedad.dias_tarde, novedad.multa) == (date(2026, 11, 24), 0, None)
    assert Sucursal.objects.filter(empleador=sol, codigo="0001").exists()


def test_what_was_done_is_in_the_trail_of_the_worker_and_in_their_mail(actuacion, ana, sol):
    dar(actuacion, ENTRADA)

    asiento = Asiento.objects.get(accion="novedad.entrada")
    assert (asiento.actor, asiento.persona_id) == (sol.ruc, ana.pk)
    drain()
    (correo,) = correos()
    assert correo.to == ["ana@correo.ec"]
    assert "Sol S.A." in correo.body


def test_the_same_twice_is_once(actuacion, ana, trabaja):
    pedidos = [
        sueldo(NOVIEMBRE, "1100"),
        Extras(mundo.ANA, "0001", NOVIEMBRE, Decimal("20.00"), "O"),
        Salida(mundo.ANA, "0001", date(2026, 11, 19), "V", None),
    ]

    assert len(dar(actuacion, *pedidos)) == 3
    assert dar(actuacion, *pedidos) == []
    assert Novedad.objects.count() == 3


def test_a_file_with_the_same_line_twice_applies_it_once(actuacion, ana):
    assert len(dar(actuacion, ENTRADA, ENTRADA)) == 1


def test_all_or_none_and_all_that_is_wrong(actuacion, ana):
    mala = replace(ENTRADA, cedula=mundo.LUIS, sueldo=Decimal(1))

    with pytest.raises(NovedadesRechazadas) as rechazo:
        dar(actuacion, ENTRADA, mala, replace(mala, cedula="1"))

    assert set(rechazo.value.problemas) == {1, 2}
    assert [p.campo for p in rechazo.value.problemas[1]] == ["cedula", "sueldo"]
    assert not Relacion.objects.exists()


def test_an_exit_and_an_entry_of_one_worker_in_one_month(actuacion, ana, trabaja):
    salida = Salida(mundo.ANA, "0001", date(2026, 11, 9), "V", None)

    novedades = dar(actuacion, salida, ENTRADA)

    assert [novedad.tipo for novedad in novedades] == ["SAL", "ENT"]
    trabaja.refresh_from_db()
    assert (trabaja.fecha_salida, trabaja.causa_salida) == (date(2026, 11, 9), "V")
    assert trabaja.cambiado_en_portal == ["causa_salida", "fecha_salida"]
    assert Relacion.objects.filter(fecha_salida=None).get().fecha_ingreso == date(2026, 11, 10)


def test_a_new_salary_is_that_of_the_employment(actuacion, trabaja):
    dar(actuacion, sueldo(NOVIEMBRE, "1100"))

    trabaja.refresh_from_db()
    assert trabaja.sueldo == Decimal("1100.00")
    assert trabaja.cambiado_en_portal == ["sueldo"]
    assert vigentes() == [(NOVIEMBRE, Decimal("1100.00"), Decimal("1000.00"))]


def test_a_second_salary_of_one_month_takes_the_place_of_the_first(actuacion, trabaja):
    dar(actuacion, sueldo(NOVIEMBRE, "1100"))
    dar(actuacion, sueldo(NOVIEMBRE, "1200"))

    trabaja.refresh_from_db()
    assert trabaja.sueldo == Decimal("1200.00")
    assert vigentes() == [(NOVIEMBRE, Decimal("1200.00"), Decimal("1000.00"))]
    primera = Novedad.objects.order_by("pk").first()
    assert (primera.deshecha_por, primera.motivo_deshecha) == (mundo.RUC_SOL, "La reemplazó otra del mismo mes.")


def test_a_salary_of_an_earlier_month_is_paid_until_the_later_one(actuacion, trabaja, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-10T10:00:00-05:00"), tick=False)
    dar(actuacion, sueldo(NOVIEMBRE, "1200"))
    dar(actuacion, sueldo(OCTUBRE, "1100"))

    trabaja.refresh_from_db()
    assert trabaja.sueldo == Decimal("1200.00")
    assert vigentes() == [
        (OCTUBRE, Decimal("1100.00"), Decimal("1000.00")),
        (NOVIEMBRE, Decimal("1200.00"), Decimal("1100.00")),
    ]


def test_extras_of_one_month_and_cause_take_the_place_of_the_former(actuacion, trabaja):
    for valor in ("10.00", "25.00"):
        dar(actuacion, Extras(mundo.ANA, "0001", NOVIEMBRE, Decimal(valor), "O"))

    vigente = Novedad.objects.get(deshecha_en=None)
    assert vigente.valor == Decimal("25.00")
    trabaja.refresh_from_db()
    assert trabaja.sueldo == Decimal("1000.00")


def test_who_died_is_sent_no_mail(actuacion, trabaja):
    dar(actuacion, Salida(mundo.ANA, "0001", date(2026, 11, 18), "F", date(2026, 11, 18)))

    assert Novedad.objects.get().detalle == {"fallecimiento": "2026-11-18"}
    drain()
    assert correos() == []


def test_the_statements_do_not_grow_with_the_notices(actuacion, django_assert_max_num_queries):
    cedulas = [cedula for n in range(200) if (cedula := _cedula(n))][:60]
    for cedula in cedulas:
        mundo.persona(cedula)

    with django_assert_max_num_queries(25):
        assert len(dar(actuacion, *[replace(ENTRADA, cedula=cedula) for cedula in cedulas])) == 60


# --- taking back ------------------------------------------------------------------------------------------------------


def quitar(actuacion, novedad: Novedad, motivo: str = "Era otra persona"):
    return deshacer(actuacion=actuacion, novedad_id=novedad.pk, motivo=motivo)


def test_an_entry_that_is_taken_back_leaves_its_trace_and_no_employment(actuacion, ana, sol):
    (novedad,) = dar(actuacion, ENTRADA)
    drain()
    correos()

    quitar(actuacion, novedad)

    novedad.refresh_from_db()
    assert not Relacion.objects.exists()
    assert (novedad.relacion, novedad.deshecha_por) == (None, sol.ruc)
    assert novedad.motivo_deshecha == "Era otra persona"
    asiento = Asiento.objects.get(accion="novedad.deshecha")
    assert (asiento.persona_id, asiento.datos["motivo"]) == (ana.pk, "Era otra persona")
    drain()
    (correo,) = correos()
    assert "deshizo el aviso de su entrada" in correo.body
    assert len(dar(actuacion, ENTRADA)) == 1


def test_what_was_taken_back_before_the_mail_left_is_not_told_as_if_it_held(actuacion, ana):
    (novedad,) = dar(actuacion, ENTRADA)
    quitar(actuacion, novedad)
    drain()

    assert ["deshizo" in correo.body for correo in correos()] == [True]


def test_an_entry_with_other_notices_stays(actuacion, ana):
    (entrada, salida) = dar(actuacion, ENTRADA, Salida(mundo.ANA, "0001", date(2026, 11, 19), "V", None))

    with pytest.raises(NoSeDeshace, match=f"{salida.numero}.*deshaga primero"):
        quitar(actuacion, entrada)

    quitar(actuacion, salida)
    quitar(actuacion, entrada)
    assert not Relacion.objects.exists()


def test_an_entry_with_a_contribution_stays(actuacion, ana, sol):
    (entrada,) = dar(actuacion, ENTRADA)
    mundo.aportes(ana, sol, meses(NOVIEMBRE, 2)[1], 1, pagados=False)

    with pytest.raises(NoSeDeshace, match="ya tiene un aporte"):
        quitar(actuacion, entrada)


def test_what_the_portal_charged_for_its_open_month_does_not_hold_an_entry(actuacion, ana, sol):
    (entrada,) = dar(actuacion, ENTRADA)
    mundo.aportes(ana, sol, NOVIEMBRE, 1, pagados=False)
    Planilla.objects.update(generada_en=timezone.now())

    quitar(actuacion, entrada)

    assert not Relacion.objects.exists()


def test_an_exit_that_is_taken_back_leaves_the_employment_open(actuacion, trabaja):
    (salida,) = dar(actuacion, Salida(mundo.ANA, "0001", date(2026, 11, 9), "V", None))

    quitar(actuacion, salida)

    trabaja.refresh_from_db()
    assert (trabaja.fecha_salida, trabaja.causa_salida) == (None, "")


def test_an_exit_stays_while_they_came_back(actuacion, trabaja):
    salida, entrada = dar(actuacion, Salida(mundo.ANA, "0001", date(2026, 11, 9), "V", None), ENTRADA)

    with pytest.raises(NoSeDeshace, match="volvió a entrar el 10 de noviembre"):
        quitar(actuacion, salida)

    quitar(actuacion, entrada)
    quitar(actuacion, salida)
    assert Relacion.objects.get().fecha_salida is None


def test_a_salary_that_is_taken_back_gives_back_the_former(actuacion, trabaja, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-10T10:00:00-05:00"), tick=False)
    octubre, noviembre = dar(actuacion, sueldo(OCTUBRE, "1100"), sueldo(NOVIEMBRE, "1200"))

    quitar(actuacion, octubre)
    assert vigentes() == [(NOVIEMBRE, Decimal("1200.00"), Decimal("1000.00"))]

    quitar(actuacion, noviembre)
    trabaja.refresh_from_db()
    assert (vigentes(), trabaja.sueldo) == ([], Decimal("1000.00"))


def test_a_notice_of_a_closed_month_stays(actuacion, trabaja, time_machine):
    (novedad,) = dar(actuacion, sueldo(NOVIEMBRE, "1100"))
    time_machine.move_to(datetime.fromisoformat("2026-12-16T10:00:00-05:00"), tick=False)

    with pytest.raises(NoSeDeshace, match="noviembre de 2026 está cerrado"):
        quitar(actuacion, novedad)


def test_it_is_taken_back_once_and_with_a_reason(actuacion, trabaja):
    (novedad,) = dar(actuacion, sueldo(NOVIEMBRE, "1100"))

    with pytest.raises(NoSeDeshace, match="por qué"):
        quitar(actuacion, novedad, "  ")
    quitar(actuacion, novedad)
    with pytest.raises(NoSeDeshace, match="ya se deshizo"):
        quitar(actuacion, novedad)


def test_nobody_takes_back_the_notice_of_another_employer(actuacion, trabaja):
    (novedad,) = dar(actuacion, sueldo(NOVIEMBRE, "1100"))
    mar = mundo.empleador(mundo.RUC_MAR)

    with pytest.raises(Novedad.DoesNotExist):
        quitar(Actuacion(actor=mundo.cuenta(mar, correo="m@mar.ec"), sujeto=mar, por=Por.CLAVE_PATRONAL), novedad)


def _cedula(n: int) -> str:
    base = f"17{n:07d}"
    suma = sum(d - 9 if (d := int(c) * (2 - i % 2)) > 9 else d for i, c in enumerate(base))
    return f"{base}{-suma % 10}"
