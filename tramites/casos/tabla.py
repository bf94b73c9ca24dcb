"""The rows of the workflows: the ways that a case may go, by who decides and whether something is paid."""

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


def _recalcular(en: Estado) -> Transicion:
    return Transicion(
        "recalcular",
        (en,),
        None,
        Quien.PERSONAL,
        "Calcular otra vez",
        "El dictamen se calcula otra vez, con los datos de hoy. Hágalo si algo cambió en el registro.",
        "El dictamen está calculado con los datos de hoy.",
        ATENDER,
        calcula=True,
    )


SIN_PAGO = (_cerrar((E.NOTIFICADA,)),)
CON_PAGO = (
    Transicion(
        "pagar",
        (E.NOTIFICADA,),
        E.EN_PAGO,
        Quien.SISTEMA,
        "Ordenar el pago",
        exige=Resultado.CONCEDIDA,
        avisa="cambio_de_estado",
    ),
    _cerrar((E.NOTIFICADA,), Resultado.NEGADA),
    _cerrar((E.EN_PAGO,), Resultado.CONCEDIDA),
)
TRAS_LA_DECISION = (DESISTIR, ARCHIVAR, SEGUIR, NOTIFICAR, IMPUGNAR, RATIFICAR, REABRIR, *CARGA)
UNA_PERSONA = (
    INGRESAR,
    TOMAR,
    PEDIR,
    RESPONDER,
    RETIRAR_PEDIDO,
    _decidir("conceder", Resultado.CONCEDIDA, "Conceder", "Se hace lo que la persona pidió."),
    _decidir("negar", Resultado.NEGADA, "Negar", "La persona leerá los motivos, y cómo impugnar."),
    *TRAS_LA_DECISION,
)
LA_REGLA = (
    Transicion(
        "conceder_por_regla",
        (E.INGRESADA,),
        E.CONCEDIDA,
        Quien.SISTEMA,
        "Conceder por la regla",
        pide=Pide.MOTIVO,
        reloj=Reloj.PARA,
        decide=Resultado.CONCEDIDA,
    ),
    _recalcular(E.EN_REVISION),
)
RECIBIDA = Etapa("Recibida", (E.INGRESADA,))
REVISION = Etapa("En revisión", (E.EN_REVISION, E.REQUIERE_DOCUMENTOS))
DECISION = Etapa("Decisión", (E.CONCEDIDA, E.NEGADA, E.NOTIFICADA, E.IMPUGNADA))
PAGO = Etapa("En pago", (E.EN_PAGO,))
FIN = Etapa("Cerrada", (E.CERRADA, E.DESISTIDA, E.ARCHIVADA))

DE_UNA_PERSONA = Flujo.con(
    "Caso que decide una persona", (*UNA_PERSONA, *SIN_PAGO), (RECIBIDA, REVISION, DECISION, FIN)
)
POR_REGLA = Flujo.con(
    "Caso que concede la regla, y si no una persona, y se paga",
    (*LA_REGLA, *UNA_PERSONA, *CON_PAGO),
    (RECIBIDA, REVISION, DECISION, PAGO, FIN),
)
POR_REGLA_SIN_PAGO = Flujo.con(
    "Caso que concede la regla, y si no una persona",
    (*LA_REGLA, *UNA_PERSONA, *SIN_PAGO),
    (RECIBIDA, REVISION, DECISION, FIN),
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


PROPUESTA_Y_APROBACION = (
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
        "Lo que consta está revisado. El dictamen se calcula otra vez, con los datos de hoy.",
        "El dictamen está calculado con los datos de hoy.",
        ATENDER,
        avisa="cambio_de_estado",
        calcula=True,
    ),
    _recalcular(E.EN_CALCULO),
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
    *TRAS_LA_DECISION,
)
CALCULO = Etapa("En cálculo", (E.EN_CALCULO,))
APROBACION = Etapa("En aprobación", (E.EN_APROBACION,))

CON_APROBACION = Flujo.con(
    "Caso que propone una persona y aprueba otra, y se paga",
    (*PROPUESTA_Y_APROBACION, *CON_PAGO),
    (RECIBIDA, REVISION, CALCULO, APROBACION, DECISION, PAGO, FIN),
)
CON_APROBACION_SIN_PAGO = Flujo.con(
    "Caso que propone una persona y aprueba otra",
    (*PROPUESTA_Y_APROBACION, *SIN_PAGO),
    (RECIBIDA, REVISION, CALCULO, APROBACION, DECISION, FIN),
)
POR_REGLA_O_APROBACION = Flujo.con(
    "Caso que concede la regla, y si no propone una persona y aprueba otra",
    (LA_REGLA[0], *PROPUESTA_Y_APROBACION, *SIN_PAGO),
    (RECIBIDA, REVISION, CALCULO, APROBACION, DECISION, FIN),
)

FLUJOS = (
    DE_UNA_PERSONA,
    POR_REGLA,
    POR_REGLA_SIN_PAGO,
    CON_APROBACION,
    CON_APROBACION_SIN_PAGO,
    POR_REGLA_O_APROBACION,
)


def acciones_del_personal() -> list[Transicion]:
    """One row for each action of the staff, whichever flows have it."""
    return list({t.accion: t for f in FLUJOS for t in f.transiciones if t.quien is Quien.PERSONAL}.values())
