"""Procedure 9 before anything is asked: what each product would lend this person, and why not (A §6, LH)."""

import re
from datetime import date
from decimal import Decimal

import pytest

from registro.models import Empleador, Pension, Planilla, Prestamo, Relacion
from tests import mundo
from tests.dictamen import dato, requisitos
from tests.hipotecario import URL, quien_pide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
SIMULAR = f"{URL}simular/"


def pagina(client, url: str = URL) -> str:
    respuesta = client.get(url)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def producto(html: str, nombre: str) -> str:
    """What is said of one product."""
    return re.search(rf'data-producto="{nombre}".*?</(?:section|li)>', html, re.DOTALL)[0]


def test_all_products_are_shown_with_what_each_would_lend(de_ana):
    html = pagina(de_ana)

    assert len(re.findall("data-producto=", html)) == 11
    credicasa = producto(html, "credicasa")
    assert dato(credicasa, "monto_maximo") == "65000.00"
    assert dato(credicasa, "cuota") == "307.90"  # A §6, computed
    assert (dato(credicasa, "tasa"), dato(credicasa, "plazo")) == ("2.99", "300")
    assert dato(credicasa, "ingreso_maximo") == "1527.94"  # LH-01
    assert dato(credicasa, "avaluo_maximo") == "71504.70"  # LH-02
    assert dato(credicasa, "califica") == "si"
    assert "Valor referencial" in credicasa
    preferencial = producto(html, "preferencial")
    assert dato(preferencial, "ingreso_maximo") == "3055.88"  # LH-04
    assert "el BIESS no publica" not in preferencial
    assert dato(html, "cuota_maxima") == "400.00"
    assert set(requisitos(html).values()) == {"si"}


def test_what_nobody_publishes_and_what_others_lend_is_named_and_not_calculated(de_ana):
    html = pagina(de_ana)

    assert "El BIESS no publica sus condiciones" in producto(html, "remodelacion")
    assert "No lo da el BIESS" in producto(html, "vis")
    assert 'data-dato="monto_maximo"' not in producto(html, "vip")


def test_who_earns_too_much_for_one_is_told_why_and_shown_the_others():
    html = pagina(mundo.navegador(mundo.cuenta(quien_pide(sueldo="1527.95"))))

    assert requisitos(producto(html, "credicasa"))["ingreso_familiar"] == "no"
    assert dato(producto(html, "credicasa"), "califica") == "no"
    assert dato(producto(html, "preferencial"), "califica") == "si"


def test_what_time_alone_cures_has_its_day():
    html = pagina(mundo.navegador(mundo.cuenta(quien_pide(35))))

    assert requisitos(html)["aportes"] == "no"
    assert "Lo cumplirá el 1 de diciembre de 2026" in html
    assert dato(producto(html, "credicasa"), "califica") == "no"
    assert "Lo que le prestarían cuando cumpla todo lo anterior" in html


def hipoteca(persona, **datos) -> Prestamo:
    valores = {"tipo": "HIPOTECARIO", "fecha": date(2020, 1, 1), "monto": 40000, "plazo_meses": 300, "tasa": 6}
    return Prestamo.objects.create(persona=persona, **(valores | {"saldo": 30000} | datos))


def test_a_mortgage_that_is_being_paid_stops_it_and_takes_of_the_income(ana, de_ana):
    hipoteca(ana)

    html = pagina(de_ana)

    assert requisitos(html)["sin_hipoteca_vigente"] == "no"
    assert dato(html, "otras_cuotas") == "257.72"
    assert dato(html, "cuota_maxima") == "142.28"


@pytest.mark.parametrize(("ruc", "falta"), [(f"{mundo.ANA}001", "sin_mora_patronal"), (mundo.RUC_MAR, None)])
def test_what_the_person_owes_as_an_employer_stops_it(ana, de_ana, ruc, falta):
    empresa = Empleador.objects.create(ruc=ruc, razon_social="Suya", tipo="PRIVADO", representante_cedula=mundo.ANA)
    Planilla.objects.create(
        empleador=empresa,
        sucursal="0001",
        periodo=date(2026, 8, 1),
        tipo="APORTES",
        fecha_vencimiento=date(2026, 9, 15),
        aportes_impagos=1,
    )

    faltan = {nombre for nombre, cumple in requisitos(pagina(de_ana)).items() if cumple == "no"}

    assert faltan == {falta or "sin_obligaciones_del_representado"}


def test_who_left_work_has_no_active_affiliation(ana, de_ana):
    Relacion.objects.update(fecha_salida=date(2026, 10, 31))

    html = pagina(de_ana)

    assert requisitos(html)["aportes"] == "no"
    assert "sin afiliación activa" in html


def test_a_pensioner_is_asked_for_no_contributions():
    luis = mundo.persona(mundo.LUIS, fecha_nacimiento=date(1960, 1, 1))
    Pension.objects.create(persona=luis, tipo="VEJEZ", fecha_inicio=date(2025, 1, 1), monto=Decimal(800))

    html = pagina(mundo.navegador(mundo.cuenta(luis)))

    assert requisitos(html)["aportes"] == "si"
    assert dato(html, "ingreso") == "800.00"


def test_who_never_contributed_is_told_that_no_income_is_known():
    html = pagina(mundo.navegador(mundo.cuenta(mundo.persona())))

    assert "no consta ninguno" in html
    assert dato(html, "ingreso") == "0.00"
    assert dato(producto(html, "credicasa"), "monto_maximo") == "0.00"


