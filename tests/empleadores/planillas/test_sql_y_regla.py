"""The statement that makes the rows of a month, against the rule, to the cent: whatever the employments and notices."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from empleadores.models import Novedad
from empleadores.planillas.generacion import generar
from nucleo.dinero import CERO
from registro.models import Aporte, Planilla, Relacion
from registro.parametros import Parametros
from registro.parametros.planillas import norma_planilla_de
from registro.reglas.planillas import Empleo, antiguedad_desde, fila_de_fondos, fila_del_mes, sueldo_del_mes
from registro.reglas.puertas import mover
from tests import mundo
from tests.empleadores.planillas.mes import DESHECHA, gente

pytestmark = pytest.mark.django_db
MESES = [date(2024, 2, 1), date(2026, 2, 1), date(2026, 4, 1), date(2026, 10, 1)]
DINERO = st.integers(0, 500_000).map(lambda centavos: Decimal(centavos) / 100)


@st.composite
def _un_mes(draw) -> dict[str, Any]:
    periodo = draw(st.sampled_from(MESES))
    cerca = st.integers(-20, 50).map(lambda dias: periodo + timedelta(days=dias))
    hace_un_anio = st.integers(-420, -330).map(lambda dias: periodo + timedelta(days=dias))
    dia = st.one_of(cerca, hace_un_anio, st.just(periodo), st.just(mover(periodo, 1) - timedelta(days=1)))
    empleo = st.fixed_dictionaries(
        {
            "quien": st.integers(0, 2),
            "sucursal": st.sampled_from(["0001", "0002"]),
            "dias": st.tuples(dia, st.one_of(st.none(), dia)).filter(lambda par: par[1] is None or par[0] <= par[1]),
            "jornada": st.sampled_from(["COMPLETA", "COMPLETA", "4", "5", "6", "7"]),
            "sueldo": DINERO,
            "acumula": st.booleans(),
            "fondos_desde": st.sampled_from([None, mover(periodo, -1), periodo, mover(periodo, 1)]),
            "cambios": st.dictionaries(st.integers(-2, 3), st.tuples(DINERO, st.booleans()), max_size=3),
            "extras": st.dictionaries(
                st.tuples(st.integers(-1, 1), st.sampled_from("AB")), st.tuples(DINERO, st.booleans()), max_size=3
            ),
        }
    )
    unicos = st.lists(empleo, max_size=7, unique_by=lambda uno: (uno["quien"], uno["sucursal"], uno["dias"][0]))
    return {"periodo": periodo, "tipo": draw(st.sampled_from(["PRIVADO", "PUBLICO", "DOMESTICO"])), "hay": draw(unicos)}


@settings(max_examples=25)
@given(_un_mes())
def test_the_planillas_of_a_month_are_those_of_the_rule(mes):
    with transaction.atomic():
        periodo, empleador = mes["periodo"], mundo.empleador(tipo=mes["tipo"])
        esperadas = _escribir(mes, empleador)

        hecho = generar(periodo)

        assert _filas() == esperadas
        assert hecho.nuevas == hecho.filas == len(esperadas) == Aporte.objects.count()
        _revisar_sumas(hecho.capital)
        antes = list(Planilla.objects.values())
        assert not generar(periodo).cambio
        assert list(Planilla.objects.values()) == antes
        transaction.set_rollback(True)


def _escribir(mes: dict[str, Any], empleador) -> dict[tuple, tuple]:
    """Put it into the register; what the rule makes of it."""
    periodo, personas = mes["periodo"], gente(3)
    norma = norma_planilla_de(Parametros.al(periodo), mes["tipo"])
    grupos: dict[tuple[int, str], list[Empleo]] = defaultdict(list)
    dias = defaultdict(list)
    for uno in mes["hay"]:
        dias[uno["quien"]].append(uno["dias"])
    for uno in mes["hay"]:
        entra, sale = uno["dias"]
        relacion = Relacion.objects.create(
            persona=personas[uno["quien"]],
            empleador=empleador,
            ruc=empleador.ruc,
            sucursal=uno["sucursal"],
            fecha_ingreso=entra,
            fecha_salida=sale,
            jornada=uno["jornada"],
            sueldo=uno["sueldo"],
            acumula_fondos=uno["acumula"],
            fondos_desde=uno["fondos_desde"],
        )
        cambios = {mover(periodo, meses): par for meses, par in uno["cambios"].items()}
        extras = {(mover(periodo, meses), causa): par for (meses, causa), par in uno["extras"].items()}
        _novedades(relacion, cambios, extras)
        grupos[relacion.persona_id, uno["sucursal"]].append(
            Empleo(
                ingreso=entra,
                salida=sale,
                sueldo=sueldo_del_mes(uno["sueldo"], [(m, v) for m, (v, vale) in cambios.items() if vale], periodo),
                desde=antiguedad_desde(entra, dias[uno["quien"]]),
                acumula=relacion.acumula_en(periodo),
                horas=8 if uno["jornada"] == "COMPLETA" else int(uno["jornada"]),
                extras=sum((v for (m, _), (v, vale) in extras.items() if vale and m == periodo), CERO),
            )
        )
    por_tipo = {"APORTES": fila_del_mes, "FONDOS_RESERVA": fila_de_fondos}
    return {
        (tipo, *clave): (fila.dias, fila.base, fila.salud)
        for tipo, regla in por_tipo.items()
        for clave, empleos in grupos.items()
        if (fila := regla(empleos, periodo, norma))
    }


def _novedades(relacion: Relacion, cambios: dict, extras: dict) -> None:
    comun = {
        "empleador": relacion.empleador,
        "persona": relacion.persona,
        "relacion": relacion,
        "sucursal": relacion.sucursal,
        "limite": relacion.fecha_ingreso,
        "registrada_por": "alguien",
    }
    filas = [Novedad(tipo="MSU", fecha=mes, antes=antes, valor=0, **comun) for mes, (antes, _) in cambios.items()]
    filas += [Novedad(tipo="INS", fecha=mes, causa=c, valor=valor, **comun) for (mes, c), (valor, _) in extras.items()]
    for fila, (_, vale) in zip(filas, [*cambios.values(), *extras.values()], strict=True):
        fila.deshecha_en = None if vale else DESHECHA
    Novedad.objects.bulk_create(filas)


def _filas() -> dict[tuple, tuple]:
    columnas = ("tipo_planilla", "persona_id", "sucursal", "dias", "sueldo", "salud")
    return {fila[:3]: (*fila[3:5], fila[5] or CERO) for fila in Aporte.objects.values_list(*columnas)}


def _revisar_sumas(capital: Decimal) -> None:
    """What each planilla charges is what its rows are charged, part by part."""
    total = CERO
    for planilla in Planilla.objects.all():
        suyas = list(planilla.aportes.filter(periodo=planilla.periodo))
        valores = [aporte.valores(planilla) for aporte in suyas]
        for parte in ("personal", "patronal", "ccc", "fondos", "salud"):
            assert getattr(planilla, parte) == sum((getattr(uno, parte) for uno in valores), CERO)
        assert planilla.capital == planilla.valores.total
        assert (planilla.trabajadores, planilla.aportes_impagos) == (len(suyas), len(suyas))
        assert planilla.suma_sueldos == sum((aporte.sueldo for aporte in suyas), CERO)
        total += planilla.capital
    assert total == capital
