"""`generar_rol`: everybody once, to the cent as the rule says, and what others handed over stays as it is."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nucleo.bitacora.models import Asiento
from nucleo.dinero import CERO
from pensionistas.reglas import rol as regla
from pensionistas.rol import services
from pensionistas.rol.services import generar_rol, plan_de, rol_de_estos_dias
from registro.models import PagoPension, Pension, Persona, Prestamo
from registro.reglas.prestamos import Vigente
from registro.reglas.puertas import mover
from tests import mundo
from tests.pensionistas.conftest import una_pension

pytestmark = pytest.mark.django_db
DICIEMBRE = date(2026, 12, 1)
HOY = mundo.HOY


def linea(de: Persona, mes: date, concepto: str, valor: str, **datos) -> PagoPension:
    valores = {"orden": 1, "fecha_pago": mes.replace(day=20)} | datos
    return PagoPension.objects.create(persona=de, periodo=mes, concepto=concepto, valor=Decimal(valor), **valores)


def lineas(de: Persona, mes: date = DICIEMBRE) -> dict[tuple[str, int], Decimal]:
    filas = PagoPension.objects.filter(persona=de, periodo=mes)
    return {(fila.concepto, fila.orden): fila.valor for fila in filas}


def foto() -> list[tuple]:
    return sorted(PagoPension.objects.values_list(), key=str)


def test_the_command_pays_a_month_tells_its_sums_and_twice_changes_nothing(ana):
    una_pension(ana, monto=Decimal("500.00"))
    for mes in mundo.meses(date(2026, 4, 1), 8):
        linea(ana, mes, "PENSION", "500.00")
    salida = StringIO()

    call_command("generar_rol", "2026-12", stdout=salida)

    assert lineas(ana) == {
        ("PENSION", 1): Decimal("500.00"),
        ("XIII", 1): Decimal("375.00"),  # TV29
        ("CUOTA_SOCIAL", 1): Decimal("-0.50"),
    }
    assert set(PagoPension.objects.filter(periodo=DICIEMBRE).values_list("fecha_pago")) == {(date(2026, 12, 18),)}
    assert "1 personas: ingresos $\u00a0875,00, descuentos -$\u00a00,50, líquido $\u00a0874,50" in salida.getvalue()
    assert Asiento.objects.filter(accion="rol.generado").count() == 1

    antes = foto()
    call_command("generar_rol", "2026-12", stdout=salida)
    assert foto() == antes
    assert "ya estaba completo" in salida.getvalue()
    assert Asiento.objects.filter(accion="rol.generado").count() == 1


@pytest.mark.parametrize("mes", ["", "2026-13", "diciembre", "2026-1", "2026-12-01", "２０２６-12"])
def test_what_is_no_month_is_told(mes):
    with pytest.raises(CommandError, match="no es un mes"):
        call_command("generar_rol", mes)


@pytest.mark.parametrize("mes", ["2026-10", "2027-01", "2001-01"])
def test_a_month_that_is_paid_already_or_far_away_is_refused(ana, mes):
    una_pension(ana, fecha_inicio=date(2000, 1, 1))
    with pytest.raises(CommandError):
        call_command("generar_rol", mes)
    assert not PagoPension.objects.exists()


def test_what_the_core_system_handed_over_is_neither_doubled_nor_completed(ana):
    una_pension(ana)
    linea(ana, DICIEMBRE, "PENSION", "700.00")
    generar_rol(mes=DICIEMBRE, hoy=HOY)
    assert lineas(ana) == {("PENSION", 1): Decimal("700.00")}


def test_what_a_decision_ordered_is_paid_with_the_month_and_pays_its_deductions(ana):
    una_pension(ana, monto=Decimal("100.00"))
    linea(ana, date(2026, 11, 1), "ALIMENTOS", "-130.00")
    ordenada = linea(ana, DICIEMBRE, "RETROACTIVO", "60.00", fecha_pago=None)

    generar_rol(mes=DICIEMBRE, hoy=HOY)

    ordenada.refresh_from_db()
    assert ordenada.fecha_pago == date(2026, 12, 18)
    assert lineas(ana)["ALIMENTOS", 1] == Decimal("-130.00")
    assert lineas(ana)["XIII", 1] == Decimal("13.33")
    assert sum(lineas(ana).values()) == Decimal("43.23")


def test_an_order_that_comes_after_the_rol_waits_for_the_core_system(ana):
    una_pension(ana)
    generar_rol(mes=DICIEMBRE, hoy=HOY)
    tarde = linea(ana, DICIEMBRE, "RETROACTIVO", "60.00", fecha_pago=None)
    generar_rol(mes=DICIEMBRE, hoy=HOY)
    tarde.refresh_from_db()
    assert tarde.fecha_pago is None


@pytest.mark.parametrize(
    ("cambio", "paga"),
    [
        (lambda ana: Persona.objects.update(fecha_fallecimiento=date(2026, 11, 30)), False),
        (lambda ana: Persona.objects.update(fecha_fallecimiento=date(2026, 12, 1)), True),
        (lambda ana: Pension.objects.update(fecha_inicio=date(2027, 1, 1)), False),
        (lambda ana: Pension.objects.update(fecha_inicio=date(2026, 12, 31)), True),
        (lambda ana: Pension.objects.update(monto=0), False),
        (lambda ana: Pension.objects.update(suspendida_desde=date(2026, 12, 1)), False),
        (lambda ana: Pension.objects.update(suspendida_desde=date(2027, 1, 1)), True),
    ],
    ids=[
        *("died the month before", "died in the month", "begins after it", "begins on its last day", "of nothing"),
        *("suspended since this month", "suspended since the next one"),
    ],
)
def test_who_is_paid_and_who_is_not(ana, cambio, paga):
    una_pension(ana)
    cambio(ana)
    assert (generar_rol(mes=DICIEMBRE, hoy=HOY).personas == 1) is paga


def test_a_run_that_is_cut_goes_on_where_it_stopped(ana, monkeypatch):
    personas = [ana, mundo.persona(mundo.LUIS), mundo.persona("1710034073")]
    for persona in personas:
        una_pension(persona)
    bien, vueltas = services._generar, []

    def se_corta(plan, lote):
        vueltas.append(lote)
        if len(vueltas) == 3:
            raise KeyboardInterrupt
        return bien(plan, lote)

    monkeypatch.setattr(services, "_generar", se_corta)
    with pytest.raises(KeyboardInterrupt):
        generar_rol(mes=DICIEMBRE, hoy=HOY, por_lote=1)
    assert PagoPension.objects.filter(concepto="PENSION").count() == 2
    monkeypatch.undo()

    corrida = generar_rol(mes=DICIEMBRE, hoy=HOY, por_lote=1)

    assert corrida.personas == 1
    assert corrida.totales.personas == 3
    assert PagoPension.objects.filter(concepto="PENSION").count() == 3


def test_it_is_made_on_its_own_some_days_before_the_payment(ana):
    una_pension(ana)
    assert rol_de_estos_dias(date(2026, 12, 12)) is None
    hecho = rol_de_estos_dias(date(2026, 12, 13))
    assert hecho is not None
    assert (hecho.mes, hecho.personas) == (DICIEMBRE, 1)


def test_who_never_received_a_decima_cuarta_is_counted_and_not_guessed(ana):
    una_pension(ana)
    luis = mundo.persona(mundo.LUIS)
    una_pension(luis)
    linea(luis, date(2025, 12, 1), "XIV", "470.00")

    corrida = generar_rol(mes=DICIEMBRE, hoy=HOY)

    assert lineas(luis)["XIV", 1] == Decimal("482.00")
    assert ("XIV", 1) not in lineas(ana)
    assert corrida.sin_region == 1


def test_batches_cost_the_same_queries_however_many_people_they_have(ana, django_assert_max_num_queries):
    una_pension(ana)
    una_pension(mundo.persona(mundo.LUIS))
    with django_assert_max_num_queries(30):
        generar_rol(mes=DICIEMBRE, hoy=HOY)


# --- SQL against the rule --------------------------------------------------------------------------------------------

dinero = st.integers(0, 300_000).map(lambda centavos: Decimal(centavos) / 100)
CONCEPTOS = ["PENSION", "INCREMENTO", "RETROACTIVO", "XIII", "XIV", "ALIMENTOS", "CUOTA_SOCIAL", "APORTE_ESTADO_40"]
pensiones = st.lists(
    st.tuples(
        st.dates(date(2025, 1, 1), date(2027, 1, 31)),
        dinero,
        st.sampled_from([None, None, date(2026, 10, 1), DICIEMBRE, date(2027, 1, 1)]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda p: p[0],
)
historia = st.lists(
    st.tuples(
        st.sampled_from(mundo.meses(date(2025, 10, 1), 14)),
        st.sampled_from(CONCEPTOS),
        st.integers(1, 2),
        dinero,
        st.booleans(),
    ),
    max_size=14,
    unique_by=lambda fila: fila[:3],
)
prestamos = st.lists(
    st.tuples(
        st.sampled_from(["QUIROGRAFARIO", "HIPOTECARIO"]),
        st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        st.integers(1, 500_000).map(lambda centavos: Decimal(centavos) / 100),
        st.integers(1, 60),
        st.sampled_from([Decimal(0), Decimal("9.15"), Decimal("13.6200")]),
        st.integers(0, 100),
    ),
    max_size=3,
    unique_by=lambda p: p[:2],
)


def pensionista_de(persona: Persona, mes: date) -> regla.Pensionista:
    """The same facts as the rule takes them, read in the plainest way."""
    pagos = list(PagoPension.objects.filter(persona=persona))
    pagados = [p for p in pagos if p.fecha_pago]
    ahora = [p for p in pagos if p.periodo == mes]

    def en(concepto: str, *meses: date) -> bool:
        return all(any(p.concepto == concepto and p.periodo == uno for p in pagados) for uno in meses)

    seguidos = (mover(mes, -1), mover(mes, -2))
    return regla.Pensionista(
        pensiones=[
            regla.Pension(p.fecha_inicio, p.monto, p.suspendida_desde)
            for p in Pension.objects.filter(persona=persona, monto__gt=0, fecha_inicio__lt=mover(mes, 1)).order_by(
                "fecha_inicio", "pk"
            )
        ],
        ordenado=sum((p.valor for p in ahora), CERO),
        del_anio=sum(
            (
                p.valor
                for p in pagos
                if p.concepto in ("PENSION", "INCREMENTO", "RETROACTIVO")
                and date(mes.year, 1, 1) <= p.periodo <= mes
                and (p.fecha_pago or p.periodo == mes)
            ),
            CERO,
        ),
        tercera_mensual=en("XIII", *seguidos),
        cuarta_mensual=en("XIV", *seguidos),
        cuarta_hace_un_anio=en("XIV", mover(mes, -12)),
        alimentos={
            p.orden: -p.valor for p in pagados if p.concepto == "ALIMENTOS" and p.periodo == seguidos[0] and p.valor < 0
        },
        prestamos=[
            (
                "QUIRO" if p.tipo == "QUIROGRAFARIO" else "HIPO",
                Vigente("", p.fecha, p.monto, p.plazo_meses, p.tasa, p.saldo),
            )
            for p in Prestamo.objects.filter(persona=persona, saldo__gt=0, fecha__lt=mes).order_by("tipo", "fecha")
        ],
    )


@given(pensiones, historia, prestamos, st.sampled_from([date(2026, 11, 1), DICIEMBRE]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_says_what_the_rule_says_to_the_cent(suyas, pagos, creditos, mes):
    for tabla in (PagoPension, Pension, Prestamo):
        tabla.objects.all().delete()
    persona = Persona.objects.filter(cedula=mundo.ANA).first() or mundo.persona()
    for inicio, monto, suspendida in suyas:
        Pension.objects.create(
            persona=persona, tipo="VEJEZ", fecha_inicio=inicio, monto=monto, suspendida_desde=suspendida
        )
    for periodo, concepto, orden, valor, pagado in pagos:
        if periodo == mes and (pagado or concepto not in ("INCREMENTO", "RETROACTIVO", "APORTE_ESTADO_40")):
            continue  # that would be a rol that is there already
        signo = -1 if concepto in ("ALIMENTOS", "CUOTA_SOCIAL") else 1
        linea(persona, periodo, concepto, str(signo * valor), orden=orden, fecha_pago=HOY if pagado else None)
    for tipo, fecha, monto, plazo, tasa, parte in creditos:
        Prestamo.objects.create(
            persona=persona,
            tipo=tipo,
            fecha=fecha,
            monto=monto,
            plazo_meses=plazo,
            tasa=tasa,
            saldo=(monto * parte / 100).quantize(Decimal("0.01")),
        )
    pensionista = pensionista_de(persona, mes)
    esperado = regla.rol(pensionista, mes, plan_de(mes).norma) if pensionista.pensiones else None
    ya = set(PagoPension.objects.values_list("pk", flat=True))

    generar_rol(mes=mes, hoy=HOY)

    nuevas = PagoPension.objects.exclude(pk__in=ya)
    assert {(p.concepto, p.orden): p.valor for p in nuevas} == {
        (una.concepto, una.orden): una.valor for una in (esperado.lineas if esperado else ()) if una.valor
    }
