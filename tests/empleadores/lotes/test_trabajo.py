"""The work in the background: in parts, through a kill, until somebody stops it."""

import threading
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.utils import timezone

from cuentas.actuacion import actuacion_de
from empleadores.lotes import services, trabajo
from empleadores.models import Lote, Novedad
from nucleo.limpieza import limpiar
from nucleo.models import Asiento
from nucleo.outbox import drain
from nucleo.outbox.models import Outbox
from registro.models import Persona
from tests import mundo
from tests.actos import correos
from tests.empleadores.lotes.archivos import linea, subir, texto
from tramites.models import Atencion
from tramites.selectors import ficha

pytestmark = pytest.mark.django_db
CEDULAS = ("1710034065", "0926687856", "1710034073", "1710034081", "1710034099", "0102030400")


@pytest.fixture(autouse=True)
def _in_parts(monkeypatch):
    """Two lines at a time, and none at once."""
    monkeypatch.setattr(trabajo, "TRAMO", 2)
    monkeypatch.setattr(services, "AL_INSTANTE", 0)


@pytest.fixture
def gente():
    return [mundo.persona(cedula, apellidos=f"Prueba {n}") for n, cedula in enumerate(CEDULAS[:5])]


def lineas(*malas: int) -> bytes:
    return texto(*(linea(cedula=c, cargo="" if n in malas else "OBRERO") for n, c in enumerate(CEDULAS[:5], 1)))


def revisado(client, *malas: int) -> Lote:
    lote = subir(client, lineas(*malas))
    drain()
    lote.refresh_from_db()
    assert lote.estado == "REVISADO"
    return lote


def confirmar(lote: Lote) -> None:
    services.confirmar(actuacion=actuacion_de(lote.empleador.cuenta), lote_id=lote.pk, solo_buenas=True)


def matar_tras(monkeypatch, cuantos: int) -> None:
    """The process dies after so many parts."""
    seguir, hechos = trabajo._avanzar, []

    def avanzar(*args):
        if len(hechos) == cuantos:
            raise KeyboardInterrupt
        hechos.append(args)
        return seguir(*args)

    monkeypatch.setattr(trabajo, "_avanzar", avanzar)


def test_a_long_file_is_judged_in_the_background(de_sol, gente):
    lote = subir(de_sol, lineas(4))
    pagina = de_sol.get(lote.get_absolute_url()).content.decode()
    assert lote.estado == "RECIBIDO"
    assert "0 de 5 líneas" in pagina
    assert "data-sondeo" in pagina

    drain()

    lote.refresh_from_db()
    assert (lote.estado, lote.vistas, lote.buenas, lote.malas) == ("REVISADO", 5, 4, 1)
    (correo,) = correos()
    assert "falta que usted lo confirme" in correo.body
    assert "data-sondeo" not in de_sol.get(lote.get_absolute_url()).content.decode()


@pytest.mark.parametrize("partes", [0, 1, 2, 3])
def test_what_is_killed_goes_on_where_it_stopped(de_sol, gente, monkeypatch, partes, pki):
    lote = revisado(de_sol, 3)
    confirmar(lote)
    with monkeypatch.context() as proceso:
        matar_tras(proceso, partes)
        if partes < 3:
            with pytest.raises(KeyboardInterrupt):
                trabajo.aplicar(lote_id=lote.pk)
    lote.refresh_from_db()
    if partes < 3:
        assert (lote.estado, lote.vistas) == ("APLICANDO", partes * 2)
        assert Novedad.objects.count() == lote.aplicadas

    drain()

    lote.refresh_from_db()
    assert (lote.estado, lote.vistas, lote.aplicadas, lote.ya_estaban) == ("APLICADO", 5, 4, 0)
    assert Novedad.objects.count() == 4
    assert Atencion.objects.filter(tramite__slug="aviso-entrada").count() == 4


def test_a_judgement_that_is_killed_counts_each_line_once(de_sol, gente, monkeypatch):
    lote = subir(de_sol, lineas(1, 4))
    with monkeypatch.context() as proceso:
        matar_tras(proceso, 1)
        with pytest.raises(KeyboardInterrupt):
            trabajo.revisar(lote_id=lote.pk)

    drain()

    lote.refresh_from_db()
    assert (lote.estado, lote.buenas, lote.malas, lote.errores.count()) == ("REVISADO", 3, 2, 2)


