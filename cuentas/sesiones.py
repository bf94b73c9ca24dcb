"""Sessions in the database, as Django has them, whose idle clock moves once a minute instead of with each page."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.http import HttpRequest
from django.utils import timezone

from cuentas.models import Cuenta

# A page within this time of the last renewal writes nothing: no UPDATE, no commit, no cookie.
GRACIA = timedelta(minutes=1)
INGRESO = "ingreso"  # when its holder logged in, seconds since 1970
COMPARTIDA = "equipo_compartido"  # its holder said that others use the computer (cuentas/compartida.py)


class SessionStore(db.SessionStore):
    """Ends when no page was opened for SESSION_COOKIE_AGE: never later, and at most GRACIA earlier.

    On a shared computer, for SESSION_SHARED_AGE. And SESSION_ABSOLUTE_AGE after the login, whatever was opened.
    """

    vence_en: datetime | None = None
    _guardada: tuple[str | None, bytes] | None = None

    def _get_new_session_key(self) -> str:
        """Without asking whether there is one: 160 random bits, and an INSERT that would refuse it."""
        return secrets.token_hex(20)

    def save(self, must_create: bool = False) -> None:
        """What a login has stored in its own transaction is not stored again when the answer leaves."""
        contenido = self.serializer().dumps(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        if not must_create and self._guardada == (self.session_key, contenido):
            return
        super().save(must_create=must_create)
        self._guardada = self.session_key, contenido

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        fila = super()._get_session_from_db()  # type: ignore[misc] # the stubs leave it out
        if fila is not None:
            self.vence_en = fila.expire_date
        return fila

    def load(self) -> dict[str, Any]:
        datos = super().load()
        if INGRESO in datos and timezone.now() >= _tope(datos[INGRESO]):
            self._session_key, self.modified = None, False
            return {}
        if self.vence_en is not None:
            fresca = timezone.now() + timedelta(seconds=_sin_uso(datos)) - GRACIA
            self.modified = self.modified or self.vence_en <= fresca
        return datos

    def get_session_cookie_age(self) -> int:
        return _sin_uso(self._get_session())  # type: ignore[attr-defined]

    @property
    def termina_en(self) -> datetime:
        """When it ends if nothing more is opened, as it will be known once this answer is sent."""
        ocioso = timezone.now() + timedelta(seconds=self.get_session_cookie_age())
        vence_en = ocioso if self.modified or self.vence_en is None else self.vence_en
        return min(vence_en, _tope(self[INGRESO])) if INGRESO in self else vence_en

    def cycle_key(self) -> None:
        """A rotated session stays the one that its holder sees in «Mis accesos»."""
        from cuentas.models import SesionAbierta  # noqa: PLC0415 (this module is loaded before the apps are)

        anterior = self.session_key
        if anterior is None:
            return  # what has no key yet gets a new one when it is stored, once and whole
        super().cycle_key()
        SesionAbierta.objects.filter(clave=anterior).update(clave=self.session_key)


def _sin_uso(datos: dict[str, Any]) -> int:
    """Seconds that a session may go without a page."""
    return settings.SESSION_SHARED_AGE if datos.get(COMPARTIDA) else settings.SESSION_COOKIE_AGE


def _tope(ingreso: float) -> datetime:
    return datetime.fromtimestamp(ingreso, UTC) + timedelta(seconds=settings.SESSION_ABSOLUTE_AGE)


def fechar_ingreso(*, request: HttpRequest, **kwargs: Any) -> None:
    """At every login, by whatever door."""
    request.session[INGRESO] = timezone.now().timestamp()


def titular_de_la_que_termino(request: HttpRequest, hace: timedelta) -> Cuenta | None:
    """Whose session the browser still names, when it ended no longer ago than that. It opens nothing."""
    fila = db.SessionStore.get_model_class().objects.filter(
        session_key=request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), expire_date__gt=timezone.now() - hace
    )
    datos: dict[str, Any] = next((sesion.get_decoded() for sesion in fila), {})
    cuenta = Cuenta.objects.filter(pk=datos.get(SESSION_KEY, 0), is_active=True).first()
    if cuenta and cuenta.reconoce(datos.get(HASH_SESSION_KEY, "")):
        return cuenta
    return None
