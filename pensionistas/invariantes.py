"""What holds of what the procedures of a pensioner change."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from nucleo.invariantes import invariante
from pensionistas.casos_de_pension import CasoDePension
from tramites.casos.estados import SIN_DECIDIR, Resultado
from tramites.models import CambioDePension, Solicitud
from tramites.procedimientos import inscritos


@invariante("Cada aumento concedido está en la pensión; de lo negado, o terminado sin decisión, ninguno.")
def aumento_sin_su_cambio() -> QuerySet[Solicitud]:
    slugs = [slug for slug, procedimiento in inscritos().items() if isinstance(procedimiento, CasoDePension)]
    vigente = Exists(CambioDePension.objects.filter(solicitud=OuterRef("pk"), deshecho_en__isnull=True))
    concedida, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    return Solicitud.objects.filter(Q(concedida, ~vigente) | Q(nada, vigente), tramite__slug__in=slugs)
