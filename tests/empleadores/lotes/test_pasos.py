"""A file of notices, from the page where it is sent to the receipt."""

import re
from datetime import date
from decimal import Decimal

import pytest

from empleadores.models import LineaConError, Lote, Novedad
from nucleo.models import Asiento
from nucleo.outbox import drain
from registro.models import Relacion
from tests import mundo
from tests.actos import correos
from tests.empleadores.lotes.archivos import BUENAS, celdas, csv, enviar, errores, linea, subir, texto, url, xlsx
from tramites.models import AnexoDeCertificado, Atencion, Certificado

pytestmark = pytest.mark.django_db


def confirmar(client, lote, cuales: str = "todas"):
    return client.post(f"{lote.get_absolute_url()}confirmar/", {"cuales": cuales}, follow=True).content.decode()


def test_a_file_is_judged_first_and_changes_nothing(de_sol, ana):
    lote = subir(de_sol, texto(linea()))

    assert (lote.estado, lote.lineas, lote.buenas, lote.malas) == ("REVISADO", 1, 1, 0)
    assert lote.periodo == "2026-11"
    assert not Novedad.objects.exists()
    assert "Todavía no se registró nada" in de_sol.get(lote.get_absolute_url()).content.decode()


def test_what_is_confirmed_is_registered_counted_and_receipted(de_sol, ana, luis, sol, pki):
    lote = subir(de_sol, texto(linea(), linea(cedula=mundo.LUIS, sueldo="700.00")))

    pagina = confirmar(de_sol, lote)

    lote.refresh_from_db()
    assert (lote.estado, lote.aplicadas, lote.ya_estaban) == ("APLICADO", 2, 0)
    assert "Se registraron 2 avisos" in pagina
    assert list(Novedad.objects.order_by("linea").values_list("lote", "linea", "valor")) == [
        (lote.pk, 1, Decimal("500.00")),
        (lote.pk, 2, Decimal("700.00")),
    ]
    assert Relacion.objects.filter(empleador=sol, fecha_ingreso=date(2026, 11, 10)).count() == 2
    assert Atencion.objects.filter(tramite__slug="aviso-entrada", empleador=sol).count() == 2
    recibo = Certificado.objects.get(variante="lote")
    detalle = AnexoDeCertificado.objects.get(certificado=recibo).leer().contenido.decode()
    assert mundo.ANA in detalle
    assert Novedad.objects.get(linea=2).numero in detalle
    acciones = set(Asiento.objects.filter(objeto=f"lote:{lote.numero}").values_list("accion", flat=True))
    assert acciones == {"lote.recibido", "lote.revisado", "lote.confirmado", "lote.aplicado"}


def test_what_is_late_is_told_with_its_fine_before_anything_is_registered(de_sol, ana, luis):
    lote = subir(de_sol, texto(linea(fecha_ingreso="20261102"), linea(cedula=mundo.LUIS)))

    pagina = de_sol.get(lote.get_absolute_url()).content.decode()

    assert (lote.buenas, lote.tarde, lote.multas) == (2, 1, Decimal("4.12"))  # 4 % of 47.25 + 55.75
    assert 'data-dato="multas" value="4.12"' in pagina
    assert "valor referencial" in pagina


def test_the_employer_gets_a_report_by_mail(de_sol, ana, pki):
    lote = subir(de_sol, texto(linea(), linea(cedula="1")))
    confirmar(de_sol, lote, "buenas")
    drain()

    (informe,) = [correo for correo in correos() if "archivo" in correo.subject]
    assert informe.to == ["sol@sol.ec"]
    assert "Avisos registrados: 1" in informe.body
    assert "Con errores: 1" in informe.body
    assert mundo.ANA not in informe.body


