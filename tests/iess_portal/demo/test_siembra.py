"""The demonstration in the database: put there through the doors of production, and again without a trace."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from afiliados.procedimientos.certificado_afiliacion import CertificadoAfiliacion
from afiliados.selectors.jubilacion import dictamen_de_vejez
from cuentas.actuacion import Actuacion, Por
from cuentas.cambios.selectors import correos_de_seguridad
from cuentas.clave.demostracion import en_palabras
from cuentas.clave.selectors import reto_de
from cuentas.management.commands.demo_clave import CLAVE_DEMOSTRACION
from cuentas.models import Cuenta, Delegacion
from cuentas.patronal.selectors import patronos_de
from iess_portal.demo import cambios, casos, cifras, delegaciones, documentos, siembra
from iess_portal.demo.anuncio import anuncio
from iess_portal.demo.empleadores import ASEO, HUMBERTO_VELEZ, NEVADO, PATRONOS, SERENA, YUNQUE
from iess_portal.demo.epoca import Epoca
from iess_portal.demo.personal import PERSONAL
from iess_portal.demo.personas import (
    ANGEL,
    BLANCA,
    CARMEN,
    CON_CLAVE,
    DOLORES,
    EDISON,
    GABRIELA,
    GLORIA,
    JORGE,
    LUZ,
    MANUEL,
    MERCEDES,
    NICOLE,
    ROSA,
    SEGUNDO,
    VICTOR,
)
from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from registro.models import Aporte, CuentaBancaria, Pension, Persona, Planilla, Relacion
from registro.selectors import aportes_en_mora, cuenta_para_pagos, persona_por_cedula
from tramites.casos.models import Solicitud
from tramites.certificados.models import Certificado
from tramites.procedimientos.lista import caso_de
from tramites.transparencia.models import Conteo

pytestmark = pytest.mark.django_db
HOY = date(2026, 11, 21)


@pytest.fixture
def registro(pocos, tmp_path):
    """Imports the people of the demonstration as of a day; gives back the report."""

    def importar(hoy: date = HOY):
        return siembra.importar_registro(siembra.epoca_del_registro(hoy), tmp_path / "registro")

    return importar


@pytest.fixture
def al_dia(time_machine):
    """The clock of what is decided by today's date."""
    time_machine.move_to("2026-11-21T10:00:00-05:00")


TODOS = casos.CASOS


def sembrar(carpeta, hoy=HOY) -> list[str]:
    dicho: list[str] = []
    siembra.sembrar(hoy, carpeta=carpeta, avisar=dicho.append)
    return dicho


# --- the register ---


def test_the_register_takes_the_whole_demonstration(tmp_path):
    informe = siembra.importar_registro(Epoca.nueva(HOY), tmp_path)
    assert all(resumen.nuevos == resumen.filas > 0 for resumen in informe.resumenes)
    assert Relacion.objects.filter(empleador__ruc=SERENA.ruc).count() >= 1_200


def test_importing_it_again_changes_nothing(registro):
    assert registro().cambio
    assert not registro().cambio


def test_on_a_later_day_nobody_is_doubled_and_records_go_on(registro):
    registro()
    antes = (Persona.objects.count(), Relacion.objects.count(), Aporte.objects.count())
    registro(date(2027, 2, 15))
    despues = (Persona.objects.count(), Relacion.objects.count(), Aporte.objects.count())
    assert despues[:2] == antes[:2]
    assert despues[2] > antes[2]
    dolores = Aporte.objects.filter(persona__cedula=DOLORES, fecha_pago__isnull=False)
    assert dolores.count() == 359


def test_the_employer_in_arrears_is_found_as_such(registro):
    registro()
    assert Planilla.objects.en_mora(HOY).filter(empleador__ruc=NEVADO.ruc).count() == 4
    assert Planilla.objects.en_mora(HOY).filter(empleador__ruc=SERENA.ruc).count() == 0
    (mora,) = aportes_en_mora(persona_por_cedula(ROSA), HOY)
    assert mora.desde == date(2026, 3, 1)


# --- accounts ---


def test_everybody_who_is_named_can_enter(registro, client):
    registro()
    siembra.abrir_cuentas()
    for identificador in (ROSA, SERENA.ruc, "analista"):
        cuenta = Cuenta.objects.get(identificador=identificador)
        assert cuenta.check_password(CLAVE_DEMOSTRACION)
    con_clave = {p.cedula for p in CON_CLAVE} | {p.ruc for p in PATRONOS if p.con_clave}
    confirmadas = Cuenta.objects.filter(is_staff=False, correo_confirmado_en__isnull=False)
    assert {cuenta.identificador for cuenta in confirmadas} == con_clave


