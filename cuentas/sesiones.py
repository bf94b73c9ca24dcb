"""Sessions in the database, as Django has them, whose idle clock moves once a minute instead of with each page."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

# A page within this time of the last renewal writes nothing: no UPDATE, no commit, no cookie.
GRACIA = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """Ends when no page was opened for SESSION_COOKIE_AGE: never later, and at most GRACIA earlier."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        fila = super()._get_session_from_db()  # type: ignore[misc] # the stubs leave it out
        if fila is not None:
            fresca = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE) - GRACIA
            self.modified = self.modified or fila.expire_date <= fresca
        return fila

    def cycle_key(self) -> None:
        """A rotated session stays the one that its holder sees in «Mis accesos»."""
        from cuentas.models import SesionAbierta  # noqa: PLC0415 (this module is loaded before the apps are)

        anterior = self.session_key
        super().cycle_key()
        if anterior:
            SesionAbierta.objects.filter(clave=anterior).update(clave=self.session_key)
