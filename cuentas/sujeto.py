"""A form belongs to whom it was shown for, and is never applied to somebody else.

A session that acts for somebody (by a power, by a delegation, at the counter) may turn to somebody else, or to itself,
while a form is still open in another window. So every form of such a session says for whom it was drawn: the portal's
own `{% csrf_token %}` (nucleo.templatetags.portal) adds a hidden field beside the token, in every template and without
any template knowing; and `PermisoMiddleware` compares it before each view that serves a subject. A form without the
field is of the account's own, so what was drawn before one began to act for somebody is refused as well, and what
forgets the field fails closed. A subject in the address would have changed every link, and one in the CSRF token would
have answered "the form is too old" to somebody who must be told for whom it was.

The value is signed because its name is shown when it no longer holds: nobody learns a name by writing a number.
"""

from django.core.signing import BadSignature, Signer

from cuentas.actuacion import Actuacion, Peticion, Por, buscar_sujeto
from nucleo.formularios import CAMPO_SUJETO
from registro.models import Empleador, Persona


def _firmante() -> Signer:
    return Signer(salt="cuentas.sujeto")


def sujeto_de(actuacion: Actuacion) -> str:
    """What the forms of this act carry; "" for those of an account on its own behalf."""
    if not actuacion.por_otro or actuacion.actor is None or actuacion.sujeto is None:
        return ""
    sujeto = actuacion.sujeto
    return _firmante().sign(f"{actuacion.actor.pk}.{actuacion.por}.{sujeto._meta.model_name}.{sujeto.pk}")


def enviado_para(request: Peticion) -> set[str]:
    """For whom the form was drawn; more than one when a form that was kept is sent from a page for somebody else."""
    return set(request.POST.getlist(CAMPO_SUJETO)) or {""}


def es_de_otro(request: Peticion) -> bool:
    return enviado_para(request) != {str(request.sujeto)}


def de_quien_era(request: Peticion) -> tuple[Por, Persona | Empleador] | None:
    """By which right and for whom this account drew the form that came; None when it was its own, or can't be read."""
    for sello in enviado_para(request) - {"", str(request.sujeto)}:
        try:
            actor, por, clase, pk = _firmante().unsign(sello).split(".")
        except (BadSignature, ValueError):
            continue
        if actor == str(request.actuacion.actor and request.actuacion.actor.pk):
            titular = buscar_sujeto(clase, pk)
            return (Por(por), titular) if titular else None
    return None