def test_each_role_has_its_member_of_staff(registro):
    registro()
    siembra.abrir_cuentas()
    grupos = {grupo.name: {c.identificador for c in grupo.user_set.all()} for grupo in Group.objects.all()}
    assert {rol: grupos[rol] for rol in Rol} == {f.rol: {f.usuario} for f in PERSONAL}
    assert not Cuenta.objects.filter(is_superuser=True).exists()


def test_everybody_can_recover_their_clave_with_the_answers_that_are_printed(registro, client):
    registro()
    siembra.abrir_cuentas()
    cuenta = Cuenta.objects.get(identificador=ROSA)
    cuenta.preguntas_de_seguridad.filter(orden=1).update(codigo="apodo")  # somebody who chose another
    siembra.abrir_cuentas()

    for protagonista in CON_CLAVE:
        reto = reto_de(protagonista.cedula)
        assert reto.cuenta
        assert len(reto.codigos) == 3
    assert reto_de(ROSA).codigos[0] == "apodo"
    client.post("/cuenta/desbloquear/", {"cedula": DOLORES})
    respuestas = {f"respuesta_{n}": respuesta for n, (_, respuesta) in enumerate(en_palabras())}
    assert client.post("/cuenta/desbloquear/respuestas/", respuestas).url == "/cuenta/desbloquear/codigo/"
    assert all(respuesta in anuncio("http://127.0.0.1:8000") for _, respuesta in en_palabras())


def test_a_clave_that_was_changed_is_not_put_back(registro):
    registro()
    siembra.abrir_cuentas()
    cuenta = Cuenta.objects.get(identificador=ROSA)
    cuenta.set_password("otra clave mía y larga")
    cuenta.save()
    asientos = Asiento.objects.count()
    siembra.abrir_cuentas()
    cuenta.refresh_from_db()
    assert cuenta.check_password("otra clave mía y larga")
    assert Asiento.objects.count() == asientos


def test_each_one_gets_the_certificate_that_is_theirs(registro):
    registro()
    variantes = {
        cedula: CertificadoAfiliacion().contenido(Actuacion(None, persona_por_cedula(cedula), Por.PROPIO), HOY).variante
        for cedula in (ROSA, DOLORES, EDISON, SEGUNDO, NICOLE)
    }
    assert variantes == {
        ROSA: "afiliacion",
        DOLORES: "afiliacion",
        EDISON: "afiliacion",
        SEGUNDO: "no_afiliacion",
        NICOLE: "no_afiliacion",
    }


# --- the whole ---


@pytest.mark.pdf
def test_the_documents_are_signed_one_is_revoked_and_doing_it_again_adds_none(pocos, tmp_path, al_dia):
    call_command("pki", "iniciar", verbosity=0)
    sembrar(tmp_path)
    estados = {c.persona.cedula + c.tramite.slug: c.estado for c in Certificado.objects.filter(solicitud=None)}
    assert estados == {
        pedido.cedula + pedido.slug: "REVOCADO" if pedido.revocado else "EMITIDO" for pedido in documentos.PEDIDOS
    }
    de_documentos = [correo for correo in mail.outbox if "documento" in correo.subject]
    assert len(de_documentos) == len(documentos.PEDIDOS) + 1  # one for each, and one that tells of the revocation
    revocado = Certificado.objects.get(estado="REVOCADO")
    assert Asiento.objects.filter(accion="certificado.revocado", actor="ventanilla").count() == 1
    assert revocado.motivo == documentos.MOTIVO

    foto = (Asiento.objects.count(), Certificado.objects.count(), len(mail.outbox), Conteo.objects.count())
    sembrar(tmp_path)
    assert (Asiento.objects.count(), Certificado.objects.count(), len(mail.outbox), Conteo.objects.count()) == foto
    call_command("invariantes", stdout=StringIO())  # or it ends the test: what the verbs made contradicts nothing


def test_the_official_months_come_from_the_sheet_and_the_portal_s_own_never_count_as_official(
    pocos, tmp_path, monkeypatch
):
    monkeypatch.setattr(documentos.pdf, "disponible", lambda: (False, "no hay motor"))
    assert not [linea for linea in sembrar(tmp_path) if "borre" in linea]
    oficiales = Conteo.objects.filter(fuente="OFICIAL")
    assert oficiales.count() == 21
    assert {conteo.tramite.codigo_rutr for conteo in oficiales} == {"IESS-034-01-07"}
    assert not Certificado.objects.exists()
    de_aqui = Conteo.objects.filter(fuente="PORTAL", tramite__slug=cifras.CORREGIDA).order_by("anio", "mes", "version")
    assert [(c.anio, c.mes, c.version) for c in de_aqui][-4:] == [
        (2026, 8, 1),
        (2026, 9, 1),
        (2026, 9, 2),
        (2026, 10, 1),
    ]
    assert "Los datos son de octubre de 2026" in sembrar(tmp_path, date(2026, 12, 20))[0]


