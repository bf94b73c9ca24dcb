"""Procedure 16: what each page asks, and what it answers to what can't be."""

from datetime import date

import pytest

from tests import mundo
from tests.afiliados.subsidios_en_linea.pasos import (
    DE_QUIEN_LO_DIO,
    DEL_PACIENTE,
    LUNES,
    URL,
    adjuntar,
    fecha,
    fechas,
    hasta_las_fechas,
    hasta_los_documentos,
    pagina,
    paso,
)
from tests.archivos import imagen, pdf, subido
from tramites.models import Adjunto, Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def respondido(client, numero: int, datos: dict) -> str:
    """The page that answers what can't be taken."""
    respuesta = paso(client, numero, datos)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def revisar(client) -> str:
    return pagina(client, f"{URL}revisar/")


# --- one thing per page


@pytest.mark.parametrize(
    ("motivo", "fechas_pedidas"),
    [
        ("enfermedad", set()),
        ("perdida_del_embarazo", set()),
        ("enfermedad_profesional", set()),
        ("maternidad", {"parto"}),
        ("accidente_de_trabajo", {"accidente", "aviso"}),
    ],
)
def test_a_contingency_asks_for_its_own_dates_and_no_other(de_ana, motivo, fechas_pedidas):
    hasta_las_fechas(de_ana, motivo)

    html = pagina(de_ana, f"{URL}paso/3/")

    pedidas = {
        nombre for nombre in ("parto", "accidente", "aviso", "emision", "desde", "hasta") if f'"{nombre}_dia"' in html
    }
    assert pedidas == fechas_pedidas | {"emision", "desde", "hasta"}


@pytest.mark.parametrize(("emisor", "se_pide"), [("iess", False), ("particular", True), ("exterior", True)])
def test_a_certificate_of_the_institute_is_not_asked_what_the_institute_wrote(de_ana, emisor, se_pide):
    hasta_las_fechas(de_ana, emisor=emisor)
    paso(de_ana, 3, fechas())

    html = pagina(de_ana, f"{URL}paso/4/")

    assert 'name="establecimiento"' in html
    assert ('name="medico_cedula"' in html) is se_pide
    assert ('name="membrete"' in html) is se_pide


@pytest.mark.parametrize(
    ("contexto", "otras", "papeles"),
    [
        ({}, {}, {"certificado"}),
        ({"emisor": "exterior"}, {}, {"certificado", "apostilla", "notaria", "otros"}),
        ({"motivo": "maternidad"}, {"parto": LUNES}, {"certificado", "nacido_vivo"}),
        ({"motivo": "maternidad"}, {"parto": date(2026, 12, 1)}, {"certificado"}),
        (
            {"motivo": "accidente_de_trabajo"},
            {"accidente": LUNES, "aviso": LUNES},
            {"certificado", "aviso", "informe", "otros"},
        ),
    ],
)
def test_the_papers_are_those_of_the_contingency(de_ana, contexto, otras, papeles):
    hasta_los_documentos(de_ana, otras=otras, **contexto)

    html = pagina(de_ana, f"{URL}paso/6/")

    todos = ("certificado", "apostilla", "notaria", "nacido_vivo", "aviso", "informe", "otros")
    assert {papel for papel in todos if f'name="documento_{papel}"' in html} == papeles
    html = respondido(de_ana, 6, {})
    assert html.count("Elija al menos un archivo.") >= len(papeles - {"otros"})


def test_no_page_opens_before_those_it_hangs_on(de_ana):
    de_ana.post(URL)
    assert de_ana.get(f"{URL}paso/6/").url == f"{URL}paso/1/"
    hasta_las_fechas(de_ana)
    assert paso(de_ana, 5, DEL_PACIENTE).url == f"{URL}paso/3/"


def test_another_contingency_asks_for_what_it_needs_before_it_can_be_sent(de_ana):
    hasta_los_documentos(de_ana)
    adjuntar(de_ana, "certificado")

    paso(de_ana, 1, {"motivo": "maternidad"})

    assert de_ana.post(f"{URL}revisar/").url == f"{URL}paso/3/"
    assert 'name="parto_dia"' in pagina(de_ana, f"{URL}paso/3/")
    assert not Solicitud.objects.exclude(estado="BORRADOR").exists()