def test_every_kind_of_file_reaches_the_register(de_sol, ana, sol):
    mundo.relacion(ana, sol, date(2025, 1, 6))
    for tipo in ("MSU", "INS", "SAL"):
        confirmar(de_sol, subir(de_sol, texto(linea(tipo)), tipo))

    relacion = Relacion.objects.get()
    assert (relacion.sueldo, relacion.fecha_salida, relacion.causa_salida) == (
        Decimal("1100.00"),
        date(2026, 11, 19),
        "V",
    )
    assert set(Novedad.objects.values_list("tipo", flat=True)) == {"MSU", "INS", "SAL"}


def test_the_good_lines_can_be_registered_without_the_bad(de_sol, ana, luis):
    lote = subir(de_sol, texto(linea(), linea(cedula=mundo.LUIS, sueldo="1.00")))
    assert errores(lote) == [(2, "sueldo")]

    assert "Puede registrar solo las buenas" in confirmar(de_sol, lote)
    assert not Novedad.objects.exists()
    confirmar(de_sol, lote, "buenas")

    assert Novedad.objects.get().persona == ana


def test_a_file_without_a_good_line_registers_nothing(de_sol, ana):
    lote = subir(de_sol, texto(linea(sueldo="1,5")))

    pagina = confirmar(de_sol, lote, "buenas")

    lote.refresh_from_db()
    assert lote.estado == "REVISADO"
    assert "Ninguna línea se puede registrar" in pagina


def test_the_same_file_is_the_same_file(de_sol, ana, pki):
    lote = subir(de_sol, texto(linea()))
    confirmar(de_sol, lote)
    confirmar(de_sol, lote)

    respuesta = enviar(de_sol, texto(linea()), nombre="otro nombre.txt")

    assert "Es el mismo archivo" in respuesta.content.decode()
    assert Lote.objects.count() == Novedad.objects.count() == Relacion.objects.count() == 1


def test_what_is_in_force_already_is_told_and_not_repeated(de_sol, ana, luis, pki):
    confirmar(de_sol, subir(de_sol, texto(linea())))

    otro = subir(de_sol, texto(linea(), linea(cedula=mundo.LUIS)))
    assert (otro.buenas, otro.ya_estaban) == (2, 1)
    confirmar(de_sol, otro)

    otro.refresh_from_db()
    assert (otro.aplicadas, otro.ya_estaban) == (1, 1)
    assert Novedad.objects.count() == 2


def test_a_line_that_was_good_and_no_longer_is_stays_out(de_sol, ana, luis, sol, pki):
    lote = subir(de_sol, texto(linea(), linea(cedula=mundo.LUIS)))
    mundo.relacion(ana, sol, date(2026, 1, 5))

    confirmar(de_sol, lote)

    lote.refresh_from_db()
    assert (lote.aplicadas, lote.rechazadas) == (1, 1)
    assert list(lote.errores.values_list("linea", "campo", "al_aplicar")) == [(1, "cedula", True)]


def test_what_is_discarded_is_gone_and_may_be_sent_again(de_sol, ana):
    lote = subir(de_sol, texto(linea(cargo="")))
    de_sol.post(f"{lote.get_absolute_url()}cancelar/")

    lote.refresh_from_db()
    assert (lote.estado, lote.archivo) == ("CANCELADO", "")
    assert not LineaConError.objects.exists()
    assert "No se registró nada" in de_sol.get(lote.get_absolute_url()).content.decode()
    assert de_sol.get(f"{lote.get_absolute_url()}con-motivos/").status_code == 302
    assert confirmar(de_sol, lote).count("ya no se puede") == 1
    assert subir(de_sol, texto(linea(cargo=""))).pk != lote.pk


def test_somebody_elses_file_is_not_there(de_sol, ana, luis):
    lote = subir(de_sol, texto(linea(), linea(cedula=mundo.LUIS, cargo="")))
    ajena = mundo.navegador(mundo.cuenta(mundo.empleador(mundo.RUC_MAR), correo="mar@correo.ec"))

    for pagina in ("", "con-motivos/"):
        assert ajena.get(f"{lote.get_absolute_url()}{pagina}").status_code == 404
    for verbo in ("confirmar/", "reintentar/", "cancelar/"):
        assert ajena.post(f"{lote.get_absolute_url()}{verbo}", {"cuales": "buenas"}).status_code == 404
    lote.refresh_from_db()
    assert lote.estado == "REVISADO"
    assert subir(ajena, texto(linea())).pk != lote.pk


