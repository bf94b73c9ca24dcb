"""docs/nuevo-procedimiento.md is true: what it tells to write is written here, and used at the door."""

import re
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pdfplumber
import pytest
from django.conf import settings as portal
from django.test import Client
from django.urls import include, path

from cuentas.permisos import mapa
from iess_portal import urls
from iess_portal.roles import Rol
from nucleo.outbox import drain
from registro.models import Dependiente, MovimientoFondo
from tests import mesa, mundo
from tests.actos import confirmar
from tests.casos import en_mesa
from tramites import checks
from tramites.catalogo import lectura, services
from tramites.models import Certificado, Solicitud, Tramite
from tramites.procedimientos import inscritos, rutas

DOCUMENTO = Path(portal.BASE_DIR) / "docs/nuevo-procedimiento.md"
BLOQUES = dict(re.findall(r"^`([\w/.-]+)`\n\n```\w+\n(.*?)^```$", DOCUMENTO.read_text(), re.MULTILINE | re.DOTALL))
FICHA = BLOQUES["tramites/catalogo/fichas/certificado-dependientes.toml"]
CLASES = {
    "certificado-dependientes": "certificado",
    "dependientes": "consulta",
    "domicilio": "acto",
    "retiro-cesantia": "caso",
}
DECIDIR = {Rol.ANALISTA: ("tomar", "calcular", "proponer_concesion"), Rol.APROBADOR: ("aprobar_concesion",)}

pytestmark = pytest.mark.django_db


@pytest.fixture
def cargar(carpeta, monkeypatch) -> Iterator[Callable[[str], None]]:
    """Imports a block of the document by the name that its path gives it, for one test."""
    antes = dict(inscritos())

    def _cargar(archivo: str) -> None:
        nombre = archivo.removesuffix(".py").replace("/", ".")
        spec = spec_from_file_location(nombre, carpeta / archivo)
        modulo = module_from_spec(spec)
        padre, _, ultimo = nombre.rpartition(".")
        monkeypatch.setitem(sys.modules, nombre, modulo)
        monkeypatch.setattr(import_module(padre), ultimo, modulo, raising=False)
        spec.loader.exec_module(modulo)

    yield _cargar
    inscritos().clear()
    inscritos().update(antes)


@pytest.fixture(scope="module")
def carpeta(tmp_path_factory) -> Path:
    """What the document tells to write, in its files; the other kinds have a sheet like the one that it shows."""
    raiz = tmp_path_factory.mktemp("nuevo")
    shutil.copytree(lectura.CARPETA, raiz / "tramites/catalogo/fichas")
    fichas = {
        f"tramites/catalogo/fichas/{slug}.toml": FICHA.replace("certificado-dependientes", slug).replace(
            'clase = "certificado"', f'clase = "{clase}"'
        )
        for slug, clase in CLASES.items()
    }
    for archivo, texto in (fichas | BLOQUES).items():
        (raiz / archivo).parent.mkdir(parents=True, exist_ok=True)
        (raiz / archivo).write_text(texto)
    return raiz


@pytest.fixture(autouse=True)
def inscrito(cargar, carpeta, settings, monkeypatch) -> Iterator[None]:
    """As the start of the portal finds them: classes, sheets, templates, addresses and permissions."""
    for archivo in sorted((a for a in BLOQUES if a.endswith(".py")), key=lambda a: "reglas" not in a):
        cargar(archivo)
    nuevas = [url for slug in CLASES for url in rutas.urls_de(inscritos()[slug])]
    afiliados = [*import_module("afiliados.urls").urlpatterns, *nuevas]
    conf = ModuleType("tests.urls_nuevas")
    conf.urlpatterns = [
        path("afiliado/", include((afiliados, "afiliados"))),
        *(u for u in urls.urlpatterns if getattr(u, "namespace", "") != "afiliados"),
    ]
    conf.handler403, conf.handler404 = urls.handler403, urls.handler404
    fichas = carpeta / "tramites/catalogo/fichas"
    for modulo in (services, checks):
        monkeypatch.setattr(modulo, "leer_catalogo", lambda: lectura.leer_catalogo(fichas))
    monkeypatch.setitem(sys.modules, conf.__name__, conf)
    settings.ROOT_URLCONF = conf.__name__
    settings.TEMPLATES = [{**portal.TEMPLATES[0], "DIRS": [carpeta / "templates", *portal.TEMPLATES[0]["DIRS"]]}]
    mapa.cache_clear()
    services.sincronizar_catalogo()
    yield
    mapa.cache_clear()


@pytest.fixture
def ana():
    persona = mundo.persona(direccion="Quito, Av. 10 de Agosto")
    Dependiente.objects.create(titular=persona, cedula=mundo.LUIS, parentesco="HIJO", fecha_desde=date(2015, 3, 2))
    return persona


@pytest.fixture
def de_ana(client, ana):
    client.force_login(mundo.cuenta(ana))
    return client


def test_the_document_shows_one_of_each_kind_and_the_start_finds_nothing_amiss():
    assert {p.slug for p in inscritos().values()} >= set(CLASES)
    assert checks.fichas_y_clases(None) == []


@pytest.mark.parametrize(("palabra", "lineas"), [("certificado_dep", 60), ("/dependientes.py", 60), ("cesantia", 150)])
def test_what_is_written_for_a_procedure_is_about_the_procedure(palabra, lineas):
    assert 0 < sum(texto.count("\n") for archivo, texto in BLOQUES.items() if palabra in archivo) <= lineas


