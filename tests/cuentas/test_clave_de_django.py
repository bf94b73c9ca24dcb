"""The key of Django is replaced: what was made under the former one holds while it is a fallback, and no longer."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as ajustes
from django.core import signing
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from cuentas import borradores, cifrado, codigos, dispositivos, segundo_factor
from cuentas.clave.selectors import sorteo_de
from cuentas.models import Borrador
from tests import mundo

pytestmark = pytest.mark.django_db
VIGENCIA = timedelta(minutes=15)


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


@pytest.fixture
def rotar(settings):
    """Puts a new key in the place of the one of now."""

    def con(*, anterior_en_la_lista: bool = True) -> None:
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if anterior_en_la_lista else []
        settings.SECRET_KEY = "la clave nueva, que es otra"

    return con


def entrar(client):
    client.post("/ingresar/", {"identificacion": mundo.ANA, "clave": mundo.CLAVE})


@pytest.mark.parametrize(("en_la_lista", "estado"), [(True, 200), (False, 302)])
def test_an_open_session_goes_on(client, ana, rotar, en_la_lista, estado):
    entrar(client)
    rotar(anterior_en_la_lista=en_la_lista)

    assert client.get("/inicio/").status_code == estado


def test_what_was_signed_is_still_read(rotar):
    firmado = signing.dumps({"uno": 1})
    rotar()

    assert signing.loads(firmado) == {"uno": 1}


def test_a_code_and_a_link_that_are_under_way_still_hold(rotar):
    codigo, _ = codigos.emitir("recuperar", mundo.ANA, vigencia=VIGENCIA)
    secreto, _ = codigos.emitir_enlace("congelar", "cambio:1", vigencia=VIGENCIA)
    rotar()

    assert codigos.de_enlace("congelar", "cambio:1", secreto)
    codigos.canjear("congelar", "cambio:1", secreto)
    codigos.canjear("recuperar", mundo.ANA, codigo)


def test_a_code_is_dead_once_its_key_is_gone(rotar):
    codigo, _ = codigos.emitir("recuperar", mundo.ANA, vigencia=VIGENCIA)
    rotar(anterior_en_la_lista=False)

    with pytest.raises(codigos.CodigoRechazado):
        codigos.canjear("recuperar", mundo.ANA, codigo)


def test_the_second_step_that_has_begun_is_finished_and_moves_the_secret_to_the_new_key(client, ana, rotar, settings):
    segundo_factor.abrir_de_demostracion(cuenta=ana)
    entrar(client)
    antes = TOTPDevice.objects.get().key
    rotar()

    assert client.post("/ingresar/codigo/", {"codigo": mundo.codigo_de(ana)}).status_code == 302

    assert client.get("/inicio/").status_code == 200
    assert TOTPDevice.objects.get().key != antes
    settings.SECRET_KEY_FALLBACKS = []
    assert dispositivos.codigo_actual(ana)


def test_a_recovery_code_of_before_still_serves_once(ana, rotar):
    segundo_factor.abrir_de_demostracion(cuenta=ana)
    uno, *_ = segundo_factor.renovar_codigos(cuenta=ana)
    rotar()

    assert segundo_factor.comprobar(cuenta=ana, codigo=uno) == dispositivos.Medio.RECUPERACION
    with pytest.raises(segundo_factor.CodigoEquivocado):
        segundo_factor.comprobar(cuenta=ana, codigo=uno)


def test_what_was_typed_too_late_is_kept_and_given_back(client, ana, rotar, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    entrar(client)
    time_machine.shift(timedelta(minutes=15))
    rotar()

    client.post("/cuenta/segundo-factor/codigos/", {"motivo": "Una carta"})

    assert borradores.ultimo_de(ana) == ("/cuenta/segundo-factor/codigos/", [("motivo", "Una carta"), ("_sujeto", "")])
    viejo = Borrador.objects.get().contenido
    rotar(anterior_en_la_lista=False)
    assert cifrado.descifrar(borradores.PROPOSITO, f"{ana.pk}|/cuenta/segundo-factor/codigos/", viejo)


@pytest.mark.parametrize("cedula", [mundo.ANA, mundo.LUIS])
def test_the_questions_of_a_number_stay_what_they_are(rotar, cedula):
    """Wrong options that change tell the right one, and who has none."""
    mundo.persona()
    antes = sorteo_de(cedula, mundo.HOY)
    rotar(anterior_en_la_lista=False)

    assert sorteo_de(cedula, mundo.HOY) == antes


@pytest.mark.parametrize(("valor", "claves"), [("", "[]"), ("una,otra", "['una', 'otra']")])
def test_the_former_keys_come_from_the_environment(valor, claves):
    codigo = "from iess_portal import settings; print(settings.SECRET_KEY_FALLBACKS)"
    entorno = os.environ | {"DJANGO_DEBUG": "true", "DJANGO_SECRET_KEY_FALLBACKS": valor}
    orden = [sys.executable, "-c", codigo]
    hecho = subprocess.run(orden, cwd=ajustes.BASE_DIR, env=entorno, capture_output=True, text=True, check=True)

    assert hecho.stdout.strip() == claves
