"""What the public reads of the monthly figures: the list and its filter, the recount, files, feed, and their caches."""

import csv
import gzip
import io
import json
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.management import call_command

from cuentas.actuacion import Por
from registro.models import Persona
from tests import mundo
from tests.esquema import faltas
from tests.tramites.test_transparencia import HOJA
from tramites.models import Atencion, Conteo, Tramite
from tramites.selectors import ficha
from tramites.transparencia.services import cerrar_mes, contar, publicar_oficial, reexpresar

pytestmark = pytest.mark.django_db
SLUG = "certificado-afiliacion"
PAGINA = f"/transparencia/{SLUG}/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def reliquidacion() -> Tramite:
    call_command("importar_rutr", str(HOJA))
    return Tramite.objects.get(slug="reliquidacion")


@pytest.fixture
def ana() -> Persona:
    return mundo.persona()


@pytest.fixture
def atender(ana):
    def _atender(cuantas: int, fecha: date, por: Por = Por.PROPIO, slug: str = SLUG) -> None:
        tramite, hechas = ficha(slug), Atencion.objects.count()
        for n in range(hechas, hechas + cuantas):
            contar(tramite=tramite, titular=ana, fecha=fecha, por=por, origen=f"x:{n}")

    return _atender


@pytest.fixture
def octubre(atender):
    """Thirteen attentions in October, closed on the 22nd of November, in which there are two."""
    atender(7, date(2026, 10, 31))
    atender(6, date(2026, 10, 1), Por.VENTANILLA)
    atender(2, date(2026, 11, 1))
    return cerrar_mes(anio=2026, mes=10, hoy=date(2026, 11, 22))


def html_de(client, url: str, **datos: str) -> str:
    respuesta = client.get(url, datos)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def datos_de(html: str, nombre: str) -> list[str]:
    return re.findall(rf'data-dato="{nombre}" value="([^"]*)"', html)


def filas_de(client, url: str) -> list[dict[str, str]]:
    texto = b"".join(client.get(url).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texto)))


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_tells_the_last_month_the_sums_of_the_years_and_complaints_per_thousand(client, reliquidacion):
    html = html_de(client, "/transparencia/")

    assert "septiembre de 2025" in html
    # E §12.2: 2025 has 16 complaints and 1,381 attentions until September, 2024 has 7 and 996.
    assert datos_de(html, "atenciones") == ["1381", "996", "2377"]
    assert datos_de(html, "quejas") == ["16", "7", "23"]
    assert datos_de(html, "quejas_por_mil") == ["9.7"]
    assert "<td" in html
    assert f'href="{PAGINA}"' in html  # those without figures too


def test_the_list_of_one_year_tells_of_that_year_alone(client, reliquidacion, octubre):
    html = html_de(client, "/transparencia/", anio="2024")

    assert datos_de(html, "atenciones") == ["996"]
    assert "Último mes" in html
    assert "diciembre de 2024" in html
    assert "Sin atenciones ni quejas en 2024" in html


@pytest.mark.parametrize(
    ("filtro", "estan", "faltan"),
    [
        ({"q": "reliquidaciones de pensión"}, {"reliquidacion"}, {SLUG}),
        ({"rol": "empleadores"}, {"aviso-entrada"}, {"reliquidacion", SLUG}),
        ({"clase": "certificado"}, {SLUG}, {"reliquidacion", "aviso-entrada"}),
    ],
)
def test_the_filter_takes_words_role_and_kind(client, reliquidacion, filtro, estan, faltan):
    html = html_de(client, "/transparencia/", **filtro)

    assert {slug for slug in estan | faltan if f"/transparencia/{slug}/" in html} == estan


def test_a_filter_that_nothing_answers_to_says_so(client, reliquidacion):
    assert "Ningún trámite coincide" in html_de(client, "/transparencia/", q="zzzz")


