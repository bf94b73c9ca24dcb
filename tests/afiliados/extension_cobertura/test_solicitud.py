"""Procedure 21, asking for one more: what is asked, what is refused and where, and what it costs before it is sent."""

from datetime import date, timedelta

import pytest

from registro.models import Dependiente, Relacion
from tests import mundo
from tests.afiliados.extension_cobertura.familia import (
    CARLOS,
    ELENA,
    ESPOSO,
    HIJA,
    OTRA,
    URL,
    completar,
    cubierto,
    decir,
    documento,
    enviar,
    nacimiento,
    pensionista,
    revision,
)
from tests.dictamen import dato
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]

AYER, MANANA = mundo.HOY - timedelta(days=1), mundo.HOY + timedelta(days=1)
RECIEN_NACIDA = nacimiento(date(2026, 1, 5))


@pytest.fixture
def esposo(ana):
    """Of whom the register knows that he was covered once, and by whom."""
    cubierto(ana, ESPOSO, "CONYUGE", fecha_hasta=date(2022, 1, 1), causa_fin="VOLUNTAD")
    return mundo.persona(ESPOSO, **CARLOS | {"estado_civil": "CASADO"})


def rechazo(respuesta, campo: str) -> str:
    """The words beside that field, of a page that changed nothing."""
    assert respuesta.status_code == 200
    assert not Solicitud.objects.exclude(estado="BORRADOR").exists()
    [texto] = respuesta.context["form"].errors[campo]
    return texto


# --- what is asked


def test_of_whom_the_register_names_nothing_is_asked_and_all_is_shown(esposo, de_ana):
    decir(de_ana, "CONYUGE", ESPOSO)

    html = de_ana.get(f"{URL}paso/2/").content.decode()

    assert "Mena Solís Carlos" in html
    assert "Consta en el registro" in html
    assert (dato(html, "aporte_adicional"), dato(html, "acceso_desde")) == ("16.44", "2027-02-01")
    assert 'type="file"' not in html
    assert "nacimiento" not in html


def test_of_whom_it_does_not_name_no_name_and_no_date_of_birth_are_told(ana, de_ana):
    mundo.persona(HIJA, **ELENA)
    decir(de_ana, "HIJO", HIJA)

    html = de_ana.get(f"{URL}paso/2/").content.decode()

    assert "Elena" not in html
    assert "2012" not in html
    assert "2030" not in html
    assert 'name="nacimiento_dia"' in html
    assert 'type="file"' in html


def test_the_documents_are_those_that_prove_that_kinship(ana, de_ana):
    def documentos(parentesco: str) -> list[str]:
        decir(de_ana, parentesco, ESPOSO)
        form = de_ana.get(f"{URL}paso/2/").context["form"]
        return [valor for valor, _ in form.fields["documento"].choices]

    assert documentos("CONYUGE") == ["cedula", "acta_de_matrimonio"]
    assert documentos("CONVIVIENTE") == ["union_registrada", "declaracion_juramentada"]
    assert documentos("HIJO") == ["cedula", "partida_de_nacimiento"]
    ana.estado_civil = "SOLTERO"
    ana.save()
    assert documentos("CONYUGE") == ["acta_de_matrimonio"]


def test_the_second_page_sends_back_who_skipped_the_first(ana, de_ana):
    de_ana.post(URL)

    for pagina in (f"{URL}paso/2/", f"{URL}revisar/"):
        assert de_ana.get(pagina).url == f"{URL}paso/1/"
    assert de_ana.post(f"{URL}paso/2/", {"declaracion": "on"}).url == f"{URL}paso/1/"


def test_what_was_declared_of_one_person_is_not_declared_of_another(esposo, de_ana):
    decir(de_ana, "CONYUGE", ESPOSO)
    completar(de_ana)
    decir(de_ana, "HIJO", OTRA)

    form = de_ana.get(f"{URL}paso/2/").context["form"]

    assert not form.is_bound
    assert de_ana.get(f"{URL}revisar/").url == f"{URL}paso/2/"


# --- what is refused, beside its field


