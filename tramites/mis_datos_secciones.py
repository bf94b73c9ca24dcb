"""The tables of the procedures, as sections of "mis datos"."""

from cuentas.mis_datos import Seccion, inscribir
from tramites.actos.models import ActoConfirmado
from tramites.adjuntos.models import Adjunto
from tramites.certificados.models import Certificado
from tramites.transparencia.models import Atencion

TRAMITE = {"tramite": "tramite__nombre"}

inscribir(
    Seccion(
        "documentos",
        "Documentos emitidos",
        Certificado,
        lee=TRAMITE | {"reemplazado_por": "reemplazado_por__codigo", "actor": "actor__identificador"},
        excepto=frozenset({"plantilla", "archivo", "peticion"}),
    )
)
inscribir(
    Seccion(
        "documentos-entregados",
        "Documentos que entregó",
        Adjunto,
        lee=TRAMITE | {"subido_por": "subido_por__identificador"},
        excepto=frozenset({"numero", "archivo"}),
    )
)
inscribir(Seccion("atenciones", "Trámites que usó", Atencion, lee=TRAMITE, excepto=frozenset({"origen"})))
inscribir(
    Seccion(
        "actos",
        "Actos que confirmó",
        ActoConfirmado,
        lee=TRAMITE | {"actor": "actor__identificador"},
        excepto=frozenset({"peticion"}),
    )
)
