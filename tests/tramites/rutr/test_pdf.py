"""The same sheet printed in several ways reads the same."""

import dataclasses
import html
import io
import re

import pikepdf
import pytest
import weasyprint

from tests.tramites.rutr.hojas import EJEMPLO, HOY, leer_ejemplo, meses
from tramites.rutr import HojaIlegible, HojaRUTR, leer

pytestmark = pytest.mark.pdf

ORIGINAL = EJEMPLO.read_text(encoding="utf-8")
MESES = re.findall(r"^(\d{4})\t(\d\d)\t(\d+)\t(\d+)$", ORIGINAL, re.MULTILINE)
PAGINA = """
@page { size: A4; margin: 2cm;
  @top-left { content: "Registro Único de Trámites y Regulaciones" }
  @bottom-left { content: "Código de Trámite: IESS-034-01-07" }
  @bottom-right { content: "Página " counter(page) " de " counter(pages) } }
body { font: 10pt sans-serif } table { border-collapse: collapse; width: 100% } td, th { padding: 4px 8px }
td:first-child { width: 24% } table.meses td { width: 25% } pre { font: 9pt monospace; white-space: pre-wrap }
"""
FILAS = {
    "Nombre Trámite": "RELIQUIDACIÓN DE PENSIONES",
    "Institución": "INSTITUTO ECUATORIANO DE SEGURIDAD SOCIAL",
    "Descripción": "Vuelve a calcular la renta de una persona pensionista del Seguro General cuando su empleador ya "
    "pagó todos los aportes que le debía, sin que haga falta acercarse a ninguna oficina del instituto.",
    "¿A quién está dirigido?": "A las personas pensionistas que usan los servicios de pensiones del instituto."
    "<br><br>Dirigido a: Persona Natural - Ecuatoriana, Persona Natural - Extranjera.",
    "¿Qué obtendré si completo satisfactoriamente el trámite?": "Tipo de Resultado: Acceder a beneficio o servicio."
    "<br>Resultado a obtener: Reliquidación de Pensiones",
    "¿Qué necesito para hacer el trámite?": "Requisitos Generales:<ol><li>Clave de acceso: Genere su clave."
    "<li>Cédula: Escriba su número de cédula en la página del instituto, módulo de Pensionistas, en la opción de "
    "solicitud de mejora o reliquidación.</ol>",
    "¿Cómo hago el trámite?": "Trámite virtual<p>Previamente considere lo siguiente:<ol><li>Usted es pensionista."
    "<li>No tiene aportes pendientes.</ol><p>INDICACIONES EN LÍNEA:<p>Registre la solicitud.<p>Canales de atención:"
    "<p>En línea (Sitio / Portal Web / Aplicación web), Presencial.",
    "¿Cuál es el costo del trámite?": "El trámite no tiene costo",
    "¿Dónde y cuál es el horario de atención?": "Virtual: 24 horas<br>Presencial: 08:00 a 17:00 horas",
    "Base Legal": "",
    "Contacto para atención ciudadana": "Funcionario/Dependencia: Atención al ciudadano<br>"
    "Correo Electrónico: atencionalusuario@iess.gob.ec<br>Teléfono: 593 23945666",
}
ESTILOS = {
    "ruled": "td, th { border: 1px solid #000; vertical-align: top }",
    "ruled, labels in the middle": "td, th { border: 1px solid #000; vertical-align: middle }",
    "lines between rows": "td, th { border-bottom: 1px solid #999; vertical-align: top }",
    "shaded rows": "tr:nth-child(odd) { background: #eee } td { vertical-align: top }",
    "no lines": "td { vertical-align: top }",
    "no lines, labels in the middle": "td { vertical-align: middle }",
    "large type": "td { vertical-align: top } body { font-size: 14pt }",
}


def imprimir(cuerpo: str, estilo: str = "") -> bytes:
    return weasyprint.HTML(string=f"<style>{PAGINA}{estilo}</style>{cuerpo}").write_pdf()


