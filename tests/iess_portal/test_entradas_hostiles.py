"""What an attacker writes into what the portal takes: fields, names, headers, addresses, workbooks, documents.

What is too slow is not measured: a look that takes as long as the square of what was sent would not end here.
"""

import io
import itertools
import logging
import re
import sys
import zipfile

import pytest
from django.apps import apps
from django.conf import settings
from django.forms import ModelForm
from django.test import Client
from django.utils import timezone

from afiliados.procedimientos.retiro_fondos_reserva import DUDOSO
from cuentas.clave.fortaleza import reparo
from empleadores.lotes import hoja
from nucleo.bitacora.services import canonica
from nucleo.correo import encolar_correo
from tests import mundo
from tests.actos import confirmar, continuar, correos
from tests.empleadores.lotes.archivos import celdas, xlsx
from tests.iess_portal.test_permisos import ARGUMENTOS, VISTAS, direccion
from tests.tramites.adjuntos.pasos import bajar, entregar, url
from tests.tramites.rutr.test_propiedades import HOY, TABLA, leer_texto
from tramites.adjuntos.services import limpiar_nombre

pytestmark = pytest.mark.django_db
AJENO = "malo.example"
NUESTRAS = tuple(f"{app}." for app in ("nucleo", "registro", "cuentas", "tramites", "afiliados", "empleadores"))
NUESTRAS += ("pensionistas.", "iess_portal.")
DATOS = {"direccion": "Av. Quito 1", "telefono": "0991234567", "telefono_convencional": "", "correo": "ana@correo.ec"}
PLANTILLA = "{{ 7|add:7 }} {% debug %} {0.__class__} %(clave)s ${clave}"


@pytest.fixture
def ana(client):
    persona = mundo.persona(correo=DATOS["correo"])
    client.force_login(mundo.cuenta(persona))
    return persona


# --- fields that no form asks for ------------------------------------------------------------------------------------


def test_a_field_that_the_form_does_not_ask_for_changes_nothing(client, ana):
    de_mas = {
        campo.attname: "1"
        for modelo in (type(ana), type(ana.cuenta))
        for campo in modelo._meta.concrete_fields
        if campo.attname not in DATOS
    }
    assert {"cedula", "is_staff", "is_superuser", "persona_id", "correo_confirmado_en"} <= set(de_mas)
    fila, cuenta = (type(de).objects.filter(pk=de.pk).values() for de in (ana, ana.cuenta))
    antes, de_la_cuenta = fila.get(), cuenta.get()

    confirmar(client, "/afiliado/actualizacion-datos/", **de_mas, **DATOS)

    cambiado = {campo for campo, valor in fila.all().get().items() if valor != antes[campo]}
    assert cambiado == {"direccion", "telefono", "cambiado_en_portal"}
    assert fila.all().get()["direccion"] == DATOS["direccion"]
    assert cuenta.all().get() == de_la_cuenta


def test_every_form_over_a_table_names_the_columns_that_it_takes():
    def todas(clase):
        return {clase}.union(*(todas(hija) for hija in clase.__subclasses__()))

    propias = [forma for forma in todas(ModelForm) if forma.__module__.startswith(NUESTRAS)]
    assert [forma for forma in propias if forma._meta.model and not isinstance(forma._meta.fields, list | tuple)] == []


# --- addresses that climb out of their folder ------------------------------------------------------------------------

ARRIBA = ["..%2F..%2Fetc%2Fpasswd", "%2e%2e%2f%2e%2e%2fetc/passwd", "..%5C..%5Cboot.ini", "....//etc/passwd", "%00"]
CON_TEXTO = {
    nombre: claves
    for nombre, vista in VISTAS.items()
    if (claves := [c for c in vista.pattern.converters if not isinstance(ARGUMENTOS[c], int)])
}


@pytest.mark.parametrize("arriba", ARRIBA)
def test_no_address_climbs_out_of_its_folder(client, ana, arriba):
    for nombre, claves in CON_TEXTO.items():
        ruta = direccion(nombre, VISTAS[nombre])
        for clave in claves:
            ruta = ruta.replace(str(ARGUMENTOS[clave]), arriba)
        respuesta = client.get(ruta)
        # The page of a verification says of any code that there is no document of it.
        assert respuesta.status_code in {403, 404} or nombre == "tramites:verificacion", ruta
        assert not respuesta.streaming
    for carpeta in ("static", "media", "documentos", "var"):
        assert client.get(f"/{carpeta}/{arriba}").status_code == 404


