"""Procedure 7: from the precalificación to the pension and its acuerdo."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import ProtectedError, QuerySet
from django.test import Client
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Poder
from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from nucleo.outbox import drain
from registro.models import CuentaBancaria, Parametro, Pension, Relacion
from tests import jubilacion, mesa, mundo
from tests.casos import en_mesa
from tests.jubilacion import URL, enviar, hasta_aprobar, quien_se_jubila
from tramites.casos import services
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


def navegador(cuenta) -> Client:
    client = Client()
    client.force_login(cuenta)
    return client


@pytest.fixture
def ana():
    return quien_se_jubila()


@pytest.fixture
def de_ana(ana):
    return navegador(mundo.cuenta(ana))


@pytest.fixture
def analista():
    return navegador(mesa.con_rol(Rol.ANALISTA))


@pytest.fixture
def aprobadora():
    return navegador(mesa.con_rol(Rol.APROBADOR))


def pagina(client: Client, url: str = URL) -> str:
    respuesta = client.get(url)
    assert respuesta.status_code == 200, url
    return respuesta.content.decode()


def cifra(html: str, nombre: str) -> str:
    """The first figure of that name, as machines read it; all of a name are equal."""
    valores = re.findall(rf'<data data-dato="{nombre}" value="([^"]*)"', html)
    assert len(set(valores)) == 1, (nombre, valores)
    return valores[0]


def requisitos(html: str) -> dict[str, str]:
    return dict(re.findall(r'data-requisito="(\w+)" data-cumple="(si|no)"', html))


def recalcular(solicitud: Solicitud) -> str:
    salida = StringIO()
    call_command("recalcular", solicitud.numero, stdout=salida)
    return salida.getvalue()


# --- the precalificación


def test_the_start_shows_the_decision_of_today_with_each_requirement_and_figure(de_ana):
    html = pagina(de_ana)

    assert cifra(html, "califica") == "si"
    assert cifra(html, "pension") == "750.00"
    assert cifra(html, "base") == "1000.00"
    assert cifra(html, "coeficiente") == "0.75"
    assert cifra(html, "imposiciones") == "360"
    assert cifra(html, "imposiciones_impagas") == "0"
    assert cifra(html, "fecha_inicio") == "2026-11-01"
    assert cifra(html, "periodo_1") == "1000.00"
    assert set(requisitos(html)) >= {"edad_e_imposiciones", "cese", "cuenta_bancaria", "puerta_60_360"}
    assert requisitos(html)["edad_e_imposiciones"] == "si"


@pytest.mark.parametrize(
    ("anio", "anios", "sueldo", "edad", "pension"),
    [
        pytest.param(2025, 30, "1000", 60, "750.00", id="PV-01 IESS a Expreso, mar-2025"),
        pytest.param(2024, 15, "460", 65, "276.00", id="PV-02 EU-15: the mínima"),
        pytest.param(2024, 10, "460", 70, "230.00", id="PV-03 ELY-VOL"),
        pytest.param(2024, 20, "460", 65, "287.50", id="PV-05 ELY-VOL, 187.50 is a misprint"),
        pytest.param(2024, 30, "460", 60, "345.00", id="PV-07 ELY-VOL"),
        pytest.param(2024, 35, "460", 60, "373.75", id="PV-08 ELY-VOL"),
        pytest.param(2024, 40, "460", 58, "460.00", id="PV-09 ELY-VOL"),
        pytest.param(2025, 40, "3000", 60, "2585.00", id="PV-17 confirmado, over the máxima"),
        pytest.param(2026, 42, "9000", 60, "2651.00", id="PV-19 DC-2026, over the máxima"),
    ],
)
def test_a_record_gives_the_pension_that_was_published(anio, anios, sueldo, edad, pension):
    ana = quien_se_jubila(anios * 12, sueldo=sueldo, edad=edad, ultimo=date(anio, 6, 1))

    html = pagina(navegador(mundo.cuenta(ana)))

    assert cifra(html, "pension") == pension
    assert cifra(html, "califica") == "si"


def test_a_cesante_of_57_with_30_years_is_told_the_birthday():  # PV-32
    ana = quien_se_jubila(edad=57)

    html = pagina(navegador(mundo.cuenta(ana)))

    assert cifra(html, "califica") == "no"
    assert 'data-dato="pension"' not in html
    assert "Lo cumplirá el <strong>15 de enero de 2029</strong>" in html


def test_what_is_missing_leads_to_where_it_is_mended(ana, de_ana):
    CuentaBancaria.objects.all().delete()
    Relacion.objects.update(fecha_salida=None)

    html = pagina(de_ana)

    assert 'href="/afiliado/cuenta-bancaria/"' in html
    assert 'href="/afiliado/simulador-jubilacion/"' in html
    assert requisitos(html) | {"cuenta_bancaria": "no", "cese": "no", "edad_e_imposiciones": "si"} == requisitos(html)
    assert cifra(html, "pension") == "750.00"
    assert "Puede pedirla aunque hoy falte algo" in html


@pytest.mark.parametrize("imposiciones", [12, 480])
def test_the_start_takes_15_queries_however_long_the_record(imposiciones, django_assert_max_num_queries):
    client = navegador(mundo.cuenta(quien_se_jubila(imposiciones)))
    client.get(URL)
    with django_assert_max_num_queries(15):
        client.get(URL)


def test_who_never_contributed_is_told_so_and_when_at_the_earliest():
    html = pagina(navegador(mundo.cuenta(mundo.persona())))

    assert cifra(html, "califica") == "no"
    assert cifra(html, "imposiciones") == "0"
    assert "Todavía no" in html
    assert "Lo cumplirá el" in html


def test_an_employer_has_nothing_to_ask_here():
    assert navegador(mundo.cuenta(mundo.empleador())).get(URL).status_code == 403


# --- the request


def test_the_choice_of_the_decimos_shows_ones_own_amounts(de_ana):
    de_ana.post(URL)

    html = pagina(de_ana, f"{URL}paso/1/")

    assert "en diciembre: $\u00a0750,00" in html
    assert "con la pensión: $\u00a062,50" in html
    assert "en marzo (Costa y Galápagos) o en agosto (Sierra y Amazonía): $\u00a0482,00" in html
    assert "con la pensión: $\u00a040,17" in html


def test_the_account_is_shown_and_not_typed(ana, de_ana):
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", jubilacion.DECIMOS)

    html = pagina(de_ana, f"{URL}paso/2/")

    assert str(CuentaBancaria.objects.get()) in html
    assert ana.nombre_completo in html
    sin_marcar = de_ana.post(f"{URL}paso/2/", {}).content.decode()
    assert "Si algo no está bien, corríjalo antes" in sin_marcar


def test_an_unanswered_choice_is_told_beside_it(de_ana):
    de_ana.post(URL)
    html = de_ana.post(f"{URL}paso/1/", {"decima_tercera": "NUNCA"}).content.decode()
    assert "Elija una de las dos." in html
    assert "Elija cómo quiere recibirla." in html


def test_what_was_chosen_and_the_account_stay_with_the_case(ana, de_ana):
    solicitud = enviar(de_ana)

    assert solicitud.datos["decima_cuarta"] == "MENSUAL"
    assert solicitud.datos["cuenta"] == str(CuentaBancaria.objects.get())
    html = pagina(de_ana, f"/solicitudes/{solicitud.numero}/")
    assert "Una parte cada mes, con la pensión" in html
    assert solicitud.datos["cuenta"] in html
    assert cifra(html, "pension") == "750.00"


def test_who_does_not_qualify_is_warned_and_may_send_it(ana, de_ana):
    Relacion.objects.update(fecha_salida=None)
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", jubilacion.DECIMOS)
    de_ana.post(f"{URL}paso/2/", {"declaracion": "on"})

    html = pagina(de_ana, f"{URL}revisar/")

    assert "Hoy falta: Haber dejado de trabajar. Consta: Sin aviso de salida de Sol S.A." in html
    assert "le responderemos que no se concede, con motivos" in html
    assert "se puede impugnar" in html
    assert de_ana.post(f"{URL}revisar/").status_code == 302
    assert Solicitud.objects.get().estado == "INGRESADA"


def test_who_qualifies_reads_the_pension_before_sending(de_ana):
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", jubilacion.DECIMOS)
    de_ana.post(f"{URL}paso/2/", {"declaracion": "on"})

    assert "$\u00a0750,00 cada mes, desde el 1 de noviembre de 2026" in pagina(de_ana, f"{URL}revisar/")


def test_a_second_one_waits_for_the_answer_to_the_first(de_ana):
    primera = enviar(de_ana)

    html = pagina(de_ana)
    assert f"/solicitudes/{primera.numero}/" in html
    assert "boton-iniciar" not in html
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", jubilacion.DECIMOS)
    de_ana.post(f"{URL}paso/2/", {"declaracion": "on"})
    assert f"Ya tiene una solicitud en trámite, la {primera.numero}." in pagina(de_ana, f"{URL}revisar/")
    assert de_ana.post(f"{URL}revisar/").status_code == 200
    assert Solicitud.objects.exclude(estado="BORRADOR").count() == 1


# --- the decision


def conceder(de_ana, analista, aprobadora) -> Solicitud:
    solicitud = enviar(de_ana)
    hasta_aprobar(analista, solicitud)
    en_mesa(aprobadora, solicitud, "aprobar_concesion")
    return solicitud


def test_granted_it_creates_the_pension_and_signs_the_acuerdo(ana, de_ana, analista, aprobadora):
    solicitud = conceder(de_ana, analista, aprobadora)

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
    assert datos["motivo"] == jubilacion.MOTIVO
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
    de_jefa = navegador(jefa)
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
    otra = navegador(mesa.con_rol(Rol.APROBADOR, "otra"))

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


# --- decided again


def reabrir(de_ana, solicitud) -> Client:
    drain()
    solicitud.refresh_from_db()
    de_ana.post(f"/solicitudes/{solicitud.numero}/impugnar/", {"motivo": "Faltan meses de mi primer empleo."})
    revisora = navegador(mesa.con_rol(Rol.APROBADOR, "revisora"))
    en_mesa(revisora, solicitud, "reabrir", motivo="Se revisan los meses que dice.")
    assert solicitud.estado == "EN_REVISION"
    return revisora


def otra_vez(analista, solicitud, propone: str) -> None:
    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "calcular")
    en_mesa(analista, solicitud, f"proponer_{propone}", motivo="Revisado otra vez.")
    assert solicitud.estado == "EN_APROBACION"


def test_granted_again_after_an_objection_it_is_the_same_pension_with_the_new_figures(
    ana, de_ana, analista, aprobadora
):
    solicitud = conceder(de_ana, analista, aprobadora)
    antes = Pension.objects.get()
    revisora = reabrir(de_ana, solicitud)
    assert Pension.objects.count() == 1  # who objects keeps the pension meanwhile
    jubilacion.aportar(ana, mundo.empleador(mundo.RUC_MAR), date(1990, 1, 1), 12, Decimal(100))

    otra_vez(analista, solicitud, "concesion")
    en_mesa(revisora, solicitud, "aprobar_concesion")

    despues = Pension.objects.get()
    assert (despues.pk, despues.imposiciones, despues.monto) == (antes.pk, 372, Decimal("762.50"))


def test_denied_after_an_objection_the_pension_that_it_had_created_is_gone(ana, de_ana, analista, aprobadora):
    solicitud = conceder(de_ana, analista, aprobadora)
    revisora = reabrir(de_ana, solicitud)
    Relacion.objects.update(fecha_salida=None)

    otra_vez(analista, solicitud, "negacion")
    en_mesa(revisora, solicitud, "aprobar_negacion")

    assert not Pension.objects.exists()
    assert Asiento.objects.filter(accion="pension.retirada", persona_id=ana.pk).count() == 1


def test_a_pension_on_which_another_case_stands_is_not_taken_back(ana, de_ana, analista, aprobadora, monkeypatch):
    solicitud = conceder(de_ana, analista, aprobadora)
    revisora = reabrir(de_ana, solicitud)
    otra_vez(analista, solicitud, "negacion")

    def protegida(_: QuerySet) -> None:
        raise ProtectedError("cambios", set())

    monkeypatch.setattr(QuerySet, "delete", protegida)
    respuesta = en_mesa(revisora, solicitud, "aprobar_negacion")

    assert "Otra solicitud cambió ya esa pensión" in respuesta.content.decode()
    assert solicitud.estado == "EN_APROBACION"


# --- the same again, whenever


def test_the_stored_decision_comes_out_the_same_after_the_record_and_the_law_changed(ana, de_ana):
    solicitud = enviar(de_ana)
    jubilacion.aportar(ana, mundo.empleador(mundo.RUC_MAR), date(1990, 1, 1), 24, Decimal(3000))
    for clave, valor in (("sbu", 900), ("vejez_base_anios", 3)):
        vieja = Parametro.objects.filter(clave=clave).latest("valido_desde")
        Parametro.objects.create(
            clave=clave, valor=valor, valido_desde=date(2026, 10, 31), base_legal="x", fuente="x", confianza="ALTA"
        )
        assert vieja.valor != valor

    salida = recalcular(solicitud)

    assert "pension: 750.00" in salida
    assert "al centavo" in salida


def test_a_figure_that_was_tampered_with_is_found(ana, de_ana):
    solicitud = enviar(de_ana)
    guardado = json.dumps(solicitud.dictamen).replace("750.00", "950.00")
    Solicitud.objects.filter(pk=solicitud.pk).update(dictamen=json.loads(guardado))

    with pytest.raises(CommandError, match=r"no es el mismo: .*pension") as error:
        recalcular(solicitud)
    assert error.value.returncode == 1


def test_a_pension_of_a_past_start_is_made_again_with_the_law_of_that_day():
    ana = quien_se_jubila(40 * 12, sueldo="3000", ultimo=date(2025, 6, 1))
    solicitud = enviar(navegador(mundo.cuenta(ana)))

    assert "pension: 2585.00" in recalcular(solicitud)


def test_a_daughter_with_a_power_for_it_asks_in_his_name(ana):
    hija = mundo.cuenta(mundo.persona(mundo.LUIS, nombres="Luisa"), correo="luisa@correo.ec")
    poder = Poder.objects.create(
        otorgante=ana,
        apoderado=hija.persona,
        apoderado_cedula=mundo.LUIS,
        tramites=["jubilacion-vejez"],
        hasta=date(2027, 1, 1),
        aceptado_en=timezone.now(),
    )
    de_hija = navegador(hija)
    de_hija.post(f"/cuenta/poderes/{poder.pk}/actuar/")

    assert "/afiliado/cuenta-bancaria/" not in pagina(de_hija)
    solicitud = enviar(de_hija)

    assert (solicitud.persona, solicitud.actor, solicitud.por) == (ana, hija, "poder")
