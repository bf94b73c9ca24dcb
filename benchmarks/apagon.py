"""The outage: what is lost and what is doubled when everything around the portal fails while people use it.

    .venv/bin/python benchmarks/apagon.py [--minutos 10] [--personas 8] [--muertes 12] [--semilla N]

PostgreSQL, Redis, the two Celery workers and beat of production, gunicorn, and a mail server of its own. People ask for
certificates and send cases, now and then twice at the same moment, and insist with the same form when the answer is an
error. Meanwhile the mail server is away for so many minutes (three quarters of them it refuses connections, then it
takes them and says nothing), the workers are killed with -9 at random moments of sending and of rendering, Redis comes
back empty twice, and PostgreSQL restarts twice, once as after a crash. Then all is left to drain, at the delays of
production, and everything is counted. Exit status 1 when something was lost, doubled or broken.
"""

import argparse
import random
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.apagon_recuento import (
    Diario,
    Pedidos,
    contar_avisos,
    contar_casos,
    contar_documentos,
    contar_respuestas,
)
from benchmarks.buzon import ACEPTADO, FASES_ANTES, Buzon, Modo
from benchmarks.informe import Cifra, informar
from benchmarks.laboratorio import Laboratorio, Servicio, esperar, puerto_libre

CERTIFICADO, CASO = "/afiliado/certificado-afiliacion/", "/afiliado/rectificacion-datos/"
RESPUESTAS = {"dato": "apellidos", "correcto": "Medida Ríoz", "explicacion": "Mi segundo apellido es con z."}
PAUSA = (1.0, 4.0)
DOBLE_CLIC = 0.2
SANO, POSTGRES_ABAJO, REDIS_ABAJO, SILENCIO = 15.0, 4.0, 15.0, 10.0
# After the last delay that an outage of so many minutes can leave behind, and a lease.
PACIENCIA = 20 * 60.0
AL_AZAR = "al azar"
CELERY = (sys.executable, "-m", "celery", "--app", "iess_portal")


class Persona(threading.Thread):
    """Asks for one thing after the other until told to stop, and never leaves one half asked for."""

    def __init__(self, visitante, semilla: str, pedidos: Pedidos, basta: threading.Event) -> None:
        super().__init__(daemon=True)
        self._visitante, self._pedidos, self._basta = visitante, pedidos, basta
        self._azar = random.Random(semilla)

    def run(self) -> None:
        while not self._basta.is_set():
            self._pedir_certificado() if self._azar.random() < 0.5 else self._enviar_caso()
            self._basta.wait(self._azar.uniform(*PAUSA))

    def _pedir_certificado(self) -> None:
        peticion = uuid.uuid4()
        self._pedidos.certificados[peticion] = ""
        destino = self._quizas_dos_veces(CERTIFICADO, "/documentos/", peticion=str(peticion))
        self._pedidos.certificados[peticion] = destino

    def _enviar_caso(self) -> None:
        self._insistir(CASO, f"{CASO}paso/1/")
        self._insistir(f"{CASO}paso/1/", f"{CASO}revisar/", **RESPUESTAS)
        self._pedidos.casos.append(self._quizas_dos_veces(f"{CASO}revisar/", "/solicitudes/"))

    def _quizas_dos_veces(self, ruta: str, hacia: str, **campos: str) -> str:
        """A double click sends the same form twice at once."""
        if self._azar.random() > DOBLE_CLIC:
            return self._insistir(ruta, hacia, **campos)
        self._pedidos.dobles += 1
        otro: list[str] = []
        clic = threading.Thread(target=lambda: otro.append(self._insistir(ruta, hacia, **campos)), daemon=True)
        clic.start()
        destino = self._insistir(ruta, hacia, **campos)
        clic.join()
        return destino if otro == [destino] else f"{destino} y {otro}"

    def _insistir(self, ruta: str, hacia: str, **campos: str) -> str:
        """Sends the same form until it is answered as it should be."""
        limite = time.monotonic() + 180
        while True:
            respuesta = self._visitante.post(ruta, **campos)
            if respuesta.estado == 302 and respuesta.destino.startswith(hacia):
                return respuesta.destino
            self._pedidos.errores.append((time.monotonic(), respuesta.estado))
            if time.monotonic() > limite:
                self._pedidos.sin_respuesta += 1
                return f"sin respuesta: {respuesta}"
            time.sleep(1)


# --- the failures ----------------------------------------------------------------------------------------------------