@pytest.mark.parametrize(
    ("cedula", "dice"),
    [
        (mundo.ANA, "Con esa cédula no se puede"),
        ("1710034082", "revise los dígitos"),
        ("9910034081", "ninguna provincia"),
        ("17100340", "10 dígitos"),
        ("17100340\x0081", "10 dígitos"),
        ("1" * 400, "30 caracteres"),
        ("", "Escriba el número"),
    ],
)
def test_a_cedula_that_is_none_or_ones_own(ana, de_ana, cedula, dice):
    respuesta = decir(de_ana, "CONYUGE", cedula)

    assert dice in rechazo(respuesta, "cedula")


@pytest.mark.parametrize("parentesco", ["", "HERMANO", "CONYUGE\x00"])
def test_a_kinship_that_is_not_offered(ana, de_ana, parentesco):
    assert rechazo(decir(de_ana, parentesco, ESPOSO), "parentesco").startswith("Elija")


@pytest.mark.parametrize("seguro", ["afiliacion", "pension"])
def test_a_spouse_who_is_insured(esposo, de_ana, seguro):
    if seguro == "afiliacion":
        mundo.relacion(esposo, mundo.empleador(mundo.RUC_MAR, razon_social="Mar S.A."), date(2026, 11, 20))
    else:
        esposo.pensiones.create(tipo="INVALIDEZ", fecha_inicio=date(2020, 1, 1), monto=1)

    respuesta = decir(de_ana, "CONYUGE", ESPOSO)

    assert "tiene su propio seguro" in rechazo(respuesta, "cedula")
    assert "Mar S.A." not in respuesta.content.decode()
    Relacion.objects.filter(persona=esposo).update(fecha_ingreso=date(2020, 1, 1), fecha_salida=AYER)
    esposo.pensiones.all().delete()
    assert decir(de_ana, "CONYUGE", ESPOSO).status_code == 302


@pytest.mark.parametrize(("nace", "entra"), [(date(2008, 11, 20), False), (date(2008, 11, 21), True)])
def test_a_child_of_eighteen_whom_the_register_names(ana, de_ana, nace, entra):
    mundo.persona(HIJA, **ELENA | {"fecha_nacimiento": nace})
    cubierto(ana, HIJA, "HIJO", fecha_hasta=date(2022, 1, 1), causa_fin="VOLUNTAD")

    respuesta = decir(de_ana, "HIJO", HIJA)

    assert respuesta.status_code == (302 if entra else 200)
    if not entra:
        assert "termina a los 18 años" in rechazo(respuesta, "cedula")


@pytest.mark.parametrize(
    ("nace", "dice"),
    [
        (mundo.HOY + timedelta(days=1), "ya pasó"),
        (date(2008, 11, 20), "termina a los 18 años"),
        (date(1980, 5, 17), "nació antes que usted"),
    ],
)
def test_a_date_of_birth_that_cannot_be(ana, de_ana, nace, dice):
    decir(de_ana, "HIJO", OTRA)

    respuesta = completar(de_ana, documento="cedula", **documento(), **nacimiento(nace))

    assert dice in rechazo(respuesta, "nacimiento")
    assert f'value="{nace.year}"' in respuesta.content.decode()  # what was typed stays


@pytest.mark.parametrize("escrito", [{"nacimiento_dia": "31", "nacimiento_mes": "2", "nacimiento_anio": "2020"}, {}])
def test_a_date_of_birth_that_does_not_exist(ana, de_ana, escrito):
    decir(de_ana, "HIJO", OTRA)

    assert rechazo(completar(de_ana, documento="cedula", **documento(), **escrito), "nacimiento")


def test_a_date_of_birth_that_is_not_the_one_of_the_register(ana, de_ana):
    mundo.persona(HIJA, **ELENA)
    decir(de_ana, "HIJO", HIJA)

    otra = completar(de_ana, documento="cedula", **documento(), **nacimiento(date(2012, 3, 10)))

    assert "No es la fecha que consta" in rechazo(otra, "nacimiento")
    assert "9 de marzo" not in otra.content.decode()
    assert completar(de_ana, documento="cedula", **documento(), **nacimiento(date(2012, 3, 9))).status_code == 302


@pytest.mark.parametrize("de_quien", ["suya", "de otra persona"])
def test_who_is_covered_already(ana, de_ana, de_quien):
    titular = ana if de_quien == "suya" else mundo.persona(mundo.LUIS)
    fila = cubierto(titular, HIJA, "HIJO", fecha_hasta=mundo.HOY)

    respuesta = decir(de_ana, "HIJO", HIJA)

    assert rechazo(respuesta, "cedula") == "Esa persona ya tiene esta cobertura."
    Dependiente.objects.filter(pk=fila.pk).update(fecha_hasta=AYER)
    assert decir(de_ana, "HIJO", HIJA).status_code == 302


