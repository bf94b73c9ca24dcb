"""The notices of an employer: found, undone with a reason, and of nobody else."""

from datetime import date, datetime

import pytest

from cuentas.actuacion import actuacion_de
from empleadores.models import Novedad
from empleadores.planillas.generacion import generar
from empleadores.planillas.services import generar_mes
from registro.models import Relacion, Sucursal
from tests import mundo
from tests.actos import confirmar, para
from tests.empleadores.novedades.puerta import (
    ENTRADA,
    EXTRAS,
    NOVEDADES,
    SALIDA,
    SUELDO,
    TRABAJADORES,
    entrada,
    extras,
    salida,
    sueldo,
)
from tests.empleadores.planillas.mundo_de_planillas import de_un_delegado

pytestmark = pytest.mark.django_db


def texto(client, url: str = NOVEDADES) -> str:
    respuesta = client.get(url)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def deshacer(client, novedad: Novedad, motivo: str = "Era otra persona") -> str:
    return client.post(f"{NOVEDADES}{novedad.pk}/", {"motivo": motivo}, follow=True).content.decode()


def test_an_employer_without_notices_is_shown_how_to_give_one(de_sol):
    assert "Registrar una entrada" in texto(de_sol)


def test_late_ones_are_marked_with_their_days_and_their_fine(de_sol, ana):
    confirmar(de_sol, ENTRADA, **entrada(date(2026, 11, 1)))

    pagina = texto(de_sol)

    assert "Prueba Ríos Ana María" in pagina
    assert 'data-dato="dias_tarde" value="5"' in pagina
    assert 'data-dato="multa" value="4.12"' in pagina
    assert "referencial" in pagina


def test_they_are_found_by_month_kind_worker_and_lateness(de_sol, trabaja):
    confirmar(de_sol, SUELDO, **sueldo(periodo="2026-11-01"))
    confirmar(de_sol, EXTRAS, **extras(periodo="2026-10-01"))
    del_sueldo, de_extras = Novedad.objects.order_by("pk").values_list("pk", flat=True)

    def hallados(consulta: str) -> list[int]:
        pagina = texto(de_sol, f"{NOVEDADES}?{consulta}")
        return [pk for pk in (del_sueldo, de_extras) if f"{NOVEDADES}{pk}/" in pagina]

    assert hallados("mes=2026-11") == [del_sueldo]
    assert hallados("tipo=INS") == [de_extras]
    assert hallados("quien=RIOS") == hallados(f"quien={mundo.ANA}") == [del_sueldo, de_extras]
    assert hallados("quien=nadie") == []
    assert hallados("tarde=si") == [del_sueldo, de_extras]
    assert hallados("mes=9999-12") == [del_sueldo, de_extras]
    assert hallados("mes=ayer&tipo=XXX&tarde=no&pagina=abc&quien=%00") == [del_sueldo, de_extras]


def test_one_shows_all_that_was_declared(de_sol, ana):
    confirmar(de_sol, ENTRADA, **entrada())

    pagina = texto(de_sol, f"{NOVEDADES}{Novedad.objects.get().pk}/")

    assert "Bodeguera" in pagina
    assert 'data-dato="valor" value="500.00"' in pagina
    assert "24 de noviembre de 2026" in pagina


def test_undone_it_stays_with_its_reason(de_sol, ana):
    confirmar(de_sol, ENTRADA, **entrada())
    novedad = Novedad.objects.get()

    pagina = deshacer(de_sol, novedad)

    assert "Este aviso se deshizo" in pagina
    assert pagina.count("por Sol S.A.") == 2  # who gave it and who undid it, by name
    assert mundo.RUC_SOL not in pagina
    assert "Era otra persona" in pagina
    assert "deshecho" in texto(de_sol)
    assert not Relacion.objects.exists()


def test_without_a_reason_it_stays_as_it_is(de_sol, ana):
    confirmar(de_sol, ENTRADA, **entrada())

    assert "Escriba por qué lo deshace" in deshacer(de_sol, Novedad.objects.get(), "  ")
    assert Relacion.objects.exists()


def test_what_others_stand_on_says_so_and_has_no_button(de_sol, ana):
    confirmar(de_sol, ENTRADA, **entrada())
    confirmar(de_sol, SALIDA, **salida())
    de_entrada = Novedad.objects.get(tipo="ENT")

    pagina = texto(de_sol, f"{NOVEDADES}{de_entrada.pk}/")

    assert "deshaga primero ese" in pagina
    assert "Deshacer el aviso" not in pagina
    assert "deshaga primero ese" in deshacer(de_sol, de_entrada)
    assert Relacion.objects.count() == 1


def test_a_closed_month_says_why(de_sol, cuenta_sol, trabaja, time_machine):
    confirmar(de_sol, SUELDO, **sueldo())
    time_machine.move_to(datetime.fromisoformat("2026-12-16T10:00:00-05:00"), tick=False)
    de_sol.force_login(cuenta_sol)

    pagina = texto(de_sol, f"{NOVEDADES}{Novedad.objects.get().pk}/")

    assert "El mes de noviembre de 2026 está cerrado. Ya pasó su fecha máxima de pago." in pagina


@pytest.fixture
def cobrado(de_sol, trabaja, time_machine) -> Novedad:
    """A new salary of October, by which its planillas were made."""
    a_las(time_machine, "09:00")
    confirmar(de_sol, SUELDO, **sueldo(periodo="2026-10-01"))
    a_las(time_machine, "10:00")
    generar(date(2026, 10, 1))
    a_las(time_machine, "11:00")
    return Novedad.objects.get()


