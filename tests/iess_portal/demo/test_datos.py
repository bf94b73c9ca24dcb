"""The rows of the demonstration by themselves: valid, credible, stable, and each person where they should be."""

from datetime import date
from decimal import Decimal

import pytest

from afiliados.reglas.afiliacion import Aportes, Situacion, Vinculo, afiliacion
from iess_portal.demo import historias
from iess_portal.demo.carpeta import Tablas, plantilla_de
from iess_portal.demo.empleadores import AURORA, INGENIO, NEVADO, PATRONOS, PETALOS, SERENA
from iess_portal.demo.epoca import Epoca, dia_de_debito, meses, mover
from iess_portal.demo.nombres import cedula
from iess_portal.demo.personas import (
    BLANCA,
    CARMEN,
    DOLORES,
    EDISON,
    GABRIELA,
    JORGE,
    JULIO,
    NICOLE,
    PROTAGONISTAS,
    ROSA,
    SEGUNDO,
    VICTOR,
)
from registro.importacion.archivos import ARCHIVOS
from registro.reglas.identidad import es_cedula, es_ruc, tipo_ruc
from registro.reglas.tiempo_servicio import Fila, Laguna, TiempoServicio, resumir

HOY = date(2026, 11, 21)
# Ends and beginnings of months and years, the eve of the debit and its day, a leap day, and years from now.
DIAS = [
    HOY,
    date(2026, 11, 1),
    date(2026, 11, 9),
    date(2026, 11, 10),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2028, 2, 29),
    date(2031, 7, 15),
]
# The columns of the file that make the natural key (design, contract of importar_registro).
CLAVES = {
    "personas.csv": (0,),
    "empleadores.csv": (0,),
    "relaciones.csv": (0, 1, 2, 3),
    "aportes.csv": (0, 1, 2, 3, 6),
    "fondos_reserva.csv": (0, 1, 2),
    "cesantia.csv": (0, 1, 2),
    "prestamos.csv": (0, 1, 2),
    "pensiones.csv": (0, 1, 2),
    "pagos_pension.csv": (0, 1, 3),
    "cuentas_bancarias.csv": (0, 1, 2, 3),
    "dependientes.csv": (0, 1),
}


def de(tablas: Tablas, archivo: str, quien: str) -> list[tuple]:
    return [fila for fila in tablas[archivo] if fila[0] == quien]


def servicio(tablas: Tablas, quien: str, tipo: str = "APORTES") -> TiempoServicio:
    return resumir(
        Fila(date.fromisoformat(f"{periodo}-01"), ruc, ruc, dias, sueldo, pago is not None)
        for _, ruc, _, periodo, dias, sueldo, de_tipo, pago, _ in de(tablas, "aportes.csv", quien)
        if de_tipo == tipo
    )


def edad(tablas: Tablas, quien: str, hoy: date) -> int:
    nacimiento = de(tablas, "personas.csv", quien)[0][3]
    return hoy.year - nacimiento.year - ((hoy.month, hoy.day) < (nacimiento.month, nacimiento.day))


def situacion(tablas: Tablas, quien: str, hoy: date) -> Situacion:
    vinculos = [Vinculo(fila[1], "", fila[3], fila[4]) for fila in de(tablas, "relaciones.csv", quien)]
    return afiliacion(vinculos, Aportes(), hoy, dia_de_pago=15).situacion


def meses_impagos(tablas: Tablas, ruc: str) -> set[str]:
    return {fila[3] for fila in tablas["aportes.csv"] if fila[1] == ruc and fila[7] is None}


# --- identity ---


def test_every_person_has_a_valid_cedula_and_no_two_the_same():
    cedulas = [p.cedula for p in PROTAGONISTAS]
    cedulas += [trabajador.cedula for patrono in PATRONOS for trabajador, _ in plantilla_de(patrono)]
    assert all(map(es_cedula, cedulas))
    assert len(set(cedulas)) == len(cedulas) > 1_200


def test_every_employer_has_a_ruc_of_its_kind():
    assert all(es_ruc(patrono.ruc) for patrono in PATRONOS)
    assert {tipo_ruc(p.ruc) for p in PATRONOS if p.tipo == "PUBLICO"} == {"PUBLICA"}
    assert {tipo_ruc(p.ruc) for p in PATRONOS if p.tipo == "PRIVADO"} == {"SOCIEDAD", "NATURAL"}


def test_every_legal_representative_is_one_of_the_people():
    assert {patrono.representante for patrono in PATRONOS} <= {p.cedula for p in PROTAGONISTAS}


