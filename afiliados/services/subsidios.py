"""What the grant of a subsidy rests on must still hold when it is given."""

from afiliados.reglas.reposos import Periodo, situar
from afiliados.selectors.subsidios import Hechos, anteriores_de, ocupados
from nucleo.codificacion import de_json
from registro.models import Persona
from tramites.casos.models import Solicitud
from tramites.casos.services import NoProcede


def exigir_los_mismos_dias(*, solicitud: Solicitud) -> None:
    """Raises NoProcede when another subsidy took days of this rest since the dictamen was made.

    Inside the transaction of the grant: the person is the lock of all their cases, so of two grants at once the second
    one finds what the first one took.
    """
    assert solicitud.persona_id
    assert solicitud.numero
    persona = Persona.objects.select_for_update().get(pk=solicitud.persona_id)
    hechos = de_json(Hechos, solicitud.hechos)
    reposo: Periodo = hechos.pedido.reposo.periodo
    ahora = ocupados(anteriores_de(persona, salvo=solicitud.numero))
    if situar(reposo, ahora) != situar(reposo, hechos.asegurado.anteriores):
        raise NoProcede(
            "Otro subsidio de esta persona cambió los días de este reposo: devuelva la solicitud al cálculo."
        )
