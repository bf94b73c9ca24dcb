"""The rows of the workflows: the two ways that a case may go."""

from tramites.casos.estados import Estado, Resultado
from tramites.casos.flujo import (
    APROBAR,
    ATENDER,
    REPARTIR,
    Etapa,
    Flujo,
    Pide,
    Quien,
    Reloj,
    Toma,
    Transicion,
)

E = Estado

ABIERTOS = (E.INGRESADA, E.EN_REVISION, E.REQUIERE_DOCUMENTOS, E.EN_CALCULO, E.EN_APROBACION)

INGRESAR = Transicion(
    "ingresar",
    (E.BORRADOR,),
    E.INGRESADA,
    Quien.PERSONA,
    "Enviar la solicitud",
    reloj=Reloj.EMPIEZA,
    avisa="ingresada",
    calcula=True,
)
TOMAR = Transicion(
    "tomar",
    (E.INGRESADA,),
    E.EN_REVISION,
    Quien.PERSONAL,
    "Tomar la solicitud",
    "La solicitud queda a su cargo. La persona verá que alguien ya la revisa.",
    "La solicitud está a su cargo.",
    ATENDER,
    toma=Toma.MIA,
    avisa="cambio_de_estado",
)
PEDIR = Transicion(
    "pedir",
    (E.EN_REVISION, E.EN_CALCULO),
    E.REQUIERE_DOCUMENTOS,
    Quien.PERSONAL,
    "Pedir documentos o datos",
    "La persona recibe un correo con lo que usted pida. El plazo del instituto se detiene hasta que responda.",
    "Se pidió a la persona. El plazo está detenido.",
    ATENDER,
    pide=Pide.DOCUMENTOS,
    reloj=Reloj.PAUSA,
    avisa="documentos_requeridos",
)
RESPONDER = Transicion(
    "responder",
    (E.REQUIERE_DOCUMENTOS,),
    E.EN_REVISION,
    Quien.PERSONA,
    "Enviar la respuesta",
    hecho="Recibimos su respuesta. El plazo del instituto corre otra vez.",
    pide=Pide.RESPUESTA,
    reloj=Reloj.REANUDA,
)
RETIRAR_PEDIDO = Transicion(
    "retirar_pedido",
    (E.REQUIERE_DOCUMENTOS,),
    E.EN_REVISION,
    Quien.PERSONAL,
    "Retirar lo pedido",
    "Lo pedido ya no hace falta. El plazo del instituto corre otra vez.",
    "Lo pedido se retiró. El plazo corre otra vez.",
    ATENDER,
    pide=Pide.MOTIVO,
    reloj=Reloj.REANUDA,
    avisa="cambio_de_estado",
)
DESISTIR = Transicion(
    "desistir",
    ABIERTOS,
    E.DESISTIDA,
    Quien.PERSONA,
    "Retirar la solicitud",
    "La solicitud termina aquí, sin decisión. Puede presentar otra cuando quiera.",
    "Retiró la solicitud. Puede presentar otra cuando quiera.",
    reloj=Reloj.PARA,
    toma=Toma.LIBRE,
    avisa="cambio_de_estado",
    reabierta=False,
)
ARCHIVAR = Transicion(
    "archivar",
    (E.REQUIERE_DOCUMENTOS,),
    E.ARCHIVADA,
    Quien.SISTEMA,
    "Archivar",
    reloj=Reloj.PARA,
    toma=Toma.LIBRE,
    avisa="caso_terminado",
    reabierta=False,
)
SEGUIR = Transicion(
    "seguir",
    (E.REQUIERE_DOCUMENTOS,),
    E.EN_REVISION,
    Quien.SISTEMA,
    "Seguir sin la respuesta",
    reloj=Reloj.REANUDA,
    avisa="cambio_de_estado",
    reabierta=True,
)
NOTIFICAR = Transicion(
    "notificar", (E.CONCEDIDA, E.NEGADA), E.NOTIFICADA, Quien.SISTEMA, "Notificar", avisa="caso_terminado"
)
IMPUGNAR = Transicion(
    "impugnar",
    (E.NOTIFICADA, E.EN_PAGO),
    E.IMPUGNADA,
    Quien.PERSONA,
    "Impugnar la decisión",
    "Otra persona del instituto revisará la decisión con lo que usted escriba.",
    "Recibimos su impugnación. La revisará una persona distinta de quien decidió.",
    pide=Pide.MOTIVO,
    reloj=Reloj.EMPIEZA,
    toma=Toma.LIBRE,
    avisa="cambio_de_estado",
    en_plazo="impugnable_hasta",
)
RATIFICAR = Transicion(
    "ratificar",
    (E.IMPUGNADA,),
    E.CERRADA,
    Quien.PERSONAL,
    "Ratificar la decisión",
    "La decisión queda como está y la solicitud se cierra. La persona leerá los motivos.",
    "La decisión quedó ratificada.",
    APROBAR,
    pide=Pide.MOTIVO,
    reloj=Reloj.PARA,
    toma=Toma.LIBRE,
    distinta_de="decidida_por",
    avisa="caso_terminado",
)
REABRIR = Transicion(
    "reabrir",
    (E.IMPUGNADA,),
    E.EN_REVISION,
    Quien.PERSONAL,
    "Admitir la impugnación",
    "La decisión queda sin efecto, su documento se revoca y la solicitud vuelve a revisión.",
    "La solicitud volvió a revisión.",
    APROBAR,
    pide=Pide.MOTIVO,
    toma=Toma.LIBRE,
    distinta_de="decidida_por",
    avisa="cambio_de_estado",
    deshace=True,
)
CARGA = (
    Transicion(
        "retomar",
        (E.EN_REVISION, E.REQUIERE_DOCUMENTOS, E.EN_CALCULO, E.EN_APROBACION, E.IMPUGNADA),
        None,
        Quien.PERSONAL,
        "Tomar la solicitud",
        "La solicitud queda a su cargo.",
        "La solicitud está a su cargo.",
        ATENDER,
        toma=Toma.MIA,
    ),
    Transicion(
        "soltar",
        (E.EN_REVISION, E.REQUIERE_DOCUMENTOS, E.EN_CALCULO, E.EN_APROBACION, E.IMPUGNADA),
        None,
        Quien.PERSONAL,
        "Soltar la solicitud",
        "Vuelve a la cola, para que otra persona la tome.",
        "La solicitud volvió a la cola.",
        ATENDER,
        toma=Toma.LIBRE,
    ),
    Transicion(
        "reasignar",
        (E.INGRESADA, E.EN_REVISION, E.REQUIERE_DOCUMENTOS, E.EN_CALCULO, E.EN_APROBACION, E.IMPUGNADA),
        None,
        Quien.PERSONAL,
        "Pasar a otra persona",
        "La solicitud queda a cargo de quien usted diga.",
        "La solicitud cambió de manos.",
        REPARTIR,
        pide=Pide.RESPONSABLE,
        toma=Toma.OTRA,
    ),
)