@pytest.mark.parametrize(
    ("filtro", "dice"),
    [
        ({"anio": "999999999999999999999"}, "Elija una opción de la lista"),
        ({"rol": "<script>alert(1)</script>"}, "Elija una opción de la lista"),
        ({"clase": "\x00"}, "Elija una opción de la lista"),
        ({"q": "a\x00b"}, "caracteres nulos"),
        ({"q": "ñ" * 101}, "100"),
    ],
)
def test_a_value_that_is_none_is_answered_beside_its_field_and_filters_nothing(client, reliquidacion, filtro, dice):
    html = html_de(client, "/transparencia/", **filtro)

    assert dice in html
    assert f'href="#id_{next(iter(filtro))}"' in html
    assert "/transparencia/reliquidacion/" in html
    assert "<script>alert" not in html


# --- one procedure, and one of its months ----------------------------------------------------------------------------


def test_an_open_month_is_marked_and_a_closed_one_tells_its_channels(client, octubre):
    html = html_de(client, PAGINA)

    assert html.count("<strong>sin cerrar</strong>") == 1
    assert (datos_de(html, "en_linea"), datos_de(html, "presencial")) == (["7"], ["6"])
    assert html.count("reservado") == 2  # the two of November would tell of somebody
    assert "menos de 5" in html


def test_without_attentions_complaints_per_thousand_are_not_computed(client, reliquidacion):
    html = html_de(client, "/transparencia/reliquidacion/2025-09/")

    assert "Hubo quejas y no se contó ninguna atención: las quejas por mil no se calculan." in html
    assert datos_de(html, "quejas_por_mil") == []
    assert (
        next(f for f in filas_de(client, "/transparencia/reliquidacion.csv") if f["mes"] == "9")["quejas_por_mil"] == ""
    )


def test_a_restatement_and_what_it_replaced_are_both_there(client, reliquidacion):
    publicar_oficial(
        tramite=reliquidacion, meses=[(2025, 9, 3, 149)], motivo="La hoja de octubre <b>trae</b> otra cifra"
    )

    for url in ("/transparencia/reliquidacion/", "/transparencia/reliquidacion/2025-09/"):
        html = html_de(client, url)
        assert "La hoja de octubre &lt;b&gt;trae&lt;/b&gt; otra cifra" in html
    assert "Antes: 3 quejas y 0 atenciones" in html_de(client, "/transparencia/reliquidacion/")
    versiones = json.loads(client.get("/transparencia/reliquidacion.json").content)["meses"][0]["versiones"]
    assert [(v["version"], v["atenciones"]) for v in versiones] == [(2, 149), (1, 0)]


def test_the_recount_says_how_many_events_stand_behind_a_closed_figure(client, octubre):
    html = html_de(client, f"{PAGINA}2026-10/")

    assert (datos_de(html, "atenciones_fijadas"), datos_de(html, "atenciones_contadas")) == (["13"], ["13"])
    assert datos_de(html, "coincide") == ["si"]


def test_the_recount_tells_what_no_longer_agrees_until_it_is_restated(client, atender, octubre):
    atender(1, date(2026, 10, 15), Por.VENTANILLA)

    html = html_de(client, f"{PAGINA}2026-10/")
    assert (datos_de(html, "atenciones_fijadas"), datos_de(html, "atenciones_contadas")) == (["13"], ["14"])
    assert "No coincide" in html

    reexpresar(tramite=ficha(SLUG), anio=2026, mes=10, motivo="Llegó tarde", actor="x")
    html = html_de(client, f"{PAGINA}2026-10/")
    assert datos_de(html, "atenciones_fijadas") == ["14"]
    assert datos_de(html, "coincide") == ["si"]
    assert "Llegó tarde" in html


def test_the_recount_of_a_day_that_only_leap_years_have_agrees(client, atender):
    atender(5, date(2024, 2, 29))
    atender(1, date(2024, 3, 1))
    cerrar_mes(anio=2024, mes=2, hoy=date(2024, 3, 1))

    html = html_de(client, f"{PAGINA}2024-02/")
    assert (datos_de(html, "atenciones_contadas"), datos_de(html, "coincide")) == (["5"], ["si"])


def test_a_month_that_only_the_sheet_tells_has_nothing_to_recount(client, reliquidacion):
    html = html_de(client, "/transparencia/reliquidacion/2024-02/")

    assert "ni tiene hechos de él que contar" in html
    assert datos_de(html, "coincide") == []


