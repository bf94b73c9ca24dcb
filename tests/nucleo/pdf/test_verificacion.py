"""What is said of a file that somebody changed. Each row is one case of the tamper table behind the policy."""

import datetime as dt
import io
import random
import re
import zlib
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from nucleo import pdf
from nucleo.pdf import confianza, firma, pki
from nucleo.pdf.firma import QuietWriter
from tests.nucleo.pdf.conftest import CODIGO, EMITIDO, componer

pytestmark = pytest.mark.pdf

INTACTO = pdf.Veredicto.INTACTO
CAMBIOS = pdf.Veredicto.CAMBIOS_POSTERIORES
ROTA = pdf.Veredicto.FIRMA_ROTA
AJENA = pdf.Veredicto.FIRMA_AJENA
SIN_FIRMA = pdf.Veredicto.SIN_FIRMA
ILEGIBLE = pdf.Veredicto.ILEGIBLE


def hueco(contenido: bytes) -> tuple[int, int]:
    """First and last position of the hexadecimal digits of the signature."""
    _, hasta, desde, _ = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", contenido).groups())
    return hasta + 1, desde - 1


def cambiar(contenido: bytes, posicion: int, bit: int = 1) -> bytes:
    return contenido[:posicion] + bytes([contenido[posicion] ^ bit]) + contenido[posicion + 1 :]


def agregar(contenido: bytes, cambio) -> bytes:
    """A later revision appended to the file, the way an editor does it."""
    escritor, salida = QuietWriter(io.BytesIO(contenido)), io.BytesIO()
    cambio(escritor)
    escritor.write(salida)
    assert salida.getvalue().startswith(contenido)
    return salida.getvalue()


def byte_de_un_flujo(contenido):
    return cambiar(contenido, contenido.index(b"stream\n") + 60)


def byte_de_la_declaracion(contenido):
    return contenido.replace(b"<pdfaid:part>3", b"<pdfaid:part>2")


def byte_del_certificado(contenido):
    inicio, _ = hueco(contenido)
    clave = pdf.get_firmante().certificado.public_key.dump().hex().encode()
    posicion = contenido.lower().index(clave, inicio) + len(clave) - 20
    return (
        contenido[:posicion]
        + (b"0" if contenido[posicion : posicion + 1] != b"0" else b"1")
        + contenido[posicion + 1 :]
    )


def otro_texto(contenido):
    def cambio(escritor):
        flujo = generic.StreamObject(stream_data=b"BT /F1 12 Tf (Otra cosa) Tj ET")
        hoja = escritor.root["/Pages"]["/Kids"][0].get_object()
        hoja["/Contents"] = escritor.add_object(flujo)
        escritor.update_container(hoja)

    return agregar(contenido, cambio)


def una_nota(contenido):
    def cambio(escritor):
        nota = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (50, 700, 300, 750)]),
                pdf_name("/Contents"): generic.TextStringObject("Pagado"),
            }
        )
        hoja = escritor.root["/Pages"]["/Kids"][0].get_object()
        hoja["/Annots"].append(escritor.add_object(nota))
        escritor.update_container(hoja["/Annots"])

    return agregar(contenido, cambio)


def otro_adjunto(contenido):
    def cambio(escritor):
        archivo = escritor.root["/AF"][0].get_object()["/EF"]
        archivo["/F"] = escritor.add_object(generic.StreamObject(stream_data=b'{"meses":999}'))
        escritor.update_container(archivo)

    return agregar(contenido, cambio)


def otro_titulo(contenido):
    def cambio(escritor):
        escritor.trailer["/Info"]["/Title"] = generic.TextStringObject("Otro")
        escritor.update_container(escritor.trailer["/Info"])

    return agregar(contenido, cambio)


def basura_al_final(contenido):
    return contenido + b"\n% algo que nadie firmo\n"


