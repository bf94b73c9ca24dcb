"""Whether somebody may retire: the rule, and what the register tells it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from afiliados.reglas.jubilacion_vejez import Empleo, MesDebido, Solicitante, dictamen, inicio
from afiliados.selectors.jubilacion import dictamen_de_vejez, solicitante_de_vejez
from registro.models import CuentaBancaria, Parametro, Pension, Prestamo
from registro.parametros import Parametros, leer
from registro.parametros.pension import decimos_de, norma_de
from registro.reglas.dictamen import Dictamen
from registro.reglas.pension import MesPagado
from registro.reglas.puertas import mover
from tests import mundo
from tests.mundo import ANA, HOY, RUC_MAR, meses

PARAMETROS = Parametros(HOY, leer())
NORMA, DECIMOS = norma_de(PARAMETROS), decimos_de(PARAMETROS)


def pagados(cuantos: int, hasta: date = date(2026, 10, 1)) -> list[MesPagado]:
    return [MesPagado(mes, Decimal(1000)) for mes in meses(mover(hasta, 1 - cuantos), cuantos)]


LISTA = Solicitante(
    nacimiento=date(1966, 5, 17),
    pagados=pagados(360),
    empleos=[Empleo("Sol S.A.", date(1996, 11, 1), date(2026, 10, 31))],
    cuenta="Banco del Austro, ahorros, terminada en 0001",
    cuenta_validada=True,
    correo="ana@correo.ec",
)


def decidir(solicitante: Solicitante, hoy: date = HOY) -> Dictamen:
    return dictamen(solicitante, NORMA, DECIMOS, hoy, {})


def faltan(solicitante: Solicitante, hoy: date = HOY) -> dict[str, str]:
    return {requisito.nombre: requisito.registrado for requisito in decidir(solicitante, hoy).faltan}


def test_who_meets_everything_may_retire_and_sees_the_calculation():
    hecho = decidir(LISTA)

    assert hecho.califica
    assert (
        hecho.datos
        | {
            "pension": Decimal("750.00"),
            "base": Decimal("1000.00"),
            "coeficiente": Decimal("0.75"),
            "imposiciones": 360,
            "anios": 30,
            "edad": 60,
            "fecha_inicio": date(2026, 11, 1),
            "decima_tercera": Decimal("750.00"),
            "decima_cuarta": Decimal("482.00"),
        }
        == hecho.datos
    )
    assert hecho == Dictamen.de_json(hecho.a_json())


@pytest.mark.parametrize(
    ("cambio", "nombre", "registrado"),
    [
        ({"planillas_en_mora": 2}, "sin_mora_patronal", "2 planillas vencidas"),
        ({"cuotas_vencidas": 1}, "sin_obligaciones_vencidas", "1 cuota vencida"),
        ({"cuenta": ""}, "cuenta_bancaria", "Ninguna"),
        ({"cuenta_validada": False}, "cuenta_bancaria", f"{LISTA.cuenta} (pendiente de validación)"),
        ({"correo": ""}, "correo", "Ninguno"),
        ({"pension_desde": date(2020, 1, 1)}, "sin_pension_de_vejez", "Una desde el 1 de enero de 2020"),
        (
            {"debidos": [MesDebido(date(2026, 10, 1), RUC_MAR, "Mar")]},
            "aportes_mes_cese",
            "octubre de 2026: falta el pago de Mar",
        ),
        ({"pagados": pagados(360, date(2026, 9, 1))}, "aportes_mes_cese", "octubre de 2026: no consta ningún aporte"),
    ],
)
def test_each_requirement_is_asked_and_says_what_the_record_shows(cambio, nombre, registrado):
    assert faltan(replace(LISTA, **cambio)) == {nombre: registrado}


def test_an_older_month_unpaid_is_told_and_stops_nobody():
    hecho = decidir(replace(LISTA, debidos=[MesDebido(date(1990, 10, 1), RUC_MAR, "Mar")]))

    assert hecho.califica
    assert hecho.datos["imposiciones_impagas"] == 1


def test_while_an_employer_has_given_no_aviso_de_salida_there_is_no_cese():
    con_otro = replace(LISTA, empleos=[*LISTA.empleos, Empleo("Mar", date(2020, 1, 1), None)])

    hecho = decidir(con_otro)

    assert {r.nombre for r in hecho.faltan} == {"cese", "aportes_mes_cese"}
    assert hecho.faltan[0].registrado == "Sin aviso de salida de Mar"
    assert hecho.faltan[0].fecha_en_que_cumple is None
    assert "fecha_inicio" not in hecho.datos
    assert hecho.datos["pension"] == 750  # the right is there: the calculation too


def test_an_aviso_de_salida_of_a_coming_day_says_when():
    hecho = decidir(replace(LISTA, empleos=[Empleo("Sol", date(1996, 11, 1), date(2026, 11, 30))]))

    assert hecho.faltan[0].fecha_en_que_cumple == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("ultimo", "cese"),
    [(date(2026, 10, 1), None), (date(2026, 9, 1), date(2026, 9, 30)), (date(2019, 2, 1), date(2019, 2, 28))],
)
def test_a_voluntary_affiliation_seen_only_in_its_months_ends_with_them(ultimo, cese):
    assert replace(LISTA, empleos=[], ultimo_sin_relacion=ultimo).cese(HOY) == cese


def test_who_went_on_by_themselves_has_the_later_cese():
    despues = replace(LISTA, empleos=[Empleo("Sol", date(1996, 1, 1), date(2024, 1, 31))])

    assert despues.cese(HOY) == date(2024, 1, 31)
    assert replace(despues, ultimo_sin_relacion=date(2026, 5, 1)).cese(HOY) == date(2026, 5, 31)


def test_a_cesante_who_lacked_the_age_has_the_pension_from_the_birthday_on():
    # PV-32
    cesante = replace(
        LISTA, pagados=pagados(360, date(2023, 10, 1)), empleos=[Empleo("Sol", date(1990, 1, 1), date(2023, 10, 31))]
    )

    assert inicio(cesante, NORMA.puertas, HOY) == date(2026, 6, 1)
    antes = decidir(cesante, date(2026, 5, 16))
    assert [r.fecha_en_que_cumple for r in antes.faltan] == [date(2026, 5, 17)]
    assert antes.pasos == ()


def test_who_lacks_four_imposiciones_is_told_the_date():
    requisito = decidir(replace(LISTA, pagados=pagados(356))).faltan[0]

    assert requisito.nombre == "edad_e_imposiciones"
    assert requisito.fecha_en_que_cumple == date(2027, 3, 1)
    assert {opcion.nombre: opcion.fecha_en_que_cumple for opcion in requisito.opciones} == {
        "puerta_480": date(2037, 3, 1),
        "puerta_60_360": date(2027, 3, 1),
        "puerta_65_180": date(2031, 5, 17),
        "puerta_70_120": date(2036, 5, 17),
    }


def test_the_decision_is_made_of_requirements_that_are_named_once():
    nombres = [requisito.nombre for requisito in decidir(LISTA).requisitos]

    assert len(nombres) == len(set(nombres)) == 8


# --- from the register


@pytest.fixture
def ana(db, time_machine):
    time_machine.move_to(HOY, tick=False)
    return mundo.persona(fecha_nacimiento=date(1966, 5, 17))


def preparar(ana, imposiciones=372):
    empresa = mundo.empleador()
    mundo.aportes(ana, empresa, date(1995, 11, 1), imposiciones)
    mundo.relacion(ana, empresa, date(1995, 11, 1), date(2026, 10, 31))
    mundo.cuenta(ana)
    CuentaBancaria.objects.create(
        persona=ana, institucion="Austro", tipo="AHORROS", numero="1", vigente_desde=HOY, estado="VALIDADA"
    )
    return empresa


def test_a_record_that_is_in_order_qualifies(ana):
    preparar(ana)

    hecho = dictamen_de_vejez(ana, HOY)

    assert hecho.califica, hecho.faltan
    assert (hecho.datos["pension"], hecho.datos["imposiciones"]) == (Decimal("762.50"), 372)
    assert hecho.parametros["sbu"]["valor"] == 482


def test_the_norm_is_that_of_the_day_on_which_the_pension_begins(ana):
    empresa = preparar(ana, 361)
    empresa.relaciones.update(fecha_salida=date(2025, 11, 30))
    ana.fecha_nacimiento = date(1960, 5, 17)

    hecho = dictamen_de_vejez(ana, HOY)

    assert hecho.datos["fecha_inicio"] == date(2025, 12, 1)
    assert hecho.parametros["sbu"]["valor"] == 470


def test_a_stored_decision_comes_out_the_same_after_the_law_has_changed(ana):
    preparar(ana)
    guardado = json.loads(json.dumps(dictamen_de_vejez(ana, HOY).a_json()))
    Parametro.objects.filter(clave="sbu", valido_desde=date(2026, 1, 1)).update(valor=9999)

    antes = Dictamen.de_json(guardado)
    entonces = Parametros.de_usados(antes.parametros)
    otra_vez = dictamen(
        solicitante_de_vejez(ana, HOY), norma_de(entonces), decimos_de(entonces), antes.fecha, entonces.usados
    )

    assert otra_vez == antes
    assert otra_vez.a_json() == guardado
    assert dictamen_de_vejez(ana, HOY) != antes


def test_a_pension_from_before_the_first_known_norm_takes_that_one(ana):
    empresa = mundo.empleador()
    mundo.aportes(ana, empresa, date(1970, 1, 1), 361)
    mundo.relacion(ana, empresa, date(1970, 1, 1), date(2000, 1, 31))
    ana.fecha_nacimiento = date(1930, 5, 17)

    assert dictamen_de_vejez(ana, HOY).datos["fecha_inicio"] == date(2000, 2, 1)


def test_what_the_person_owes_is_seen_wherever_it_is(ana):
    preparar(ana)
    otro = mundo.persona(mundo.LUIS)
    propio = mundo.empleador(f"{ANA}001", razon_social="Ana Prueba")
    mundo.aportes(otro, propio, date(2026, 8, 1), 2, pagados=False)
    Prestamo.objects.create(
        persona=ana,
        tipo="QUIROGRAFARIO",
        fecha=HOY,
        monto=100,
        plazo_meses=12,
        tasa=10,
        saldo=50,
        cuotas_vencidas=2,
    )
    Pension.objects.create(persona=ana, tipo="VEJEZ", fecha_inicio=date(2026, 1, 1), monto=1)
    CuentaBancaria.objects.update(estado="PENDIENTE")

    assert {r.nombre for r in dictamen_de_vejez(ana, HOY).faltan} == {
        "sin_mora_patronal",
        "sin_obligaciones_vencidas",
        "sin_pension_de_vejez",
        "cuenta_bancaria",
    }


def test_an_address_that_nobody_confirmed_gives_way_to_that_of_the_register(ana):
    ana.correo = "del-registro@correo.ec"
    cuenta = mundo.cuenta(ana)
    assert solicitante_de_vejez(ana, HOY).correo == "ana@correo.ec"

    cuenta.correo_confirmado_en = None
    cuenta.save()
    assert solicitante_de_vejez(ana, HOY).correo == "del-registro@correo.ec"

    cuenta.correo_confirmado_en = datetime(2026, 1, 1, tzinfo=UTC)
    cuenta.save()
    assert solicitante_de_vejez(ana, HOY).correo == "ana@correo.ec"


@pytest.mark.parametrize("imposiciones", [3, 372])
def test_the_register_is_asked_as_often_for_a_long_record(ana, imposiciones, django_assert_num_queries):
    preparar(ana, imposiciones)

    with django_assert_num_queries(7):
        solicitante_de_vejez(ana, HOY)