def test_the_walk_saw_the_downloads():
    assert {"tramites:documento_pdf", "tramites:transparencia_tramite_csv", "tramites:bitacora_json"} <= set(CON_TEXTO)


# --- text that would be a template -----------------------------------------------------------------------------------


def test_what_a_person_writes_is_never_a_template(client, ana):
    ana.nombres = PLANTILLA
    ana.save()

    pagina = continuar(client, "/afiliado/actualizacion-datos/", **(DATOS | {"direccion": PLANTILLA}))
    assert pagina.count(PLANTILLA) >= 2


def test_no_code_of_ours_makes_a_template_out_of_text():
    fuentes = [ruta for app in apps.get_app_configs() if app.name + "." in NUESTRAS for ruta in _fuentes(app.path)]
    assert len(fuentes) > 300
    hacen = re.compile(r"from_string\(|\bTemplate\(|\beval\(|\bexec\(|pickle|yaml\.load|shell=True")
    assert [ruta for ruta in fuentes if hacen.search(ruta.read_text())] == []


def _fuentes(carpeta):
    return [ruta for ruta in (settings.BASE_DIR / carpeta).rglob("*.py") if "migrations" not in ruta.parts]


# --- line ends in headers --------------------------------------------------------------------------------------------


def test_a_line_end_in_the_name_of_a_file_is_no_header(client, ana):
    adjunto = entregar(ana, nombre='hoja"\r\nSet-Cookie: sessionid=x\r\n\r\n<b>.pdf')

    respuesta = bajar(client, url(adjunto))

    assert not re.search(r"[\r\n]", respuesta.headers["Content-Disposition"])
    assert not respuesta.cookies
    assert limpiar_nombre("a\r\n\u2028\x00b\x85.pdf") == "a b .pdf"


def test_a_line_end_in_a_subject_is_no_header_of_the_mail(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        encolar_correo(
            clave="carta:1",
            para="ana@correo.ec",
            asunto="Su archivo\r\nBcc: x@malo.example",
            plantilla="correo_nuevo",
            contexto={"codigo": "123456", "vence": timezone.now()},
        )

    (correo,) = correos()
    assert correo.recipients() == ["ana@correo.ec"]
    assert "\nBcc:" not in correo.message().as_string()


@pytest.mark.parametrize(
    "siguiente", ["/inicio/\r\nSet-Cookie:x=1", "/inicio/\nLocation://malo.example", "/\r\n\r\n<b>"]
)
def test_a_line_end_in_where_to_go_next_is_no_header(client, siguiente):
    mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)
    datos = {"identificacion": mundo.ANA, "clave": mundo.CLAVE, "next": siguiente}

    respuesta = client.post("/ingresar/", datos)

    assert respuesta.status_code == 302
    assert not re.search(r"[\r\n]", respuesta.url)
    assert "x" not in respuesta.cookies


# --- headers that a cache does not look at ---------------------------------------------------------------------------

SIN_LLAVE = {
    "HTTP_X_FORWARDED_HOST": AJENO,
    "HTTP_X_HOST": AJENO,
    "HTTP_X_FORWARDED_SERVER": AJENO,
    "HTTP_X_FORWARDED_PREFIX": f"//{AJENO}",
    "HTTP_X_FORWARDED_PORT": "1",
    "HTTP_X_ORIGINAL_URL": "/admin/",
    "HTTP_X_REWRITE_URL": "/admin/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_FORWARDED": f"for={AJENO};host={AJENO};proto=https",
    "HTTP_ACCEPT_LANGUAGE": "en",
    "HTTP_REFERER": f"https://{AJENO}/",
    "HTTP_USER_AGENT": "<script>",
}


@pytest.mark.parametrize(
    "pagina", ["/", "/tramites/", "/tramites/historial-laboral/", "/transparencia/", "/no-existe/"]
)
def test_no_header_that_a_cache_does_not_look_at_changes_a_public_page(client, pagina):
    limpia, envenenada = client.get(pagina), Client().get(pagina, **SIN_LLAVE)

    assert envenenada.content == limpia.content
    for respuesta in (limpia, envenenada):
        del respuesta.headers["X-Request-ID"]  # of each request its own
    assert envenenada.headers.items() == limpia.headers.items()


# --- what is written down --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ruta", ["/no%0A2026-11-20 ERROR nada/", "/tramites/x%0D%0AWARNING y/", "/%1b[2J/", "/a%E2%80%A8b/"]
)
def test_an_address_writes_one_line_into_the_log(client, caplog, ruta):
    with caplog.at_level(logging.INFO):
        client.get(ruta)
        client.get("/", HTTP_HOST="malo\n2026-11-20 ERROR nada")

    assert len(caplog.records) >= 2
    assert [r.getMessage() for r in caplog.records if re.search(r"[\r\n\x1b]", r.getMessage())] == []