@pytest.mark.parametrize("mes", ["2026-13", "2026-00", "2026-1", "1999-12", "9999-12", "20260-10", "x"])
def test_a_month_without_figures_is_not_found(client, octubre, mes):
    assert client.get(f"{PAGINA}{mes}/").status_code == 404


# --- for other programs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["/transparencia.json", "/transparencia/reliquidacion.json", f"/transparencia/{SLUG}.json"]
)
def test_the_json_is_as_its_schema_says(client, reliquidacion, octubre, url):
    esquema = json.loads(client.get("/transparencia/esquema.json").content)
    contenido = json.loads(client.get(url).content)

    assert list(faltas(contenido, esquema)) == []
    assert esquema["$id"] == contenido["esquema"] == f"{settings.PORTAL_URL}/transparencia/esquema.json"


def test_the_schema_refuses_what_is_not_as_it_says(client, octubre):
    esquema = json.loads(client.get("/transparencia/esquema.json").content)
    contenido = json.loads(client.get(f"/transparencia/{SLUG}.json").content)

    assert [mes["canales"]["reservado"] for mes in contenido["meses"]] == [True, False]
    for campo, malo in (("quejas", -1), ("mes", 13), ("fuente", "OTRA"), ("registrado_en", "2026-11-01"), ("nuevo", 1)):
        meses = [contenido["meses"][0] | {campo: malo}]
        assert list(faltas(contenido | {"meses": meses}, esquema)), campo


def test_the_csv_keeps_its_first_columns_and_masks_what_tells_of_somebody(client, octubre):
    noviembre, cerrado = filas_de(client, f"/transparencia/{SLUG}.csv")

    assert list(noviembre)[:13] == [
        *("tramite", "codigo_rutr", "nombre", "anio", "mes", "quejas", "atenciones", "fuente", "version", "motivo"),
        *("cerrado", "quejas_portal", "atenciones_portal"),
    ]
    assert (noviembre["en_linea"], noviembre["presencial"], noviembre["casos_decididos"]) == (
        "reservado",
        "reservado",
        "",
    )
    assert (cerrado["en_linea"], cerrado["presencial"], cerrado["casos_decididos"]) == ("7", "6", "")
    assert cerrado["recuento"] == f"{settings.PORTAL_URL}{PAGINA}2026-10/"
    assert datetime.fromisoformat(cerrado["registrado_en"]) == octubre.cerrado_en.replace(microsecond=0)


def entradas(client) -> list[ET.Element]:
    respuesta = client.get("/transparencia/meses.atom")
    assert respuesta.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(respuesta.content).findall("a:entry", ATOM)


def test_a_closed_month_is_an_entry_that_comes_up_again_when_it_is_restated(client, atender, octubre, time_machine):
    time_machine.move_to(datetime(2026, 12, 3, 15, tzinfo=UTC))
    cerrar_mes(anio=2026, mes=11, hoy=date(2026, 12, 3))
    antes = entradas(client)
    atender(1, date(2026, 10, 15))
    time_machine.move_to(datetime(2026, 12, 9, 15, tzinfo=UTC))
    reexpresar(tramite=ficha(SLUG), anio=2026, mes=10, motivo="Llegó\x08 tarde <x>", actor="x")
    despues = entradas(client)

    ids = [[e.findtext("a:id", "", ATOM) for e in lista] for lista in (antes, despues)]
    assert ids[1] == ids[0][::-1]
    assert len(set(ids[0])) == 2
    assert despues[0].findtext("a:updated", "", ATOM).startswith("2026-12-09")
    assert despues[0].findtext("a:published", "", ATOM) == antes[1].findtext("a:published", "", ATOM)
    assert "Llegó tarde &lt;x&gt;" in despues[0].findtext("a:summary", "", ATOM)
    assert despues[1].findtext("a:updated", "", ATOM) == antes[0].findtext("a:updated", "", ATOM)


def test_the_feed_without_closed_months_is_a_feed(client):
    assert entradas(client) == []