def _decidir(accion: str, decide: Resultado, boton: str, explicacion: str) -> Transicion:
    """The decision of one person alone."""
    return Transicion(
        accion,
        (E.EN_REVISION,),
        E(decide),
        Quien.PERSONAL,
        boton,
        explicacion,
        "La decisión está tomada. El documento se firma y se avisa a la persona.",
        ATENDER,
        pide=Pide.MOTIVO,
        reloj=Reloj.PARA,
        toma=Toma.LIBRE,
        decide=decide,
    )


def _cerrar(desde: tuple[Estado, ...], exige: Resultado | None = None) -> Transicion:
    return Transicion("cerrar", desde, E.CERRADA, Quien.SISTEMA, "Cerrar", exige=exige)


DE_UNA_PERSONA = Flujo.con(
    "Caso que decide una persona",
    (
        INGRESAR,
        TOMAR,
        PEDIR,
        RESPONDER,
        RETIRAR_PEDIDO,
        _decidir("conceder", Resultado.CONCEDIDA, "Conceder", "Se hace lo que la persona pidió."),
        _decidir("negar", Resultado.NEGADA, "Negar", "La persona leerá los motivos, y cómo impugnar."),
        DESISTIR,
        ARCHIVAR,
        SEGUIR,
        NOTIFICAR,
        IMPUGNAR,
        RATIFICAR,
        REABRIR,
        _cerrar((E.NOTIFICADA,)),
        *CARGA,
    ),
    (
        Etapa("Recibida", (E.INGRESADA,)),
        Etapa("En revisión", (E.EN_REVISION, E.REQUIERE_DOCUMENTOS)),
        Etapa("Decisión", (E.CONCEDIDA, E.NEGADA, E.NOTIFICADA, E.IMPUGNADA)),
        Etapa("Cerrada", (E.CERRADA, E.DESISTIDA, E.ARCHIVADA)),
    ),
)