def firma_copiada_con_relleno(contenido):
    """The signature copied into a later revision, padded until the old byte range seems to span the new file.

    The copy stands in an object stream, where its zeros weigh nothing.
    """
    _, _, desde, resto = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", contenido).groups())

    def copiar(relleno):
        def cambio(escritor):
            campo = escritor.root["/AcroForm"]["/Fields"][0].get_object()
            copia = generic.DictionaryObject(campo["/V"])
            copia[pdf_name("/Contents")] = generic.ByteStringObject(campo["/V"]["/Contents"] + b"\0" * relleno)
            campo[pdf_name("/TM")] = generic.TextStringObject("OTROCODIGO")
            campo[pdf_name("/V")] = escritor.add_object(copia, obj_stream=escritor.prepare_object_stream())
            escritor.update_container(campo)

        return agregar(contenido, cambio)

    nuevo = copiar(1000)
    for _ in range(8):
        relleno = (len(nuevo) - desde - resto + 1) // 2
        nuevo = copiar(relleno)
        if 0 <= desde + resto + 2 * relleno - len(nuevo) <= 1:
            break
    return nuevo + b"\n" * (desde + resto + 2 * relleno - len(nuevo))


def guardado_de_nuevo(contenido):
    salida = io.BytesIO()
    with pikepdf.open(io.BytesIO(contenido)) as abierto:
        abierto.save(salida)
    return salida.getvalue()


def truncado(contenido):
    return contenido[:-10]