@pytest.mark.parametrize("cuantas", [2, 120])
def test_the_page_asks_as_much_of_a_long_file_as_of_a_short_one(de_sol, sol, cuantas, django_assert_max_num_queries):
    lote = subir(de_sol, texto(*(linea(cargo=f"={n}") for n in range(cuantas))))

    with django_assert_max_num_queries(12):
        pagina = de_sol.get(lote.get_absolute_url()).content.decode()

    assert ("Página 1 de" in pagina) == (cuantas > 50)


def test_the_page_of_files_lists_those_that_were_sent(de_sol, ana, django_assert_max_num_queries):
    lote = subir(de_sol, texto(linea()), nombre="../<b>noviembre.txt")

    with django_assert_max_num_queries(15):
        pagina = de_sol.get(url()).content.decode()

    assert lote.get_absolute_url() in pagina
    assert "<b>" not in pagina
    assert "Espera que lo confirme" in pagina


def test_each_notice_leads_to_its_files(de_sol):
    for slug in ("aviso-entrada", "aviso-salida", "nuevo-sueldo", "extras-del-mes"):
        assert f"/empleador/{slug}/archivo/" in de_sol.get(f"/empleador/{slug}/").content.decode()


def test_a_layout_that_the_institute_does_not_publish_says_so(de_sol):
    sin_publicar = [tipo for tipo in BUENAS if "no publica completo" in de_sol.get(url(tipo)).content.decode()]

    assert sin_publicar == ["MSU", "INS"]


@pytest.mark.parametrize("clase", ["txt", "csv", "xlsx"])
@pytest.mark.parametrize("tipo", BUENAS)
def test_a_template_comes_back_with_only_its_worker_to_correct(de_sol, tipo, clase):
    slug = url(tipo).removesuffix("archivo/")
    respuesta = de_sol.get(f"{slug}plantilla.{clase}")
    contenido = b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content

    lote = subir(de_sol, contenido, tipo, f"plantilla.{clase}")

    assert lote.formato == clase.upper()
    assert {campo for _, campo in errores(lote)} == {"cedula"}


def test_a_template_of_another_kind_is_not_there(de_sol):
    assert de_sol.get("/empleador/aviso-entrada/plantilla.exe").status_code == 404


# --- the file with its errors beside it -------------------------------------------------------------------------------


def anotado(client, lote) -> bytes:
    respuesta = client.get(f"{lote.get_absolute_url()}con-motivos/")
    return b"".join(respuesta.streaming_content)


def test_an_annotated_text_says_at_each_line_what_is_wrong_with_it(de_sol, ana, luis):
    lote = subir(de_sol, texto(linea(), linea(cedula=mundo.LUIS, cargo='=HYPERLINK("x")')))

    buena, mala = anotado(de_sol, lote).decode().splitlines()

    assert buena == linea()
    assert ";'=HYPERLINK" in mala
    assert re.search(r";# cargo: .+$", mala)


@pytest.mark.parametrize("clase", ["csv", "xlsx"])
def test_an_annotated_file_is_corrected_and_sent_again_as_it_is(de_sol, ana, clase):

    hacer = csv if clase == "csv" else xlsx
    lote = subir(de_sol, hacer(celdas(sueldo="1.00")), nombre=f"x.{clase}")
    assert errores(lote) == [(2, "sueldo")]

    devuelto = anotado(de_sol, lote)
    otra_vez = subir(de_sol, devuelto, nombre=f"y.{clase}")

    assert otra_vez.formato == clase.upper()
    assert errores(otra_vez) == [(2, "sueldo")]