def _proponer(accion: str, propone: Resultado, boton: str) -> Transicion:
    return Transicion(
        accion,
        (E.EN_CALCULO,),
        E.EN_APROBACION,
        Quien.PERSONAL,
        boton,
        "Otra persona revisará el cálculo y decidirá. Los motivos que escriba irán en el acuerdo.",
        "La propuesta espera a quien aprueba.",
        ATENDER,
        pide=Pide.MOTIVO,
        toma=Toma.LIBRE,
        propone=propone,
        avisa="cambio_de_estado",
    )


def _aprobar(accion: str, decide: Resultado, boton: str) -> Transicion:
    return Transicion(
        accion,
        (E.EN_APROBACION,),
        E(decide),
        Quien.PERSONAL,
        boton,
        "La decisión se firma y se avisa a la persona. Quien hizo la propuesta no puede aprobarla.",
        "La decisión está tomada. El acuerdo se firma y se avisa a la persona.",
        APROBAR,
        reloj=Reloj.PARA,
        toma=Toma.LIBRE,
        decide=decide,
        exige=decide,
        distinta_de="propuesta_por",
    )


CON_APROBACION = Flujo.con(
    "Caso que propone una persona y aprueba otra",
    (
        INGRESAR,
        TOMAR,
        PEDIR,
        RESPONDER,
        RETIRAR_PEDIDO,
        Transicion(
            "calcular",
            (E.EN_REVISION,),
            E.EN_CALCULO,
            Quien.PERSONAL,
            "Pasar al cálculo",
            "El tiempo de servicio está revisado. El dictamen se calcula otra vez, con los datos de hoy.",
            "El dictamen está calculado con los datos de hoy.",
            ATENDER,
            avisa="cambio_de_estado",
            calcula=True,
        ),
        Transicion(
            "recalcular",
            (E.EN_CALCULO,),
            None,
            Quien.PERSONAL,
            "Calcular otra vez",
            "El dictamen se calcula otra vez, con los datos de hoy. Hágalo si algo cambió en el registro.",
            "El dictamen está calculado con los datos de hoy.",
            ATENDER,
            calcula=True,
        ),
        _proponer("proponer_concesion", Resultado.CONCEDIDA, "Proponer que se conceda"),
        _proponer("proponer_negacion", Resultado.NEGADA, "Proponer que se niegue"),
        Transicion(
            "devolver",
            (E.EN_APROBACION,),
            E.EN_CALCULO,
            Quien.PERSONAL,
            "Devolver al cálculo",
            "Vuelve a quien hizo la propuesta, con lo que usted observe.",
            "La propuesta volvió al cálculo.",
            APROBAR,
            pide=Pide.MOTIVO,
            toma=Toma.LIBRE,
            distinta_de="propuesta_por",
        ),
        _aprobar("aprobar_concesion", Resultado.CONCEDIDA, "Aprobar la concesión"),
        _aprobar("aprobar_negacion", Resultado.NEGADA, "Aprobar la negación"),
        DESISTIR,
        ARCHIVAR,
        SEGUIR,
        NOTIFICAR,
        Transicion(
            "pagar",
            (E.NOTIFICADA,),
            E.EN_PAGO,
            Quien.SISTEMA,
            "Ordenar el pago",
            exige=Resultado.CONCEDIDA,
            avisa="cambio_de_estado",
        ),
        IMPUGNAR,
        RATIFICAR,
        REABRIR,
        _cerrar((E.NOTIFICADA,), Resultado.NEGADA),
        _cerrar((E.EN_PAGO,), Resultado.CONCEDIDA),
        *CARGA,
    ),
    (
        Etapa("Recibida", (E.INGRESADA,)),
        Etapa("En revisión", (E.EN_REVISION, E.REQUIERE_DOCUMENTOS)),
        Etapa("En cálculo", (E.EN_CALCULO,)),
        Etapa("En aprobación", (E.EN_APROBACION,)),
        Etapa("Decisión", (E.CONCEDIDA, E.NEGADA, E.NOTIFICADA, E.IMPUGNADA)),
        Etapa("En pago", (E.EN_PAGO,)),
        Etapa("Cerrada", (E.CERRADA, E.DESISTIDA, E.ARCHIVADA)),
    ),
)

FLUJOS = (DE_UNA_PERSONA, CON_APROBACION)


def acciones_del_personal() -> list[Transicion]:
    """One row for each action of the staff, whichever flows have it."""
    return list({t.accion: t for f in FLUJOS for t in f.transiciones if t.quien is Quien.PERSONAL}.values())
