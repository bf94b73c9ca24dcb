"""The official sheet of each procedure: out as text and as PDF, and in again without a difference."""

import io
from datetime import date

import pikepdf
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from nucleo.models import Asiento
from nucleo.pdf import CaracteresNoCubiertos, Veredicto, examinar
from tests.tramites.rutr.hojas import EJEMPLO
from tramites.catalogo.models import Tramite
from tramites.hoja_oficial import hoja_de, pdf_de, texto_de
from tramites.models import Atencion, Conteo
from tramites.rutr import HojaIlegible, leer
from tramites.rutr.forma import DEL_PORTAL
from tramites.services import HojaAjena, importar_hoja
from tramites.transparencia.selectors import meses_de

pytestmark = pytest.mark.django_db

HOSTIL = {
    "descripcion": 'Base Legal\n\nSegundo párrafo, con «comillas», "rectas" y una dirección larguísima:\n'
    f"https://www.iess.gob.ec/{'ruta-sin-espacios/' * 20}fin. " + "Frase que llena varios renglones. " * 20,
    "dirigido_a": "Dirigido a: todos: nadie",
    "personas": ["Persona, con coma", "Persona Natural - Ecuatoriana"],
    "requisitos": [{"titulo": "Uno: dos", "detalle": "1. Tres. 2. Cuatro."}, {"titulo": "• Viñeta", "detalle": ""}],
    "requisitos_nota": ["1. No es un requisito", "Transparencia"],
    "modalidad": "",
    "indicaciones": ["Año Mes Volumen de Quejas Volumen de Atenciones", "¿Cuál es el costo del trámite?"],
    "notas": ["a\nb", "palabra-con-guion " * 30],
    "horarios": [{"canal": "", "texto": "Siempre: 24 horas"}, {"canal": "Virtual", "texto": ""}],
    "base_legal": [],
    "costo": "",
    "contacto_telefono": "",
}


def del_portal(tramite: Tramite, **campos) -> Conteo:
    canales = {"en_linea": 7, "presencial": 0, "decididos": 0}
    return Conteo.objects.create(tramite=tramite, anio=2026, mes=1, atenciones=7, fuente="PORTAL", **canales, **campos)


@pytest.fixture(autouse=True)
def _sin_cache():
    cache.clear()


@pytest.fixture
def hostil():
    """A procedure without code whose texts look like the sheet itself, and two pages of months."""
    tramite = Tramite.objects.get(slug="jubilacion-vejez")
    Tramite.objects.filter(pk=tramite.pk).update(**HOSTIL)
    Conteo.objects.bulk_create(
        Conteo(tramite=tramite, anio=anio, mes=mes, quejas=mes, atenciones=anio * mes, fuente="OFICIAL")
        for anio in range(2019, 2026)
        for mes in range(1, 13)
    )
    del_portal(tramite, quejas=1)
    tramite.refresh_from_db()
    return tramite


def entrar_otra_vez(contenido: bytes):
    return importar_hoja(hoja=leer(contenido, hoy=timezone.localdate()), actor="prueba")


def nada_cambia(tramite: Tramite, resultado, meses: int) -> bool:
    de_ahora = Tramite.objects.filter(pk=tramite.pk).values().get()
    de_antes = {campo: getattr(tramite, campo) for campo in de_ahora}
    cuantos = (resultado.meses.nuevos, resultado.meses.corregidos, resultado.meses.iguales, resultado.distintos)
    return (resultado.tramite, resultado.cambios, cuantos, de_ahora) == (tramite, {}, (0, 0, meses, ()), de_antes)


def test_the_sheet_of_every_procedure_comes_back_without_a_difference():
    call_command("importar_rutr", str(EJEMPLO), stdout=io.StringIO())
    asientos, tramites = Asiento.objects.count(), list(Tramite.objects.all())
    assert len(tramites) > 20

    for tramite in tramites:
        meses = len(meses_de(tramite))
        assert nada_cambia(tramite, entrar_otra_vez(texto_de(tramite).encode()), meses), tramite.slug
    assert Asiento.objects.count() == asientos


def test_the_sheet_of_a_procedure_with_texts_that_look_like_a_sheet_comes_back_the_same(hostil):
    assert nada_cambia(hostil, entrar_otra_vez(texto_de(hostil).encode()), 85)


def test_a_month_that_is_still_open_is_not_on_the_sheet(hostil):
    Atencion.objects.create(tramite=hostil, fecha=timezone.localdate(), origen="x")
    abierto, ultimo, *_ = meses_de(hostil)

    assert not abierto.cifra.cerrada
    primera = hoja_de(hostil, meses_de(hostil)).transparencia[0]
    assert (primera.anio, primera.mes) == (ultimo.anio, ultimo.mes) == (2026, 1)


