"""How parameters are read, checked, loaded and kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management.sql import emit_post_migrate_signal

from registro.models import Parametro
from registro.parametros import (
    ParametroDesconocido,
    ParametroInvalido,
    ParametroMalFormado,
    Parametros,
    leer,
    sincronizar,
)
from tests.registro.parametros.pasos import VERSIONES, al, version

BUENO = """
valor = 482.00
valido_desde = 2026-01-01
base_legal = "Acuerdo MDT-2025-195"
fuente = "https://www.expreso.ec/"
confianza = "ALTA"
"""


def test_a_missing_value_is_named_with_its_date():
    with pytest.raises(ParametroDesconocido, match=r"«sbu».*1999-12-31"):
        al(1999, 12, 31).decimal("sbu")
    with pytest.raises(ParametroDesconocido, match="nada"):
        al(2026).texto("nada")


@pytest.mark.parametrize(
    ("metodo", "clave"),
    [
        ("decimal", "vejez_base_formula"),
        ("entero", "fondos_reserva_porcentaje"),
        ("texto", "sbu"),
        ("tabla", "tasas_privado"),
        ("tabla", "planilla_debito_dias"),
        ("lista", "vejez_requisitos"),
        ("mapa", "vejez_requisitos"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_name(metodo, clave):
    with pytest.raises(ParametroMalFormado, match=clave):
        getattr(al(2026), metodo)(clave)


def test_the_newest_version_that_covers_the_day_wins():
    abierta = version(valor=1)
    excepcion = version(valor=2, desde=date(2026, 3, 1), hasta=date(2026, 3, 31))
    valores = [
        Parametros(dia, [excepcion, abierta]).entero("sbu")
        for dia in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    ]
    assert valores == [1, 2, 2, 1]


def test_only_the_parameters_that_were_asked_are_kept_for_the_dictamen():
    parametros = al(2026)
    parametros.decimal("sbu")
    parametros.tabla("vejez_requisitos")
    assert list(parametros.usados) == ["sbu", "vejez_requisitos"]
    assert parametros.usados["sbu"] == {
        "valor": 482.0,
        "valido_desde": "2026-01-01",
        "base_legal": parametros.version("sbu").base_legal,
        "fuente": parametros.version("sbu").fuente,
        "confianza": "ALTA",
    }


@pytest.mark.parametrize(
    ("toml", "motivo"),
    [
        ("[[sbu]]" + BUENO.replace('fuente = "https://www.expreso.ec/"', ""), "falta fuente"),
        ("[[sbu]]" + BUENO.replace("https://www.expreso.ec/", "  "), "falta fuente"),
        ("[[sbu]]" + BUENO.replace("Acuerdo MDT-2025-195", ""), "falta base_legal"),
        ("[[sbu]]" + BUENO.replace("ALTA", "alta"), "confianza 'alta'"),
        ("[[sbu]]" + BUENO.replace("valor = 482.00", ""), "falta valor"),
        ("[[sbu]]" + BUENO.replace("2026-01-01", '"2026"'), "son fechas"),
        ("[[sbu]]" + BUENO + "valido_hasta = 2025-12-31", "anterior"),
        ("[[sbu]]" + BUENO + 'confiansa = "BAJA"', "campos desconocidos: confiansa"),
        ("[[sbu]]" + BUENO + "[[sbu]]" + BUENO, "dos versiones rigen el 2026-01-01"),
        (
            "[[sbu]]" + BUENO + "valido_hasta = 2026-06-30\n[[sbu]]" + BUENO.replace("01-01", "06-30"),
            "dos versiones rigen el 2026-06-30",
        ),
        ("[[sbu]]" + BUENO.replace("482.00", "0.1234567890123456789"), "exactitud"),
        ("sbu = 482", "se espera"),
        ("[[SBU]]" + BUENO, "minúsculas"),
        ("[[sbu", "no es TOML"),
    ],
)
def test_an_unsound_parameter_is_refused_with_its_file_and_key(tmp_path, toml, motivo):
    (tmp_path / "prueba.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ParametroInvalido, match=r"prueba\.toml") as error:
        leer(tmp_path)
    assert motivo in str(error.value)


def test_a_key_lives_in_one_file(tmp_path):
    for nombre in ("a.toml", "b.toml"):
        (tmp_path / nombre).write_text("[[sbu]]" + BUENO, encoding="utf-8")
    with pytest.raises(ParametroInvalido, match=r"b\.toml.*a\.toml"):
        leer(tmp_path)


@pytest.mark.django_db
def test_migrating_loads_every_shipped_parameter():
    assert Parametro.objects.count() == len(VERSIONES)
    assert sincronizar() == 0


@pytest.mark.django_db
def test_reading_a_date_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        parametros = Parametros.al(date(2026, 6, 1))
        assert parametros.decimal("sbu") == Decimal(482)
        assert parametros.mapa("tasas_privado")["personal"] == Decimal("9.45")
        assert parametros.tabla("vejez_coeficientes")[-1] == {"anios": 40, "coeficiente": Decimal(1)}


@pytest.mark.django_db
def test_loading_again_keeps_what_staff_changed():
    Parametro.objects.filter(clave="sbu", valido_desde="2026-01-01").update(nota="corregido")
    Parametro.objects.create(
        clave="sbu", valor=500, valido_desde="2026-07-01", base_legal="Acuerdo", fuente="R.O.", confianza="ALTA"
    )
    assert sincronizar() == 0
    assert Parametro.objects.get(clave="sbu", valido_desde="2026-01-01").nota == "corregido"
    assert Parametros.al(date(2026, 6, 30)).decimal("sbu") == 482
    assert Parametros.al(date(2026, 7, 1)).decimal("sbu") == 500


@pytest.mark.django_db
def test_a_version_that_is_missing_comes_back_with_the_next_migrate():
    Parametro.objects.filter(clave="sbu", valido_desde="2026-01-01").delete()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert Parametros.al(date(2026, 6, 1)).decimal("sbu") == 482
