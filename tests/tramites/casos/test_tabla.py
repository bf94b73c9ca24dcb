"""The table of the workflow is sound, and the diagram of the documentation is the same table."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission

from tramites.admin.actos_de_solicitud import ACTOS
from tramites.casos.estados import SIGNIFICADOS, TERMINADOS, Estado, Turno
from tramites.casos.flujo import Pide, Quien, diagrama
from tramites.casos.selectors import PASOS
from tramites.casos.tabla import FLUJOS, acciones_del_personal

por_flujo = pytest.mark.parametrize("flujo", FLUJOS, ids=lambda flujo: flujo.nombre)


def test_every_state_says_what_it_means():
    assert set(SIGNIFICADOS) == set(Estado)


@por_flujo
def test_every_state_can_be_reached_and_left(flujo):
    llegan = {t.hacia for t in flujo.transiciones} | {Estado.BORRADOR}
    salen = {desde for t in flujo.transiciones if t.hacia is not None for desde in t.desde}
    assert llegan - {None} == set(flujo.estados)
    assert set(flujo.estados) - salen == set(TERMINADOS)


@por_flujo
def test_an_action_leads_one_way_from_a_state_unless_the_outcome_decides(flujo):
    vistas = [(t.accion, desde, t.exige) for t in flujo.transiciones for desde in t.desde]
    assert len(vistas) == len(set(vistas))


@por_flujo
def test_whoever_must_act_can(flujo):
    for estado in flujo.estados:
        turno = SIGNIFICADOS[estado].turno
        if turno is Turno.PERSONA:
            assert flujo.posibles(estado, Quien.PERSONA)
        if turno is Turno.INSTITUTO:
            assert flujo.posibles(estado, Quien.PERSONAL) or flujo.posibles(estado, Quien.SISTEMA)


@por_flujo
def test_every_stage_of_the_path_is_a_state_and_every_state_that_was_sent_has_its_stage(flujo):
    en_etapas = [estado for etapa in flujo.etapas for estado in etapa.estados]
    assert len(en_etapas) == len(set(en_etapas))
    assert set(en_etapas) == set(flujo.estados) - {Estado.BORRADOR}


@por_flujo
def test_who_decides_gives_reasons_or_approves_those_that_were_given(flujo):
    for t in flujo.transiciones:
        if t.decide:
            assert t.pide is Pide.MOTIVO or t.exige
        if t.propone:
            assert t.pide is Pide.MOTIVO


@pytest.mark.django_db
def test_every_action_of_the_staff_has_a_button_words_and_a_permission_that_exists():
    permisos = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}
    botones = {acto.nombre for acto in ACTOS}
    for t in acciones_del_personal():
        assert t.accion in botones
        assert all((t.boton, t.explicacion, t.hecho))
        assert t.permiso in permisos


def test_every_action_is_told_in_words():
    assert {t.accion for flujo in FLUJOS for t in flujo.transiciones} == set(PASOS)


@por_flujo
def test_the_documentation_draws_this_very_table(flujo):
    documento = (Path(settings.BASE_DIR) / "docs" / "flujo-de-casos.md").read_text()
    assert f"```mermaid\n{diagrama(flujo)}\n```" in documento
