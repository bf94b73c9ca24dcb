"""The tables of the procedures, as sections of "mis datos"."""

from cuentas.mis_datos import Seccion, inscribir
from tramites.actos.models import ActoConfirmado
from tramites.adjuntos.models import Adjunto
from tramites.casos.models import Confirmacion, Entrega, Evento, Mensaje, Pedido, Solicitud
from tramites.certificados.models import Certificado
from tramites.pagos.models import OrdenPago
from tramites.quejas.models import PasoDeQueja, Prueba, Queja
from tramites.reliquidacion.models import CambioDePension
from tramites.transparencia.models import Atencion

TRAMITE = {"tramite": "tramite__nombre"}

inscribir(
    Seccion(
        "documentos",
        "Documentos emitidos",
        Certificado,
        lee=TRAMITE
        | {
            "solicitud": "solicitud__numero",
            "reemplazado_por": "reemplazado_por__codigo",
            "actor": "actor__identificador",
        },
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
CUENTAS = {cuenta: f"{cuenta}__identificador" for cuenta in ("actor", "responsable", "propuesta_por", "decidida_por")}
DE_SOLICITUD = {"solicitud": "solicitud__numero"}
inscribir(Seccion("solicitudes", "Solicitudes", Solicitud, lee=TRAMITE | CUENTAS))
inscribir(Seccion("pasos", "Pasos de sus solicitudes", Evento, lee=DE_SOLICITUD | {"actor": "actor__identificador"}))
inscribir(
    Seccion("mensajes", "Mensajes de sus solicitudes", Mensaje, lee=DE_SOLICITUD | {"autor": "autor__identificador"})
)
inscribir(
    Seccion(
        "documentos-de-solicitudes",
        "Documentos de sus solicitudes",
        Entrega,
        lee=DE_SOLICITUD | {"adjunto": "adjunto__nombre", "pedido": "pedido__texto"},
    )
)
inscribir(Seccion("pedidos", "Lo que se le pidió en sus solicitudes", Pedido, lee=DE_SOLICITUD))
inscribir(Seccion("confirmaciones", "Lo que le pidieron confirmar", Confirmacion, lee=DE_SOLICITUD))
inscribir(
    Seccion(
        "cambios-de-pension",
        "Cambios de su pensión por un acuerdo",
        CambioDePension,
        lee=DE_SOLICITUD | {"pension": "pension__tipo", "pago": "pago__periodo"},
    )
)
inscribir(
    Seccion("ordenes-de-pago", "Pagos que ordenó el portal", OrdenPago, lee=DE_SOLICITUD | {"cuenta": "cuenta__numero"})
)
inscribir(
    Seccion(
        "quejas",
        "Quejas que presentó",
        Queja,
        lee=TRAMITE | DE_SOLICITUD | {"actor": "actor__identificador", "responsable": "responsable__identificador"},
        excepto=frozenset({"peticion", "nombre", "correo"}),
    )
)
inscribir(
    Seccion(
        "pasos-de-quejas",
        "Pasos de sus quejas",
        PasoDeQueja,
        lee={"queja": "queja__numero", "actor": "actor__identificador"},
    )
)
inscribir(
    Seccion(
        "documentos-de-quejas",
        "Documentos de sus quejas",
        Prueba,
        lee={"queja": "queja__numero", "adjunto": "adjunto__nombre"},
    )
)
