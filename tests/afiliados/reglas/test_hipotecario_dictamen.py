"""Who may have a mortgage, alone or with the spouse, from when, and what each product asks (A §6, LH)."""

from dataclasses import replace
from datetime import date

import pytest

from afiliados.normas.hipotecario import norma_hipotecario_de
from afiliados.reglas.hipotecario import Pedido, Producto, Situacion
from afiliados.reglas.hipotecario_dictamen import IMPEDIMENTOS, consultar, dictamen, requisitos
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tests.afiliados.reglas.test_hipotecario import NORMA, PARAMETROS, d, interesado, quirografario, sueldos
from tests.mundo import HOY

CASA = {"avaluo": d(60000), "dormitorios": 2, "primera_vivienda": True, "nueva": True}


def decidir(quien=None, producto: Producto = Producto.CREDICASA, **datos) -> Dictamen:
    pedido = Pedido(quien or interesado(), **({"monto": d(50000)} | CASA | datos))
    return dictamen(pedido, producto, NORMA, HOY, PARAMETROS.usados)


def faltan(quien=None, producto: Producto = Producto.CREDICASA, **datos) -> list[str]:
    return [requisito.nombre for requisito in decidir(quien, producto, **datos).faltan]


def aportes(**datos):
    return requisitos(Pedido(interesado(**datos)), NORMA, HOY)[0]


# --- who


@pytest.mark.parametrize(
    ("datos", "cumple", "cuando"),
    [
        # With an employer: 36, the last 13 in a row (El Diario 2025-05, Primicias 2026)
        ({"pagados": sueldos(36)}, True, None),
        ({"pagados": sueldos(35)}, False, date(2026, 12, 1)),
        ({"pagados": [*sueldos(23, ultimo=date(2025, 8, 1)), *sueldos(13)]}, True, None),
        ({"pagados": [*sueldos(24, ultimo=date(2025, 9, 1)), *sueldos(12)]}, False, date(2026, 12, 1)),
        ({"pagados": sueldos(40, ultimo=date(2026, 7, 1))}, False, date(2027, 12, 1)),
        ({"pagados": []}, False, date(2029, 11, 1)),
        # On one's own: 36 in a row
        ({"situacion": Situacion.INDEPENDIENTE, "pagados": sueldos(36)}, True, None),
        ({"situacion": Situacion.INDEPENDIENTE, "pagados": sueldos(35)}, False, date(2026, 12, 1)),
        (
            {
                "situacion": Situacion.INDEPENDIENTE,
                "pagados": [*sueldos(80, ultimo=date(2025, 8, 1)), *sueldos(13)],
            },
            False,
            date(2028, 10, 1),
        ),
        # With a disability: 18 in all
        ({"discapacidad": True, "pagados": sueldos(18, ultimo=date(2024, 1, 1))}, True, None),
        ({"discapacidad": True, "pagados": sueldos(17)}, False, date(2026, 12, 1)),
        # A pension in payment
        ({"situacion": Situacion.JUBILADO, "pagados": []}, True, None),
        ({"situacion": None, "pagados": sueldos(48)}, False, None),
    ],
)
def test_the_time_of_contributions_depends_on_who_asks(datos, cumple, cuando):
    tiempo = aportes(**datos)

    assert (tiempo.cumple, tiempo.fecha_en_que_cumple) == (cumple, cuando)


@pytest.mark.parametrize(("nacimiento", "cumple"), [(date(1948, 11, 21), True), (date(1948, 11, 20), False)])
def test_nobody_older_than_seventy_seven(nacimiento, cumple):
    assert (faltan(interesado(nacimiento=nacimiento)) == []) is cumple


HIPOTECA = quirografario(30000, monto=d(40000), plazo=300, quirografario=False)


@pytest.mark.parametrize(
    ("datos", "falta"),
    [
        ({}, []),
        ({"vigentes": [quirografario(100, cuotas_vencidas=1)]}, ["sin_cuotas_vencidas"]),
        ({"planillas_en_mora": 2}, ["sin_mora_patronal"]),
        ({"vigentes": [HIPOTECA], "pagados": sueldos(48, 1500)}, ["sin_hipoteca_vigente"]),
        ({"vigentes": [replace(HIPOTECA, saldo=d(0))]}, []),
        *[({"impedimentos": {uno.nombre}}, [f"sin_{uno.nombre}"]) for uno in IMPEDIMENTOS],
    ],
)
def test_one_thing_missing_stops_it_and_is_named(datos, falta):
    assert faltan(interesado(**datos), monto=d(20000)) == falta


# --- together


def test_the_spouse_confirms_and_is_asked_the_same():
    juntos = {"conyuge": interesado(300), "solidaria": True}

    assert faltan(interesado(800), **juntos) == ["conyuge"]
    assert faltan(interesado(800), **juntos, confirmada=True) == []
    mayor = interesado(300, nacimiento=date(1940, 1, 1))
    assert faltan(interesado(800), conyuge=mayor, solidaria=True, confirmada=True) == ["conyuge_edad"]


def test_nobody_is_asked_of_a_spouse_who_does_not_borrow():
    assert faltan(interesado(), conyuge=interesado(300, nacimiento=date(1940, 1, 1))) == []