@pytest.mark.parametrize("url", ["/transparencia/", "/transparencia/reliquidacion/"])
def test_the_pages_lead_to_their_data_and_tell_search_engines_what_it_is(client, reliquidacion, url):
    html = html_de(client, url)
    escrito = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    dataset = json.loads(escrito[1])

    assert dataset["@type"] == "Dataset"
    assert dataset["temporalCoverage"] == "2024-01/2025-09"
    for enlace in re.findall(r'<link rel="alternate"[^>]* href="([^"]+)"', html):
        assert client.get(enlace).status_code == 200
    for archivo in dataset["distribution"]:
        assert client.get(archivo["contentUrl"].removeprefix(settings.PORTAL_URL)).status_code == 200


def test_what_a_sheet_calls_itself_cannot_end_the_block_of_data(client):
    Tramite.objects.filter(slug=SLUG).update(nombre="</script><script>alert(1)</script>")

    assert "<script>alert" not in html_de(client, PAGINA)


# --- caches ----------------------------------------------------------------------------------------------------------

PUBLICAS = (
    *("/transparencia/", PAGINA, f"{PAGINA}2026-10/", "/transparencia.csv", "/transparencia.json"),
    *(f"/transparencia/{SLUG}.csv", f"/transparencia/{SLUG}.json", "/transparencia/meses.atom"),
    "/transparencia/esquema.json",
)


def test_what_did_not_change_is_not_sent_again(client, octubre):
    for url in PUBLICAS:
        respuesta = client.get(url)
        assert "public" in respuesta.headers["Cache-Control"]
        assert "max-age=60" in respuesta.headers["Cache-Control"]
        assert client.get(url, headers={"If-None-Match": respuesta.headers["ETag"]}).status_code == 304, url


def test_a_restated_figure_is_seen_at_once(client, atender, octubre):
    atender(1, date(2026, 10, 15))
    antes = {url: client.get(url) for url in PUBLICAS[:-1]}
    reexpresar(tramite=ficha(SLUG), anio=2026, mes=10, motivo="Llegó tarde", actor="x")

    for url, respuesta in antes.items():
        assert client.get(url, headers={"If-None-Match": respuesta.headers["ETag"]}).status_code == 200, url


def test_a_page_with_a_name_is_kept_by_nobody(client, octubre, ana):
    client.force_login(mundo.cuenta(ana))

    for url in PUBLICAS[:3]:
        respuesta = client.get(url)
        assert ana.nombres in respuesta.content.decode()
        assert respuesta.headers["Cache-Control"] == "private, no-store"
    assert "public" in client.get("/transparencia.json").headers["Cache-Control"]


def test_a_page_for_nobody_in_particular_says_that_it_depends_on_the_cookie(client, octubre):
    assert "Cookie" in client.get("/transparencia/").headers["Vary"]
    assert "Cookie" not in client.get("/transparencia.json").headers.get("Vary", "")


def test_five_years_of_every_procedure_weigh_30_kb_at_most(client, django_assert_max_num_queries):
    meses = [(anio, mes) for anio in range(2022, 2027) for mes in range(1, 13)]
    Conteo.objects.bulk_create(
        Conteo(
            tramite=tramite,
            anio=anio,
            mes=mes,
            fuente="PORTAL",
            version=version,
            motivo="Se halló después que una queja no lo era" if version > 1 else "",
            quejas=(tramite.pk * mes) % 37,
            atenciones=2 * (presenciales := (tramite.pk * 7919 * mes * version) % 9973) + 11,
            en_linea=presenciales + 11,
            presencial=presenciales,
            decididos=17,
            mediana=mes,
            nueve_de_diez=mes + 5,
        )
        for tramite in Tramite.objects.all()
        for anio, mes in meses
        for version in ((1, 2) if mes == 3 else (1,))
    )

    for url in ("/transparencia/", "/transparencia/reliquidacion/", "/transparencia/reliquidacion/2026-03/"):
        with django_assert_max_num_queries(10 if url.endswith("03/") else 5):
            respuesta = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert len(respuesta.content) <= 30 * 1024, url
        assert len(gzip.decompress(respuesta.content)) > len(respuesta.content)
