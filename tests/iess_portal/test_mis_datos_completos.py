"""Whatever the portal holds on a person is in "mis datos": no table of any app may be forgotten."""

from django.apps import apps

from cuentas.mis_datos import secciones
from cuentas.models import Cuenta
from registro.models import Persona

# Tables with a person or an account in them that are not that person's data, each with its reason.
AJENAS = {
    "admin.LogEntry": "what staff did in the admin: it is in the bitácora, about whom it concerns",
    "cuentas.Borrador": "what a form held when the session ended: enciphered, for an hour",
    "otp_static.StaticDevice": "the second factor: what lets somebody in",
    "otp_totp.TOTPDevice": "the second factor: what lets somebody in",
    "cuentas.Cuenta_groups": "roles of staff",
    "cuentas.Cuenta_user_permissions": "roles of staff",
    "registro.Empleador": "an employer's data; it names its representative by number",
}


def apunta_a_alguien(modelo) -> bool:
    return any(
        campo.name == "persona_id" or (campo.is_relation and campo.related_model in (Persona, Cuenta))
        for campo in modelo._meta.concrete_fields
    )


def test_every_table_that_names_a_person_is_a_section():
    modelos = [m for m in apps.get_models(include_auto_created=True) if apunta_a_alguien(m)]
    inscritos = {seccion.modelo for seccion in secciones()}

    assert len(modelos) > 10
    assert [m._meta.label for m in modelos if m not in inscritos and m._meta.label not in AJENAS] == []


def test_nothing_that_lets_somebody_in_is_given_away():
    for seccion in secciones():
        assert not {"password", "clave", "resumen", "firma", "secreto", "respuesta"} & set(seccion.columnas)