@pytest.mark.parametrize("meses", [12, 480])
def test_the_start_takes_15_queries_however_long_the_record(meses, django_assert_max_num_queries):
    client = mundo.navegador(mundo.cuenta(quien_pide(meses)))
    client.get(URL)
    with django_assert_max_num_queries(15):
        client.get(URL)


def test_an_employer_has_nothing_to_ask_here():
    client = mundo.navegador(mundo.cuenta(mundo.empleador()))
    assert {client.get(url).status_code for url in (URL, SIMULAR, f"{URL}tabla/", f"{URL}tabla.csv")} == {403}


# --- what if ----------------------------------------------------------------------------------------------------------


def test_the_valuation_decides_the_share_and_the_down_payment(de_ana):
    html = pagina(de_ana, f"{SIMULAR}?avaluo=40000")

    terminada = producto(html, "terminada")
    assert (dato(terminada, "monto_maximo"), dato(terminada, "entrada")) == ("38000.00", "2000.00")
    assert requisitos(producto(pagina(de_ana, f"{SIMULAR}?avaluo=71504,71"), "credicasa"))["avaluo"] == "no"
    assert 'data-requisito="avaluo"' not in producto(pagina(de_ana, f"{SIMULAR}?avaluo=71504.70"), "credicasa")


def test_a_raise_a_spouse_a_wait_and_a_term_are_computed_again():
    client = mundo.navegador(mundo.cuenta(quien_pide(30, sueldo="600")))

    assert dato(pagina(client, f"{SIMULAR}?ingreso=900"), "cuota_maxima") == "360.00"
    assert dato(pagina(client, f"{SIMULAR}?conyuge=400"), "cuota_maxima") == "400.00"
    assert requisitos(pagina(client, SIMULAR))["aportes"] == "no"
    despues = pagina(client, f"{SIMULAR}?esperar=6")
    assert requisitos(despues)["aportes"] == "si"
    assert "20 de mayo de 2027" in despues
    corto = pagina(client, f"{SIMULAR}?plazo=120&producto=TERRENO")
    assert re.findall(r'data-producto="(\w+)"', corto) == ["terreno"]
    assert dato(corto, "plazo") == "120"


def test_what_was_asked_says_whether_it_fits(de_ana):
    html = pagina(de_ana, f"{SIMULAR}?monto=65000,01&producto=CREDICASA")
    assert "No alcanza" in html
    assert dato(html, "califica") == "no"
    assert dato(pagina(de_ana, f"{SIMULAR}?monto=65000&producto=CREDICASA"), "califica") == "si"


@pytest.mark.parametrize(
    ("campo", "valor"),
    [
        ("avaluo", "-1"),
        ("avaluo", "0"),
        ("avaluo", "1e9"),
        ("avaluo", "99999999999"),
        ("monto", "10,0055"),
        ("plazo", "0"),
        ("plazo", "301"),
        ("plazo", "601"),
        ("plazo", "x"),
        ("producto", "VIS"),
        ("ingreso", "\x00"),
        ("esperar", "121"),
        ("esperar", "9" * 400),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_computes_nothing(de_ana, campo, valor):
    respuesta = de_ana.get(SIMULAR, {campo: valor})

    html = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert f'id="id_{campo}_error"' in html or f'href="#id_{campo}' in html
    assert "data-producto" not in html


def test_an_income_without_any_month_asks_for_the_wait():
    client = mundo.navegador(mundo.cuenta(mundo.persona()))
    assert "diga cuántos meses aportaría" in pagina(client, f"{SIMULAR}?ingreso=900")


# --- month by month ---------------------------------------------------------------------------------------------------

TABLA = f"{URL}tabla/?producto=CREDICASA&monto=50000&plazo=300&sistema="


def test_the_table_has_every_month_and_repays_the_principal(de_ana):
    html = pagina(de_ana, f"{TABLA}FRANCES")

    assert dato(html, "cuota") == "236.85"  # LH-07, computed
    assert len(re.findall(r'<td data-titulo="Debe después"', html)) == 300
    assert "Año 25" in html
    filas = b"".join(de_ana.get(f"{URL}tabla.csv?producto=CREDICASA&monto=50000&plazo=300&sistema=FRANCES"))
    numeros = [linea.split(",") for linea in filas.decode().splitlines()[1:]]
    assert len(numeros) == 300
    assert sum(Decimal(fila[3]) for fila in numeros) == 50000
    assert numeros[0][1] == "2026-12"
    assert numeros[-1][5] == "0.00"


def test_the_german_table_begins_higher_and_costs_less(de_ana):
    html = pagina(de_ana, f"{TABLA}ALEMAN")

    assert dato(html, "cuota") == "291.24"  # 166.66 of principal and 124.58 of interest
    frances, aleman = re.findall(r'data-dato="intereses" value="([\d.]+)"', html)
    assert Decimal(aleman) < Decimal(frances)


@pytest.mark.parametrize(
    ("datos", "frase"),
    [
        ({"plazo": "301"}, "300 meses como máximo"),
        ({"producto": "TERRENO", "plazo": "121"}, "120 meses como máximo"),
        ({"producto": "REMODELACION"}, "Elija un crédito de la lista"),
        ({"monto": "0"}, "mayor que cero"),
        ({"sistema": "INGLES"}, "Elija una de las dos"),
    ],
)
def test_no_table_is_made_of_what_is_not_lent(de_ana, datos, frase):
    parametros = {"producto": "CREDICASA", "monto": "50000", "plazo": "300", "sistema": "FRANCES"} | datos
    for direccion in (f"{URL}tabla/", f"{URL}tabla.csv"):
        respuesta = de_ana.get(direccion, parametros)
        assert frase in respuesta.content.decode()
        assert "Año 1" not in respuesta.content.decode()
