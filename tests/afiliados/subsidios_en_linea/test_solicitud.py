"""Procedure 16: the request, from the review to its number."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from registro.models import CuentaBancaria, Empleador
from tests import mundo, poderes
from tests.afiliados.subsidios_en_linea.pasos import (
    LUNES,
    URL,
    adjuntar,
    enviar,
    fechas,
    hasta_las_fechas,
    hasta_los_documentos,
    pagina,
    paso,
    quien_trabaja,
)
from tests.casos import en_mesa
from tests.dictamen import dato, requisitos
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def revisar(client) -> str:
    return pagina(client, f"{URL}revisar/")


def test_the_amount_and_its_tranches_are_said_before_it_is_sent(de_ana):
    hasta_los_documentos(de_ana)
    adjuntar(de_ana, "certificado")

    html = revisar(de_ana)

    assert "el IESS le pagaría $\u00a0175,00 por 7 días" in html  # 1000 ÷ 30 × 7 × 75 %
    assert "Días 1 a 3, del 2 de noviembre de 2026 al 4 de noviembre de 2026: su empleador paga el 50" in html
    assert "Tiene hasta el 23 de noviembre de 2026 para presentar este certificado" in html
    assert "Austro, ahorros, terminada en 0104" in html


def test_sent_it_is_a_case_with_its_certificate_and_its_dictamen(ana, de_ana):
    solicitud = enviar(de_ana)

    assert (solicitud.estado, solicitud.persona) == ("INGRESADA", ana)
    assert [entrega.adjunto.nombre for entrega in solicitud.entregas.all()] == ["certificado.pdf"]
    html = pagina(de_ana, solicitud.get_absolute_url())
    assert dato(html, "subsidio_total") == "175.00"
    assert dato(html, "base_diaria") == "33.333"
    assert requisitos(html) | {"certificado_completo": "si", "certificado_a_tiempo": "si"} == requisitos(html)
    assert "Gripe con neumonía" in html


def test_a_rest_of_three_days_is_explained_and_may_be_sent(de_ana):  # SB-03
    hasta_los_documentos(de_ana, 3, date(2026, 11, 16))
    adjuntar(de_ana, "certificado")

    html = revisar(de_ana)

    assert "Hoy falta: Un reposo bastante largo. Se pide: Más de 3 días" in html
    assert "Si se lo prolongan sin dejar un día de por medio y pasa de 3 días, puede pedirlo" in html
    assert de_ana.post(f"{URL}revisar/").status_code == 302
    assert not Solicitud.objects.get().dictamen["califica"]


def test_the_days_over_the_most_are_explained(de_ana):
    solicitud = enviar(de_ana, 200, date(2026, 11, 2))

    html = pagina(de_ana, solicitud.get_absolute_url())

    assert "llega al día 200: 18 días de más, sin pago" in html
    assert dato(html, "subsidio_total") == "4139.00"  # 1000 ÷ 30 × (67 × 75 % + 112 × 66 %)


def test_a_rest_that_crosses_another_is_paid_for_its_own_days_and_told_so(de_ana):
    primera = enviar(de_ana)  # until 11 November

    hasta_los_documentos(de_ana, 10, date(2026, 11, 9))
    paso(de_ana, 6, {"documento_certificado": str(primera.entregas.get().adjunto.numero)})
    html = revisar(de_ana)

    assert "3 días ya constan en otro reposo (del 9 de noviembre de 2026 al 11 de noviembre de 2026)" in html
    assert "por 7 días" in html  # it goes on with the first: no day waits again


def test_the_same_rest_twice_gives_nothing(de_ana):
    primera = enviar(de_ana)
    hasta_los_documentos(de_ana)
    paso(de_ana, 6, {"documento_certificado": str(primera.entregas.get().adjunto.numero)})

    assert "Hoy falta: Días que no constan en otro reposo" in revisar(de_ana)


@pytest.mark.parametrize(("dia", "cumple"), [(17, "si"), (18, "no")])
def test_an_accident_is_reported_within_ten_business_days(de_ana, dia, cumple):  # SB-09
    hasta_los_documentos(
        de_ana, motivo="accidente_de_trabajo", otras={"accidente": LUNES, "aviso": date(2026, 11, dia)}
    )
    adjuntar(de_ana, "certificado", "aviso", "informe")

    fin = de_ana.post(f"{URL}revisar/")

    html = pagina(de_ana, fin.url)
    assert requisitos(html)["aviso_de_accidente"] == cumple
    assert "Hasta el 17 de noviembre de 2026, 10 días hábiles" in html


def test_twelve_weeks_of_maternity_are_paid_at_75_per_cent(de_ana):  # SB-07
    parto = LUNES + timedelta(days=14)
    hasta_los_documentos(de_ana, 84, motivo="maternidad", otras={"parto": parto})
    adjuntar(de_ana, "certificado", "nacido_vivo")

    html = pagina(de_ana, de_ana.post(f"{URL}revisar/").url)

    assert dato(html, "subsidio_total") == "2100.00"  # 1000 ÷ 30 × 84 × 75 %
    assert dato(html, "empleador_total") == "700.00"
    assert "Valor referencial" in html


def test_a_public_servant_has_the_full_salary_and_no_subsidy_of_maternity(de_ana):
    Empleador.objects.update(tipo="PUBLICO")
    hasta_los_documentos(de_ana, 84, motivo="maternidad", otras={"parto": date(2026, 12, 1)})
    adjuntar(de_ana, "certificado")

    assert "Trabaja en una entidad pública, que le paga el sueldo completo en su licencia" in revisar(de_ana)


def test_isolation_without_rest_gives_nothing(de_ana):
    solicitud = enviar(de_ana, ordena="aislamiento")
    assert requisitos(pagina(de_ana, solicitud.get_absolute_url()))["reposo"] == "no"


def test_a_certificate_of_more_than_thirty_days_may_be_asked_for_in_person(de_ana):
    hasta_los_documentos(de_ana, 31)
    adjuntar(de_ana, "certificado")
    assert "puede pedirle que presente el certificado en persona" in revisar(de_ana)


def test_without_an_account_it_says_so_and_keeps_the_calculation(de_ana):
    CuentaBancaria.objects.all().delete()
    solicitud = enviar(de_ana)

    html = pagina(de_ana, solicitud.get_absolute_url())

    assert requisitos(html)["cuenta_bancaria"] == "no"
    assert dato(html, "subsidio_calculado") == "175.00"
    assert Decimal(solicitud.dictamen["datos"]["subsidio_total"]["decimal"]) == 0


@pytest.mark.parametrize(("meses", "cumple"), [(5, "no"), (6, "si")])
def test_six_months_in_a_row_are_asked_for_an_illness(meses, cumple):  # SB-05
    ana = quien_trabaja(mundo.ANA, meses)
    de_ana = mundo.navegador(mundo.cuenta(ana))

    html = pagina(de_ana, enviar(de_ana).get_absolute_url())

    assert requisitos(html)["imposiciones_seguidas"] == cumple


def test_a_certificate_of_the_institute_asks_for_little_and_comes_to_the_same(de_ana):
    hasta_las_fechas(de_ana, emisor="iess")
    paso(de_ana, 3, fechas(date(2026, 6, 1)))
    paso(de_ana, 4, {"establecimiento": "Hospital Andrade Marín", "medico": "Rosa Vega"})
    paso(de_ana, 5, {"diagnostico": "Gripe", "cie10": "j11", "total_dias": "10"})
    adjuntar(de_ana, "certificado")

    html = pagina(de_ana, de_ana.post(f"{URL}revisar/").url)

    assert requisitos(html) | {"certificado_completo": "si", "certificado_a_tiempo": "si"} == requisitos(html)
    assert dato(html, "subsidio_total") == "175.00"
    assert "J11" in html


def test_a_daughter_with_a_power_for_it_asks_in_her_name(ana):
    de_hija = poderes.de_la_hija(ana, "subsidios")

    assert dato(pagina(de_hija), "base_enfermedad") == "1000.00"
    assert "/afiliado/cuenta-bancaria/" not in pagina(de_hija)


def test_the_staff_read_the_answers_the_certificate_and_the_dictamen(de_ana, analista):
    solicitud = enviar(de_ana)

    html = en_mesa(analista, solicitud, "tomar").content.decode()

    assert "Gripe con neumonía" in html
    assert "certificado.pdf" in html
    assert requisitos(html)["imposiciones_seguidas"] == "si"


@pytest.mark.parametrize("contexto", [{}, {"motivo": "accidente_de_trabajo", "emisor": "exterior"}])
def test_each_page_takes_15_queries_at_most(de_ana, contexto, django_assert_max_num_queries):
    otras = {"accidente": LUNES, "aviso": LUNES} if contexto else {}
    for dia in range(4):
        enviar(de_ana, 4, date(2026, 11, 9) + timedelta(days=2 * dia))
    hasta_los_documentos(de_ana, otras=otras, **contexto)
    adjuntar(de_ana, "certificado", *(("apostilla", "notaria", "aviso", "informe", "otros") if contexto else ()))
    for pagina_ in (*(f"paso/{n}/" for n in range(1, 7)), "revisar/"):
        with django_assert_max_num_queries(15):
            assert de_ana.get(f"{URL}{pagina_}").status_code == 200
