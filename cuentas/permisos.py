"""One permission map for every URL. What it doesn't name is closed; `iess_portal/permisos.py` holds the map itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Delegacion
from registro.models import Empleador, Persona

Sujeto = type[Persona] | type[Empleador]
Rol = Delegacion.Rol


@dataclass(frozen=True)
class Permiso:
    """Who may open a URL: by which right, and for which kind of subject.

    `publico` opens it to everyone, `con_cuenta` to whoever has logged in: the pages of an account itself; `personal` to
    the staff at their desk, whether they attend somebody or not.
    `tramite` is the slug of the procedure that the URL belongs to: a power opens only those that it names.
    `roles` are those of a delegation that it opens to, where `por` admits delegations.
    """

    publico: bool = False
    con_cuenta: bool = False
    personal: bool = False
    por: frozenset[Por] = frozenset()
    sujetos: tuple[Sujeto, ...] = ()
    tramite: str = ""
    roles: frozenset[Rol] = frozenset()

    def admite(self, actuacion: Actuacion) -> bool:
        if self.publico:
            return True
        if self.con_cuenta:
            return actuacion.actor is not None
        if self.personal:
            return actuacion.por is Por.VENTANILLA
        if actuacion.por not in self.por:
            return False
        return isinstance(actuacion.sujeto, self.sujetos) and self._alcanza(actuacion)

    def _alcanza(self, actuacion: Actuacion) -> bool:
        """Whether what somebody else gave goes as far as this page."""
        if actuacion.por is Por.PODER:
            return not self.tramite or self.tramite in actuacion.alcance
        return actuacion.por is not Por.DELEGACION or bool(self.roles & actuacion.alcance)


PUBLICO = Permiso(publico=True)
# Open to everyone, and of whoever is logged in: its forms say for whom they were drawn.
PUBLICO_DE_TITULAR = Permiso(publico=True, sujetos=(Persona, Empleador))
CON_CUENTA = Permiso(con_cuenta=True)
# With the own clave and in no other way: the account itself (clave, second factor, accesses, powers, mis datos).
PERSONA = Permiso(por=frozenset({Por.PROPIO}), sujetos=(Persona,))
TITULAR = Permiso(por=frozenset({Por.PROPIO, Por.CLAVE_PATRONAL}), sujetos=(Persona, Empleador))
# The person, or the counter with the person in front of it; no power reaches so far.
PERSONA_O_VENTANILLA = Permiso(por=frozenset({Por.PROPIO, Por.VENTANILLA}), sujetos=(Persona,))
# The person, whoever holds their power, or the counter: what a power may do, so may whoever stands there.
PERSONA_O_APODERADO = Permiso(por=frozenset({Por.PROPIO, Por.PODER, Por.VENTANILLA}), sujetos=(Persona,))
TITULAR_O_APODERADO = Permiso(
    por=frozenset({Por.PROPIO, Por.PODER, Por.CLAVE_PATRONAL, Por.DELEGACION, Por.VENTANILLA}),
    sujetos=(Persona, Empleador),
    roles=frozenset(Rol),
)
# Of an employer. The first is for whoever knows the clave patronal alone; a procedure says one of the other three, by
# what it does: binds the employer or moves its money, gives notices on its workers, or only shows.
EMPLEADOR = Permiso(por=frozenset({Por.CLAVE_PATRONAL}), sujetos=(Empleador,))
_O_DELEGADO = replace(EMPLEADOR, por=frozenset({Por.CLAVE_PATRONAL, Por.DELEGACION, Por.VENTANILLA}))
EMPLEADOR_TODO = replace(_O_DELEGADO, roles=frozenset({Rol.TODO}))
EMPLEADOR_AVISOS = replace(_O_DELEGADO, roles=frozenset({Rol.TODO, Rol.AVISOS}))
EMPLEADOR_CONSULTA = replace(_O_DELEGADO, roles=frozenset({Rol.TODO, Rol.CONSULTA}))
PERSONAL = Permiso(personal=True)
# The staff while they attend somebody.
ATENDIENDO = Permiso(por=frozenset({Por.VENTANILLA}), sujetos=(Persona, Empleador))


@cache
def mapa() -> Mapping[str, Permiso]:
    """View name → permission, for the whole URLconf."""
    return import_string(settings.PERMISOS)()


def permiso_de(view_name: str) -> Permiso | None:
    """The permission of a view name; `admin:*` answers for all pages of the admin. None: it is not in the map."""
    namespace = view_name.split(":", maxsplit=1)[0]
    return mapa().get(view_name) or mapa().get(f"{namespace}:*")