def test_a_turn_that_is_over_leaves_the_rest_to_the_next(de_sol, gente, monkeypatch, pki):
    monkeypatch.setattr(trabajo, "POR_TURNO", timedelta(0))
    lote = revisado(de_sol)
    confirmar(lote)
    drain()

    lote.refresh_from_db()
    assert (lote.estado, lote.aplicadas) == ("APLICADO", 5)
    assert Outbox.objects.filter(kind="lote.aplicar").count() == 4  # one for each part, and the one that ends it


def test_what_is_cancelled_stops_and_what_was_done_stays(de_sol, gente, monkeypatch):
    lote = revisado(de_sol)
    confirmar(lote)
    with monkeypatch.context() as proceso:
        matar_tras(proceso, 1)
        with pytest.raises(KeyboardInterrupt):
            trabajo.aplicar(lote_id=lote.pk)

    de_sol.post(f"{lote.get_absolute_url()}cancelar/")
    drain()

    lote.refresh_from_db()
    assert (lote.estado, lote.aplicadas, Novedad.objects.count()) == ("CANCELADO", 2, 2)
    assert "Lo que ya se había registrado queda" in de_sol.get(lote.get_absolute_url()).content.decode()
    assert any("Avisos registrados: 2" in correo.body for correo in correos())


def test_a_judgement_is_cancelled_too(de_sol, gente):
    lote = subir(de_sol, lineas())
    de_sol.post(f"{lote.get_absolute_url()}cancelar/")
    drain()

    lote.refresh_from_db()
    assert (lote.estado, lote.archivo) == ("CANCELADO", "")


def test_a_file_that_is_lost_stops_the_work_and_says_so(de_sol, gente):
    lote = subir(de_sol, lineas())
    default_storage.delete(lote.archivo)
    drain()

    lote.refresh_from_db()
    assert lote.estado == "FALLIDO"
    assert "súbalo otra vez" in de_sol.get(lote.get_absolute_url()).content.decode()
    descarga = de_sol.get(f"{lote.get_absolute_url()}con-motivos/", follow=True)
    assert "El archivo ya no está" in descarga.content.decode()
    assert subir(de_sol, lineas()).pk != lote.pk


def test_an_error_of_ours_stops_the_work_and_keeps_what_was_done(de_sol, gente, monkeypatch, pki):
    lote = revisado(de_sol)
    confirmar(lote)
    with monkeypatch.context() as roto:
        roto.setattr(trabajo, "contar_nuevas", lambda **_: 1 / 0)
        drain()

    lote.refresh_from_db()
    assert (lote.estado, lote.aplicadas, Novedad.objects.count()) == ("FALLIDO", 0, 0)
    otra = revisado(de_sol)
    confirmar(otra)
    drain()
    assert Novedad.objects.count() == 5


def detenido(client, monkeypatch, *, al: str, tras: int) -> Lote:
    """A file whose work stopped by an error of ours, after so many parts of two lines."""
    lote = subir(client, lineas(1)) if al == "revisar" else revisado(client, 1)
    if al == "aplicar":
        confirmar(lote)
    seguir, hechos = trabajo._avanzar, []

    def avanzar(*args):
        if len(hechos) == tras:
            raise ZeroDivisionError
        hechos.append(args)
        return seguir(*args)

    with monkeypatch.context() as roto:
        roto.setattr(trabajo, "_avanzar", avanzar)
        drain()
    lote.refresh_from_db()
    assert (lote.estado, lote.vistas) == ("FALLIDO", tras * 2)
    return lote


def reintentar(client, lote: Lote) -> str:
    pagina = client.post(f"{lote.get_absolute_url()}reintentar/", follow=True).content.decode()
    lote.refresh_from_db()
    return pagina


@pytest.mark.parametrize("tras", [0, 1, 2])
def test_a_registration_that_stopped_goes_on_after_what_was_done(de_sol, gente, monkeypatch, pki, tras):
    lote = detenido(de_sol, monkeypatch, al="aplicar", tras=tras)
    assert "Reintentar" in de_sol.get(lote.get_absolute_url()).content.decode()

    for _ in range(2):
        assert "data-sondeo" in reintentar(de_sol, lote)
    drain()
    assert "Se registraron 4 avisos" in reintentar(de_sol, lote)
    drain()

    assert (lote.estado, lote.razon, lote.aplicadas, lote.ya_estaban) == ("APLICADO", "", 4, 0)
    assert Novedad.objects.count() == Atencion.objects.filter(tramite__slug="aviso-entrada").count() == 4
    assert Asiento.objects.filter(accion="lote.reintentado").count() == 1


