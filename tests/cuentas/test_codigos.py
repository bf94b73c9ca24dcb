"""A code proves one thing, to one subject, once, for a while."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cuentas import codigos
from cuentas.codigos import CodigoRechazado
from cuentas.models import Codigo

pytestmark = pytest.mark.django_db
VIGENCIA = timedelta(minutes=15)
ANA = "1710034065"


def emitir(proposito="recuperar", para=ANA):
    return codigos.emitir(proposito, para, vigencia=VIGENCIA)[0]


def test_a_code_has_six_digits_and_works_once():
    codigo = emitir()
    assert len(codigo) == 6
    assert codigo.isdigit()

    codigos.canjear("recuperar", ANA, f" {codigo} ")
    with pytest.raises(CodigoRechazado):
        codigos.canjear("recuperar", ANA, codigo)


@pytest.mark.parametrize(("proposito", "para"), [("correo", ANA), ("recuperar", "1710034073")])
def test_a_code_holds_for_nothing_else_and_nobody_else(proposito, para):
    codigo = emitir()
    codigos.emitir(proposito, para, vigencia=VIGENCIA)
    Codigo.objects.filter(proposito=proposito, para=para).update(
        resumen=Codigo.objects.get(proposito="recuperar", para=ANA).resumen
    )

    with pytest.raises(CodigoRechazado):
        codigos.canjear(proposito, para, codigo)


def test_the_next_code_ends_the_one_before():
    primero = emitir()
    segundo = emitir()
    while segundo == primero:
        segundo = emitir()

    with pytest.raises(CodigoRechazado):
        codigos.canjear("recuperar", ANA, primero)
    codigos.canjear("recuperar", ANA, segundo)


def test_it_ends_when_it_says():
    with time_machine.travel(timezone.now(), tick=False) as reloj:
        codigo, vence = codigos.emitir("recuperar", ANA, vigencia=VIGENCIA)
        assert vence == timezone.now() + VIGENCIA
        reloj.shift(VIGENCIA)
        with pytest.raises(CodigoRechazado):
            codigos.canjear("recuperar", ANA, codigo)
        reloj.shift(timedelta(seconds=-1))
        codigos.canjear("recuperar", ANA, codigo)


def test_the_fifth_wrong_try_is_the_last():
    codigo = emitir()
    malo = "000000" if codigo != "000000" else "111111"
    for _ in range(4):
        with pytest.raises(CodigoRechazado):
            codigos.canjear("recuperar", ANA, malo)
    codigos.canjear("recuperar", ANA, codigo)

    codigo = emitir()
    malo = "000000" if codigo != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(CodigoRechazado):
            codigos.canjear("recuperar", ANA, malo)
    with pytest.raises(CodigoRechazado):
        codigos.canjear("recuperar", ANA, codigo)


def test_where_there_never_was_a_code_the_answer_is_the_same():
    with pytest.raises(CodigoRechazado) as sin_codigo:
        codigos.canjear("recuperar", ANA, "123456")
    codigo = emitir()
    with pytest.raises(CodigoRechazado) as equivocado:
        codigos.canjear("recuperar", ANA, "000000" if codigo != "000000" else "111111")

    assert str(sin_codigo.value) == str(equivocado.value)


def test_looking_at_a_link_uses_nothing_up():
    secreto, _ = codigos.emitir_enlace("congelar", "cambio:7", vigencia=VIGENCIA)

    assert codigos.de_enlace("congelar", "cambio:7", secreto)
    assert codigos.de_enlace("congelar", "cambio:7", secreto)
    assert not codigos.de_enlace("congelar", "cambio:8", secreto)
    codigos.canjear("congelar", "cambio:7", secreto)
    assert not codigos.de_enlace("congelar", "cambio:7", secreto)


def test_no_code_is_kept_in_the_clear():
    codigo = emitir()

    assert codigo not in str(Codigo.objects.values().get())


def test_ended_codes_are_swept_out():
    emitir()
    codigos.limpiar_codigos(timezone.now() + VIGENCIA + timedelta(seconds=1))

    assert not Codigo.objects.exists()
