"""A pension that a person suspends: not paid, told why, and paid again with its months, once."""

from datetime import date
from decimal import Decimal

import pytest

from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from pensionistas.models import Suspension
from pensionistas.rol.services import generar_rol
from registro.models import PagoPension, Pension
from tests import mesa, mundo
from tests.actos import correos
from tests.pensionistas.conftest import pagos, una_pension

pytestmark = pytest.mark.django_db
NOVIEMBRE, DICIEMBRE = date(2026, 11, 1), date(2026, 12, 1)
MOTIVO = "No presentó la supervivencia y no se le pudo ubicar."


@pytest.fixture
def pension(ana):
    """Paid from January to November; it is the 20th, the day of the payment, and its rol is made."""
    pension = una_pension(ana, monto=Decimal("600.00"), fecha_inicio=date(2025, 1, 1))
    pagos(ana, date(2026, 1, 1), 11, "600.00")
    return pension


def suspender(client, pension, rol=Rol.APROBADOR) -> Suspension | None:
    mesa.entrar(client, rol)
    client.post(mesa.pagina(pension, "suspender"), {"motivo": MOTIVO}, follow=True)
    pension.refresh_from_db()
    return Suspension.objects.filter(pension=pension).last()


def meses_despues(time_machine, cuando: str, *navegadores) -> None:
    """Everybody logs in again."""
    time_machine.move_to(f"{cuando}T10:00:00-05:00", tick=False)
    for navegador, quien in navegadores:
        navegador.force_login(Cuenta.objects.get(identificador=quien))
    mesa.abrir_expedientes(navegadores[0][0])


def levantar(client, suspension) -> None:
    client.post(mesa.pagina(suspension, "levantar"), {"motivo": "Se presentó con su cédula."}, follow=True)
    suspension.refresh_from_db()


def lineas(mes: date) -> dict[str, Decimal]:
    return {p.concepto: p.valor for p in PagoPension.objects.filter(periodo=mes, fecha_pago__isnull=False)}


def test_only_who_may_decide_it_suspends_and_says_why(client, pension):
    assert suspender(client, pension, Rol.VENTANILLA) is None
    assert suspender(client, pension, Rol.ANALISTA) is None
    mesa.entrar(client, Rol.APROBADOR)
    assert "Escriba el motivo." in client.post(mesa.pagina(pension, "suspender"), {"motivo": " "}).content.decode()
    assert not Suspension.objects.exists()


def test_a_suspended_pension_is_not_paid_from_the_next_rol_on_and_its_holder_is_told(client, de_ana, pension):
    suspension = suspender(client, pension)

    assert (suspension.desde, pension.suspendida_desde) == (DICIEMBRE, DICIEMBRE)
    assert Asiento.objects.get(accion="pension.suspendida").datos["motivo"] == MOTIVO
    assert [correo.subject for correo in correos()] == ["Su pensión está suspendida"]
    assert generar_rol(mes=DICIEMBRE, hoy=mundo.HOY).personas == 0
    for url in ("/pensionista/movimiento-pais/", "/pensionista/pagos-pension/"):
        html = de_ana.get(url).content.decode()
        assert "Su pensión de vejez está suspendida" in html
        assert MOTIVO in html
        assert "/tramites/reactivacion-pension/" in html
    assert "está suspendida desde diciembre de 2026" in de_ana.get("/inicio/").content.decode()


def test_twice_is_refused(client, pension):
    suspender(client, pension)
    assert "no procede" in client.get(mesa.pagina(pension, "suspender")).content.decode()
    assert "ya está suspendida" in client.post(mesa.pagina(pension, "suspender"), {"motivo": "x"}).content.decode()
    assert Suspension.objects.count() == 1


def test_paid_again_with_every_month_between_and_only_once(client, de_ana, pension, time_machine):
    suspension = suspender(client, pension)
    meses_despues(time_machine, "2027-02-25", (client, "aprobador"), (de_ana, mundo.ANA))
    generar_rol(mes=date(2027, 3, 1), hoy=date(2027, 2, 25))

    html = client.get(mesa.pagina(suspension, "levantar")).content.decode()
    assert "mar-2027" in html
    assert "$\u00a02.400,00" in html  # 3 × 600 and a tercera of 12 × 600 ÷ 12
    levantar(client, suspension)

    assert (suspension.hasta, suspension.atrasado) == (date(2027, 2, 1), Decimal("2400.00"))
    assert "ya se levantó" in client.post(mesa.pagina(suspension, "levantar"), {"motivo": "x"}).content.decode()
    pension.refresh_from_db()
    assert pension.suspendida_desde is None
    generar_rol(mes=date(2027, 3, 1), hoy=date(2027, 2, 25))
    generar_rol(mes=date(2027, 3, 1), hoy=date(2027, 2, 25))
    assert lineas(date(2027, 3, 1)) == {
        "PENSION": Decimal("600.00"),
        "RETROACTIVO 2026": Decimal("600.00"),
        "RETROACTIVO": Decimal("1200.00"),
        "RETROACTIVO XIII": Decimal("600.00"),
        "CUOTA_SOCIAL": Decimal("-0.60"),
    }
    html = de_ana.get("/pensionista/pagos-pension/").content.decode()
    assert "Décima tercera de meses anteriores" in html
    assert "Hay meses sin pago" not in html
    assert "está suspendida" not in html


def test_lifted_before_any_month_went_by_nothing_is_due(client, pension):
    suspension = suspender(client, pension)
    levantar(client, suspension)
    assert (suspension.hasta, suspension.atrasado) == (NOVIEMBRE, 0)
    assert generar_rol(mes=DICIEMBRE, hoy=mundo.HOY).personas == 1
    assert not PagoPension.objects.filter(concepto__startswith="RETROACTIVO").exists()


def test_what_a_judge_retains_and_what_comes_monthly_goes_on_after_the_gap(client, ana, pension, time_machine):
    for concepto, valor in (("ALIMENTOS", "-150.00"), ("XIII", "50.00"), ("XIV", "40.17")):
        for mes in (date(2026, 10, 1), NOVIEMBRE):
            PagoPension.objects.create(
                persona=ana, periodo=mes, concepto=concepto, fecha_pago=mes.replace(day=20), valor=Decimal(valor)
            )
    suspension = suspender(client, pension)
    meses_despues(time_machine, "2027-01-25", (client, "aprobador"))
    levantar(client, suspension)

    for mes, hoy in ((date(2027, 2, 1), date(2027, 1, 25)), (date(2027, 3, 1), date(2027, 2, 25))):
        generar_rol(mes=mes, hoy=hoy)
        hechas = lineas(mes)
        assert (hechas["ALIMENTOS"], hechas["XIII"]) == (Decimal("-150.00"), Decimal("50.00"))
        assert hechas["XIV"] > 40
    assert lineas(date(2027, 2, 1))["RETROACTIVO XIII"] == Decimal("100.00")


def test_the_certificate_says_that_it_is_suspended(client, de_ana, pension, pki):
    suspender(client, pension)
    html = de_ana.get("/pensionista/certificado-pensionista/").content.decode()
    assert "Suspendida desde diciembre de 2026" in html


def test_who_has_two_pensions_loses_only_the_suspended_one(client, ana, pension):
    una_pension(ana, tipo="VIUDEZ", monto=Decimal("300.00"), fecha_inicio=date(2025, 6, 1))
    suspender(client, pension)
    generar_rol(mes=DICIEMBRE, hoy=mundo.HOY)
    assert lineas(DICIEMBRE)["PENSION"] == Decimal("300.00")
    assert Pension.objects.filter(suspendida_desde__isnull=False).count() == 1
