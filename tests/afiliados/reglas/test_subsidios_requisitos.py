"""What the cash subsidies ask for besides the contributions, what is stored of them, and any record with any rest."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afiliados.normas.subsidios import dia_con_norma, norma_subsidios_de
from afiliados.reglas.certificado_medico import campos
from afiliados.reglas.reposos import Clase, Emisor, Motivo, Periodo
from afiliados.reglas.subsidios_calculo import Base, Causa, Sueldo
from afiliados.reglas.subsidios_examen import FaltaUnaFecha, examinar
from registro.models import Parametro
from registro.parametros import ParametroMalFormado, Parametros, Version
from registro.reglas.dictamen import Dictamen
from registro.reglas.puertas import mover
from registro.reglas.tiempo_servicio import Mes
from tests.reposos import (
    HABILES,
    HOY,
    LUNES,
    NORMA,
    OCTUBRE,
    PRIVADO,
    VERSIONES,
    d,
    decidir,
    enfermar,
    falta,
    pedido,
    persona,
    reposo,
    tramos,
)

# --- the other requirements


@pytest.mark.parametrize(
    ("cambio", "nombre", "dice"),
    [
        ({"cuenta": ""}, "cuenta_bancaria", "Ninguna"),
        ({"cuenta_validada": False}, "cuenta_bancaria", "Banco del Austro, ahorros (pendiente de validación)"),
        ({"meses": []}, "protegido", "No consta ningún aporte anterior"),
    ],
)
def test_what_is_missing_is_named(cambio, nombre, dice):
    assert falta(enfermar(10, persona(**cambio)))[nombre] == dice


def test_isolation_without_rest_gives_nothing():
    # El Universo 2021
    assert falta(enfermar(10, absoluto=False)) == {"reposo": "Ordena aislamiento o cuidados, sin reposo"}


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({}, None),
        ({"cie10": ""}, "Falta: Código CIE-10 del diagnóstico"),
        ({"cie10": "gripe"}, "«gripe» no tiene la forma de un código CIE-10"),
        ({"total_dias": "12"}, "Dice 12 días, y de la primera fecha a la última hay 10"),
    ],
)
def test_an_incomplete_certificate_says_what_it_lacks(cambio, dice):
    escritos = (
        {campo.nombre: "sí" for campo in campos(Emisor.PARTICULAR)} | {"total_dias": "10", "cie10": "J11"} | cambio
    )
    hecho = decidir(persona(), pedido(reposo(10), escritos=escritos))

    assert falta(hecho).get("certificado_completo") == dice


@pytest.mark.parametrize(("dias", "en_linea"), [(30, "si"), (31, "no")])
def test_a_private_certificate_of_up_to_thirty_days_is_validated_on_line(dias, en_linea):
    # manabinoticias, since January 2022
    assert enfermar(dias).datos["valida_en_linea"] == en_linea


@pytest.mark.parametrize("motivo", [Motivo.MATERNIDAD, Motivo.ACCIDENTE_DE_TRABAJO])
def test_the_day_of_the_birth_or_of_the_accident_must_be_said(motivo):
    with pytest.raises(FaltaUnaFecha):
        pedido(reposo(10, motivo=motivo))


def test_a_rest_before_its_accident_gives_nothing():
    hecho = decidir(
        persona(),
        pedido(reposo(5, motivo=Motivo.ACCIDENTE_DE_TRABAJO), accidente=date(2026, 11, 10), aviso=date(2026, 11, 10)),
    )

    assert set(falta(hecho)) == {"despues_del_accidente"}
    assert hecho.datos["subsidio_total"] == 0


# --- the dictamen


@pytest.mark.parametrize("motivo", list(Motivo))
def test_a_dictamen_survives_being_stored_and_says_what_each_figure_stands_on(motivo):
    hecho = decidir(
        persona(), pedido(reposo(20, motivo=motivo), parto=date(2026, 11, 10), accidente=LUNES, aviso=LUNES)
    )

    assert hecho == Dictamen.de_json(hecho.a_json())
    assert hecho.califica
    assert all(paso.base_legal and paso.formula for paso in hecho.pasos)
    assert sum(dias for dias, _ in tramos(hecho)) == 20
    assert hecho.pasos[-1].resultado == hecho.datos["subsidio_total"] > 0


def test_what_is_missing_leaves_nothing_to_pay_and_keeps_the_calculation():
    hecho = enfermar(10, persona(cuenta=""))

    assert hecho.datos["subsidio_total"] == hecho.datos["dias_pagados"] == 0
    assert hecho.datos["subsidio_calculado"] == hecho.pasos[-1].resultado == d("87.50")
    # a page shows both by their names: none is said twice with two values
    assert all(hecho.datos.get(paso.nombre, paso.resultado) == paso.resultado for paso in hecho.pasos)


def test_a_rest_of_before_the_first_norm_is_judged_by_it():
    assert dia_con_norma(date(2015, 3, 1)) == date(2022, 1, 1)
    assert dia_con_norma(HOY) == HOY
    assert norma_subsidios_de(Parametros(dia_con_norma(date(2015, 3, 1)), VERSIONES)) == NORMA


def test_what_is_remembered_or_chosen_makes_a_figure_a_reference():
    seguido = Periodo(Clase.ENFERMEDAD, LUNES - timedelta(days=5), LUNES - timedelta(days=1))

    assert not enfermar(10).referencial
    assert enfermar(10, persona(anteriores=[seguido])).referencial
    assert enfermar(100, persona(puestos=[replace(PRIVADO, publico=True)])).referencial


@pytest.mark.parametrize(
    ("clave", "valor"), [("maternidad_base", "PROMEDIO"), ("reposos_seguidos", "NO"), ("riesgos_imposiciones", 3)]
)
def test_a_norm_that_the_rule_does_not_know_is_not_applied(clave, valor):
    otra = Version(clave, valor, date(2026, 1, 1), None, "b", "f", Parametro.Confianza.ALTA, "")

    with pytest.raises(ParametroMalFormado):
        norma_subsidios_de(Parametros(HOY, [*VERSIONES, otra]))


# --- any record, any rest

motivos = st.sampled_from([Motivo.ENFERMEDAD, Motivo.MATERNIDAD, Motivo.ACCIDENTE_DE_TRABAJO])
periodos = st.builds(
    lambda clase, desde, dias: Periodo(clase, LUNES + timedelta(days=desde), LUNES + timedelta(days=desde + dias - 1)),
    st.sampled_from(Clase),
    st.integers(-200, 200),
    st.integers(1, 120),
)


@settings(max_examples=50)
@given(
    motivo=motivos,
    dias=st.integers(1, 366),
    hecho=st.integers(-90, 30),
    anteriores=st.lists(periodos, max_size=4),
    sueldos=st.lists(st.decimals("50", "5000", places=2), max_size=20),
    puesto=st.sampled_from([PRIVADO, replace(PRIVADO, publico=True), replace(PRIVADO, empleador="")]),
)
def test_a_subsidy_never_exceeds_the_base_and_never_pays_a_day_twice(
    *, motivo, dias, hecho, anteriores, sueldos, puesto
):
    meses = [Mes(mover(OCTUBRE, -i), True, 30, sueldo, False) for i, sueldo in enumerate(sueldos)][::-1]
    dia = LUNES + timedelta(days=hecho)
    quien = persona(meses, anteriores=anteriores, puestos=[puesto])
    que = pedido(reposo(dias, motivo=motivo), parto=dia, accidente=dia, aviso=dia, presentado=LUNES)
    examen = examinar(quien, que, norma=NORMA, habiles=HABILES, hoy=HOY)
    subsidio = examen.subsidio

    assert sum(tramo.dias for tramo in subsidio.tramos) == dias
    assert subsidio.total <= subsidio.base.de(subsidio.dias_pagados, d(100))
    assert subsidio.total + subsidio.del_empleador <= subsidio.base.de(dias, d(100)) + d("0.01") * len(subsidio.tramos)
    assert subsidio.dias_pagados <= examen.maximo
    for tramo in subsidio.tramos:
        assert tramo.valor_iess <= subsidio.base.de(tramo.dias, d(100))
        assert (tramo.trato.causa is Causa.SUBSIDIO) is bool(tramo.trato.iess)
        repetida = any(otro.desde <= tramo.desde <= otro.hasta for otro in anteriores)
        assert (tramo.trato.causa is Causa.REPETIDO) is repetida
    decidido = decidir(quien, que)
    assert decidido.datos["subsidio_total"] == (subsidio.total if decidido.califica else 0)
    assert not decidido.califica or subsidio.dias_pagados > 0


def test_the_cents_of_each_tranche_add_up_without_loss():
    base = Base((Sueldo(OCTUBRE, d("481.37")), Sueldo(OCTUBRE, d("512.99")), Sueldo(OCTUBRE, d("500.01"))), 3)

    assert base.suma == d("1494.37")
    assert base.diaria == d("16.604")
    assert base.de(67, d(75)) == d("834.36")  # 834.3566, and not 67 × 12.45 = 834.15