def test_a_generated_cedula_has_the_right_check_digit():
    assert cedula("17", 3).startswith("175000003")
    assert es_cedula(cedula("17", 3))


def test_a_generated_worker_is_always_the_same_one():
    (primero, _), *_ = plantilla_de(SERENA)
    (otra_vez, _), *_ = plantilla_de(SERENA)
    assert (primero.cedula, primero.apellidos, primero.nombres) == (
        otra_vez.cedula,
        otra_vez.apellidos,
        otra_vez.nombres,
    )


# --- rows ---


def test_every_row_has_the_columns_of_its_file(tablas):
    hechas = tablas()
    assert set(hechas) == {archivo.nombre for archivo in ARCHIVOS}
    for archivo in ARCHIVOS:
        assert {len(fila) for fila in hechas[archivo.nombre]} == {len(archivo.encabezado)}


@pytest.mark.parametrize("hoy", DIAS, ids=str)
def test_nothing_lies_in_the_future_and_no_row_comes_twice(tablas, hoy):
    for archivo, filas in tablas(hoy).items():
        claves = [tuple(fila[i] for i in CLAVES[archivo]) for fila in filas]
        assert len(set(claves)) == len(claves)
        assert not [valor for fila in filas for valor in fila if isinstance(valor, date) and valor > hoy]


@pytest.mark.parametrize(
    "despues", [date(2026, 11, 22), date(2026, 12, 1), date(2026, 12, 11), date(2029, 3, 3)], ids=str
)
def test_a_later_day_keeps_every_row_and_only_adds(tablas, despues):
    antes, luego = tablas(HOY), tablas(HOY, despues)
    for archivo, posiciones in CLAVES.items():
        viejas = {tuple(fila[i] for i in posiciones) for fila in antes[archivo]}
        nuevas = {tuple(fila[i] for i in posiciones) for fila in luego[archivo]}
        assert viejas <= nuevas


def test_a_later_day_rewrites_no_salary_and_undoes_no_payment(tablas):
    luego = {fila[:7]: fila for fila in tablas(HOY, date(2027, 5, 20))["aportes.csv"]}
    for fila in tablas(HOY)["aportes.csv"]:
        assert fila[7] is None or luego[fila[:7]] == fila


def test_no_full_month_is_paid_below_the_basic_salary(tablas):
    # SBU of Ecuador by year: A §2, only those of high confidence.
    sbu = {2006: 160, 2010: 240, 2015: 354, 2020: 400, 2024: 460, 2025: 470, 2026: 482}
    for fila in tablas()["aportes.csv"]:
        anio, dias, sueldo = int(fila[3][:4]), fila[4], fila[5]
        if dias == 30 and anio in sbu:
            assert sueldo >= sbu[anio]


def test_the_last_month_that_is_over_waits_for_its_debit(tablas):
    assert meses_impagos(tablas(date(2026, 11, 9)), SERENA.ruc) == {"2026-10"}
    assert meses_impagos(tablas(date(2026, 11, 10)), SERENA.ruc) == set()


# --- the time in which it takes place ---


@pytest.mark.parametrize("hoy", DIAS, ids=str)
def test_the_epoch_begins_with_the_last_month_that_was_paid(hoy):
    ancla = Epoca.nueva(hoy).ancla
    assert dia_de_debito(ancla) <= hoy < dia_de_debito(mover(ancla, 1))


def test_months_are_counted_across_years():
    assert mover(date(2026, 1, 31), -1) == date(2025, 12, 1)
    assert mover(date(2026, 12, 5), 1) == date(2027, 1, 1)
    assert [*meses(date(2025, 12, 1), date(2026, 1, 1))] == [date(2025, 12, 1), date(2026, 1, 1)]


# --- what each one is there for ---


@pytest.mark.parametrize("hoy", DIAS, ids=str)
def test_rosa_has_24_years_with_two_employers_a_gap_and_one_unpaid_month(tablas, hoy):
    hechas = tablas(hoy)
    tiempo = servicio(hechas, ROSA)
    ancla = Epoca.nueva(hoy).ancla
    assert tuple(tiempo.tiempo) == (24, 0)
    assert len(tiempo.empleadores) == 2
    assert tiempo.lagunas == (Laguna(mover(ancla, -176), mover(ancla, -169), 8),)
    assert [mes.periodo for mes in tiempo.meses if not mes.pagado and mes.periodo <= ancla] == [mover(ancla, -7)]
    assert situacion(hechas, ROSA, hoy) is Situacion.ACTIVA