@pytest.mark.parametrize("slug", CLASES)
def test_it_has_its_sheet_with_a_button_and_a_page_for_whom_it_is_meant_alone(client, de_ana, slug):
    url = f"/afiliado/{slug}/"

    assert f'href="{url}"' in de_ana.get(f"/tramites/{slug}/").content.decode()
    assert de_ana.get(url).status_code == 200
    assert Tramite.objects.get(slug=slug).nombre in de_ana.get("/inicio/").content.decode()

    assert Client().get(url).url == f"/ingresar/?next={url}"
    client.force_login(mundo.cuenta(mundo.empleador(), correo="sol@correo.ec"))
    assert client.get(url).status_code == 403


@pytest.mark.pdf
@pytest.mark.usefixtures("pki")
def test_the_certificate_says_on_paper_what_its_page_says(de_ana):
    html = de_ana.get("/afiliado/certificado-dependientes/").content.decode()
    assert "<dt>Hijo/a</dt>" in html
    assert f"{mundo.LUIS}, desde el 2 de marzo de 2015" in html

    de_ana.post("/afiliado/certificado-dependientes/", {"peticion": str(uuid.uuid4())})
    drain()

    archivo = de_ana.get(f"/documentos/{Certificado.objects.get().codigo}.pdf")
    with pdfplumber.open(BytesIO(b"".join(archivo.streaming_content))) as pdf:
        texto = " ".join("".join(pagina.extract_text() for pagina in pdf.pages).split())
    assert "certifica que Prueba Ríos Ana María, con cédula 1710034065, tiene registrados estos dependientes" in texto
    assert f"{mundo.LUIS}, desde el 2 de marzo de 2015" in texto
    assert "Es válido hasta el" in texto


def test_whoever_has_none_is_certified_to_have_none(client):
    client.force_login(mundo.cuenta(mundo.persona()))

    assert "Certificado de no tener dependientes" in client.get("/afiliado/certificado-dependientes/").content.decode()


def test_the_consulta_shows_its_rows_and_gives_them_as_files(de_ana):
    html = de_ana.get("/afiliado/dependientes/").content.decode()
    assert '<td data-titulo="Desde">02-mar-2015</td>' in html
    assert 'href="/afiliado/dependientes/datos.csv"' in html

    csv = b"".join(de_ana.get("/afiliado/dependientes/datos.csv").streaming_content).decode()
    assert csv.splitlines()[1] == f"{mundo.LUIS},hijo/a,2015-03-02,"
    de_ana.post("/afiliado/dependientes/documento/", {"peticion": str(uuid.uuid4())})
    assert Certificado.objects.get().datos["filas"] == [[mundo.LUIS, "hijo/a", "02-mar-2015", "—"]]


def test_a_consulta_without_rows_says_so(client):
    client.force_login(mundo.cuenta(mundo.persona()))

    assert "no tiene dependientes registrados" in client.get("/afiliado/dependientes/").content.decode()


def test_the_act_changes_what_it_said_and_refuses_what_changes_nothing(de_ana, ana):
    url = "/afiliado/domicilio/"
    assert "Quito, Av. 10 de Agosto" in de_ana.get(url).content.decode()
    igual = de_ana.post(url, {"direccion": ana.direccion}).content.decode()
    assert "Es la dirección que ya consta." in igual

    html = confirmar(de_ana, url, direccion="Cuenca, Calle Larga 1-23")

    assert "Su dirección está al día" in html
    assert '<td data-titulo="Antes">Quito, Av. 10 de Agosto</td>' in html
    ana.refresh_from_db()
    assert ana.direccion == "Cuenca, Calle Larga 1-23"


def test_the_case_goes_from_its_rule_to_its_signed_decision(de_ana, ana, time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00")
    mundo.relacion(ana, mundo.empleador(), date(2020, 1, 1), date(2026, 6, 30))
    mundo.aportes(ana, mundo.empleador(mundo.RUC_MAR), date(2024, 1, 1), 30)
    MovimientoFondo.objects.create(persona=ana, fondo="CESANTIA", fecha=date(2026, 1, 2), tipo="DEPOSITO", valor=850)
    de_ana.force_login(ana.cuenta)
    html = de_ana.get("/afiliado/retiro-cesantia/").content.decode()
    assert 'data-dato="saldo" value="850.00"' in html
    assert 'data-requisito="cesante" data-cumple="si"' in html

    paso = de_ana.post("/afiliado/retiro-cesantia/").url
    de_ana.post(de_ana.post(paso, {"cuanto": "TODO"}).url)
    solicitud = Solicitud.objects.get()
    for rol, acciones in DECIDIR.items():
        escritorio = Client()
        escritorio.force_login(mesa.con_rol(rol))
        for accion in acciones:
            en_mesa(escritorio, solicitud, accion, motivo="Cumple las dos condiciones.")

    assert solicitud.estado == "CONCEDIDA"
    acuerdo = Certificado.objects.get(variante="acuerdo")
    assert acuerdo.titulo == "Acuerdo de concesión de retiro de la cesantía"
    assert acuerdo.datos["prestacion"] == "el retiro de la cesantía"
    assert acuerdo.datos["respuestas"] == [["Cuánto retira", "", "Todo el saldo"]]
    assert [r["cumple"] for r in acuerdo.datos["dictamen"]["requisitos"]] == [True, True]
