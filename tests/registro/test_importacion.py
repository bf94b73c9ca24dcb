"""What a good folder does to the register."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from nucleo.bitacora.models import Asiento
from registro.importacion import importar
from registro.models import (
    Aporte,
    CuentaBancaria,
    Empleador,
    EstadoPlanilla,
    MovimientoFondo,
    PagoPension,
    Pension,
    Persona,
    Planilla,
    Relacion,
    Sucursal,
)
from tests.registro.carpeta import ACME, ANA, FILAS, LUIS, escribir

pytestmark = pytest.mark.django_db
HOY = date(2026, 11, 21)


@pytest.fixture
def carpeta(tmp_path):
    return escribir(tmp_path)


def resumen(informe):
    return {r.archivo.removesuffix(".csv"): (r.nuevos, r.actualizados, r.iguales) for r in informe.resumenes}


def foto():
    """Every row of the register, as it is."""
    modelos = [*apps.get_app_config("registro").get_models(), Asiento]
    return {m.__name__: sorted(m.objects.values_list(), key=str) for m in modelos}


def test_every_row_of_every_file_is_in_the_register(carpeta):
    informe = importar(carpeta, hoy=HOY)
    assert resumen(informe) == {nombre: (len(filas), 0, 0) for nombre, filas in FILAS.items()}
    ana = Persona.objects.get(cedula=ANA)
    assert (ana.nombre_completo, ana.estado_civil, ana.fecha_fallecimiento) == ("Pérez Muñoz Ana", "CASADO", None)
    assert ana.busqueda == f"perez munoz ana {ANA}"
    relacion = Relacion.objects.get(persona=ana)
    assert (relacion.empleador.ruc, relacion.sueldo, relacion.fecha_salida) == (ACME, Decimal("900.00"), None)
    assert list(Sucursal.objects.values_list("codigo", flat=True)) == ["0001", "0001"]
    assert Pension.objects.get().reside_exterior is False
    assert sorted(PagoPension.objects.values_list("valor", flat=True)) == [Decimal("-21.84"), Decimal("780.00")]


def test_two_deposits_of_one_day_are_two_movements(carpeta):
    importar(carpeta, hoy=HOY)
    movimientos = MovimientoFondo.objects.filter(fondo="RESERVA").order_by("orden")
    assert list(movimientos.values_list("orden", "valor")) == [(1, Decimal("74.97")), (2, Decimal("10.00"))]


def test_the_same_folder_twice_changes_nothing_and_says_so(carpeta):
    importar(carpeta, hoy=HOY)
    antes = foto()
    informe = importar(carpeta, hoy=HOY)
    assert resumen(informe) == {nombre: (0, 0, len(filas)) for nombre, filas in FILAS.items()}
    assert foto() == antes
    salida = StringIO()
    call_command("importar_registro", str(carpeta), stdout=salida)
    assert "no se cambió nada" in salida.getvalue()


def test_an_import_leaves_one_line_in_the_bitacora(carpeta):
    importar(carpeta, hoy=HOY)
    (asiento,) = Asiento.objects.filter(accion="importar_registro")
    assert asiento.actor == "sistema:importar_registro"
    assert asiento.datos["aportes.csv"]["nuevos"] == 4


def test_a_file_alone_is_enough(tmp_path):
    escribir(tmp_path, **{nombre: None for nombre in FILAS if nombre != "personas"})
    assert resumen(importar(tmp_path, hoy=HOY)) == {"personas": (2, 0, 0)}


def test_a_header_without_rows_is_a_file_without_news(tmp_path):
    informe = importar(escribir(tmp_path, aportes=[], pagos_pension=[]), hoy=HOY)
    assert resumen(informe)["aportes"] == (0, 0, 0)


def test_changed_values_are_updated_by_natural_key_and_nobody_is_deleted(carpeta):
    importar(carpeta, hoy=HOY)
    escribir(carpeta, personas=[FILAS["personas"][0].replace("CASADO", "DIVORCIADO")], aportes=None, relaciones=None)
    assert resumen(importar(carpeta, hoy=HOY))["personas"] == (0, 1, 0)
    assert Persona.objects.get(cedula=ANA).estado_civil == "DIVORCIADO"
    assert Persona.objects.count() == 2


def test_columns_in_another_order_bom_crlf_and_blank_lines_are_read_all_the_same(tmp_path):
    escribir(tmp_path, **{nombre: None for nombre in FILAS if nombre != "empleadores"})
    texto = f"tipo,ruc,razon_social,telefono,correo,direccion,representante_cedula\r\nPRIVADO,{ACME},ACME,,,,\r\n\r\n"
    (tmp_path / "empleadores.csv").write_bytes(b"\xef\xbb\xbf" + texto.encode())
    assert resumen(importar(tmp_path, hoy=HOY)) == {"empleadores": (1, 0, 0)}
    assert Empleador.objects.get().razon_social == "ACME"


def test_other_spellings_of_a_value_are_the_same_value(tmp_path):
    personas = [f"{ANA},  Pérez ,Ana,1980-05-01,MUJER,,viuda,,,,", FILAS["personas"][1]]
    aportes = [f"{ANA},{ACME},1,2026-08,30,900,APORTES,2026-09-10,"]
    importar(escribir(tmp_path, personas=personas, aportes=aportes), hoy=HOY)
    ana = Persona.objects.get(cedula=ANA)
    assert (ana.apellidos, ana.sexo, ana.estado_civil) == ("Pérez", "F", "VIUDO")
    assert Aporte.objects.get().sucursal == "0001"


# --- planillas ---


def test_each_employer_branch_month_and_kind_has_its_planilla_with_its_totals(carpeta):
    importar(carpeta, hoy=HOY)
    agosto, septiembre = Planilla.objects.order_by("periodo")
    assert (agosto.trabajadores, agosto.suma_sueldos, agosto.aportes_impagos) == (2, Decimal("1350.50"), 0)
    assert (agosto.fecha_pago, agosto.numero_comprobante) == (date(2026, 9, 10), "C-08")
    assert (septiembre.trabajadores, septiembre.fecha_pago) == (1, None)
    assert set(agosto.aportes.values_list("persona__cedula", flat=True)) == {ANA, LUIS}


@pytest.mark.parametrize(
    ("hoy", "estado"),
    [(date(2026, 10, 15), EstadoPlanilla.PENDIENTE), (date(2026, 10, 16), EstadoPlanilla.EN_MORA)],
)
def test_an_unpaid_planilla_is_in_arrears_the_day_after_its_due_date(carpeta, hoy, estado):
    importar(carpeta, hoy=HOY)
    septiembre = Planilla.objects.get(periodo=date(2026, 9, 1))
    assert septiembre.fecha_vencimiento == date(2026, 10, 15)  # a Thursday
    assert septiembre.estado(hoy) is estado
    assert Planilla.objects.en_mora(hoy).exists() is (estado is EstadoPlanilla.EN_MORA)


def test_a_due_date_on_a_weekend_moves_to_the_next_business_day(tmp_path):
    aportes = [f"{ANA},{ACME},0001,2026-07,30,900,APORTES,,"]
    importar(escribir(tmp_path, aportes=aportes), hoy=HOY)
    assert Planilla.objects.get().fecha_vencimiento == date(2026, 8, 17)  # 15 August 2026 is a Saturday


def test_a_voluntary_contribution_has_no_planilla(carpeta):
    importar(carpeta, hoy=HOY)
    voluntario = Aporte.objects.get(ruc="")
    assert (voluntario.empleador_id, voluntario.planilla_id, voluntario.sucursal) == (None, None, "")


def test_paying_what_was_owed_settles_the_planilla(carpeta):
    importar(carpeta, hoy=HOY)
    escribir(carpeta, aportes=[f"{ANA},{ACME},0001,2026-09,30,900.00,APORTES,2026-11-02,C-09"])
    informe = importar(carpeta, hoy=HOY)
    assert resumen(informe)["aportes"] == (0, 1, 0)
    assert (informe.planillas_nuevas, informe.planillas_actualizadas) == (0, 1)
    septiembre = Planilla.objects.get(periodo=date(2026, 9, 1))
    assert (septiembre.aportes_impagos, septiembre.fecha_pago) == (0, date(2026, 11, 2))


def test_a_worker_added_later_joins_the_planilla_that_is_there(carpeta):
    importar(carpeta, hoy=HOY)
    escribir(carpeta, aportes=[f"{LUIS},{ACME},0001,2026-09,10,300.00,APORTES,,"])
    importar(carpeta, hoy=HOY)
    septiembre = Planilla.objects.get(periodo=date(2026, 9, 1))
    assert (septiembre.trabajadores, septiembre.suma_sueldos) == (2, Decimal("1200.00"))


# --- what the portal changed ---


def test_a_value_changed_through_the_portal_is_kept_and_reported(carpeta):
    importar(carpeta, hoy=HOY)
    ana = Persona.objects.get(cedula=ANA)
    ana.correo = "nuevo@example.org"
    ana.marcar_cambio("correo")
    ana.save()
    escribir(carpeta, personas=[FILAS["personas"][0].replace("0991234567", "022000000"), FILAS["personas"][1]])
    informe = importar(carpeta, hoy=HOY)
    assert informe.resumenes[0].conservados == {"correo": 1}
    assert resumen(informe)["personas"] == (0, 1, 1)
    ana.refresh_from_db()
    assert (ana.correo, ana.telefono) == ("nuevo@example.org", "022000000")


def test_a_row_that_differs_only_in_kept_values_is_not_an_update(carpeta):
    importar(carpeta, hoy=HOY)
    ana = Persona.objects.get(cedula=ANA)
    ana.direccion = "Otra calle"
    ana.marcar_cambio("direccion")
    ana.save()
    salida = StringIO()
    call_command("importar_registro", str(carpeta), stdout=salida)
    assert "personas.csv: 0 nuevos, 0 actualizados, 2 iguales, 1 conservados" in salida.getvalue()
    assert "direccion: 1 conservados" in salida.getvalue()


def test_a_payment_that_the_portal_received_is_not_undone(carpeta):
    importar(carpeta, hoy=HOY)
    planilla = Planilla.objects.get(periodo=date(2026, 9, 1))
    planilla.marcar_cambio("fecha_pago", "numero_comprobante")
    planilla.fecha_pago, planilla.aportes_impagos = date(2026, 11, 3), 0
    planilla.save()
    planilla.aportes.update(fecha_pago=date(2026, 11, 3), numero_comprobante="P-1")
    informe = importar(carpeta, hoy=HOY)
    aportes = next(r for r in informe.resumenes if r.archivo == "aportes.csv")
    assert aportes.conservados == {"fecha_pago": 1, "numero_comprobante": 1}
    assert Aporte.objects.get(periodo=date(2026, 9, 1)).fecha_pago == date(2026, 11, 3)


def test_an_account_of_the_portal_is_confirmed_when_the_core_system_knows_it(carpeta):
    escribir(carpeta, cuentas_bancarias=None)
    importar(carpeta, hoy=HOY)
    ana = Persona.objects.get(cedula=ANA)
    cuenta = CuentaBancaria.objects.create(
        persona=ana, institucion="Banco Pichincha", tipo="AHORROS", numero="2200112233", vigente_desde=date(2026, 11, 1)
    )
    assert cuenta.estado == CuentaBancaria.Estado.PENDIENTE
    importar(escribir(carpeta), hoy=HOY)
    cuenta.refresh_from_db()
    assert (cuenta.estado, cuenta.origen) == (CuentaBancaria.Estado.VALIDADA, CuentaBancaria.Origen.PORTAL)


def test_an_account_that_was_rejected_or_frozen_here_is_not_brought_back_by_the_core_system(carpeta):
    escribir(carpeta, cuentas_bancarias=None)
    importar(carpeta, hoy=HOY)
    cuenta = CuentaBancaria(
        persona=Persona.objects.get(cedula=ANA),
        institucion="Banco Pichincha",
        tipo="AHORROS",
        numero="2200112233",
        vigente_desde=date(2026, 11, 1),
        estado=CuentaBancaria.Estado.CONGELADA,
    )
    cuenta.marcar_cambio("estado", "vigente_desde")
    cuenta.save()
    informe = importar(escribir(carpeta), hoy=HOY)
    cuenta.refresh_from_db()
    assert cuenta.estado == CuentaBancaria.Estado.CONGELADA
    bancarias = next(r for r in informe.resumenes if r.archivo == "cuentas_bancarias.csv")
    assert bancarias.conservados["estado"] == 1


# --- withdrawals that the portal made ---


def retiro_del_portal(carpeta) -> MovimientoFondo:
    importar(carpeta, hoy=HOY)
    datos = {"fondo": "RESERVA", "tipo": "RETIRO", "fecha": date(2026, 11, 20), "valor": Decimal("40.00")}
    return MovimientoFondo.objects.create(
        persona=Persona.objects.get(cedula=ANA), acuerdo_numero="2026-0000001", **datos
    )


def retiros() -> list[tuple[Decimal, str]]:
    filas = MovimientoFondo.objects.filter(fondo="RESERVA", tipo="RETIRO").order_by("pk")
    return list(filas.values_list("valor", "acuerdo_numero"))


def test_a_withdrawal_that_the_portal_made_is_the_same_one_when_the_core_system_sends_it_back(carpeta):
    retiro_del_portal(carpeta)
    escribir(carpeta, fondos_reserva=[*FILAS["fondos_reserva"], f"{ANA},2026-11-20,RETIRO,40.00"])
    antes = foto()

    informe = importar(carpeta, hoy=HOY)

    assert resumen(informe)["fondos_reserva"] == (0, 0, 3)
    assert foto() == antes


def test_another_withdrawal_of_that_day_neither_takes_its_place_nor_is_lost(carpeta):
    retiro_del_portal(carpeta)
    otro = f"{ANA},2026-11-20,RETIRO,15.00"
    for filas in ([otro], [otro, f"{ANA},2026-11-20,RETIRO,40.00"], [f"{ANA},2026-11-20,RETIRO,40.00", otro]):
        escribir(carpeta, fondos_reserva=[*FILAS["fondos_reserva"], *filas])
        importar(carpeta, hoy=HOY)
        assert retiros() == [(Decimal("40.00"), "2026-0000001"), (Decimal("15.00"), "")]


def test_the_same_amount_from_the_other_fund_is_another_movement(carpeta):
    retiro_del_portal(carpeta)
    escribir(carpeta, cesantia=[*FILAS["cesantia"], f"{ANA},2026-11-20,RETIRO,40.00"])

    assert resumen(importar(carpeta, hoy=HOY))["cesantia"] == (1, 0, 1)
