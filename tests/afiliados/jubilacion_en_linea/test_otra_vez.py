"""Procedure 7: a stored decision comes out the same whenever it is made again, and for whoever asks in one's name."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registro.models import Parametro
from tests import jubilacion, mundo, poderes
from tests.afiliados.jubilacion_en_linea.pasos import pagina
from tests.jubilacion import enviar, quien_se_jubila
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def recalcular(solicitud: Solicitud) -> str:
    salida = StringIO()
    call_command("recalcular", solicitud.numero, stdout=salida)
    return salida.getvalue()


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
    solicitud = enviar(mundo.navegador(mundo.cuenta(ana)))

    assert "pension: 2585.00" in recalcular(solicitud)


def test_a_daughter_with_a_power_for_it_asks_in_his_name(ana):
    de_hija = poderes.de_la_hija(ana, "jubilacion-vejez")

    assert "/afiliado/cuenta-bancaria/" not in pagina(de_hija)
    solicitud = enviar(de_hija)

    assert (solicitud.persona, solicitud.actor, solicitud.por) == (ana, poderes.hija(), "poder")