def test_a_line_of_the_bitacora_cannot_be_read_as_two():
    momento = timezone.now()
    una = canonica(momento, "ana", "salida\nluis", None, "ingreso", "", {})

    assert una != canonica(momento, "ana\nsalida", "luis", None, "ingreso", "", {})
    assert b"\n" not in una


# --- workbooks -------------------------------------------------------------------------------------------------------


def con_entidades(declaradas: str, uso: str) -> bytes:
    """A workbook of notices whose sheet declares entities, with `uso` in the place of the position."""
    bueno, malo = zipfile.ZipFile(io.BytesIO(xlsx(celdas(cargo="CARGO")))), io.BytesIO()
    with zipfile.ZipFile(malo, "w") as libro:
        for parte in bueno.namelist():
            texto = bueno.read(parte).decode()
            if parte.endswith((".xml", ".rels")):
                cabeza, _, resto = texto.partition("?>")
                texto = f"{cabeza}?><!DOCTYPE x [{declaradas}]>{resto}".replace(">CARGO<", f">{uso}<")
            libro.writestr(parte, texto)
    return malo.getvalue()


RISAS = '<!ENTITY a "ja">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefghijk"))


@pytest.mark.parametrize(
    ("declaradas", "uso"),
    [
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        ('<!ENTITY x SYSTEM "http://127.0.0.1:9/">', "&x;"),
        ('<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;', "nada"),
        (RISAS, "&k;"),
    ],
    ids=["a file", "an address", "of a parameter", "a billion laughs"],
)
def test_no_entity_of_a_workbook_is_looked_up(declaradas, uso):
    try:
        dicho = repr(hoja.examinar(con_entidades(declaradas, uso)))
    except hoja.HojaIlegible as rechazo:
        dicho = str(rechazo)

    assert "root:" not in dicho
    assert len(dicho) < 5_000


# --- what would take for ever ----------------------------------------------------------------------------------------

SEMILLAS = " \t\na0.,-:/<>@(\"'&#?¿_=;"


def test_no_pattern_of_ours_takes_for_ever():
    nuestros = [modulo for nombre, modulo in list(sys.modules.items()) if nombre.startswith(NUESTRAS)]
    patrones = {valor for modulo in nuestros for valor in vars(modulo).values() if isinstance(valor, re.Pattern)}
    assert len(patrones) > 60

    for patron in patrones:
        for semilla in (*SEMILLAS, "a ", "a.", "1.", "a@", " a", "ab-", "<a ", 'r="A1" '):
            texto = semilla * (400 // len(semilla)) + "\x01"
            patron.fullmatch(texto) if isinstance(patron.pattern, str) else patron.fullmatch(texto.encode())
            patron.search(texto) if isinstance(patron.pattern, str) else patron.search(texto.encode())


@pytest.mark.parametrize("escrito", [" " * 1_000_000, " " * 500_000 + "$" + " " * 500_000])
def test_an_amount_of_a_million_blanks_is_looked_at_once(escrito):
    assert DUDOSO.fullmatch(escrito) is None
    assert DUDOSO.fullmatch(" $ 1.234 ")


@pytest.mark.parametrize("signos", ["4@8({[<369&#!1/|0$5+7%2", "@({[<!|$+%0123456789"])
def test_a_clave_of_signs_that_may_all_be_letters_is_measured_in_one_go(signos):
    assert reparo(signos * 40, minimo=12, personales=["Ana Prueba"]) == ""
    assert "adivinar" in reparo("p@$$w0rd1234", minimo=12, personales=[])


@pytest.mark.parametrize("relleno", [" ", "a", "\t", "-"])
def test_a_line_without_end_in_a_sheet_is_read_in_one_go(relleno):
    assert leer_texto(f"{TABLA}\nContacto: {relleno * 40_000}x\n", hoy=HOY).codigo == "INFE-012-03-01"


@pytest.mark.parametrize("xml", [b"<sheet " * 100_000, b'<c r="A1"' * 100_000, b"<c " + b'r="A1" ' * 100_000])
def test_a_workbook_of_half_tags_is_looked_at_once(xml):
    assert hoja._HOJA.search(xml) is None
    assert hoja._CON_FORMULA.findall(xml) == []
    assert hoja._RELACION.findall(xml) == []