# --- what can't be is told beside its field


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        (fecha("hasta", date(2026, 10, 30)), "no puede ser anterior al primero, el 2 de noviembre de 2026"),
        (fecha("hasta", date(2028, 11, 2)), "Un certificado no ordena más de un año de reposo"),
        (fecha("emision", date(2026, 11, 21)), "Esa fecha todavía no llega. Escriba la que dice el certificado"),
        (fechas(date(9999, 12, 1), emision=LUNES), "Está a más de un año de la fecha de emisión"),
        ({"desde_dia": "31"}, "Esa fecha no existe"),
        ({"desde_dia": ""}, "La fecha debe tener día, mes y año"),
        ({"hasta_anio": "2\0"}, "Escriba la fecha con números"),
    ],
)
def test_dates_that_cannot_be_are_told_beside_them_and_kept(de_ana, cambio, dice):
    hasta_las_fechas(de_ana)

    html = respondido(de_ana, 3, fechas() | cambio)

    assert dice in html
    assert 'value="2026"' in html


@pytest.mark.parametrize(
    ("otras", "dice"),
    [
        ({"accidente": date(2026, 11, 21)}, "Esa fecha todavía no llega"),
        ({"accidente": date(2026, 11, 15)}, "Es posterior al reposo, que termina el 11 de noviembre de 2026"),
        ({"accidente": LUNES, "aviso": date(2026, 11, 1)}, "Es anterior al accidente, el 2 de noviembre de 2026"),
        ({"accidente": LUNES, "aviso": date(2026, 12, 1)}, "Si nadie ha avisado, déjela vacía"),
    ],
)
def test_the_accident_and_its_aviso_come_in_their_order(de_ana, otras, dice):
    hasta_las_fechas(de_ana, "accidente_de_trabajo")
    assert dice in respondido(de_ana, 3, fechas(**otras))


def test_a_birth_of_another_year_is_asked_again(de_ana):
    hasta_las_fechas(de_ana, "maternidad")
    assert "Está a más de un año del reposo" in respondido(de_ana, 3, fechas(parto=date(2024, 1, 1)))


@pytest.mark.parametrize(("numero", "valido"), [(28, True), (29, False)])
def test_a_late_certificate_is_refused_with_the_day_on_which_it_expired(de_ana, time_machine, numero, valido):
    # SB-10, Vistazo 2026-01-21: the last day of rest is Friday 16 January
    time_machine.move_to(f"2026-01-{numero}T23:00:00-05:00", tick=False)
    hasta_las_fechas(de_ana)

    respuesta = paso(de_ana, 3, fechas(date(2026, 1, 10), 7))

    assert (respuesta.status_code == 302) is valido
    if not valido:
        html = respuesta.content.decode()
        assert "venció el 28 de enero de 2026: 8 días hábiles después del último de reposo" in html
        assert "Hay 8 días hábiles después de este día para presentar el certificado." in html
        assert 'id="id_hasta_error"' in html


def test_the_institutes_own_certificate_is_never_late(de_ana):
    hasta_las_fechas(de_ana, emisor="iess")
    assert paso(de_ana, 3, fechas(date(2026, 3, 2))).status_code == 302


def test_what_was_in_time_when_it_was_typed_is_refused_when_it_is_sent_too_late(ana, de_ana, time_machine):
    hasta_los_documentos(de_ana)
    adjuntar(de_ana, "certificado")
    time_machine.move_to("2026-11-24T08:00:00-05:00", tick=False)
    de_ana = mundo.navegador(ana.cuenta)

    assert de_ana.post(f"{URL}revisar/").url == f"{URL}paso/3/"

    assert "venció el 23 de noviembre de 2026" in pagina(de_ana, f"{URL}paso/3/")
    assert Solicitud.objects.get().estado == "BORRADOR"


