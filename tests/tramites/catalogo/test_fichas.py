"""The sheets that the portal ships: complete, in plain words, with their sources."""

import re

import pytest

from tramites.catalogo.lectura import leer_catalogo
from tramites.catalogo.models import Tramite
from tramites.rutr.campos import PERSONAS

FICHAS = {ficha.slug: ficha for ficha in leer_catalogo()}
PRINCIPALES = [ficha for ficha in FICHAS.values() if ficha.principal]
DE_AQUI = [ficha for ficha in FICHAS.values() if not ficha.codigo_rutr]
# The announcement of 2025-10-22, in its order.
ANUNCIADOS = [
    *("historial-laboral", "actualizacion-datos", "certificado-afiliacion", "fondos-reserva", "retiro-fondos-reserva"),
    *("desbloqueo-clave", "jubilacion-vejez", "prestamo-quirografario", "prestamo-hipotecario", "cuenta-bancaria"),
    *("clave-patronal", "aportes-patronales", "aviso-entrada", "aviso-salida", "certificado-cumplimiento"),
    *("subsidios", "planillas", "certificado-no-adeudar", "pagos-pension", "certificado-pensionista"),
    *("extension-cobertura", "movimiento-pais"),
]
cada_ficha = pytest.mark.parametrize("ficha", FICHAS.values(), ids=lambda ficha: ficha.slug)


def textos(ficha) -> list[str]:
    sueltos = [ficha.descripcion, ficha.dirigido_a, ficha.resultado, ficha.costo, ficha.tiempo, ficha.vigencia]
    listas = [*ficha.consideraciones, *ficha.indicaciones_en_linea, *ficha.indicaciones_presencial, *ficha.notas]
    tablas = [texto for r in (*ficha.requisitos, *ficha.requisitos_especiales) for texto in r.values()]
    return [texto for texto in (*sueltos, *listas, *tablas) if texto]


def test_the_22_announced_procedures_are_there_in_their_order():
    assert [ficha.slug for ficha in PRINCIPALES if ficha.numero] == ANUNCIADOS
    assert [ficha.numero for ficha in PRINCIPALES if ficha.numero] == list(range(1, 23))


def test_the_reliquidacion_is_as_principal_as_they_are():
    assert {ficha.slug for ficha in PRINCIPALES} >= {*ANUNCIADOS, "reliquidacion"}


def test_secondary_procedures_hang_from_a_principal_one():
    padres = {
        "mejora": "reliquidacion",
        "novedades-extemporaneas": "aviso-entrada",
        "nuevo-sueldo": "aviso-salida",
        "extras-del-mes": "aviso-salida",
        "convenio-pagos": "planillas",
        "rectificacion-datos": "actualizacion-datos",
        "acumular-fondos": "fondos-reserva",
        "reactivacion-pension": "movimiento-pais",
    }
    assert {slug: FICHAS[slug].padre for slug in padres} == padres
    assert not any(FICHAS[slug].principal for slug in padres)


def test_the_only_official_code_is_that_of_the_reliquidacion():
    assert {f.slug: f.codigo_rutr for f in FICHAS.values() if f.codigo_rutr} == {"reliquidacion": "IESS-034-01-07"}


def test_the_sheet_of_the_reliquidacion_says_what_the_official_one_says():
    ficha = FICHAS["reliquidacion"]

    assert [requisito["titulo"] for requisito in ficha.requisitos] == [
        "Clave de acceso al portal IESS",
        "Cédula",
        "Solicitud de Mejora de Jubilación",
    ]
    assert ficha.horarios[1] == {"canal": "Presencial", "texto": "08:00 a 17:00 horas"}
    assert ficha.base_legal == ()
    assert ficha.base_legal_portal


@cada_ficha
def test_every_sheet_says_what_one_gets_and_what_one_needs(ficha):
    assert ficha.descripcion
    assert ficha.dirigido_a
    assert ficha.resultado
    assert ficha.requisitos
    assert ficha.indicaciones_en_linea
    assert ficha.indicaciones_presencial
    assert ficha.contacto_correo
    assert ficha.palabras
    assert ficha.horarios


@cada_ficha
def test_kinds_of_person_are_those_of_the_register(ficha):
    assert set(ficha.personas) <= set(PERSONAS)


@cada_ficha
def test_every_sheet_fits_its_row(ficha):
    for campo in Tramite._meta.concrete_fields:
        maximo = getattr(campo, "max_length", None)
        valor = getattr(ficha, campo.name, "")
        assert not (maximo and isinstance(valor, str) and len(valor) > maximo), campo.name


@cada_ficha
def test_our_own_legal_basis_has_a_source_and_a_confidence_and_is_not_the_sheet_s(ficha):
    assert ficha.base_legal == ()
    assert ficha.fuente
    for norma in ficha.base_legal_portal:
        assert norma["fuente"].startswith("https://")
        assert norma["confianza"] in {"ALTA", "MEDIA", "BAJA"}


@pytest.mark.parametrize("ficha", DE_AQUI, ids=lambda ficha: ficha.slug)
def test_sentences_are_whole_and_treat_the_reader_of_usted(ficha):
    tuteo = re.compile(r"\b(tú|tu|tus|tienes|puedes|debes|ingresa tu|haz|contigo)\b", re.IGNORECASE)
    for texto in textos(ficha):
        assert texto == texto.strip(), texto
        assert "  " not in texto, texto
        assert not tuteo.search(texto), texto
    for oracion in (ficha.descripcion, ficha.dirigido_a, *ficha.consideraciones, *ficha.indicaciones_en_linea):
        assert oracion.endswith("."), oracion


@pytest.mark.parametrize("ficha", DE_AQUI, ids=lambda ficha: ficha.slug)
def test_no_sheet_quotes_an_amount_of_dollars_that_a_new_year_would_change(ficha):
    assert not [texto for texto in textos(ficha) if re.search(r"\$|USD|dólares", texto)]


def test_notes_name_other_procedures_as_the_catalogue_does():
    nombres = {ficha.nombre for ficha in FICHAS.values()}
    paginas = {"Mis documentos", "Verificar un documento", "¿Olvidó o bloqueó su clave?"}
    citas = {
        cita
        for ficha in DE_AQUI
        for texto in (*ficha.notas, *ficha.consideraciones)
        for cita in re.findall(r"use «([^»]+)»|trámite «([^»]+)»|pagos en «([^»]+)»|al instante, en «([^»]+)»", texto)
    }

    assert {next(filter(None, cita)) for cita in citas} <= nombres | paginas
