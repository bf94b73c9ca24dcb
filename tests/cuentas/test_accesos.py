"""«Mis accesos»: who came in, who looked and why, and the sessions that are open."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from cuentas.accesos.frases import DEL_PORTAL, FRASES
from cuentas.accesos.selectors import asientos_de, equipo_de, red_en_parte
from cuentas.models import Poder
from iess_portal.roles import Rol
from nucleo.bitacora import anotar
from nucleo.models import Asiento
from tests import mundo
from tests.mesa import con_rol, consultas, pagina

pytestmark = pytest.mark.django_db

URL, CERRAR = "/cuenta/accesos/", "/cuenta/accesos/cerrar/"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


def entrar(identificacion: str = mundo.ANA, clave: str = mundo.CLAVE, red: str = "190.152.10.4") -> Client:
    client = Client(HTTP_USER_AGENT=CHROME, REMOTE_ADDR=red)
    client.post("/ingresar/", {"identificacion": identificacion, "clave": clave})
    return client


def texto(client: Client, consulta: str = "") -> str:
    return client.get(URL + consulta).content.decode()


def test_one_sees_the_logins_accepted_and_refused_with_device_and_part_of_the_network(ana):
    entrar(clave="otra", red="181.39.2.2")

    visto = texto(entrar())

    assert "Se ingresó a su cuenta." in visto
    assert "Chrome en Windows" in visto
    assert "Red: 190.152.•.•" in visto
    assert "clave equivocada" in visto
    assert "181.39.•.•" in visto
    assert "190.152.10.4" not in visto


def test_one_sees_who_of_the_staff_opened_the_file_from_which_office_and_why(client, ana):
    funcionaria = con_rol(Rol.VENTANILLA)
    funcionaria.nombre, funcionaria.oficina = "Lorena Tapia", "Quito Centro"
    funcionaria.save()
    client.force_login(funcionaria)
    client.post(pagina(ana.persona, "expediente"), {"motivo": "Trámite 2026-0451"})
    client.get(pagina(ana.persona))

    accesos = entrar().get(f"{URL}?tipo=personal").context["accesos"]

    porque = [("Quién", "Lorena Tapia"), ("Oficina", "Quito Centro"), ("Motivo", "Trámite 2026-0451")]
    assert [a.detalles for a in accesos] == [porque, porque]


def test_one_sees_who_did_it_by_a_power_and_not_who_refused_one(ana):
    mundo.cuenta(mundo.persona(mundo.LUIS, apellidos="Quishpe", nombres="Luis"), clave=mundo.CLAVE)
    lineas = (("certificado.solicitado", "poder"), ("poder.usado", "propio"), ("poder.rechazado", "propio"))
    for accion, por in lineas:
        anotar(actor=mundo.LUIS, accion=accion, por=por, persona_id=ana.persona_id)

    accesos = entrar().get(URL).context["accesos"][-3:]

    por_poder = [("Quién", "Quishpe Luis, con el poder que usted le dio")]
    assert [a.detalles for a in accesos] == [[], por_poder, por_poder]


def test_one_sees_nothing_of_anybody_else(ana):
    otra = mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE)
    entrar(mundo.LUIS, "mala")
    entrar(mundo.LUIS)
    anotar(actor="sistema:prueba", accion="certificado.emitido", persona_id=otra.persona_id)

    assert {a.persona_id for a in asientos_de(ana)} <= {ana.persona_id}
    assert "equivocada" not in texto(entrar())


def test_an_employer_sees_its_own(ana):
    mundo.cuenta(mundo.empleador(), clave=mundo.CLAVE)
    entrar(mundo.RUC_SOL, "mala")

    visto = texto(entrar(mundo.RUC_SOL))

    assert "Se ingresó a su cuenta." in visto
    assert "equivocada" in visto


def test_the_kinds_are_filtered_and_an_action_without_words_is_a_neutral_sentence(ana):
    anotar(actor="sistema:x", accion="algo.nuevo", persona_id=ana.persona_id)
    client = entrar()

    assert "Se registró un movimiento" in texto(client, "?tipo=datos")
    assert "Se ingresó" not in texto(client, "?tipo=datos")
    assert "No hay movimientos" in texto(client, "?tipo=documentos")
    assert "Se ingresó" in texto(client, "?tipo=otro&pagina=x")


def test_ten_thousand_entries_cost_as_many_queries_as_ten(ana):
    client = entrar()

    def llenar(cuantas: int) -> None:
        modelo = anotar(actor=f"f{cuantas}", accion="consulta.personal", persona_id=ana.persona_id)
        modelo.pk = None
        copias = [
            Asiento(**{c.attname: getattr(modelo, c.attname) for c in Asiento._meta.fields}) for _ in range(cuantas)
        ]
        Asiento.objects.bulk_create(copias)

    llenar(10)
    con_diez = consultas(lambda: client.get(URL))
    llenar(10_000)

    assert consultas(lambda: client.get(URL)) == con_diez <= 8


def test_the_lines_are_found_through_an_index(ana):
    plan = asientos_de(ana).explain()

    if connection.vendor == "sqlite":
        assert "SCAN" not in plan


@pytest.mark.parametrize(
    ("red", "visible"),
    [("190.152.10.4", "190.152.•.•"), ("2800:4f0:1::/64", "2800:04f0:•"), ("", ""), ("unix:", "")],
)
def test_a_network_is_shown_in_part(red, visible):
    assert red_en_parte(red) == visible


@pytest.mark.parametrize(
    ("agente", "palabras"), [(CHROME, "Chrome en Windows"), ("zzz", "un equipo que no se pudo reconocer")]
)
def test_a_device_is_named_as_people_name_it(agente, palabras):
    assert equipo_de(agente) == palabras


def acciones_de(codigo: str) -> set[str]:
    """What a module writes to the bitácora: the texts like "clave.cambiada" in its calls of whatever takes notes."""
    anotan = {"anotar", "_anotar", "_anotar_publico", "_dejar_constancia", "_decidir", "Suceso"}
    llamadas = [n for n in ast.walk(ast.parse(codigo)) if isinstance(n, ast.Call)]
    textos = [
        texto.value
        for llamada in llamadas
        if getattr(llamada.func, "id", "") in anotan
        for texto in ast.walk(llamada)
        if isinstance(texto, ast.Constant) and isinstance(texto.value, str)
    ]
    return {texto for texto in textos if re.fullmatch(r"[a-z_]+\.[a-z_]+", texto)}


def test_every_action_that_the_code_writes_has_its_words():
    apps = ("nucleo", "registro", "cuentas", "tramites", "afiliados", "empleadores", "pensionistas", "iess_portal")
    modulos = [archivo for app in apps for archivo in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    escritas = set().union(*(acciones_de(archivo.read_text()) for archivo in modulos))
    escritas |= {f"{encargo}.{fin.value.lower()}" for encargo in ("poder", "delegacion") for fin in Poder.Fin}

    assert {"ingreso.aceptado", "clave.generada", "poder.usado"} <= escritas
    assert escritas - set(FRASES) - DEL_PORTAL == set()


# --- sessions ---------------------------------------------------------------------------------------------------------


def test_the_other_sessions_are_closed_at_once_and_this_one_stays(ana):
    aqui, otra, tercera = entrar(), entrar(), entrar()

    aqui.post(CERRAR)

    assert [c.get("/inicio/").status_code for c in (aqui, otra, tercera)] == [200, 302, 302]
    assert Asiento.objects.get(accion="sesiones.cerradas").datos == {"cuantas": 2}


def test_who_comes_in_where_another_account_was_finds_their_session(ana):
    mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE)
    navegador = entrar()

    navegador.post("/ingresar/", {"identificacion": mundo.LUIS, "clave": mundo.CLAVE})

    assert [s.esta for s in navegador.get(URL).context["sesiones"]] == [True]


def test_one_session_is_closed_by_itself(ana):
    aqui, otra, tercera = entrar(), entrar(), entrar()
    ajenas = [s for s in aqui.get(URL).context["sesiones"] if not s.esta]
    assert len(ajenas) == 2

    aqui.post(CERRAR, {"sesion": ajenas[0].pk})

    assert sorted(c.get("/inicio/").status_code for c in (aqui, otra, tercera)) == [200, 200, 302]


def test_nobody_closes_the_session_of_somebody_else(ana):
    mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE)
    luis = entrar(mundo.LUIS)
    suya = luis.get(URL).context["sesiones"][0]

    for pedida in (suya.pk, "x", "²", "9" * 40, "-1"):
        assert entrar().post(CERRAR, {"sesion": pedida}).status_code == 302

    assert luis.get("/inicio/").status_code == 200


def test_a_get_closes_nothing(ana):
    aqui, otra = entrar(), entrar()

    assert aqui.get(CERRAR).status_code == 405
    assert otra.get("/inicio/").status_code == 200


def test_a_rotated_session_is_still_the_account_holders(ana):
    aqui, otra = entrar(), entrar()
    sesion = otra.session
    sesion.cycle_key()
    otra.cookies[settings.SESSION_COOKIE_NAME] = sesion.session_key
    assert otra.get("/inicio/").status_code == 200

    aqui.post(CERRAR)

    assert otra.get("/inicio/").status_code == 302