@pytest.mark.parametrize(
    ("numero", "cambio", "dice"),
    [
        (4, {"membrete": ""}, "pida que corrijan el certificado: de otro modo no vale"),
        (4, {"establecimiento": ""}, "Escríbalo como lo dice el certificado."),
        (4, {"establecimiento_correo": "clinica"}, "Escriba un correo completo"),
        (4, {"medico_cedula": "0926687850"}, "La cédula no es correcta"),
        (4, {"medico": "M" * 151}, "Escriba 150 letras como máximo."),
        (5, {"cie10": "gripe"}, "Escriba el código como lo dice el certificado, por ejemplo J11 o S82.1."),
        (5, {"total_dias": "12"}, "Del 2 de noviembre de 2026 al 11 de noviembre de 2026 hay 10 días"),
        (5, {"total_dias": "-10"}, "Escriba el número de días, de 1 a 366."),
        (5, {"total_dias": "9" * 40}, "Escriba el número de días, de 1 a 366."),
    ],
)
def test_what_the_certificate_must_say_is_asked_for_line_by_line(de_ana, numero, cambio, dice):
    hasta_las_fechas(de_ana)
    paso(de_ana, 3, fechas())
    if numero == 5:
        paso(de_ana, 4, DE_QUIEN_LO_DIO)
    bueno = DE_QUIEN_LO_DIO if numero == 4 else DEL_PACIENTE | {"total_dias": "10"}

    html = respondido(de_ana, numero, bueno | cambio)

    assert dice in html
    assert ("Clínica del Valle" if "establecimiento" not in cambio and numero == 4 else "") in html


@pytest.mark.parametrize(("campo", "valor"), [("motivo", "vacaciones"), ("motivo", ""), ("motivo", "\0")])
def test_a_contingency_that_does_not_exist_is_not_taken(de_ana, campo, valor):
    de_ana.post(URL)
    html = respondido(de_ana, 1, {campo: valor})
    assert "Elija una respuesta" in html


# --- the certificate itself


@pytest.mark.parametrize(
    ("contenido", "nombre"),
    [
        pytest.param(b"MZ" + bytes(400), "certificado.pdf", id="a program"),
        pytest.param(b"GIF89a" + bytes(400), "certificado.png", id="another kind of image"),
        pytest.param(b"<html><script>1</script>", "certificado.jpg", id="a page"),
        pytest.param(b"", "certificado.pdf", id="nothing"),
    ],
)
def test_a_certificate_that_lies_about_its_type_is_told_beside_the_field(de_ana, contenido, nombre):
    hasta_los_documentos(de_ana)

    html = respondido(de_ana, 6, {"documento_certificado": subido(contenido, nombre)})

    assert f"«{nombre}»" in html
    assert 'id="id_documento_certificado_error"' in html
    assert not Adjunto.objects.exists()


@pytest.mark.parametrize(
    ("contenido", "nombre", "queda"),
    [
        (imagen("PNG"), "certificado.pdf", "certificado.png"),
        (imagen("JPEG"), "certificado.png", "certificado.jpg"),
        (pdf(), "certificado.jpg", "certificado.pdf"),
    ],
)
def test_a_good_certificate_under_a_wrong_name_is_kept_as_what_it_is(de_ana, contenido, nombre, queda):
    hasta_los_documentos(de_ana)

    assert paso(de_ana, 6, {"documento_certificado": subido(contenido, nombre)}).status_code == 302

    assert Adjunto.objects.get().nombre == queda
    assert queda in revisar(de_ana)


def test_the_certificate_of_somebody_else_is_not_found(de_ana):
    otra = mundo.persona(mundo.LUIS)
    ajeno = Adjunto.objects.create(
        tramite=Solicitud._meta.get_field("tramite").related_model.objects.get(slug="subsidios"),
        persona=otra,
        clase="subsidio-certificado",
        nombre="ajeno.pdf",
        tipo="application/pdf",
        tamano=1,
        archivo="x",
        estado="DISPONIBLE",
        por="propio",
    )
    hasta_los_documentos(de_ana)

    html = respondido(de_ana, 6, {"documento_certificado": str(ajeno.numero)})

    assert "ajeno.pdf" not in html
    assert "Un archivo ya no está" in html