class Sabotaje:
    """Breaks one thing at a time, at moments that come from the seed."""

    def __init__(self, laboratorio: Laboratorio, buzon: Buzon, diario: Diario, semilla: int) -> None:
        self._laboratorio, self._buzon, self._diario = laboratorio, buzon, diario
        self._azar = random.Random(semilla)
        self._trampa: tuple[str, Callable[[], None], threading.Event] | None = None
        self.a_medias: dict[str, set[tuple[int, int]]] = {"correo": set(), "documentos": set()}
        self.aceptados_antes_de_morir: set[str] = set()
        buzon.al_paso = self._paso
        self.documentos = self._trabajador("celery", 2)
        self.correo = self._trabajador("correo", 1)
        self.beat = laboratorio.servicio(*CELERY, "beat", "--schedule", str(laboratorio.base / "beat"), "--pidfile=")

    def _trabajador(self, cola: str, procesos: int) -> Servicio:
        orden = (
            *CELERY,
            "worker",
            "-Q",
            cola,
            "--concurrency",
            str(procesos),
            "--loglevel",
            "INFO",
            "-n",
            f"{cola}@%h",
        )
        servicio = self._laboratorio.servicio(*orden)
        esperar(lambda: b" ready." in servicio.bitacora.read_bytes(), f"celery {cola}", servicio.bitacora)
        return servicio

    @property
    def solos(self) -> int:
        return self.documentos.solo + self.correo.solo + self.beat.solo

    # --- mail ---

    def _paso(self, fase: str) -> None:
        """Called by the mail server, in a session that waits meanwhile."""
        trampa = self._trampa
        if trampa is None or trampa[0] != fase:
            return
        self._trampa = None
        if fase == ACEPTADO:
            self.aceptados_antes_de_morir.add(self._buzon.recibidos[-1].message_id)
        trampa[1]()
        trampa[2].set()

    def matar_al_enviar(self) -> None:
        """Kills the worker of the mails in a phase of a session, or somewhere within the next 40 ms of one."""
        fase = self._azar.choice([*FASES_ANTES, ACEPTADO, AL_AZAR, AL_AZAR])
        demora, entero = self._azar.uniform(0, 0.04), self._azar.random() < 0.5

        def matar() -> None:
            self.correo.matar() if entero else self.correo.matar_hijos()
            self._diario.muertes.append((time.monotonic(), "correo"))

        def matar_luego() -> None:
            time.sleep(demora)
            matar()

        hecho = threading.Event()
        if fase == AL_AZAR:
            luego = threading.Thread(target=matar_luego, daemon=True)
            self._trampa = ("saludo", luego.start, hecho)
        else:
            self._trampa = (fase, matar, hecho)
        if not hecho.wait(60):
            self._trampa = None
            self._diario.anotar("nadie envió un correo en un minuto: no se mató")
            return
        if fase == AL_AZAR:
            luego.join()
        self._anotar_a_medias("correo", es_correo=True)
        self._diario.anotar(f"kill -9 a worker-correo, {'entero' if entero else 'su hijo'}, fase: {fase}")

    # --- documents ---

    def matar_al_componer(self) -> None:
        """Kills the worker of the documents within 40 ms of having seen one in its hands."""
        demora, entero = self._azar.uniform(0, 0.04), self._azar.random() < 0.5
        limite = time.monotonic() + 60
        while not self._en_curso(es_correo=False) - self.a_medias["documentos"]:
            if time.monotonic() > limite:
                self._diario.anotar("nadie pidió un documento en un minuto: no se mató")
                return
            time.sleep(0.002)
        time.sleep(demora)
        self.documentos.matar() if entero else self.documentos.matar_hijos()
        self._diario.muertes.append((time.monotonic(), "documentos"))
        self._anotar_a_medias("documentos", es_correo=False)
        self._diario.anotar(f"kill -9 a worker, {'entero' if entero else 'sus hijos'}")

    def _en_curso(self, *, es_correo: bool) -> set[tuple[int, int]]:
        from django.db import DatabaseError, connection  # noqa: PLC0415 (Django is there now)

        from nucleo.outbox.models import MAIL, Outbox  # noqa: PLC0415

        filas = Outbox.objects.filter(state=Outbox.State.RUNNING)
        filas = filas.filter(kind=MAIL) if es_correo else filas.exclude(kind=MAIL)
        try:
            return set(filas.values_list("pk", "attempts"))
        except DatabaseError:
            connection.close()
            return set()

    def _anotar_a_medias(self, cual: str, *, es_correo: bool) -> None:
        self.a_medias[cual] |= self._en_curso(es_correo=es_correo)

    # --- servers ---

    def reiniciar_redis(self) -> None:
        self._laboratorio.redis.matar()
        self._diario.anotar(f"Redis detenido por {REDIS_ABAJO:.0f} s; vuelve vacío")
        time.sleep(REDIS_ABAJO)
        self._laboratorio.redis.arrancar()

    def reiniciar_postgres(self, modo: str) -> None:
        desde = time.monotonic()
        self._laboratorio.parar_postgres(modo)
        time.sleep(POSTGRES_ABAJO)
        self._laboratorio.arrancar_postgres()
        self._diario.sin_base.append((desde, time.monotonic()))
        self._diario.anotar(f"PostgreSQL detenido ({modo}) por {time.monotonic() - desde:.1f} s")

    # --- the plan ---

    def todo(self, segundos: float, muertes: int) -> None:
        """Kills before, an outage of the mails with the rest in it, and kills while what waited is sent."""
        mitad = muertes // 2
        time.sleep(SANO)
        self._matar(mitad, correo=True)
        self._buzon.poner(Modo.CERRADO)
        self._diario.anotar(f"el servidor de correo {Modo.CERRADO}")
        desde = time.monotonic()
        durante = [
            (0.15, self.reiniciar_redis),
            (0.35, lambda: self.reiniciar_postgres("fast")),
            (0.5, lambda: self._matar(mitad // 2, correo=False)),
            (0.75, self._callar),
            (1.0, lambda: None),
        ]
        for parte, hacer in durante:
            time.sleep(max(0.0, desde + segundos * parte - time.monotonic()))
            hacer()
        self._buzon.poner(Modo.SIRVE)
        self._diario.anotar(f"el servidor de correo volvió tras {(time.monotonic() - desde) / 60:.1f} minutos")
        self._matar(mitad // 2, correo=True)
        self.reiniciar_postgres("immediate")
        self.reiniciar_redis()
        self._matar(muertes - mitad - mitad // 2, correo=True)

    def _callar(self) -> None:
        self._buzon.poner(Modo.CALLA)
        self._diario.anotar(f"el servidor de correo {Modo.CALLA}")
        time.sleep(SILENCIO)

    def _matar(self, veces: int, *, correo: bool) -> None:
        for _ in range(veces):
            self.matar_al_componer()
            if correo:
                time.sleep(self._azar.uniform(1, 3))
                self.matar_al_enviar()
            time.sleep(self._azar.uniform(4, 10))


def drenar(diario: Diario) -> float:
    """Waits until nothing is owed; how many seconds that took."""
    from nucleo.outbox.models import Outbox  # noqa: PLC0415
    from nucleo.outbox.selectors import OPEN_STATES  # noqa: PLC0415

    inicio = dicho = time.monotonic()
    while pendientes := Outbox.objects.filter(state__in=OPEN_STATES).count():
        if time.monotonic() - inicio > PACIENCIA:
            diario.anotar(f"quedan {pendientes} sin entregar")
            break
        if time.monotonic() - dicho > 30:
            dicho = time.monotonic()
            diario.anotar(f"por entregar: {pendientes}")
        time.sleep(1)
    return time.monotonic() - inicio


# --- all of it -------------------------------------------------------------------------------------------------------


def correr(laboratorio: Laboratorio, buzon: Buzon, pedido: argparse.Namespace) -> list[Cifra]:
    from benchmarks import gente  # noqa: PLC0415

    visitantes = gente.sembrar(pedido.personas, laboratorio.puerto)
    laboratorio.servir("--worker-class", "gthread", "--workers", "2", "--threads", "4")
    diario, pedidos, basta = Diario(), Pedidos(), threading.Event()
    sabotaje = Sabotaje(laboratorio, buzon, diario, pedido.semilla)
    gente_activa = [Persona(v, f"{pedido.semilla}-{n}", pedidos, basta) for n, v in enumerate(visitantes)]
    diario.anotar(f"{pedido.personas} personas piden y envían; semilla {pedido.semilla}")
    for persona in gente_activa:
        persona.start()
    sabotaje.todo(pedido.minutos * 60, pedido.muertes)
    basta.set()
    for persona in gente_activa:
        persona.join()
    diario.anotar("ya nadie pide nada; se deja drenar")
    espera = drenar(diario)
    diario.anotar("al día")
    muertes = Counter(cual for _, cual in diario.muertes)
    return [
        *contar_casos(pedidos),
        *contar_documentos(pedidos),
        *contar_avisos(buzon, sabotaje.aceptados_antes_de_morir, diario),
        *contar_respuestas(pedidos, diario),
        Cifra("kill -9 a worker-correo", muertes["correo"]),
        Cifra("  correos que dejaron a medias", len(sabotaje.a_medias["correo"])),
        Cifra("kill -9 a worker", muertes["documentos"]),
        Cifra("  trabajos que dejaron a medias", len(sabotaje.a_medias["documentos"])),
        Cifra("veces que un proceso de Celery terminó solo y fue levantado", sabotaje.solos),
        Cifra("segundos hasta estar al día", espera),
    ]


def main() -> int:
    opciones = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opciones.add_argument("--minutos", type=float, default=10, help="sin servidor de correo")
    opciones.add_argument("--personas", type=int, default=8)
    opciones.add_argument("--muertes", type=int, default=12, help="de cada trabajador")
    opciones.add_argument("--semilla", type=int, default=random.randrange(10**6))
    pedido = opciones.parse_args()
    buzon = Buzon(puerto_libre())
    email_url = f"smtp://127.0.0.1:{buzon.puerto}"
    with Laboratorio.abrir(postgres=True, redis=True, email_url=email_url) as laboratorio:
        resultado = correr(laboratorio, buzon, pedido)
        condiciones = [*laboratorio.servidores, "gunicorn gthread 2 x 4", f"{pedido.minutos:g} minutos sin correo"]
    condiciones.append(f"{pedido.personas} personas, semilla {pedido.semilla}")
    return informar("El apagón", condiciones, resultado)


if __name__ == "__main__":
    sys.exit(main())