@pytest.mark.parametrize("hoy", DIAS, ids=str)
def test_segundo_met_the_conditions_of_retirement_with_the_last_month(tablas, hoy):
    hechas = tablas(hoy)
    tiempo = servicio(hechas, SEGUNDO)
    assert (tiempo.imposiciones, tiempo.imposiciones_impagas) == (360, 0)
    assert tiempo.ultimo_pagado == Epoca.nueva(hoy).ancla
    assert edad(hechas, SEGUNDO, hoy) == 60
    assert situacion(hechas, SEGUNDO, hoy) is Situacion.CESANTE


@pytest.mark.parametrize("hoy", DIAS, ids=str)
def test_dolores_lacks_four_imposiciones_and_goes_on_working(tablas, hoy):
    hechas = tablas(hoy)
    assert servicio(hechas, DOLORES).imposiciones == 356
    assert 60 <= edad(hechas, DOLORES, hoy) < 65
    assert situacion(hechas, DOLORES, hoy) is Situacion.ACTIVA


def test_dolores_has_her_360_four_months_later(tablas):
    assert servicio(tablas(HOY, date(2027, 3, 12)), DOLORES).imposiciones == 360


def test_jorge_saves_his_reserve_funds_and_pays_a_loan(tablas):
    hechas = tablas()
    depositos = [fila for fila in de(hechas, "fondos_reserva.csv", JORGE) if fila[2] == "DEPOSITO"]
    # From month 13 with the same employer (FR-04): 108 months of service, 96 deposits of 8.33 %.
    assert len(depositos) == 96 == servicio(hechas, JORGE, "FONDOS_RESERVA").imposiciones
    primero = de(hechas, "aportes.csv", JORGE)[12]
    assert depositos[0][3] == (primero[5] * Decimal("0.0833")).quantize(Decimal("0.01"))
    ((_, tipo, _, monto, plazo, _, saldo, vencidas),) = de(hechas, "prestamos.csv", JORGE)
    assert (tipo, plazo, vencidas) == ("QUIROGRAFARIO", 36, 0)
    assert 0 < saldo < monto


def test_the_balance_of_the_loan_is_that_of_equal_instalments(tablas):
    # 10 of 36 instalments of 147.32 (4,500 at 11 %): the present value of the 26 that are left.
    ((*_, saldo, _),) = de(tablas(), "prestamos.csv", JORGE)
    cuota, tasa = Decimal("147.3243"), Decimal(11) / 1200
    assert abs(saldo - cuota * (1 - (1 + tasa) ** -26) / tasa) < Decimal("0.05")


@pytest.mark.parametrize("hoy", DIAS, ids=str)
def test_gabriela_has_just_given_birth_after_twelve_months_without_a_break(tablas, hoy):
    hechas = tablas(hoy)
    tiempo = servicio(hechas, GABRIELA)
    assert tiempo.imposiciones >= 12
    assert not tiempo.lagunas
    ((_, hijo, parentesco, nacimiento),) = de(hechas, "dependientes.csv", GABRIELA)
    assert parentesco == "HIJO"
    assert nacimiento == de(hechas, "personas.csv", hijo)[0][3]
    assert 0 <= (hoy - nacimiento).days < 70  # ten weeks of leave after the birth (SB-07)


def test_edison_contributes_by_himself(tablas):
    hechas = tablas()
    assert {fila[1] for fila in de(hechas, "aportes.csv", EDISON)} == {""}
    assert {fila[1:3] for fila in de(hechas, "relaciones.csv", EDISON)} == {("", "")}
    assert servicio(hechas, EDISON).imposiciones == 72


def test_nicole_was_never_affiliated(tablas):
    hechas = tablas()
    assert de(hechas, "personas.csv", NICOLE)
    assert not de(hechas, "aportes.csv", NICOLE)
    assert not de(hechas, "relaciones.csv", NICOLE)


@pytest.mark.parametrize("hoy", DIAS, ids=str)
def test_victors_employer_paid_14_months_after_his_pension_was_granted(tablas, hoy):
    hechas = tablas(hoy)
    ((_, tipo, inicio, imposiciones, _, monto, _, acuerdo, _),) = de(hechas, "pensiones.csv", VICTOR)
    pagos = [fila[7] for fila in de(hechas, "aportes.csv", VICTOR)]
    tarde = [pago for pago in pagos if pago > acuerdo]
    assert tipo == "VEJEZ"
    assert inicio <= acuerdo
    assert (imposiciones, len(tarde)) == (328, 14)
    assert set(tarde) == {dia_de_debito(Epoca.nueva(hoy).ancla)}
    assert monto > 0
    assert not meses_impagos(hechas, INGENIO.ruc) - {f"{mover(hoy, -1):%Y-%m}"}