def test_what_the_portal_counted_never_becomes_official_through_its_own_sheet(hostil):
    hoja = texto_de(hostil).encode()
    del_portal(hostil, quejas=2, version=2, motivo="Se descartó una")

    resultado = entrar_otra_vez(hoja)

    assert (resultado.meses.iguales, resultado.distintos) == (84, ("2026-01",))
    assert not Conteo.objects.filter(tramite=hostil, anio=2026, fuente="OFICIAL").exists()


def test_a_sheet_without_code_belongs_to_the_only_procedure_of_its_name(hostil):
    hoja = texto_de(hostil).encode()
    Tramite.objects.filter(slug="fondos-reserva").update(nombre=hostil.nombre)
    with pytest.raises(HojaAjena, match="hay varios trámites"):
        entrar_otra_vez(hoja)

    Tramite.objects.filter(nombre=hostil.nombre).update(nombre="Otro")
    with pytest.raises(HojaAjena, match="no hay un trámite sin código"):
        entrar_otra_vez(hoja)


def test_a_text_that_does_not_fit_is_refused_before_the_database_is_asked(hostil):
    largo = texto_de(hostil).replace("Institución\n\t", "Institución\n\t" + "X" * 300)

    with pytest.raises(HojaAjena, match="institución"):
        entrar_otra_vez(largo.encode())


@pytest.mark.pdf
@pytest.mark.usefixtures("pki")
class TestPdf:
    def test_it_comes_back_without_a_difference_whatever_its_texts_say(self, hostil):
        assert nada_cambia(hostil, entrar_otra_vez(pdf_de(hostil)), 85)

    def test_it_is_signed_tagged_and_carries_its_text(self):
        call_command("importar_rutr", str(EJEMPLO), stdout=io.StringIO())
        tramite = Tramite.objects.get(codigo_rutr="IESS-034-01-07")

        contenido = pdf_de(tramite)

        assert examinar(contenido).veredicto is Veredicto.INTACTO
        with pikepdf.open(io.BytesIO(contenido)) as pdf:
            assert pdf.attachments["hoja.txt"].get_file().read_bytes() == texto_de(tramite).encode()
            assert pdf.Root.MarkInfo.Marked
        assert nada_cambia(tramite, entrar_otra_vez(contenido), 21)
        assert pdf_de(tramite) == contenido

    def test_without_its_attachment_its_pages_still_say_the_figures(self):
        call_command("importar_rutr", str(EJEMPLO), stdout=io.StringIO())
        sin_texto = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf_de(Tramite.objects.get(codigo_rutr="IESS-034-01-07")))) as pdf:
            del pdf.attachments["hoja.txt"]
            pdf.save(sin_texto)

        hoja = leer(sin_texto.getvalue(), hoy=date(2026, 11, 21))

        assert [(m.quejas, m.atenciones) for m in hoja.transparencia][:3] == [(3, 0), (1, 154), (8, 263)]
        assert len(hoja.transparencia) == 21

    def test_pages_that_say_another_thing_than_the_attachment_are_refused(self, hostil):
        contenido, texto = pdf_de(hostil), texto_de(hostil)
        falsas = [("2025\t12\t12", "2025\t12\t11"), (f"{DEL_PORTAL}\n\t2026-01\n", ""), ("24 horas", "12 horas")]
        for dice, diria in falsas:
            assert dice in texto
            otra = io.BytesIO()
            with pikepdf.open(io.BytesIO(contenido)) as pdf:
                falso = texto.replace(dice, diria).encode()
                pdf.attachments["hoja.txt"] = pikepdf.AttachedFileSpec(pdf, falso, filename="hoja.txt")
                pdf.save(otra)
            with pytest.raises(HojaIlegible, match="no dicen lo mismo"):
                leer(otra.getvalue(), hoy=date(2026, 11, 21))

    def test_a_procedure_without_months_comes_back_without_a_difference(self):
        tramite = Tramite.objects.get(slug="jubilacion-vejez")

        assert nada_cambia(tramite, entrar_otra_vez(pdf_de(tramite)), 0)

    def test_what_the_type_lacks_is_told_and_the_text_still_serves(self, hostil):
        Tramite.objects.filter(pk=hostil.pk).update(costo="Gratis 😀")
        hostil.refresh_from_db()

        with pytest.raises(CaracteresNoCubiertos):
            pdf_de(hostil)
        assert nada_cambia(hostil, entrar_otra_vez(texto_de(hostil).encode()), 85)
