"""Procedure 7: the decision, with the pension and the acuerdo that it makes; and the one after an objection."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import ProtectedError, QuerySet

from cuentas.actuacion import Actuacion, Por
from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from nucleo.outbox import drain
from registro.models import CuentaBancaria, Pension, Relacion
from tests import jubilacion, mesa, mundo
from tests.afiliados.jubilacion_en_linea.pasos import pagina
from tests.casos import MOTIVO, conceder, en_mesa, hasta_aprobar, otra_vez, reabrir
from tests.dictamen import requisitos
from tests.jubilacion import enviar
from tramites.casos import services
from tramites.casos.relojes import mover_relojes
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def concedida(de_ana, analista, aprobadora) -> Solicitud:
    solicitud = enviar(de_ana)
    conceder(analista, aprobadora, solicitud)
    return solicitud


# --- the decision -----------------------------------------------------------------------------------------------------


def test_granted_it_creates_the_pension_and_signs_the_acuerdo(ana, de_ana, analista, aprobadora):
    solicitud = concedida(de_ana, analista, aprobadora)

    pension = Pension.objects.get()
    assert (pension.persona, pension.tipo, pension.fecha_inicio) == (ana, "VEJEZ", date(2026, 11, 1))
    assert (pension.imposiciones, pension.base, pension.monto) == (360, Decimal("1000.00"), Decimal("750.00"))
    assert (pension.acuerdo_numero, pension.acuerdo_fecha) == (solicitud.numero, date(2026, 11, 20))
    assert Asiento.objects.filter(accion="pension.concedida", persona_id=ana.pk).count() == 1
    drain()
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.estado == "EMITIDO"
    assert acuerdo.titulo == f"Acuerdo de concesión de jubilación por vejez {solicitud.numero}"
    datos = acuerdo.datos
    assert (datos["pension"], datos["desde"]) == ("$\u00a0750,00", "1 de noviembre de 2026")
    assert datos["coeficiente"] == "75\u00a0%"
    assert datos["cuenta"] == str(CuentaBancaria.objects.get())
    assert datos["decima_cuarta"] == "Una parte cada mes, con la pensión"
    assert datos["motivo"] == MOTIVO
    assert [r["cumple"] for r in datos["dictamen"]["requisitos"]] == [True] * 8
    resultados = [paso["resultado"] for paso in datos["dictamen"]["pasos"]]
    assert resultados[-3:] == ["$\u00a0750,00", "$\u00a0750,00", "$\u00a0482,00"]
    solicitud.refresh_from_db()
    assert solicitud.estado == "EN_PAGO"  # the account is validated: the order goes out at once
    html = de_ana.get(solicitud.get_absolute_url()).content.decode()
    lo_primero = html[: html.index("Los motivos")]
    assert '<data data-dato="pension" value="750.00">' in lo_primero
    assert '<data data-dato="fecha_inicio" value="2026-11-01">1 de noviembre de 2026</data>' in lo_primero
    html = pagina(de_ana, f"/solicitudes/{solicitud.numero}/")
    assert acuerdo.get_absolute_url() in html
    assert requisitos(pagina(de_ana))["sin_pension_de_vejez"] == "no"


def test_denied_it_says_why_and_creates_nothing(ana, de_ana, analista, aprobadora):
    Relacion.objects.update(fecha_salida=None)
    solicitud = enviar(de_ana)
    hasta_aprobar(analista, solicitud, "negacion", "No consta su aviso de salida.")
    en_mesa(aprobadora, solicitud, "aprobar_negacion")
    drain()

    assert not Pension.objects.exists()
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.titulo.startswith("Acuerdo de negación de jubilación por vejez")
    assert acuerdo.datos["motivo"] == "No consta su aviso de salida."
    solicitud.refresh_from_db()
    assert solicitud.estado == "NOTIFICADA"
    assert "No consta su aviso de salida." in pagina(de_ana, f"/solicitudes/{solicitud.numero}/")


def test_nobody_proposes_to_grant_what_the_dictamen_denies(de_ana, analista):
    Relacion.objects.update(fecha_salida=None)
    solicitud = enviar(de_ana)
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "calcular")

    respuesta = en_mesa(analista, solicitud, "proponer_concesion", motivo="Le hace falta.")

    assert "El dictamen dice que no califica" in respuesta.content.decode()
    assert solicitud.estado == "EN_CALCULO"


def test_what_was_mended_meanwhile_counts_at_the_calculation(de_ana, analista):
    Relacion.objects.update(fecha_salida=None)
    solicitud = enviar(de_ana)
    assert solicitud.dictamen["califica"] is False
    Relacion.objects.update(fecha_salida=date(2026, 10, 31))

    hasta_aprobar(analista, solicitud)

    assert solicitud.dictamen["califica"] is True


def test_who_proposed_does_not_approve(de_ana, analista):
    jefa = mesa.con_rol(Rol.APROBADOR, "jefa")
    jefa.groups.add(*mesa.con_rol(Rol.ANALISTA, "otra").groups.all())
    de_jefa = mundo.navegador(jefa)
    solicitud = enviar(de_ana)
    hasta_aprobar(de_jefa, solicitud)

    respuesta = en_mesa(de_jefa, solicitud, "aprobar_concesion")

    assert "quien propone no aprueba" in respuesta.content.decode()
    assert solicitud.estado == "EN_APROBACION"
    assert en_mesa(analista, solicitud, "aprobar_concesion").status_code == 403
    assert solicitud.estado == "EN_APROBACION"
    assert not Pension.objects.exists()


def test_of_two_who_try_to_decide_one_does(de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    hasta_aprobar(analista, solicitud)
    otra = mundo.navegador(mesa.con_rol(Rol.APROBADOR, "otra"))

    en_mesa(aprobadora, solicitud, "aprobar_concesion")
    tarde = en_mesa(otra, solicitud, "aprobar_concesion")

    assert "ya no procede" in tarde.content.decode()
    assert solicitud.decidida_por.identificador == "aprobador"
    assert solicitud.eventos.filter(accion="aprobar_concesion").count() == Pension.objects.count() == 1
    assert solicitud.documentos.filter(variante="acuerdo").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_of_two_who_decide_at_once_one_does(de_ana, analista):
    solicitud = enviar(de_ana)
    hasta_aprobar(analista, solicitud)
    aprobadores = [mesa.con_rol(Rol.APROBADOR, usuario) for usuario in ("una", "otra")]

    def decidir(cuenta) -> bool:
        actuacion = Actuacion(actor=cuenta, sujeto=solicitud.persona, por=Por.VENTANILLA)
        try:
            services.actuar(actuacion=actuacion, solicitud=solicitud, accion="aprobar_concesion")
        except services.NoProcede:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hilos:
        assert sorted(hilos.map(decidir, aprobadores)) == [False, True]
    assert Pension.objects.count() == solicitud.documentos.filter(variante="acuerdo").count() == 1


def test_payment_waits_for_the_account(ana, de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    hasta_aprobar(analista, solicitud)
    CuentaBancaria.objects.update(estado="PENDIENTE")
    en_mesa(aprobadora, solicitud, "aprobar_concesion")
    drain()
    solicitud.refresh_from_db()
    assert solicitud.estado == "NOTIFICADA"

    CuentaBancaria.objects.update(estado="VALIDADA")

    assert services.pagar(solicitud=solicitud)


def test_a_second_pension_is_not_created_by_a_case_that_was_on_its_way(ana, de_ana, analista, aprobadora):
    solicitud = enviar(de_ana)
    hasta_aprobar(analista, solicitud)
    Pension.objects.create(persona=ana, tipo="VEJEZ", fecha_inicio=date(2026, 11, 1), monto=1, acuerdo_numero="otro")

    respuesta = en_mesa(aprobadora, solicitud, "aprobar_concesion")

    assert "ya tiene una pensión de vejez" in respuesta.content.decode()
    assert solicitud.estado == "EN_APROBACION"
    assert Pension.objects.get().acuerdo_numero == "otro"


# --- decided again ----------------------------------------------------------------------------------------------------


def test_granted_again_after_an_objection_it_is_the_same_pension_with_the_new_figures(
    ana, de_ana, analista, aprobadora
):
    solicitud = concedida(de_ana, analista, aprobadora)
    antes = Pension.objects.get()
    revisora = reabrir(de_ana, solicitud)
    assert Pension.objects.count() == 1  # who objects keeps the pension meanwhile
    jubilacion.aportar(ana, mundo.empleador(mundo.RUC_MAR), date(1990, 1, 1), 12, Decimal(100))

    otra_vez(analista, solicitud, "concesion")
    en_mesa(revisora, solicitud, "aprobar_concesion")

    despues = Pension.objects.get()
    assert (despues.pk, despues.imposiciones, despues.monto) == (antes.pk, 372, Decimal("762.50"))


def test_denied_after_an_objection_the_pension_that_it_had_created_is_gone(ana, de_ana, analista, aprobadora):
    solicitud = concedida(de_ana, analista, aprobadora)
    revisora = reabrir(de_ana, solicitud)
    Relacion.objects.update(fecha_salida=None)

    otra_vez(analista, solicitud, "negacion")
    en_mesa(revisora, solicitud, "aprobar_negacion")

    assert not Pension.objects.exists()
    assert Asiento.objects.filter(accion="pension.retirada", persona_id=ana.pk).count() == 1


def test_who_objected_and_was_heard_is_owed_a_decision_and_cannot_leave_it_half_way(
    ana, de_ana, analista, aprobadora, time_machine
):
    solicitud = concedida(de_ana, analista, aprobadora)
    reabrir(de_ana, solicitud)
    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "pedir", otros="¿Qué meses faltan?")
    direccion = solicitud.get_absolute_url()

    assert "el instituto decidirá otra vez con lo que tiene" in pagina(de_ana, direccion)
    de_ana.post(f"{direccion}retirar/")
    with pytest.raises(services.NoProcede, match="el instituto debe decidir otra vez"):
        services.desistir(actuacion=Actuacion(ana.cuenta, ana, Por.PROPIO), solicitud=solicitud)
    time_machine.move_to("2027-01-20T10:00:00-05:00", tick=False)
    mover_relojes(date(2027, 1, 20))

    solicitud.refresh_from_db()
    assert solicitud.estado == "EN_REVISION"
    assert solicitud.vence_el is not None
    assert [pedido.estado for pedido in solicitud.pedidos.all()] == ["RETIRADO"]
    assert Pension.objects.count() == 1


def test_a_pension_on_which_another_case_stands_is_not_taken_back(ana, de_ana, analista, aprobadora, monkeypatch):
    solicitud = concedida(de_ana, analista, aprobadora)
    revisora = reabrir(de_ana, solicitud)
    otra_vez(analista, solicitud, "negacion")

    def protegida(_: QuerySet) -> None:
        raise ProtectedError("cambios", set())

    monkeypatch.setattr(QuerySet, "delete", protegida)
    respuesta = en_mesa(revisora, solicitud, "aprobar_negacion")

    assert "Otra solicitud cambió ya esa pensión" in respuesta.content.decode()
    assert solicitud.estado == "EN_APROBACION"