def test_carmen_lives_abroad_and_is_paid_every_month(tablas):
    hechas = tablas()
    ((*_, reside_exterior),) = de(hechas, "pensiones.csv", CARMEN)
    meses_pagados = {fila[1] for fila in de(hechas, "pagos_pension.csv", CARMEN) if fila[3] == "PENSION"}
    assert reside_exterior == "SI"
    assert len(meses_pagados) == 51


def test_blanca_is_paid_part_of_what_her_late_husband_earned(tablas):
    hechas = tablas()
    fallecimiento = de(hechas, "personas.csv", JULIO)[0][10]
    ((_, tipo, inicio, imposiciones, base, monto, *_),) = de(hechas, "pensiones.csv", BLANCA)
    assert tipo == "VIUDEZ"
    assert inicio == mover(fallecimiento, 1)
    assert imposiciones == servicio(hechas, JULIO).imposiciones == 301
    # 60 % for the widow (E §8.1) of 68.75 % for 25 years (PV-22).
    assert monto == (base * Decimal("0.6875") * Decimal("0.60")).quantize(Decimal("0.01"))


def test_the_rol_of_a_month_holds_the_decimos_in_their_months(tablas):
    hechas = tablas()
    conceptos: dict[str, set[str]] = {}
    for _, periodo, _, concepto, _ in de(hechas, "pagos_pension.csv", VICTOR):
        conceptos.setdefault(periodo, set()).add(concepto)
    assert conceptos["2025-12"] == {"PENSION", "CUOTA_SOCIAL", "XIII"}
    assert conceptos["2026-03"] == {"PENSION", "CUOTA_SOCIAL", "XIV"}  # he lives on the coast
    assert conceptos["2026-08"] == {"PENSION", "CUOTA_SOCIAL"}


def test_the_first_december_pays_the_thirteenth_for_the_months_there_were(tablas):
    # Granted in April, nine months: 500 × 9 / 12 = 375 (E §8.5); Víctor's began in October.
    decimos = [fila for fila in de(tablas(), "pagos_pension.csv", VICTOR) if fila[3] == "XIII"]
    ((*_, monto, _, _, _),) = de(tablas(), "pensiones.csv", VICTOR)
    assert decimos[0][4] == (monto * 3 / 12).quantize(Decimal("0.01"))


# --- employers ---


@pytest.mark.parametrize("hoy", DIAS, ids=str)
def test_one_employer_is_always_four_months_behind(tablas, hoy):
    ancla = Epoca.nueva(hoy).ancla
    atrasados = {f"{mover(ancla, -n):%Y-%m}" for n in range(4)}
    assert meses_impagos(tablas(hoy), NEVADO.ruc) - {f"{mover(hoy, -1):%Y-%m}"} == atrasados - {
        f"{mover(hoy, -1):%Y-%m}"
    }


def test_one_employer_owes_five_old_months_and_another_a_single_one(tablas):
    hechas = tablas()
    assert meses_impagos(hechas, PETALOS.ruc) == {"2025-02", "2025-03", "2025-04", "2025-05", "2025-06"}
    assert meses_impagos(hechas, AURORA.ruc) == {"2026-03"}


def test_the_large_employer_has_1200_workers_of_24_months_or_more():
    plantilla = list(plantilla_de(SERENA))
    assert len(plantilla) == 1_200
    assert all(empleo.desde <= -24 for _, empleo in plantilla)
    assert {empleo.sucursal for _, empleo in plantilla} == {"0001", "0002"}


def test_a_broken_month_is_paid_by_its_days(tablas):
    hechas = tablas()
    ultimo = de(hechas, "aportes.csv", JULIO)[-1]
    anterior = de(hechas, "aportes.csv", JULIO)[-2]
    assert ultimo[4] == 14
    assert ultimo[5] == (anterior[5] * 14 / 30).quantize(Decimal("0.01"))


def test_what_a_fund_yields_is_written_at_the_end_of_each_year():
    epoca = Epoca.nueva(HOY)
    filas = list(historias.fondo("x", [(date(2024, 5, 10), Decimal(100)), (date(2024, 5, 10), Decimal(50))], epoca))
    assert filas == [
        ("x", date(2024, 5, 10), "DEPOSITO", Decimal(150)),
        ("x", date(2024, 12, 31), "RENDIMIENTO", Decimal("6.00")),
        ("x", date(2025, 12, 31), "RENDIMIENTO", Decimal("6.24")),
    ]