def en_tablas() -> str:
    filas = "".join(f"<tr><td>{rotulo}<td>{valor}" for rotulo, valor in FILAS.items())
    tabla = "".join("<tr>" + "".join(f"<td>{celda}" for celda in mes) for mes in MESES)
    return (
        f"<h1>Información de Trámite</h1><table>{filas}</table><h2>Transparencia</h2><table class=meses>"
        f"<tr><th>Año<th>Mes<th>Volumen de Quejas<th>Volumen de Atenciones{tabla}</table>"
    )


def campos(hoja: HojaRUTR) -> dict:
    return {**dataclasses.asdict(hoja), "transparencia": meses(hoja)}


@pytest.mark.parametrize("estilo", ESTILOS.values(), ids=ESTILOS.keys())
def test_a_two_column_sheet_reads_whole_however_it_is_drawn(estilo):
    hoja = leer(imprimir(en_tablas(), estilo), hoy=HOY)

    assert hoja.problemas == ()
    assert meses(hoja) == meses(leer_ejemplo())
    assert hoja.descripcion == FILAS["Descripción"]
    assert hoja.personas == leer_ejemplo().personas
    assert (hoja.tipo_resultado, hoja.resultado) == ("Acceder a beneficio o servicio", "Reliquidación de Pensiones")
    assert [requisito.titulo for requisito in hoja.requisitos] == ["Clave de acceso", "Cédula"]
    assert hoja.requisitos[1].detalle.endswith(
        "módulo de Pensionistas, en la opción de solicitud de mejora o reliquidación."
    )
    assert hoja.consideraciones == ("Usted es pensionista.", "No tiene aportes pendientes.")
    assert hoja.canales == leer_ejemplo().canales
    assert hoja.horarios == leer_ejemplo().horarios
    assert hoja.contacto == leer_ejemplo().contacto
    assert (hoja.costo, hoja.base_legal) == ("El trámite no tiene costo", ())


@pytest.mark.parametrize("letra", ["monospace", "sans-serif", "serif"])
def test_the_plain_text_printed_as_it_is_reads_as_the_text(letra):
    pdf = imprimir(f"<pre>{html.escape(ORIGINAL)}</pre>", f"pre {{ font-family: {letra} }}")

    assert campos(leer(pdf, hoy=HOY)) == campos(leer_ejemplo())


def test_a_wrong_row_of_a_pdf_is_reported_by_page_and_line():
    hoja = leer(imprimir(en_tablas().replace("<td>2025<td>07", "<td>2025<td>17"), ESTILOS["ruled"]), hoy=HOY)

    (problema,) = hoja.problemas
    assert problema.motivo == "el mes 17 no está entre 1 y 12"
    assert problema.donde.startswith("página ")
    assert len(hoja.transparencia) == 20


def test_an_encrypted_pdf_is_refused_with_what_to_do():
    cifrado = io.BytesIO()
    with pikepdf.open(io.BytesIO(imprimir("<p>x"))) as pdf:
        pdf.save(cifrado, encryption=pikepdf.Encryption(user="u", owner="o"))

    with pytest.raises(HojaIlegible, match="protegido con contraseña"):
        leer(cifrado.getvalue(), hoy=HOY)


def test_a_scan_without_text_is_refused():
    with pytest.raises(HojaIlegible, match="no contiene texto"):
        leer(weasyprint.HTML(string="<svg width=40 height=40><rect width=30 height=30 /></svg>").write_pdf(), hoy=HOY)


@pytest.mark.parametrize("hasta", [20, 400, 4000])
def test_a_truncated_pdf_is_refused(hasta):
    with pytest.raises(HojaIlegible):
        leer(imprimir(en_tablas())[:hasta], hoy=HOY)


def test_a_book_is_not_a_sheet():
    with pikepdf.new() as pdf:
        for _ in range(61):
            pdf.add_blank_page()
        libro = io.BytesIO()
        pdf.save(libro)

    with pytest.raises(HojaIlegible, match="más de 60 páginas"):
        leer(libro.getvalue(), hoy=HOY)