def test_a_second_spouse(ana, de_ana):
    cubierto(ana, OTRA, "CONYUGE")

    assert "solo puede ser una" in rechazo(decir(de_ana, "CONYUGE", ESPOSO), "parentesco")


def test_without_its_document_or_the_declaration(ana, de_ana):
    decir(de_ana, "CONVIVIENTE", ESPOSO)

    respuesta = completar(de_ana, declaracion="")

    assert set(respuesta.context["form"].errors) == {"documento", "archivos", "declaracion"}
    forjada = completar(de_ana, documento="partida_de_nacimiento", **documento())
    assert rechazo(forjada, "documento") == "Elija un documento de la lista."


def test_who_is_not_insured_is_refused_whatever_is_posted(client):
    client.force_login(mundo.cuenta(mundo.persona()))

    assert "no puede cubrir" in rechazo(decir(client, "CONYUGE", ESPOSO), "__all__")


def test_one_who_is_asked_for_already(ana, de_ana):
    primera = enviar(de_ana, "HIJO", OTRA, documento="cedula", **documento(), **RECIEN_NACIDA)

    decir(de_ana, "HIJO", OTRA)
    completar(de_ana, documento="cedula", **documento(), **RECIEN_NACIDA)
    html = de_ana.get(f"{URL}revisar/").content.decode()

    assert f"Ya pidió esta cobertura en la solicitud {primera.numero}" in html


# --- before it is sent


def test_the_cost_is_shown_before_it_is_sent(esposo, de_ana):
    decir(de_ana, "CONYUGE", ESPOSO)
    completar(de_ana)

    html = revision(de_ana)

    costo = "$\u00a016,44 cada mes además de su aporte (3,41\u00a0% de $\u00a0482,00), desde noviembre de 2026"
    assert f"Costará {costo}." in html
    assert "La atención médica empieza el 1 de febrero de 2027, después de 3 aportes." in html
    assert "Un parto se cubre desde el 1 de noviembre de 2027." in html
    assert "la cobertura queda concedida en cuanto la envíe" in html
    assert not Solicitud.objects.exclude(estado="BORRADOR").exists()


def test_a_pensioner_reads_what_is_taken_from_the_pension(client):
    client.force_login(mundo.cuenta(pensionista()))
    decir(client, "HIJO", OTRA)
    completar(client, documento="cedula", **documento(), **RECIEN_NACIDA)

    html = revision(client)

    assert "$\u00a020,46 cada mes de su pensión (3,41\u00a0% de $\u00a0600,00), desde diciembre de 2026" in html
    assert "lo revisa una persona del instituto" in html


def test_a_child_of_an_affiliate_costs_nothing(ana, de_ana):
    decir(de_ana, "HIJO", OTRA)
    completar(de_ana, documento="cedula", **documento(), **RECIEN_NACIDA)

    html = revision(de_ana)

    assert "No cuesta nada." in html
    assert "La atención médica empieza el 20 de noviembre de 2026." in html
    assert "el día en que cumple 18 años" in html
    assert "Su último día sería el 4 de enero de 2044." in html


def test_a_partner_of_who_is_married_can_be_asked_for_and_is_told_what_stands_in_the_way(ana, de_ana):
    mundo.persona(ESPOSO, **CARLOS | {"estado_civil": "VIUDO"})
    decir(de_ana, "CONVIVIENTE", ESPOSO)
    completar(de_ana, documento="union_registrada", **documento())

    html = revision(de_ana)

    assert "Hoy falta: Estado civil. Consta: Según el registro, usted casado/a." in html
    assert "viudo" not in html


@pytest.mark.parametrize("pagina", ["paso/1/", "paso/2/", "revisar/"])
def test_each_page_takes_few_queries(esposo, ana, de_ana, django_assert_max_num_queries, pagina):
    for n in range(5):
        cubierto(ana, f"{1710034200 + n}", "HIJO")
    decir(de_ana, "CONYUGE", ESPOSO)
    completar(de_ana)

    with django_assert_max_num_queries(15):
        assert de_ana.get(URL + pagina).status_code == 200