def test_what_is_printed_names_everybody_who_can_enter_and_how():
    texto = anuncio("http://127.0.0.1:8123")
    for quien in [p.cedula for p in CON_CLAVE] + [f.usuario for f in PERSONAL]:
        assert quien in texto
    for patrono in PATRONOS:
        assert (patrono.ruc in texto) == patrono.con_clave
    assert CLAVE_DEMOSTRACION in texto
    assert "http://127.0.0.1:8123/demo/buzon/" in texto
    assert "Ctrl-C" in texto
    assert max(map(len, texto.splitlines())) <= 120


# --- changes under way ---


def test_one_person_waits_for_the_validation_of_an_account_and_another_can_still_stop_a_change(registro):
    registro()
    siembra.abrir_cuentas()

    assert (cambios.cambiar_datos(), cambios.cambiar_datos()) == (2, 0)

    pago = cuenta_para_pagos(persona_por_cedula(JORGE), timezone.localdate())
    assert pago.cuenta.institucion == "Austro"
    assert pago.en_espera.estado == CuentaBancaria.Estado.PENDIENTE
    gabriela = Cuenta.objects.get(identificador=GABRIELA)
    assert len(correos_de_seguridad(gabriela)) == 2


# --- who acts for an employer ---


def test_one_person_acts_in_each_role_and_one_has_not_decided(registro):
    registro()
    siembra.abrir_cuentas()

    assert (delegaciones.delegar(), delegaciones.delegar()) == (4, 0)

    hechas = Delegacion.objects.filter(empleador__ruc=YUNQUE.ruc)
    assert {d.rol for d in hechas if d.vigente(HOY)} == set(Delegacion.Rol)
    assert [d.apoderado_cedula for d in hechas if not d.aceptado_en] == [NICOLE]


def test_a_representative_whose_employer_has_no_clave_can_ask_for_it(registro):
    registro()
    siembra.abrir_cuentas()

    estados = {p.empleador.ruc: (p.con_clave, p.en_linea) for p in patronos_de(HUMBERTO_VELEZ)}

    assert estados[ASEO.ruc] == (False, True)
    assert Cuenta.objects.get(identificador=HUMBERTO_VELEZ).check_password(CLAVE_DEMOSTRACION)


# --- cases ---


@pytest.mark.pdf
def test_there_is_a_case_in_each_state_of_each_kind_and_doing_it_again_adds_none(registro, al_dia, monkeypatch):
    monkeypatch.setattr(casos, "CASOS", TODOS)
    call_command("pki", "iniciar", verbosity=0)
    registro()
    siembra.abrir_cuentas()

    assert (casos.abrir_casos(), casos.abrir_casos()) == (len(casos.CASOS), 0)

    jubilaciones = Solicitud.objects.filter(tramite__slug=casos.JUBILACION)
    assert {s.persona.cedula: s.estado for s in jubilaciones} == {
        SEGUNDO: "BORRADOR",
        LUZ: "EN_APROBACION",
        MANUEL: "EN_PAGO",
        DOLORES: "NOTIFICADA",
    }
    concedida = jubilaciones.get(persona__cedula=MANUEL)
    assert Pension.objects.get(persona__cedula=MANUEL).acuerdo_numero == concedida.numero
    assert dictamen_de_vejez(persona_por_cedula(SEGUNDO), HOY).califica
    reliquidaciones = Solicitud.objects.filter(tramite__slug=casos.RELIQUIDACION)
    assert {s.persona.cedula: (s.estado, s.resultado) for s in reliquidaciones} == {
        BLANCA: ("EN_REVISION", ""),
        GLORIA: ("EN_CALCULO", ""),
        ANGEL: ("EN_APROBACION", ""),
        MERCEDES: ("EN_PAGO", "CONCEDIDA"),
        CARMEN: ("NOTIFICADA", "NEGADA"),
    }
    call_command("invariantes", stdout=StringIO())  # or it ends the test: what the verbs made contradicts nothing
    hechos, dictamen = caso_de("reliquidacion").dictamen(persona_por_cedula(VICTOR), HOY, {})
    assert dictamen.califica
    assert len(hechos.nuevos) == 14
