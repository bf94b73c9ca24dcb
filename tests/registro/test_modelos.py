"""What the database itself refuses, and how contributions are kept on PostgreSQL."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from registro import particiones
from registro.models import Aporte, CausaSalida, Parametro, Persona, Relacion

pytestmark = pytest.mark.django_db
solo_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has partitions")


@pytest.fixture
def persona():
    return Persona.objects.create(
        cedula="1710034065", apellidos="Ñandú Pérez", nombres="José", fecha_nacimiento=date(1980, 1, 1)
    )


def aporte(persona, **cambios):
    datos = {"periodo": date(2026, 8, 1), "dias": 30, "sueldo": Decimal("482.00"), "tipo_planilla": "APORTES"}
    return Aporte.objects.create(persona=persona, **{**datos, **cambios})


@pytest.mark.parametrize("cambios", [{"dias": 31}, {"dias": 0}, {"sueldo": Decimal(-1)}, {"ruc": "1790011674001"}])
def test_an_impossible_contribution_is_refused(persona, cambios):
    with pytest.raises(IntegrityError), transaction.atomic():
        aporte(persona, **cambios)


def test_the_natural_key_of_a_voluntary_contribution_is_unique_too(persona):
    aporte(persona)
    with pytest.raises(IntegrityError), transaction.atomic():
        aporte(persona)


def test_nobody_leaves_a_job_before_entering_it(persona):
    with pytest.raises(IntegrityError), transaction.atomic():
        Relacion.objects.create(
            persona=persona, fecha_ingreso=date(2020, 1, 2), fecha_salida=date(2020, 1, 1), sueldo=Decimal(500)
        )


def test_a_parameter_without_a_source_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        Parametro.objects.create(clave="x", valor=1, valido_desde=date(2020, 1, 1), fuente="", confianza="ALTA")


def test_the_search_text_follows_the_name(persona):
    assert persona.busqueda == "nandu perez jose 1710034065"
    persona.nombres = "María"
    persona.save(update_fields=["nombres"])
    persona.refresh_from_db()
    assert persona.busqueda == "nandu perez maria 1710034065"


def test_a_cause_is_told_in_words_whether_or_not_it_is_a_code():
    assert Relacion(causa_salida=CausaSalida.RENUNCIA).causa_salida_texto == "renuncia voluntaria"
    assert Relacion(causa_salida="Mutuo acuerdo").causa_salida_texto == "Mutuo acuerdo"


@solo_postgresql
@pytest.mark.parametrize(
    ("periodo", "particion"),
    [
        (date(1985, 3, 1), "registro_aporte_historico"),
        (date(2019, 12, 1), "registro_aporte_historico"),
        (date(2020, 1, 1), "registro_aporte_2020"),
        (date(2026, 12, 1), "registro_aporte_2026"),
    ],
)
def test_a_contribution_lives_in_the_partition_of_its_year(persona, periodo, particion):
    hecho = aporte(persona, periodo=periodo)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM registro_aporte WHERE id = %s", [hecho.pk])
        assert cursor.fetchone() == (particion,)


@solo_postgresql
def test_the_partitions_of_the_years_ahead_are_made_once():
    salida = StringIO()
    call_command("particiones", hasta=2045, stdout=salida)
    assert "Creada: registro_aporte_2045" in salida.getvalue()
    assert particiones.asegurar(connection, 2045) == []
    salida = StringIO()
    call_command("particiones", hasta=2045, stdout=salida)
    assert salida.getvalue().startswith("0 particiones nuevas")


@pytest.mark.skipif(connection.vendor == "postgresql", reason="what SQLite says")
def test_without_partitions_the_command_says_that_there_is_nothing_to_do():
    salida = StringIO()
    call_command("particiones", stdout=salida)
    assert "no hay particiones" in salida.getvalue()