def a_las(time_machine, hora: str) -> None:
    time_machine.move_to(datetime.fromisoformat(f"2026-11-05T{hora}:00-05:00"), tick=False)


def test_what_its_month_was_charged_by_is_led_to_its_planillas_until_they_are_made_again(
    de_sol, cuenta_sol, cobrado, time_machine
):
    falta = '<a href="/empleador/planillas/">Vuelva a generar las planillas de octubre de 2026</a>'
    assert falta not in texto(de_sol, f"{NOVEDADES}{cobrado.pk}/")

    assert falta in deshacer(de_sol, cobrado)

    a_las(time_machine, "12:00")
    generar_mes(actuacion=actuacion_de(cuenta_sol), periodo=date(2026, 10, 1))
    assert falta not in texto(de_sol, f"{NOVEDADES}{cobrado.pk}/")


def test_who_may_only_give_notices_is_told_whom_to_ask_for_the_planillas(cobrado):
    de_otra = de_un_delegado(cobrado.empleador, "AVISOS")

    de_otra.post(f"{NOVEDADES}{cobrado.pk}/", {"motivo": "Era otra persona"} | para(de_otra))

    pagina = texto(de_otra, f"{NOVEDADES}{cobrado.pk}/")
    assert "Pida a quien tiene la clave patronal" in pagina
    assert "/empleador/planillas/" not in pagina


@pytest.mark.parametrize("orden", ["antes", "despues"])
def test_what_no_planilla_was_made_by_leads_to_none(de_sol, trabaja, time_machine, orden):
    a_las(time_machine, "09:00")
    if orden == "antes":
        generar(date(2026, 10, 1))
    a_las(time_machine, "10:00")
    confirmar(de_sol, SUELDO, **sueldo(periodo="2026-10-01"))
    a_las(time_machine, "11:00")
    deshacer(de_sol, Novedad.objects.get())
    if orden == "despues":
        a_las(time_machine, "12:00")
        generar(date(2026, 10, 1))

    assert "Vuelva a generar" not in texto(de_sol, f"{NOVEDADES}{Novedad.objects.get().pk}/")


def test_another_employer_finds_nothing_of_it(client, de_sol, trabaja):
    confirmar(de_sol, SUELDO, **sueldo())
    novedad = Novedad.objects.get()
    de_mar = mundo.navegador(mundo.cuenta(mundo.empleador(mundo.RUC_MAR), correo="mar@mar.ec"))

    assert "Prueba" not in texto(de_mar)
    assert "Prueba" not in texto(de_mar, TRABAJADORES)
    assert de_mar.get(f"{NOVEDADES}{novedad.pk}/").status_code == 404
    assert de_mar.post(f"{NOVEDADES}{novedad.pk}/", {"motivo": "x"}).status_code == 404
    assert de_mar.get(f"{NOVEDADES}{10**30}/").status_code == 404


def test_own_workers_are_found_by_name_and_lead_to_each_notice(de_sol, trabaja):
    otra = mundo.persona(mundo.LUIS, apellidos="Zambrano", nombres="Luis")
    mundo.relacion(otra, trabaja.empleador, date(2020, 1, 1), date(2021, 1, 1))

    pagina = texto(de_sol, f"{TRABAJADORES}?quien=rios")

    assert f'name="p0-cedula" value="{mundo.ANA}"' in pagina
    assert f'action="{SUELDO}"' in pagina
    assert "Zambrano" not in texto(de_sol, TRABAJADORES)
    assert "Ningún trabajador suyo" in texto(de_sol, f"{TRABAJADORES}?quien=zambrano")
    del_sueldo = de_sol.post(SUELDO, {"paso": "0", "p0-cedula": mundo.ANA, "p0-sucursal": "0001"}).content.decode()
    assert "Paso 2 de 2" in del_sueldo
    assert 'data-dato="sueldo" value="1000.00"' in del_sueldo


@pytest.mark.parametrize("url", [NOVEDADES, TRABAJADORES])
@pytest.mark.parametrize("cuantas", [1, 30])
def test_the_pages_ask_the_same_of_the_database_for_one_and_for_many(
    de_sol, sol, url, cuantas, django_assert_max_num_queries
):
    for n in range(cuantas):
        persona = mundo.persona(f"{17_0000_0000 + n:010}")
        relacion = mundo.relacion(persona, sol, date(2024, 1, 1))
        Novedad.objects.create(
            empleador=sol,
            persona=persona,
            relacion=relacion,
            tipo="MSU",
            sucursal="0001",
            fecha=date(2026, 11, 1),
            valor=1,
            antes=1,
            limite=date(2026, 11, 5),
            registrada_por="x",
        )

    with django_assert_max_num_queries(15):
        de_sol.get(url)


def test_the_pages_of_an_entry_ask_no_more_than_fifteen_times(de_sol, sol, ana, django_assert_max_num_queries):
    Sucursal.objects.bulk_create(Sucursal(empleador=sol, codigo=f"{n:04}") for n in range(2, 40))
    datos = entrada() | {"peticion": "1"}

    for paso, campos in (("0", {k: v for k, v in datos.items() if not k.startswith("p1")}), ("1", datos)):
        with django_assert_max_num_queries(15):
            assert de_sol.post(ENTRADA, campos | {"paso": paso}).status_code == 200