@pytest.mark.parametrize("tras", [0, 1])
def test_a_judgement_that_stopped_counts_each_line_once(de_sol, gente, monkeypatch, tras):
    lote = detenido(de_sol, monkeypatch, al="revisar", tras=tras)

    reintentar(de_sol, lote)
    drain()

    lote.refresh_from_db()
    assert (lote.estado, lote.buenas, lote.malas, lote.errores.count()) == ("REVISADO", 4, 1, 1)
    assert not Novedad.objects.exists()


def test_a_short_file_that_stopped_is_done_at_once(de_sol, gente, monkeypatch, pki):
    lote = detenido(de_sol, monkeypatch, al="aplicar", tras=1)
    monkeypatch.setattr(services, "AL_INSTANTE", 200)

    assert "Se registraron 4 avisos" in reintentar(de_sol, lote)


def test_each_time_that_it_stops_is_told(de_sol, gente, monkeypatch, time_machine):
    lote = detenido(de_sol, monkeypatch, al="revisar", tras=0)
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    default_storage.delete(lote.archivo)
    reintentar(de_sol, lote)
    drain()

    lote.refresh_from_db()
    assert lote.estado == "FALLIDO"
    assert ["se detuvo" in correo.body for correo in correos()] == [True, True]


def test_a_file_that_was_sent_again_is_not_tried_beside_it(de_sol, gente, monkeypatch):
    lote = detenido(de_sol, monkeypatch, al="revisar", tras=0)
    subir(de_sol, lineas(1))

    assert "Ya subió el mismo archivo otra vez" in reintentar(de_sol, lote)
    assert lote.estado == "FALLIDO"


def test_what_was_cancelled_is_not_tried_again(de_sol, gente):
    lote = revisado(de_sol)
    de_sol.post(f"{lote.get_absolute_url()}cancelar/")

    assert "ya no se puede" in reintentar(de_sol, lote)
    assert lote.estado == "CANCELADO"


def test_as_many_queries_for_a_part_of_many_lines_as_of_few(de_sol, gente, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(trabajo, "TRAMO", 1000)
    lote = subir(de_sol, lineas())

    with django_assert_max_num_queries(45):
        trabajo.revisar(lote_id=lote.pk)
    confirmar(lote)
    with django_assert_max_num_queries(75):
        trabajo.aplicar(lote_id=lote.pk)


def test_files_that_nobody_applies_are_deleted_in_a_month(de_sol, gente, time_machine):
    lote = revisado(de_sol)
    time_machine.move_to(timezone.now() + timedelta(days=31))
    limpiar()

    lote.refresh_from_db()
    assert (lote.estado, lote.archivo) == ("CANCELADO", "")


def test_a_file_whose_row_never_came_to_be_is_swept(de_sol, gente, time_machine):
    lote = revisado(de_sol)
    huerfano = default_storage.save("lotes/2026/11/20/huerfano.txt", SimpleUploadedFile("x", b"x"))
    time_machine.move_to(timezone.now() + timedelta(days=2))
    limpiar()

    assert not default_storage.exists(huerfano)
    assert default_storage.exists(lote.archivo)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_clicks_and_two_workers_are_one_registration(sol):
    cuenta = mundo.cuenta(sol, correo="sol@sol.ec")
    for n, cedula in enumerate(CEDULAS[:5]):
        mundo.persona(cedula, apellidos=f"Prueba {n}")
    actuacion, listos = actuacion_de(cuenta), threading.Barrier(2)

    def a_la_vez(hacer) -> list:
        hechos: list = []

        def correr() -> None:
            try:
                listos.wait()
                hechos.append(hacer())
            finally:
                connections.close_all()

        hilos = [threading.Thread(target=correr) for _ in range(2)]
        [hilo.start() for hilo in hilos]
        [hilo.join() for hilo in hilos]
        return hechos

    def recibir():
        archivo = SimpleUploadedFile("a.txt", lineas())
        return services.recibir(actuacion=actuacion, tramite=ficha("aviso-entrada"), tipo="ENT", archivo=archivo)

    recibidos = a_la_vez(recibir)
    assert sorted(nuevo for _, nuevo in recibidos) == [False, True]
    lote = Lote.objects.get()
    a_la_vez(lambda: trabajo.revisar(lote_id=lote.pk))
    a_la_vez(lambda: services.confirmar(actuacion=actuacion, lote_id=lote.pk, solo_buenas=False))
    a_la_vez(lambda: trabajo.aplicar(lote_id=lote.pk))

    lote.refresh_from_db()
    assert (lote.estado, lote.buenas, lote.aplicadas) == ("APLICADO", 5, 5)
    assert Novedad.objects.count() == Persona.objects.count() == 5
