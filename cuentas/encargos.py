"""The life that a power and a delegation share: proposed to a number, accepted, used, ended."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import PODERES
from cuentas.avisos.services import encolar_aviso
from cuentas.models import Cuenta, Encargo
from nucleo.bitacora import anotar
from registro.models import Persona

E = TypeVar("E", bound=Encargo)


class EncargoRechazado(Exception):
    """It can't be given, accepted or used so; the message says why."""


@dataclass(frozen=True, slots=True)
class Suceso:
    """What happens to one: its line in the bitácora, and the mail that tells the other side of it."""

    accion: str
    plantilla: str = ""
    asunto: str = ""


class Ciclo(ABC, Generic[E]):
    """The verbs of one kind of them. Its class says where they are found, and of whom a line in the bitácora is."""

    nombre: ClassVar[str]
    """In the mails, and before the end that one came to: «poder.retirado»."""
    propuesto: ClassVar[Suceso]
    aceptado: ClassVar[Suceso]
    usado: ClassVar[Suceso]
    terminado: ClassVar[Suceso]
    ya_termino: ClassVar[str]
    no_vigente: ClassVar[str]

    @abstractmethod
    def dados(self, actuacion: Actuacion) -> QuerySet[E]: ...

    @abstractmethod
    def recibidos(self, persona: Persona) -> QuerySet[E]: ...

    @abstractmethod
    def cuenta_de_quien_lo_dio(self, encargo: E) -> Cuenta | None: ...

    @abstractmethod
    def asiento(self, encargo: E) -> dict[str, Any]:
        """Arguments of `anotar`."""

    def proponer(self, *, actuacion: Actuacion, encargo: E, **datos: object) -> None:
        """It was just written, in this transaction."""
        self._anotar(actuacion, encargo, self.propuesto.accion, **datos)
        self._avisar(_cuenta_de_quien_lo_recibe(encargo), encargo, self.propuesto)

    def aceptar(self, *, actuacion: Actuacion, encargo_id: int) -> E:
        with transaction.atomic():
            encargo = self._recibido(actuacion, encargo_id)
            if encargo.aceptado_en:
                return encargo
            encargo.apoderado, encargo.aceptado_en = actuacion.persona, timezone.now()
            encargo.save(update_fields=["apoderado", "aceptado_en"])
            self._anotar(actuacion, encargo, self.aceptado.accion)
            self._avisar(self.cuenta_de_quien_lo_dio(encargo), encargo, self.aceptado)
        return encargo

    def dejar(self, *, actuacion: Actuacion, encargo_id: int) -> E:
        """The one who received it doesn't want it, or no longer."""
        with transaction.atomic():
            encargo = self._recibido(actuacion, encargo_id)
            fin = Encargo.Fin.RENUNCIADO if encargo.aceptado_en else Encargo.Fin.RECHAZADO
            self._terminar(actuacion, encargo, fin)
            self._avisar(self.cuenta_de_quien_lo_dio(encargo), encargo, self.terminado)
        return encargo

    def retirar(self, *, actuacion: Actuacion, encargo_id: int) -> E:
        """The one who gave it takes it back. It ends at once, whatever the other is doing."""
        with transaction.atomic():
            encargo = self._abierto(self.dados(actuacion), encargo_id)
            self._terminar(actuacion, encargo, Encargo.Fin.RETIRADO)
            self._avisar(_cuenta_de_quien_lo_recibe(encargo), encargo, self.terminado)
        return encargo

    def usar(self, *, actuacion: Actuacion, encargo_id: int) -> E:
        """The one who received it begins to act by it."""
        with transaction.atomic():
            encargo = self._recibido(actuacion, encargo_id)
            if not encargo.vigente(timezone.localdate()):
                raise EncargoRechazado(self.no_vigente)
            self._anotar(actuacion, encargo, self.usado.accion)
        return encargo

    def _recibido(self, actuacion: Actuacion, encargo_id: int) -> E:
        return self._abierto(self.recibidos(actuacion.persona), encargo_id)

    def _abierto(self, encargos: QuerySet[E], encargo_id: int) -> E:
        """One of them, locked. Raises its DoesNotExist, or EncargoRechazado when it is over."""
        encargo = encargos.select_for_update(of=("self",)).get(pk=encargo_id)
        if not encargo.abierto(timezone.localdate()):
            raise EncargoRechazado(self.ya_termino)
        return encargo

    def _terminar(self, actuacion: Actuacion, encargo: E, fin: Encargo.Fin) -> None:
        encargo.terminado_en, encargo.fin = timezone.now(), fin
        encargo.save(update_fields=["terminado_en", "fin"])
        self._anotar(actuacion, encargo, f"{self.nombre}.{fin.value.lower()}")

    def _anotar(self, actuacion: Actuacion, encargo: E, accion: str, **datos: object) -> None:
        asiento = self.asiento(encargo)
        asiento["datos"] |= {"apoderado": encargo.apoderado_cedula, **datos}
        anotar(actor=actuacion.nombre_actor, accion=accion, por=actuacion.por, **asiento)

    def _avisar(self, cuenta: Cuenta | None, encargo: E, suceso: Suceso) -> None:
        if cuenta is None:
            return
        encolar_aviso(
            clase=PODERES,
            clave_unica=f"{suceso.plantilla}:{encargo.pk}:{encargo.fin}",
            titular=cuenta,
            asunto=suceso.asunto,
            plantilla=suceso.plantilla,
            contexto={self.nombre: encargo},
        )


def hay_abierto(encargos: QuerySet[E]) -> bool:
    hoy = timezone.localdate()
    return any(encargo.abierto(hoy) for encargo in encargos.filter(terminado_en=None))


def _cuenta_de_quien_lo_recibe(encargo: Encargo) -> Cuenta | None:
    return Cuenta.objects.filter(persona__cedula=encargo.apoderado_cedula).first()
