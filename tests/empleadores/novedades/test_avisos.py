"""Procedures 13 and 14, and the new salary and the extras: one by one, at their doors."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Delegacion
from empleadores.models import Novedad
from empleadores.novedades.services import NovedadesRechazadas, aplicar
from empleadores.reglas.novedades import Entrada, NuevoSueldo
from iess_portal.roles import Rol
from nucleo.models import Asiento
from nucleo.outbox import drain
from registro.models import Relacion, Sucursal
from tests import mesa, mundo
from tests.actos import confirmar, continuar, para
from tests.empleadores.novedades.puerta import (
    ENTRADA,
    EXTRAS,
    NOVEDADES,
    SALIDA,
    SUELDO,
    TRABAJADORES,
    dia,
    entrada,
    extras,
    quien,
    salida,
    sueldo,
)
from tramites.models import ActoConfirmado, Atencion, Certificado

pytestmark = pytest.mark.django_db


def revisar(client, url: str, datos: dict[str, str]) -> str:
    return continuar(client, url, **datos, paso="1")


# --- an entry ---------------------------------------------------------------------------------------------------------


def test_the_name_comes_from_the_register_and_nothing_else_of_the_person(de_sol, ana):
    pagina = continuar(de_sol, ENTRADA, **quien(), **dia("p0-ingreso", date(2026, 11, 10)))

    assert "Prueba Ríos Ana María" in pagina
    assert "Código de la actividad sectorial" in pagina
    for suyo in (ana.correo, ana.direccion, ana.telefono, "1980"):
        assert suyo not in pagina
    assert not Novedad.objects.exists()


def test_the_term_is_shown_before_one_confirms(de_sol, ana):
    pagina = revisar(de_sol, ENTRADA, entrada())

    assert "24 de noviembre de 2026" in pagina
    assert "está a tiempo" in pagina
    assert "recibirá un correo" in pagina
    assert not Relacion.objects.exists()


def test_a_late_one_shows_its_days_and_its_fine_as_a_reference(de_sol, ana):
    pagina = revisar(de_sol, ENTRADA, entrada(date(2026, 11, 1)))

    # 500: 47,25 + 55,75; 4 % of 103,00.
    assert "5 días" in pagina
    assert "$\u00a04,12 (valor referencial)" in pagina
    assert "el 4 % del aporte de su última remuneración" in pagina


def test_part_time_shows_what_its_hours_are_paid(de_sol, ana):
    pagina = revisar(de_sol, ENTRADA, entrada(**{"p1-jornada": "4"}))

    assert "$\u00a0250,00" in pagina


def test_once_confirmed_it_is_in_force_with_its_number_its_receipt_and_its_mail(de_sol, ana, sol):
    pagina = confirmar(de_sol, ENTRADA, **entrada())

    novedad = Novedad.objects.get()
    assert f"Número de novedad: {novedad.numero}" in pagina
    assert Relacion.objects.get(persona=ana, empleador=sol).sueldo == Decimal("500.00")
    documento = Certificado.objects.get()
    assert documento.empleador == sol
    assert documento.get_absolute_url() in pagina
    assert documento.datos["numero"] == novedad.numero
    assert ["Primer día de trabajo", "10 de noviembre de 2026"] in documento.datos["lineas"]
    drain()
    del_trabajador = [correo for correo in mail.outbox if correo.to == ["ana@correo.ec"]]
    assert len(del_trabajador) == 1
    assert Atencion.objects.get().tramite.slug == "aviso-entrada"
    assert Asiento.objects.filter(accion="novedad.entrada", persona_id=ana.pk).exists()


def test_the_receipt_is_a_signed_document_that_the_employer_downloads(de_sol, ana, pki):
    confirmar(de_sol, ENTRADA, **entrada())
    drain()

    documento = Certificado.objects.get()
    assert documento.estado == "EMITIDO"
    archivo = b"".join(de_sol.get(f"/documentos/{documento.codigo}.pdf").streaming_content)
    assert Novedad.objects.get().numero in archivo.decode()
    assert "Prueba Ríos Ana María, cédula 1710034065" in archivo.decode()


def test_the_register_is_not_read_name_by_name(de_sol, ana, monkeypatch):
    monkeypatch.setattr("empleadores.novedades.forms.NOMBRES_POR_HORA", 1)
    mundo.persona(mundo.LUIS, apellidos="Ajeno")
    de_luis = entrada(**{"p0-cedula": mundo.LUIS})

    assert "no es correcta" in continuar(de_sol, ENTRADA, **entrada(**{"p0-cedula": "1710034066"}))  # shows nobody
    assert ana.apellidos in continuar(de_sol, ENTRADA, **entrada())
    for _ in range(2):
        pagina = continuar(de_sol, ENTRADA, **de_luis)
        assert "Declaró a muchas personas en una hora" in pagina
        assert "Ajeno" not in pagina
    assert "Declaró a muchas personas" in confirmar(de_sol, ENTRADA, **de_luis)
    assert "registrado" in confirmar(de_sol, ENTRADA, **entrada())  # who was shown already is still declared


def test_a_double_click_is_one_notice(de_sol, ana):
    peticion = uuid.uuid4()

    for _ in range(2):
        confirmar(de_sol, ENTRADA, peticion, **entrada())

    assert Novedad.objects.count() == ActoConfirmado.objects.count() == Certificado.objects.count() == 1


def test_the_same_again_is_told_to_change_nothing(de_sol, ana):
    confirmar(de_sol, ENTRADA, **entrada())

    pagina = confirmar(de_sol, ENTRADA, **entrada())

    assert "Ya consta trabajando en esta sucursal desde el 10 de noviembre" in pagina
    assert Novedad.objects.count() == 1


def test_a_notice_of_long_ago_is_led_to_its_case(de_sol, ana):
    pagina = confirmar(de_sol, ENTRADA, **entrada(date(2026, 10, 5)))

    assert "Pasaron más de 45 días" in pagina
    assert '<a href="/empleador/novedades-extemporaneas/">' in pagina
    assert 'value="2026"' in pagina  # what was typed is kept
    assert not Novedad.objects.exists()


def test_the_day_before_it_is_still_taken_here(de_sol, ana):
    assert "registrado" in confirmar(de_sol, ENTRADA, **entrada(date(2026, 10, 6)))


@pytest.mark.parametrize(
    ("otros", "mensaje"),
    [
        ({"p0-cedula": ""}, "Escriba la cédula"),
        ({"p0-cedula": "123"}, "10 dígitos"),
        ({"p0-cedula": "1710034066"}, "revise los dígitos"),
        ({"p0-cedula": mundo.LUIS}, "El registro no conoce esta cédula"),
        ({"p0-cedula": "17100\x0034065"}, "nulos"),
        ({"p0-sucursal": "0002"}, "Elija una sucursal de la lista"),
        ({"p0-ingreso_dia": "31", "p0-ingreso_mes": "2"}, "Esa fecha no existe"),
        ({"p0-ingreso_anio": "2027"}, "Esa fecha todavía no llega"),
        ({"p0-ingreso_anio": "9999"}, "Esa fecha todavía no llega"),
        ({"p0-ingreso_anio": "1970"}, "anterior al nacimiento"),
        ({"p1-sueldo": "481,99"}, "El mínimo de la jornada completa es"),
        ({"p1-sueldo": "-500"}, "mínimo"),
        ({"p1-sueldo": "9" * 12}, "dos decimales como máximo"),
        ({"p1-sueldo": "mucho"}, "Escriba el valor en dólares"),
        ({"p1-jornada": "12"}, "Elija una opción de la lista"),
        ({"p1-relacion_trabajo": "99"}, "Elija una opción de la lista"),
        ({"p1-cargo": "x" * 65}, "64"),
        ({"p1-actividad": "=HYPERLINK"}, "código de la actividad"),
    ],
)
def test_a_bad_answer_is_told_beside_its_field_and_nothing_changes(de_sol, ana, otros, mensaje):
    pagina = confirmar(de_sol, ENTRADA, **entrada(**otros))

    assert mensaje in pagina
    assert not Novedad.objects.exists()
    assert not ActoConfirmado.objects.exists()


@pytest.mark.parametrize(
    ("cedula", "ingreso", "mensajes"),
    [
        ("1710034066", {"p0-ingreso_dia": "31", "p0-ingreso_mes": "2"}, ("revise los dígitos", "Esa fecha no existe")),
        ("123", {"p0-ingreso_anio": "2027"}, ("10 dígitos", "Esa fecha todavía no llega")),
        (mundo.LUIS, {"p0-ingreso_anio": "2027"}, ("El registro no conoce", "Esa fecha todavía no llega")),
    ],
)
def test_a_bad_cedula_and_a_bad_date_of_one_page_are_told_together(de_sol, ana, cedula, ingreso, mensajes):
    pagina = continuar(de_sol, ENTRADA, **entrada(**ingreso, **{"p0-cedula": cedula}))

    assert [mensaje for mensaje in mensajes if mensaje not in pagina] == []


def test_nobody_is_hired_by_themselves(client, ana):
    propia = mundo.empleador(f"{mundo.ANA}001", razon_social="Ana", tipo="PRIVADO")
    client.force_login(mundo.cuenta(propia, correo="a@a.ec"))

    assert "nadie es trabajador de sí mismo" in confirmar(client, ENTRADA, **entrada())


def test_the_first_worker_of_an_employer_opens_its_first_branch(client, ana):
    mar = mundo.empleador(mundo.RUC_MAR)
    client.force_login(mundo.cuenta(mar, correo="mar@mar.ec"))

    confirmar(client, ENTRADA, **entrada())

    assert Relacion.objects.get().sucursal == Sucursal.objects.get(empleador=mar).codigo == "0001"


# --- an exit, a salary, extras ----------------------------------------------------------------------------------------


def test_an_exit(de_sol, trabaja):
    assert "25 de noviembre de 2026" in revisar(de_sol, SALIDA, salida(date(2026, 11, 20)))

    confirmar(de_sol, SALIDA, **salida())

    trabaja.refresh_from_db()
    assert (trabaja.fecha_salida, trabaja.causa_salida) == (date(2026, 11, 19), "V")
    drain()
    assert any("dejó el trabajo" in correo.body for correo in mail.outbox if correo.to == ["ana@correo.ec"])


def test_a_death_needs_its_date(de_sol, trabaja):
    """TV43."""
    assert "Escriba la fecha de fallecimiento" in confirmar(de_sol, SALIDA, **salida(causa="F"))
    con_fecha = salida(**dia("p1-fallecimiento", date(2026, 11, 19)))
    assert "va solo con la causa F" in confirmar(de_sol, SALIDA, **con_fecha)
    assert not Novedad.objects.exists()

    confirmar(de_sol, SALIDA, **con_fecha | {"p1-causa": "F"})
    assert Novedad.objects.get().detalle == {"fallecimiento": "2026-11-19"}


def test_only_one_s_own_workers_leave(de_sol, ana):
    mundo.relacion(ana, mundo.empleador(mundo.RUC_MAR), date(2020, 1, 1))

    pagina = continuar(de_sol, SALIDA, **quien())

    assert "No consta trabajando para este empleador" in pagina
    assert "2020" not in pagina


def test_a_new_salary_shows_the_former_beside_it(de_sol, trabaja):
    pagina = revisar(de_sol, SUELDO, sueldo())
    assert "$\u00a01.000,00" in pagina
    assert "$\u00a01.100,00" in pagina

    confirmar(de_sol, SUELDO, **sueldo())

    trabaja.refresh_from_db()
    assert trabaja.sueldo == Decimal("1100.00")


def test_the_salary_that_is_there_already_changes_nothing(de_sol, trabaja):
    assert "no hay nada que cambiar" in confirmar(de_sol, SUELDO, **sueldo("1000"))


def test_extras_belong_to_their_month(de_sol, trabaja):
    confirmar(de_sol, EXTRAS, **extras())

    novedad = Novedad.objects.get()
    assert (novedad.tipo, novedad.fecha, novedad.valor) == ("INS", date(2026, 11, 1), Decimal("25.50"))
    trabaja.refresh_from_db()
    assert trabaja.sueldo == Decimal("1000.00")


@pytest.mark.parametrize("periodo", ["2026-12-01", "2026-08-01", "2026-11-02", "ayer", "0001-01-01"])
def test_a_month_that_is_not_offered_is_refused(de_sol, trabaja, periodo):
    assert "Elija un mes de la lista" in confirmar(de_sol, EXTRAS, **extras(periodo=periodo))
    assert not Novedad.objects.exists()


def test_each_confirmed_act_counts_once_for_its_own_procedure(de_sol, trabaja):
    confirmar(de_sol, SUELDO, **sueldo())
    confirmar(de_sol, EXTRAS, **extras())
    confirmar(de_sol, SALIDA, **salida())

    contadas = Atencion.objects.order_by("tramite__slug").values_list("tramite__slug", flat=True)
    assert list(contadas) == ["aviso-salida", "extras-del-mes", "nuevo-sueldo"]


# --- whom it serves ---------------------------------------------------------------------------------------------------


def delegado(client, cuenta_sol, rol: str) -> Client:
    """Somebody whom Sol authorised, acting for it."""
    luis = mundo.cuenta(mundo.persona(mundo.LUIS, apellidos="Delegado"), clave=mundo.CLAVE, correo="luis@correo.ec")
    client.force_login(cuenta_sol)
    campos = {"cedula": mundo.LUIS, "rol": rol, "clave": mundo.CLAVE}
    campos |= {f"hasta_{parte}": "" for parte in ("dia", "mes", "anio")}
    assert client.post("/cuenta/delegaciones/nueva/", campos).status_code == 302
    de_luis = mundo.navegador(luis)
    for acto in ("aceptar", "actuar"):
        de_luis.post(f"/cuenta/delegaciones/{Delegacion.objects.get().pk}/{acto}/")
    return de_luis


@pytest.mark.parametrize("rol", ["AVISOS", "TODO"])
def test_who_was_authorised_to_give_notices_gives_them(client, cuenta_sol, ana, rol):
    de_luis = delegado(client, cuenta_sol, rol)

    confirmar(de_luis, ENTRADA, **entrada(), **para(de_luis))

    novedad = Novedad.objects.get()
    assert novedad.registrada_por == mundo.LUIS
    de_uno = de_luis.get(f"{NOVEDADES}{novedad.pk}/").content.decode()
    assert "por Delegado" in de_uno
    assert mundo.LUIS not in de_uno
    assert Certificado.objects.get().empleador.ruc == mundo.RUC_SOL


def test_who_may_only_look_gives_none(client, cuenta_sol, trabaja):
    de_luis = delegado(client, cuenta_sol, "CONSULTA")

    for url in (ENTRADA, SALIDA, SUELDO, EXTRAS, NOVEDADES, TRABAJADORES, "/empleador/novedades-extemporaneas/"):
        assert de_luis.get(url).status_code == 403, url
    datos = salida() | {"accion": "confirmar", "peticion": str(uuid.uuid4())} | para(de_luis)
    assert de_luis.post(SALIDA, datos).status_code == 403
    assert not Novedad.objects.exists()


def test_the_counter_gives_them_for_the_employer_it_attends(client, sol, ana):
    personal = mesa.con_rol(Rol.VENTANILLA)
    client.force_login(personal)
    client.post(reverse("cuentas:atender_empleador", args=[sol.pk]), {"motivo": "Vino a la ventanilla"})

    confirmar(client, ENTRADA, **entrada(), **para(client))

    assert Novedad.objects.get().registrada_por == personal.identificador
    assert Atencion.objects.get().canal == "PRESENCIAL"


def test_a_person_has_no_notices_to_give(client, ana):
    client.force_login(mundo.cuenta(ana))

    assert client.get(ENTRADA).status_code == 403


# --- two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_two_people_of_one_employer_at_once_leave_one_salary_and_a_whole_chain(cuenta_sol, sol, trabaja):
    pedidos = [
        NuevoSueldo(mundo.ANA, "0001", date(2026, mes, 1), Decimal(1000 + n)) for n in (1, 2, 3) for mes in (10, 11)
    ]

    def dar(pedido) -> int:
        actuacion = Actuacion(actor=cuenta_sol, sujeto=sol, por=Por.CLAVE_PATRONAL)
        try:
            return len(aplicar(actuacion=actuacion, pedidos=[(pedido, None)], solicitud="X"))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as hilos:
        sum(hilos.map(dar, pedidos))

    octubre, noviembre = Novedad.objects.filter(deshecha_en=None).order_by("fecha")
    trabaja.refresh_from_db()
    assert octubre.antes == Decimal("1000.00")
    assert noviembre.antes == octubre.valor
    assert trabaja.sueldo == noviembre.valor


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_two_entries_of_one_worker_at_once_are_one_employment(cuenta_sol, sol, ana):
    dias = [date(2026, 11, 3), date(2026, 11, 4)] * 2

    def dar(ingreso: date) -> bool:
        actuacion = Actuacion(actor=cuenta_sol, sujeto=sol, por=Por.CLAVE_PATRONAL)
        pedido = Entrada(mundo.ANA, "0001", ingreso, Decimal(500), "COMPLETA", "X", "1", "06", "R", "P")
        try:
            return bool(aplicar(actuacion=actuacion, pedidos=[(pedido, None)]))
        except NovedadesRechazadas:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hilos:
        assert sum(hilos.map(dar, dias)) == 1
    assert Relacion.objects.count() == Novedad.objects.count() == 1
