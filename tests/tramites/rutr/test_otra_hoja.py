"""The sheet of another procedure, with the fields that IESS-034-01-07 leaves empty."""

import pytest

from tests.tramites.rutr.hojas import FERIAS, HOY, meses
from tramites.rutr import Contacto, Horario, Requisito, leer_texto


@pytest.fixture(scope="module")
def ferias():
    return leer_texto(FERIAS, hoy=HOY)


def test_it_reads_without_problems(ferias):
    assert ferias.problemas == ()
    assert (ferias.codigo, ferias.nombre) == ("INFE-012-03-01", "PERMISO DE FERIA CANTONAL")


def test_a_value_wrapped_in_its_cell_is_one_text(ferias):
    assert ferias.descripcion == "Permite instalar una feria de productos de temporada en una plaza pública."


def test_known_kinds_of_person_are_written_one_way_and_unknown_ones_kept(ferias):
    assert ferias.personas == ("Persona Jurídica - Privada", "Persona Natural - Ecuatoriana", "Comunidad Ancestral")
    assert ferias.dirigido_a == "A quienes organizan ferias."


def test_general_and_special_requirements_are_told_apart(ferias):
    assert ferias.requisitos == (
        Requisito("Solicitud", "Escriba el lugar y las fechas.\nNOTA: La firma es imprescindible."),
        Requisito("Plano de la plaza"),
    )
    assert ferias.requisitos_especiales == (
        Requisito("Permiso sanitario", "Solo si se vende comida."),
        Requisito("Autorización del dueño"),
    )
    assert ferias.requisitos_nota == ("Trámite resuelto en ventanilla.",)
    assert ferias.formatos == ("Formulario de feria",)


def test_steps_for_no_channel_in_particular_are_not_given_to_one(ferias):
    assert ferias.indicaciones == (
        "Entregue los requisitos en la ventanilla.",
        "Espere la respuesta en su correo.",
    )
    assert ferias.indicaciones_en_linea == ()
    assert ferias.indicaciones_presencial == ()


def test_cost_hours_validity_and_legal_basis(ferias):
    assert ferias.costo == "USD 12,50"
    assert ferias.horarios == (
        Horario("Presencial", "lunes a viernes, 08:00 a 16:30"),
        Horario("Telefónico", "24 horas"),
    )
    assert ferias.vigencia == "30 días"
    assert ferias.base_legal == ("Ordenanza de ferias, art. 4.", "Ley de plazas, art. 12, numeral 3.")
    assert ferias.canales == ("Presencial", "Correo electrónico")


def test_contact_and_figures_with_thousands(ferias):
    assert ferias.contacto == Contacto("Ventanilla única", "ferias@example.org", "02 000 0000 ext. 12")
    assert meses(ferias) == [(2026, 10, 2, 1204), (2026, 9, 0, 31)]