def a_medias(contenido):
    return contenido[: len(contenido) // 2]


def cifrado(contenido):
    salida = io.BytesIO()
    with pikepdf.open(io.BytesIO(contenido)) as abierto:
        abierto.save(salida, encryption=pikepdf.Encryption(user="a", owner="b"))
    return salida.getvalue()


TABLA = [
    (lambda contenido: contenido, INTACTO),
    (byte_de_un_flujo, ROTA),
    (byte_de_la_declaracion, ROTA),
    (byte_del_certificado, ROTA),
    (otro_texto, CAMBIOS),
    (una_nota, CAMBIOS),
    (otro_adjunto, CAMBIOS),
    (otro_titulo, CAMBIOS),
    (basura_al_final, CAMBIOS),
    (firma_copiada_con_relleno, CAMBIOS),
    (guardado_de_nuevo, ROTA),
    (truncado, ILEGIBLE),
    (a_medias, ILEGIBLE),
    (cifrado, ILEGIBLE),
]


@pytest.mark.parametrize(("cambio", "veredicto"), TABLA, ids=[c.__name__.strip("<>") for c, _ in TABLA])
def test_each_change_has_its_verdict(firmado, cambio, veredicto):
    assert pdf.examinar(cambio(firmado)).veredicto is veredicto


def test_no_single_bit_can_change_without_being_noticed(firmado):
    inicio, fin = hueco(firmado)
    azar = random.Random(20261121)
    firmadas = [p for p in azar.sample(range(len(firmado)), 40) if not inicio <= p < fin]
    assert len(firmadas) > 20
    for posicion in firmadas:
        assert pdf.examinar(cambiar(firmado, posicion, 1 << azar.randrange(8))).veredicto is not INTACTO, posicion


def test_an_intact_file_says_who_signed_when_and_what(firmado):
    examen = pdf.examinar(firmado)
    assert examen.firmante == "Portal de trámites en línea"
    assert examen.codigo == CODIGO
    assert examen.desarrollo
    assert abs(examen.firmado - dt.datetime.now(dt.UTC)) < dt.timedelta(hours=1)


def test_of_a_file_with_later_changes_the_code_is_the_signed_one(firmado):
    assert pdf.examinar(firma_copiada_con_relleno(firmado)).codigo == CODIGO


def test_a_broken_signature_names_nobody(firmado):
    examen = pdf.examinar(byte_de_la_declaracion(firmado))
    assert (examen.firmante, examen.firmado, examen.desarrollo) == ("", None, False)
    assert examen.codigo == CODIGO  # as claimed, so that the register can be asked


def test_a_file_without_signature_is_told_apart(documento):
    assert pdf.examinar(pdf.get_renderer().render(documento)).veredicto is SIN_FIRMA


def test_a_look_alike_authority_with_the_same_names_is_somebody_else(documento, settings, tmp_path):
    sin_firma = pdf.get_renderer().render(documento)
    propia = settings.PKI_DIR
    settings.PKI_DIR = tmp_path
    pki.iniciar(tmp_path)
    ajena = pdf.get_firmante().firmar(sin_firma)
    assert pdf.examinar(ajena).veredicto is INTACTO
    settings.PKI_DIR = propia
    assert pdf.examinar(ajena).veredicto is AJENA


def test_somebody_else_under_a_root_that_we_trust_is_still_somebody_else(firmado, settings, tmp_path):
    # A public authority issues to many; only our own name under it is ours.
    raiz = settings.PKI_DIR
    publica = pki_archivo(raiz, pki.RAIZ) + pki_archivo(raiz, pki.EMISORA)
    (tmp_path / "raices.pem").write_bytes(publica)
    settings.PKI_ROOTS = str(tmp_path / "raices.pem")
    settings.DESARROLLO_PKI_PERMITIDA = False
    assert pdf.examinar(firmado).veredicto is AJENA
    (tmp_path / "raices.pem").write_bytes(publica + pki_archivo(raiz, pki.FIRMANTE))  # pinned, as earlier signers are
    assert pdf.examinar(firmado).veredicto is INTACTO


def pki_archivo(carpeta, nombre) -> bytes:
    return (Path(carpeta) / nombre).read_bytes()


def test_without_pinned_roots_no_signature_is_ours(firmado, settings):
    settings.DESARROLLO_PKI_PERMITIDA = False
    assert pdf.examinar(firmado).veredicto is AJENA


def test_a_second_signature_by_somebody_else_is_a_later_change(firmado, settings, tmp_path):
    propia = settings.PKI_DIR
    settings.PKI_DIR = tmp_path
    pki.iniciar(tmp_path)
    otro = PdfSigner(PdfSignatureMetadata(field_name="Otra"), firma.get_firmante().signer)
    escritor = IncrementalPdfFileWriter(io.BytesIO(firmado))
    escritor.prev.root.pop("/Perms")  # a tool that ignores that the first signature forbids a second
    dos = otro.sign_pdf(escritor, bytes_reserved=8192).getvalue()
    settings.PKI_DIR = propia
    assert pdf.examinar(dos).veredicto is CAMBIOS


def test_a_revoked_signer_counts_until_the_moment_of_revocation(documento, settings, tmp_path):
    settings.PKI_DIR = tmp_path
    pki.iniciar(tmp_path)
    contenido = pdf.get_firmante().firmar(pdf.get_renderer().render(documento))
    ahora = dt.datetime.now(dt.UTC)
    emisora, firmante = pki.cargar(tmp_path, pki.EMISORA), pki.cargar(tmp_path, pki.FIRMANTE)
    hace_un_dia = {firmante.certificado.serial_number: ahora - dt.timedelta(days=1)}
    (tmp_path / pki.LISTA).write_bytes(pki.lista_de_revocacion(emisora, ahora, hace_un_dia))
    assert pdf.examinar(contenido).veredicto is AJENA
    assert pdf.examinar(contenido, ahora - dt.timedelta(days=2)).veredicto is INTACTO


def test_an_expired_signer_is_judged_at_the_registered_moment_of_issue(documento, settings, tmp_path):
    ayer = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    settings.PKI_DIR = tmp_path
    pki.iniciar(tmp_path, vence=ayer)
    contenido = firma.firmante_configurado().firmar(pdf.get_renderer().render(documento))
    ahora = pdf.examinar(contenido)
    assert (ahora.veredicto, ahora.codigo) == (AJENA, CODIGO)
    assert pdf.examinar(contenido, ayer - dt.timedelta(hours=1)).veredicto is INTACTO


def bomba() -> bytes:
    """An object stream that swells a thousandfold."""
    datos = zlib.compress(b"1 0 " + b" " * 80_000_000)
    objeto = b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n"
    cuerpo = b"%PDF-1.7\n" + objeto % (len(datos), datos)
    entrada = (1).to_bytes(1) + (9).to_bytes(4) + (0).to_bytes(1)
    raiz = (2).to_bytes(1) + (1).to_bytes(4) + (0).to_bytes(1)
    tabla = zlib.compress((0).to_bytes(6) + entrada + raiz)
    cruces = (
        b"3 0 obj<</Type/XRef/Size 3/W[1 4 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n"
    )
    return cuerpo + cruces % (len(tabla), tabla) + b"startxref\n%d\n%%%%EOF\n" % len(cuerpo)


@pytest.mark.parametrize(
    "contenido",
    [
        b"",
        b"%PDF-",
        b"%PDF-1.7\n",
        b"PK\x03\x04 un zip",
        b"%PDF-1.7\n" + b"[" * 200_000,
        b"%PDF-1.7\n1 0 obj" + b"<</A" * 50_000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF",
        b"\0" * 1_000_000,
        bomba(),
    ],
    ids=["vacio", "cabecera", "sin_nada", "zip", "corchetes", "diccionarios", "fuera_de_rango", "ceros", "bomba"],
)
def test_anything_at_all_gets_an_answer(contenido):
    assert pdf.examinar(contenido).veredicto is ILEGIBLE


def test_identities_survive_the_renewal_of_a_certificate(carpeta_pki):
    certificado = pki.cargar(carpeta_pki, pki.FIRMANTE).certificado.public_bytes(serialization.Encoding.PEM)
    (hoy,) = confianza.anclas().firmantes
    assert certificado
    assert confianza.identidad(hoy) == ("Demostración — sin validez legal", "Portal de trámites en línea")


def test_pyhanko_alone_would_believe_a_padded_copy(firmado):
    # Why cubre_todo() exists. If this fails, pyHanko has learned it, and our own check is a second lock.
    from pyhanko.sign.validation import SignatureCoverageLevel

    lector = PdfFileReader(io.BytesIO(firma_copiada_con_relleno(firmado)))
    (copia,) = lector.embedded_signatures
    copia.compute_integrity_info(skip_diff=True)
    assert copia.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_a_document_of_the_past_verifies_at_its_date(plantillas, carpeta_pki):
    antiguo = componer("constancia.html", [], emitido=EMITIDO - dt.timedelta(days=700))
    contenido = pdf.emitir(antiguo).contenido
    assert pdf.examinar(contenido, antiguo.emitido).veredicto is INTACTO


def test_what_the_former_key_signed_stays_valid_when_another_authority_certifies_the_new_one(
    documento, settings, tmp_path
):
    firmados, certificados = {}, {}
    for cual in ("antes", "ahora"):
        carpeta = tmp_path / cual
        carpeta.mkdir()
        settings.PKI_DIR = carpeta
        pki.iniciar(carpeta)
        firmados[cual] = pdf.get_firmante().firmar(pdf.get_renderer().render(documento))
        certificados[cual] = b"".join(pki_archivo(carpeta, n) for n in (pki.RAIZ, pki.EMISORA, pki.FIRMANTE))
    raices = tmp_path / "raices.pem"
    settings.PKI_ROOTS, settings.DESARROLLO_PKI_PERMITIDA = str(raices), False

    raices.write_bytes(certificados["ahora"])
    assert {cual: pdf.examinar(firmados[cual]).veredicto for cual in firmados} == {"antes": AJENA, "ahora": INTACTO}

    raices.write_bytes(certificados["ahora"] + certificados["antes"])  # what docs/operacion.md asks for
    assert {pdf.examinar(uno).veredicto for uno in firmados.values()} == {INTACTO}
