"""The monthly figures: from official sheets and from what happens here, at their public doors."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from cuentas.actuacion import Por
from tests import mundo
from tramites.models import Atencion, Conteo, Tramite
from tramites.selectors import ficha
from tramites.transparencia.selectors import meses_de
from tramites.transparencia.services import contar, publicar_oficial

pytestmark = pytest.mark.django_db
HOJA = Path(settings.BASE_DIR) / "tramites/rutr/ejemplo/IESS-034-01-07.txt"


@pytest.fixture
def reliquidacion() -> Tramite:
    call_command("importar_rutr", str(HOJA))
    return Tramite.objects.get(codigo_rutr="IESS-034-01-07")


def test_the_21_official_months_come_from_the_sheet_itself(reliquidacion):
    meses = meses_de(reliquidacion)

    assert len(meses) == 21
    assert {mes.fuente for mes in meses} == {"OFICIAL"}
    de_2024 = [mes.cifra for mes in meses if mes.anio == 2024]
    # E §14, TV36: the sum of 2024; TV35: 2025-07.
    assert (sum(c.quejas for c in de_2024), sum(c.atenciones for c in de_2024)) == (7, 996)
    julio = next(mes.cifra for mes in meses if (mes.anio, mes.mes) == (2025, 7))
    assert (julio.quejas, julio.atenciones) == (8, 263)


def test_the_sheet_is_that_of_the_procedure_in_the_catalogue(reliquidacion):
    assert reliquidacion.slug == "reliquidacion"
    assert reliquidacion.principal
    assert reliquidacion.nombre == "Reliquidación de pensiones"
    assert reliquidacion.base_legal == []


def test_the_same_sheet_again_doubles_nothing(reliquidacion):
    call_command("importar_rutr", str(HOJA))

    assert Conteo.objects.count() == 21


def test_a_restated_month_is_a_new_version_with_its_reason(reliquidacion):
    publicar_oficial(tramite=reliquidacion, meses=[(2025, 9, 3, 149)], motivo="La hoja de octubre trae otra cifra")

    mes = meses_de(reliquidacion)[0]
    assert (mes.cifra.atenciones, mes.cifra.version, mes.cifra.motivo) == (149, 2, "La hoja de octubre trae otra cifra")
    assert Conteo.objects.filter(anio=2025, mes=9).count() == 2


def test_a_sheet_with_a_bad_line_changes_nothing_and_names_the_line(tmp_path):
    texto = HOJA.read_text()
    linea = next(n for n, linea in enumerate(texto.splitlines(), 1) if linea.startswith("2025\t07"))
    mala = tmp_path / "mala.txt"
    mala.write_text(texto.replace("2025\t07", "2025\t13"))

    with pytest.raises(CommandError, match=f"línea {linea}"):
        call_command("importar_rutr", str(mala))

    assert not Conteo.objects.exists()


@pytest.mark.parametrize("contenido", [b"", b"\x00\x01\x02", b"una carta cualquiera", b"%PDF-1.4 roto"])
def test_what_is_no_sheet_is_refused_in_plain_words(tmp_path, contenido):
    archivo = tmp_path / "otra.txt"
    archivo.write_bytes(contenido)

    with pytest.raises(CommandError, match="No se cargó nada"):
        call_command("importar_rutr", str(archivo))


def test_one_bad_sheet_among_several_stops_them_all(tmp_path):
    vacia = tmp_path / "vacia.txt"
    vacia.write_bytes(b"")

    with pytest.raises(CommandError):
        call_command("importar_rutr", str(HOJA), str(vacia))

    assert not Conteo.objects.exists()


def test_attentions_of_the_portal_stand_beside_the_official_figure(reliquidacion):
    contar(tramite=reliquidacion, titular=mundo.persona(), fecha=date(2025, 7, 3), por=Por.PROPIO, origen="x:1")
    contar(
        tramite=reliquidacion, titular=mundo.persona(mundo.LUIS), fecha=date(2026, 1, 3), por=Por.PROPIO, origen="x:2"
    )

    nuevo, *_ = meses_de(reliquidacion)
    julio = next(mes for mes in meses_de(reliquidacion) if (mes.anio, mes.mes) == (2025, 7))
    assert (nuevo.anio, nuevo.mes, nuevo.fuente, nuevo.cifra.atenciones) == (2026, 1, "PORTAL", 1)
    assert (julio.fuente, julio.cifra.atenciones, julio.otra.atenciones) == ("OFICIAL", 263, 1)


def test_the_same_event_counts_once():
    tramite, ana = ficha("certificado-afiliacion"), mundo.persona()
    for _ in range(2):
        contar(tramite=tramite, titular=ana, fecha=mundo.HOY, por=Por.PROPIO, origen="certificado:1")

    assert Atencion.objects.count() == 1


def test_a_consulta_counts_once_per_subject_and_day(client, time_machine):
    ana, luis = mundo.cuenta(mundo.persona()), mundo.cuenta(mundo.persona(mundo.LUIS))
    vistas = [
        (ana, mundo.HOY),
        (ana, mundo.HOY),
        (luis, mundo.HOY),
        (ana, date(2026, 11, 23)),
        (ana, date(2026, 11, 23)),
    ]
    for cuenta, dia in vistas:
        time_machine.move_to(dia)
        client.force_login(cuenta)
        client.get("/afiliado/historial-laboral/")

    assert Atencion.objects.filter(tramite__slug="historial-laboral").count() == 3


def test_the_page_shows_table_picture_and_downloads(client, reliquidacion):
    html = client.get("/transparencia/reliquidacion/").content.decode()

    assert "<svg" in html
    assert html.count("<tbody>") >= 2
    assert 'data-dato="atenciones"' in html
    assert "/transparencia/reliquidacion.csv" in html


def test_csv_and_json_say_the_same(client, reliquidacion):
    texto = b"".join(client.get("/transparencia/reliquidacion.csv").streaming_content).decode("utf-8-sig")
    filas = list(csv.DictReader(io.StringIO(texto)))
    datos = json.loads(client.get("/transparencia/reliquidacion.json").content)

    assert len(filas) == 21
    assert [(int(f["anio"]), int(f["mes"]), int(f["quejas"]), int(f["atenciones"])) for f in filas] == [
        (m["anio"], m["mes"], m["quejas"], m["atenciones"]) for m in datos["meses"]
    ]
    assert datos["codigo_rutr"] == "IESS-034-01-07"


def test_the_general_downloads_hold_every_procedure(client, reliquidacion):
    texto = b"".join(client.get("/transparencia.csv").streaming_content).decode("utf-8-sig")
    datos = json.loads(client.get("/transparencia.json").content)

    assert len(list(csv.DictReader(io.StringIO(texto)))) == 21
    assert len(datos["tramites"]) == Tramite.objects.count()


def test_a_procedure_without_figures_says_so(client):
    assert "Todavía no hay cifras" in client.get("/transparencia/historial-laboral/").content.decode()


@pytest.mark.parametrize("url", ["/transparencia/nada/", "/transparencia/nada.csv", "/transparencia/nada.json"])
def test_an_unknown_procedure_is_not_found(client, url):
    assert client.get(url).status_code == 404


def test_the_pages_take_the_same_queries_for_one_month_and_for_many(client, reliquidacion, django_assert_num_queries):
    for url in ("/transparencia/historial-laboral/", "/transparencia/reliquidacion/", "/transparencia/"):
        cache.clear()
        with django_assert_num_queries(5):
            client.get(url)
    with django_assert_num_queries(2):  # what changed, and the catalogue: the figures were read for everybody
        client.get("/transparencia/")


def test_the_channel_of_an_attention_follows_from_the_right_by_which_one_acts():
    ana, tramite = mundo.persona(), ficha("certificado-afiliacion")
    contar(tramite=tramite, titular=ana, fecha=timezone.localdate(), por=Por.VENTANILLA, origen="a")
    contar(tramite=tramite, titular=ana, fecha=timezone.localdate(), por=Por.PROPIO, origen="b")

    assert list(Atencion.objects.order_by("origen").values_list("canal", flat=True)) == ["PRESENCIAL", "EN_LINEA"]


def test_a_line_that_no_field_claims_is_told_and_the_sheet_is_loaded(tmp_path, capsys):
    hoja = tmp_path / "hoja.txt"
    hoja.write_text(f"Texto suelto que nadie espera aquí\n{HOJA.read_text()}")

    call_command("importar_rutr", str(hoja))

    assert "no se tomó" in capsys.readouterr().err
    assert Conteo.objects.count() == 21
