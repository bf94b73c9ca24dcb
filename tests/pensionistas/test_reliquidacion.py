"""The reliquidación at its door: what the page says, what the desk decides, and what happens to the pension."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.models import Asiento
from nucleo.outbox import drain
from registro.models import Aporte, Dependiente, PagoPension, Pension
from registro.reglas.dictamen import Dictamen
from registro.reglas.reliquidacion_dictamen import meses_de
from tests import casos, mesa, mundo
from tests.dictamen import dato, requisitos
from tests.pensionistas.conftest import ACUERDO, INICIO, pagos, una_pension
from tramites.casos.relojes import mover_relojes
from tramites.models import Atencion, CambioDePension, Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
URL = "/pensionista/reliquidacion/"


def pagina(client) -> str:
    respuesta = client.get(URL)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def enviar(client) -> Solicitud:
    paso = client.post(URL).url
    revision = client.post(paso, {"confirma": "on", "explicacion": "Ya pagaron todo."})
    assert revision.status_code == 302, revision.content.decode()
    fin = client.post(revision.url)
    return Solicitud.objects.get(numero=fin.url.split("/")[2])


def decidir(solicitud, analista, aprobadora, como="concesion") -> None:
    casos.en_mesa(analista, solicitud, "retomar" if solicitud.estado == "EN_REVISION" else "tomar")
    casos.en_mesa(analista, solicitud, "calcular")
    casos.en_mesa(analista, solicitud, f"proponer_{como}", motivo="Con los aportes que constan.")
    casos.en_mesa(aprobadora, solicitud, f"aprobar_{como}")


# --- the page --------------------------------------------------------------------------------------------------------


def test_a_pensioner_whose_employer_has_paid_sees_the_old_the_new_and_the_difference(pensionista, de_ana):
    html = pagina(de_ana)

    assert requisitos(html) == {
        "pensionista_sgp": "si",
        "sin_aportes_pendientes": "si",
        "correo": "si",
        "aportes_nuevos": "si",
    }
    assert dato(html, "califica") == "si"
    assert (dato(html, "pension_anterior"), dato(html, "pension_nueva"), dato(html, "diferencia")) == (
        "737.50",
        "750.00",
        "12.50",
    )
    assert dato(html, "total_retroactivo") == "25.00"  # September and October of 2026
    assert "Septiembre de 2026" in html
    assert "Valor referencial" in html


def test_who_is_still_owed_is_told_which_months_of_which_employer(pensionista, de_ana):
    # TV34
    Aporte.objects.filter(periodo__in=[date(2024, 9, 1), date(2024, 10, 1)]).update(fecha_pago=None)
    html = pagina(de_ana)

    assert requisitos(html)["sin_aportes_pendientes"] == "no"
    assert dato(html, "califica") == "no"
    assert "<strong>Sol S.A.</strong>, RUC 1790011674001: 2 meses sin pagar." in html
    assert "septiembre de 2024, octubre de 2024" in html
    assert "Puede enviar la solicitud" in html


@pytest.mark.parametrize(
    ("dia", "nuevos"), [(ACUERDO, "no"), (date(2024, 11, 19), "si")], ids=["that very day", "the day after"]
)
def test_what_was_paid_on_the_day_of_the_acuerdo_is_not_new(pensionista, de_ana, dia, nuevos):
    Aporte.objects.filter(fecha_pago=date(2026, 9, 10)).update(fecha_pago=dia)

    assert requisitos(pagina(de_ana))["aportes_nuevos"] == nuevos


def test_who_has_no_pension_is_told_so_and_may_still_ask(de_ana):
    html = pagina(de_ana)

    assert requisitos(html) == {"pensionista_sgp": "no", "sin_aportes_pendientes": "si", "correo": "si"}
    assert "Puede enviar la solicitud" in html


def test_a_pension_of_riesgos_is_of_another_insurance(ana, de_ana):
    una_pension(ana, tipo="RIESGOS")

    assert requisitos(pagina(de_ana))["pensionista_sgp"] == "no"


def test_an_email_that_was_never_confirmed_is_none(pensionista, de_ana):
    Cuenta.objects.filter(persona=pensionista).update(correo_confirmado_en=None)

    assert requisitos(pagina(de_ana))["correo"] == "no"


def test_a_widow_is_paid_her_share_of_what_the_deceased_had(ana, sol, de_ana):
    julio = mundo.persona(mundo.LUIS, nombres="Julio", fecha_fallecimiento=date(2024, 10, 14))
    mundo.aportes(julio, sol, date(1994, 9, 1), 362)
    Aporte.objects.filter(persona=julio, periodo__gte=date(2023, 11, 1)).update(fecha_pago=date(2026, 9, 10))
    una_pension(ana, tipo="VIUDEZ", monto=Decimal("442.50"))  # 60 % of 737.50
    pagos(ana, INICIO, 24, "442.50")
    Dependiente.objects.create(titular=julio, cedula=ana.cedula, parentesco="CONYUGE", fecha_desde=date(2000, 1, 1))
    html = pagina(de_ana)

    assert "Prueba Ríos Julio" in html
    assert dato(html, "pension_nueva") == "450.00"  # 60 % of 750


def test_a_month_with_another_basic_salary_owes_the_minimum_of_its_own_year(ana, sol, de_ana, time_machine):
    """Of the SBU, with thirty years 70 %: 329.00 in 2025, 337.40 in 2026; with thirty-one 80 %: 376.00 and 385.60."""
    mundo.aportes(ana, sol, date(1993, 8, 1), 375)
    Aporte.objects.update(sueldo=Decimal("300.00"))
    Aporte.objects.filter(periodo__gte=date(2023, 11, 1)).update(fecha_pago=date(2025, 12, 10))
    una_pension(ana, imposiciones=363, base=Decimal("300.00"), monto=Decimal("337.40"))
    pagos(ana, INICIO, 14, "329.00")  # to December of 2025
    pagos(ana, date(2026, 1, 1), 2, "337.40")
    time_machine.move_to("2026-03-10T10:00:00-05:00", tick=False)
    de_ana.force_login(Cuenta.objects.get())
    html = pagina(de_ana)

    assert dato(html, "pension_nueva") == "385.60"
    assert dato(html, "total_retroactivo") == "143.40"  # 47.00 + 48.20 + 48.20
    assert "Diciembre de 2025" in html


# --- the case --------------------------------------------------------------------------------------------------------


def test_granted_the_pension_is_raised_the_months_are_ordered_and_the_acuerdo_says_both(
    pensionista, de_ana, analista, aprobadora
):
    solicitud = enviar(de_ana)
    decidir(solicitud, analista, aprobadora)
    drain()

    pension = Pension.objects.get()
    assert (pension.monto, pension.base, pension.imposiciones) == (Decimal("750.00"), Decimal("1000.00"), 362)
    assert (pension.acuerdo_numero, pension.acuerdo_fecha) == (solicitud.numero, mundo.HOY)
    assert pension.cambiado_en_portal == ["acuerdo_fecha", "acuerdo_numero", "base", "imposiciones", "monto"]
    orden = PagoPension.objects.get(concepto="RETROACTIVO")
    assert (orden.periodo, orden.valor, orden.fecha_pago) == (date(2026, 11, 1), Decimal("25.00"), None)
    cambio = CambioDePension.objects.get()
    assert (cambio.antes["monto"], cambio.ahora["monto"], cambio.pago) == ("737.50", "750.00", orden)
    assert Asiento.objects.filter(accion="pension.cambiada").count() == 1
    solicitud.refresh_from_db()
    assert solicitud.estado == "EN_PAGO"
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert (acuerdo.estado, acuerdo.titulo) == ("EMITIDO", "Acuerdo de concesión de reliquidación de la renta")
    assert len(acuerdo.datos["nuevos"]) == 12
    assert [fila[0] for fila in acuerdo.datos["meses"]] == ["sep-2026", "oct-2026"]
    assert Atencion.objects.filter(tramite__slug="reliquidacion").count() == 1


def test_the_stored_dictamen_is_made_again_to_the_cent(pensionista, de_ana, capsys):
    solicitud = enviar(de_ana)
    Aporte.objects.all().delete()

    call_command("recalcular", solicitud.numero)

    assert "al centavo" in capsys.readouterr().out
    assert [m.diferencia for m in meses_de(Dictamen.de_json(solicitud.dictamen))] == [Decimal("12.50")] * 2


def test_who_proposed_does_not_approve(pensionista, de_ana, analista, aprobadora, de_la_mesa):
    solicitud = enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "calcular")
    casos.en_mesa(analista, solicitud, "proponer_concesion", motivo="Procede.")
    proponente = solicitud.propuesta_por
    proponente.groups.add(mesa.Group.objects.get(name=Rol.APROBADOR))

    casos.en_mesa(analista, solicitud, "aprobar_concesion")

    assert solicitud.estado == "EN_APROBACION"
    assert not CambioDePension.objects.exists()
    casos.en_mesa(aprobadora, solicitud, "aprobar_concesion")
    assert solicitud.resultado == "CONCEDIDA"


def test_what_does_not_qualify_can_only_be_denied_with_its_reasons(pensionista, de_ana, analista, aprobadora):
    Aporte.objects.filter(periodo=date(2024, 10, 1)).update(fecha_pago=None)
    solicitud = enviar(de_ana)
    decidir(solicitud, analista, aprobadora)
    assert solicitud.estado == "EN_CALCULO"

    casos.en_mesa(analista, solicitud, "proponer_negacion", motivo="Falta octubre de 2024.")
    casos.en_mesa(aprobadora, solicitud, "aprobar_negacion")
    drain()

    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.titulo == "Acuerdo de negación de reliquidación de la renta"
    assert [
        acuerdo.datos["motivo"],
        acuerdo.datos["dictamen"]["requisitos"][1]["registrado"],
    ] == ["Falta octubre de 2024.", "Sol S.A.: octubre de 2024"]
    assert Pension.objects.get().monto == Decimal("737.50")


def test_somebody_without_a_pension_gets_a_denial_and_no_error(de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    decidir(solicitud, analista, aprobadora, "negacion")
    drain()

    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.resultado) == ("NOTIFICADA", "NEGADA")
    assert solicitud.documentos.get(variante="acuerdo").estado == "EMITIDO"


def test_a_register_that_moved_since_the_calculation_is_calculated_again(pensionista, de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "calcular")
    casos.en_mesa(analista, solicitud, "proponer_concesion", motivo="Procede.")
    pagos(pensionista, date(2026, 11, 1), 1)  # November is paid meanwhile, at the old amount

    respuesta = casos.en_mesa(aprobadora, solicitud, "aprobar_concesion")

    assert "El registro cambió desde que se calculó" in respuesta.content.decode()
    assert solicitud.estado == "EN_APROBACION"
    casos.en_mesa(aprobadora, solicitud, "devolver", motivo="Falta noviembre.")
    casos.en_mesa(analista, solicitud, "retomar")
    casos.en_mesa(analista, solicitud, "recalcular")
    casos.en_mesa(analista, solicitud, "proponer_concesion", motivo="Procede.")
    casos.en_mesa(aprobadora, solicitud, "aprobar_concesion")

    orden = PagoPension.objects.get(concepto="RETROACTIVO")
    assert (orden.periodo, orden.valor) == (date(2026, 12, 1), Decimal("37.50"))


def objetar(solicitud, de_ana, de_la_mesa):
    """Ana objects, and somebody who did not decide admits it. The raise stays paid while it is looked at."""
    de_ana.post(f"/solicitudes/{solicitud.numero}/impugnar/", {"motivo": "Falta un sueldo."})
    otra = de_la_mesa(Rol.APROBADOR, "otra_aprobadora")
    casos.en_mesa(otra, solicitud, "reabrir", motivo="Se revisa el sueldo.")
    assert solicitud.estado == "EN_REVISION"
    assert Pension.objects.get().monto == Decimal("750.00")


def test_an_admitted_objection_that_ends_in_a_denial_undoes_the_raise(
    pensionista, de_ana, analista, aprobadora, de_la_mesa
):
    antes = Pension.objects.values().get()
    solicitud = enviar(de_ana)
    decidir(solicitud, analista, aprobadora)
    drain()
    objetar(solicitud, de_ana, de_la_mesa)
    decidir(solicitud, analista, aprobadora, "negacion")

    assert solicitud.resultado == "NEGADA"
    assert Pension.objects.values().get() == antes
    assert not PagoPension.objects.filter(concepto="RETROACTIVO").exists()
    assert CambioDePension.objects.get().deshecho_en == timezone.now()


def test_granted_again_it_is_one_raise_and_what_was_paid_is_not_paid_twice(
    pensionista, de_ana, analista, aprobadora, de_la_mesa
):
    solicitud = enviar(de_ana)
    decidir(solicitud, analista, aprobadora)
    drain()
    PagoPension.objects.filter(concepto="RETROACTIVO").update(fecha_pago=mundo.HOY, valor=Decimal("20.00"))
    objetar(solicitud, de_ana, de_la_mesa)
    decidir(solicitud, analista, aprobadora)

    assert solicitud.resultado == "CONCEDIDA"
    assert Pension.objects.get().monto == Decimal("750.00")
    ordenes = PagoPension.objects.filter(concepto="RETROACTIVO").order_by("orden")
    assert [(orden.valor, orden.fecha_pago) for orden in ordenes] == [
        (Decimal("20.00"), mundo.HOY),
        (Decimal("5.00"), None),
    ]
    assert Atencion.objects.count() == 1


def test_the_payment_waits_for_an_account_that_is_validated_and_past_its_window(
    pensionista, de_ana, analista, aprobadora
):
    pensionista.cuentas_bancarias.update(estado="PENDIENTE")
    solicitud = enviar(de_ana)
    decidir(solicitud, analista, aprobadora)
    drain()
    solicitud.refresh_from_db()
    assert solicitud.estado == "NOTIFICADA"

    pensionista.cuentas_bancarias.update(estado="VALIDADA")
    assert mover_relojes(date(2026, 11, 21)).pagadas == 1


def test_the_data_and_the_account_are_shown_and_must_be_confirmed(pensionista, de_ana):
    paso = de_ana.post(URL).url
    html = de_ana.get(paso).content.decode()
    assert "terminada en 0101" in html
    assert "ana@correo.ec" in html

    assert "Confirme que los datos son correctos" in de_ana.post(paso, {"explicacion": "Hola"}).content.decode()


def test_after_it_was_granted_the_same_months_are_not_new_again(pensionista, de_ana, analista, aprobadora):
    decidir(enviar(de_ana), analista, aprobadora)

    assert requisitos(pagina(de_ana))["aportes_nuevos"] == "no"


def test_the_record_of_forty_years_takes_as_many_queries_as_a_short_one(
    pensionista, sol, de_ana, django_assert_max_num_queries
):
    mundo.aportes(pensionista, sol, date(1984, 9, 1), 120)
    pagina(de_ana)
    with django_assert_max_num_queries(15):
        pagina(de_ana)
