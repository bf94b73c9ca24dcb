import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from cuentas.models import Cuenta
from iess_portal.roles import ATENDER_CASOS, ATENDER_QUEJAS, EXPEDIENTE, PERMISOS, Rol, sincronizar_roles

pytestmark = pytest.mark.django_db


def permisos_de(rol: Rol) -> set[str]:
    grupo = Group.objects.get(name=rol)
    return {f"{app}.{nombre}" for app, nombre in grupo.permissions.values_list("content_type__app_label", "codename")}


@pytest.mark.parametrize("rol", Rol)
def test_after_migrate_each_group_holds_what_the_table_says(rol):
    assert permisos_de(rol) == PERMISOS[rol]


def test_a_permission_given_or_taken_by_hand_does_not_outlive_the_next_migrate():
    grupo = Group.objects.get(name=Rol.ANALISTA)
    grupo.permissions.set(Permission.objects.filter(codename="add_cuenta"))
    call_command("migrate", verbosity=0)
    assert permisos_de(Rol.ANALISTA) == EXPEDIENTE | ATENDER_CASOS | ATENDER_QUEJAS


def test_a_group_that_is_not_in_the_table_is_left_alone():
    otro = Group.objects.create(name="Auditoría externa")
    otro.permissions.set(Permission.objects.filter(codename="view_asiento"))
    sincronizar_roles()
    assert otro.permissions.count() == 1


def test_synchronising_twice_writes_nothing_the_second_time(django_assert_num_queries):
    sincronizar_roles()
    with django_assert_num_queries(1 + 2 + 2 * len(Rol)) as hechas:
        sincronizar_roles()
    assert not [q for q in hechas.captured_queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_is_never_edited_can_not_be_edited_by_any_role():
    intocables = {
        f"{modelo.rpartition('.')[0]}.{verbo}_{modelo.rpartition('.')[2]}"
        for modelo in ("tramites.certificado", "tramites.conteo", "registro.parametro", "nucleo.asiento")
        for verbo in ("change", "delete")
    }
    assert not any(intocables & permisos for permisos in PERMISOS.values())


def test_only_those_who_may_revoke_can_revoke():
    pueden = {rol for rol in Rol if "tramites.revocar_certificado" in PERMISOS[rol]}
    assert pueden == {Rol.VENTANILLA, Rol.APROBADOR, Rol.ADMINISTRADOR}


def test_the_transparency_operator_sees_nobodys_file():
    assert not {permiso for permiso in PERMISOS[Rol.TRANSPARENCIA] if permiso.startswith(("registro.", "cuentas."))}


def test_an_account_in_the_group_has_the_permissions_of_the_role():
    cuenta = Cuenta.objects.create(identificador="mostrador", is_staff=True)
    cuenta.groups.add(Group.objects.get(name=Rol.VENTANILLA))
    assert cuenta.has_perm("tramites.revocar_certificado")
    assert not cuenta.has_perm("cuentas.view_cuenta")