def test_there_is_no_joint_request_without_a_spouse():
    assert faltan(interesado(), solidaria=True, confirmada=True) == ["conyuge"]


# --- products


@pytest.mark.parametrize(("ingreso", "falta"), [("1527.94", []), ("1527.95", ["ingreso_familiar"])])
def test_credicasa_is_for_families_that_earn_little(ingreso, falta):
    # LH-01, Expreso 272421
    assert faltan(interesado(ingreso)) == falta


def test_the_income_of_the_family_is_that_of_both():
    assert faltan(interesado(1000), conyuge=interesado("527.94")) == []
    assert faltan(interesado(1000), conyuge=interesado("527.95")) == ["ingreso_familiar"]


@pytest.mark.parametrize(("avaluo", "falta"), [("71504.70", []), ("71504.71", ["avaluo"]), ("0", ["avaluo", "monto"])])
def test_credicasa_is_for_houses_of_little_value(avaluo, falta):
    # LH-02, Expreso 274122
    assert faltan(avaluo=d(avaluo)) == falta


@pytest.mark.parametrize(("ingreso", "falta"), [("3055.88", []), ("3055.89", ["ingreso_familiar"])])
def test_the_preferencial_admits_twice_that_income(ingreso, falta):
    # LH-04, Expreso 270212
    assert faltan(interesado(ingreso), Producto.PREFERENCIAL) == falta


@pytest.mark.parametrize(
    ("producto", "datos", "falta"),
    [
        (Producto.CREDICASA, {"nueva": False}, ["nueva"]),
        (Producto.CREDICASA, {"primera_vivienda": False}, ["primera_vivienda"]),
        (Producto.CREDICASA, {"dormitorios": 0}, ["dormitorios"]),
        (Producto.CREDICASA, {"dormitorios": 1}, []),
        (Producto.CREDICASA, {"nueva": None, "avaluo": None}, ["avaluo", "nueva"]),
        (Producto.PREFERENCIAL, {"nueva": False, "primera_vivienda": False}, []),
        (Producto.PREFERENCIAL, {"dormitorios": 1}, ["dormitorios"]),
        (Producto.TERMINADA, {"dormitorios": None}, []),
        (Producto.CREDICASA, {"plazo": 300}, []),
        (Producto.CREDICASA, {"plazo": 301}, ["plazo"]),
        (Producto.CREDICASA, {"plazo": 0}, ["plazo"]),
        (Producto.TERRENO, {"plazo": 121}, ["plazo"]),
        (Producto.CREDICASA, {"monto": d("60000.01")}, ["monto"]),
        (Producto.CREDICASA, {"monto": d(0)}, ["monto"]),
        (Producto.CREDICASA, {"monto": d(-1)}, ["monto"]),
        (Producto.CREDICASA, {"monto": d("1.001")}, ["monto"]),
        (Producto.REMODELACION, {}, ["producto"]),
        (Producto.VIS, {}, ["producto"]),
    ],
)
def test_each_product_asks_its_own(producto, datos, falta):
    assert faltan(producto=producto, **datos) == falta


def test_the_decision_holds_the_loan_and_how_it_comes_out():
    hecho = decidir()

    assert hecho.califica
    assert hecho.referencial  # the share of the income is from memory
    esperados = {
        "cuota": d("236.85"),
        "plazo": 300,
        "entrada": d(10000),
        "capacidad": d("60000.00"),
        "manda": "por_avaluo",
    }
    assert {clave: hecho.datos[clave] for clave in esperados} == esperados  # LH-07
    nombres = ["por_ingreso", "maximo", "por_avaluo", "capacidad", "efectiva", "cuota", "intereses"]
    assert [paso.nombre for paso in hecho.pasos] == nombres
    assert Dictamen.de_json(hecho.a_json()) == hecho


def test_a_stored_decision_comes_out_the_same_from_its_own_parameters():
    hecho = decidir()
    suyos = Parametros.de_usados(hecho.parametros)
    norma = norma_hipotecario_de(suyos)

    assert dictamen(Pedido(interesado(), monto=d(50000), **CASA), Producto.CREDICASA, norma, HOY, suyos.usados) == hecho


def test_the_consultation_shows_every_product_with_what_is_missing():
    consulta = {uno.condiciones.producto: uno for uno in consultar(Pedido(interesado(2000)), NORMA)}

    assert list(consulta) == [uno.producto for uno in NORMA.productos]
    assert [uno.nombre for uno in consulta[Producto.CREDICASA].faltan] == ["ingreso_familiar"]
    assert {producto for producto, uno in consulta.items() if uno.presta} == {
        Producto.PREFERENCIAL,
        Producto.TERMINADA,
        Producto.CONSTRUCCION,
        Producto.SUSTITUCION,
        Producto.TERRENO,
    }


def test_a_term_too_long_for_a_plot_shows_its_longest():
    consulta = {uno.condiciones.producto: uno for uno in consultar(Pedido(interesado(), plazo=240), NORMA)}

    assert consulta[Producto.TERRENO].oferta.plazo == 120
    assert consulta[Producto.CREDICASA].oferta.plazo == 240
