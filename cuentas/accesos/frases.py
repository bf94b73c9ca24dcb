"""What each action of the bitácora is called for the person whom it concerns. A test finds what is missing."""

from dataclasses import dataclass
from enum import StrEnum


class Tipo(StrEnum):
    INGRESOS = "ingresos"
    DOCUMENTOS = "documentos"
    DATOS = "datos"
    PERSONAL = "personal"


ROTULOS = {
    Tipo.INGRESOS: "Ingresos a su cuenta",
    Tipo.DOCUMENTOS: "Documentos",
    Tipo.DATOS: "Cambios de sus datos o de su cuenta",
    Tipo.PERSONAL: "Consultas del personal del instituto",
}


@dataclass(frozen=True)
class Frase:
    tipo: Tipo
    texto: str
    alerta: bool = False


FRASES = {
    "ingreso.aceptado": Frase(Tipo.INGRESOS, "Se ingresó a su cuenta."),
    "ingreso.rechazado": Frase(Tipo.INGRESOS, "Alguien intentó ingresar con su número y una clave equivocada.", True),
    "salida": Frase(Tipo.INGRESOS, "Se cerró la sesión."),
    "sesiones.cerradas": Frase(Tipo.INGRESOS, "Usted cerró otras sesiones de su cuenta."),
    "certificado.solicitado": Frase(Tipo.DOCUMENTOS, "Se pidió un documento."),
    "certificado.emitido": Frase(Tipo.DOCUMENTOS, "Se firmó y emitió un documento."),
    "certificado.revocado": Frase(Tipo.DOCUMENTOS, "Se revocó un documento."),
    "certificado.reemplazado": Frase(Tipo.DOCUMENTOS, "Se reemplazó un documento por otro."),
    "adjunto.recibido": Frase(Tipo.DOCUMENTOS, "Se entregó un documento."),
    "adjunto.revisado": Frase(Tipo.DOCUMENTOS, "El antivirus revisó un documento entregado."),
    "adjunto.rechazado": Frase(Tipo.DOCUMENTOS, "Se rechazó un documento entregado: no era seguro.", True),
    "adjunto.retirado": Frase(Tipo.DOCUMENTOS, "Se quitó un documento entregado que no se usaba."),
    "adjunto.caducado": Frase(Tipo.DOCUMENTOS, "Se borró un documento entregado que ningún trámite usó."),
    "adjunto.abierto": Frase(Tipo.PERSONAL, "El personal abrió un documento que usted entregó."),
    "cuenta.demostracion": Frase(Tipo.DATOS, "Se abrió su cuenta con la clave de demostración."),
    "cuenta.activada": Frase(Tipo.DATOS, "Se activó su cuenta."),
    "cuenta.desactivada": Frase(Tipo.DATOS, "Se desactivó su cuenta.", True),
    "acto.confirmado": Frase(Tipo.DATOS, "Se confirmó un trámite."),
    "fondos.modalidad": Frase(Tipo.DATOS, "Se cambió cómo recibe sus fondos de reserva."),
    "pension.cambiada": Frase(Tipo.DATOS, "Un acuerdo cambió su pensión."),
    "pension.restituida": Frase(Tipo.DATOS, "Quedó sin efecto un acuerdo que había cambiado su pensión.", True),
    "solicitud.paso": Frase(Tipo.DATOS, "Una solicitud suya dio un paso."),
    "queja.paso": Frase(Tipo.DATOS, "Una queja suya dio un paso."),
    "queja.identidad": Frase(Tipo.PERSONAL, "El personal vio quién presentó una queja suya."),
    "confirmacion.pedida": Frase(Tipo.DATOS, "Alguien hizo una solicitud junto con usted: espera su respuesta."),
    "confirmacion.confirmada": Frase(Tipo.DATOS, "Usted confirmó la solicitud que otra persona hizo con usted."),
    "confirmacion.rechazada": Frase(Tipo.DATOS, "Usted no aceptó la solicitud que otra persona hizo con usted."),
    "solicitud.confirmada": Frase(Tipo.DATOS, "Otra persona confirmó la solicitud que usted hizo junto con ella."),
    "solicitud.rechazada": Frase(Tipo.DATOS, "Otra persona no aceptó la solicitud que usted hizo junto con ella."),
    "clave.generada": Frase(Tipo.DATOS, "Se creó la clave de su cuenta."),
    "clave.cambiada": Frase(Tipo.DATOS, "Se cambió su clave."),
    "clave.recuperada": Frase(Tipo.DATOS, "Se recuperó el acceso a su cuenta con una clave nueva.", True),
    "clave.validada": Frase(Tipo.INGRESOS, "Alguien respondió bien las preguntas para crear su clave."),
    "clave.validacion_rechazada": Frase(
        Tipo.INGRESOS, "Alguien no pudo responder las preguntas para crear su clave.", True
    ),
    "clave.respuestas_aceptadas": Frase(Tipo.INGRESOS, "Alguien respondió bien sus preguntas de seguridad."),
    "clave.respuestas_rechazadas": Frase(Tipo.INGRESOS, "Alguien no pudo responder sus preguntas de seguridad.", True),
    "clave.papel_emitido": Frase(Tipo.PERSONAL, "La ventanilla le entregó un código en papel."),
    "clave.papel_presentado": Frase(Tipo.INGRESOS, "Se usó el código en papel de la ventanilla."),
    "segundo_factor.activado": Frase(Tipo.DATOS, "Se activó la verificación en dos pasos."),
    "segundo_factor.quitado": Frase(Tipo.DATOS, "Se quitó la verificación en dos pasos.", True),
    "segundo_factor.codigos": Frase(Tipo.DATOS, "Se crearon códigos de recuperación nuevos."),
    "segundo_factor.recuperacion": Frase(Tipo.INGRESOS, "Se ingresó con un código de recuperación."),
    "segundo_factor.rechazado": Frase(Tipo.INGRESOS, "Alguien con su clave escribió un código equivocado.", True),
    "segundo_factor.reiniciado": Frase(Tipo.DATOS, "La administración quitó la verificación en dos pasos.", True),
    "datos.contacto": Frase(Tipo.DATOS, "Se cambiaron sus datos de contacto."),
    "datos.rectificados": Frase(Tipo.DATOS, "Se rectificó un dato suyo, por una solicitud."),
    "pension.concedida": Frase(Tipo.DATOS, "Se creó su pensión, por una solicitud concedida."),
    "pension.retirada": Frase(Tipo.DATOS, "Se retiró una pensión, por una solicitud que se decidió otra vez.", True),
    "pension.suspendida": Frase(Tipo.DATOS, "El personal decidió suspender el pago de su pensión.", True),
    "pension.reactivada": Frase(Tipo.DATOS, "Su pensión se paga otra vez, con los meses que estuvo suspendida."),
    "movimiento_pais.registrado": Frase(Tipo.DATOS, "Se registró un aviso de salida o entrada al país."),
    "movimiento_pais.anulado": Frase(Tipo.DATOS, "Se anuló un aviso de salida o entrada al país."),
    "movimiento_pais.aplicado": Frase(
        Tipo.DATOS, "Llegó el día que usted avisó: cambió el país en que consta que vive."
    ),
    "supervivencia.registrada": Frase(Tipo.DATOS, "El personal registró su constancia de supervivencia."),
    "supervivencia.anulada": Frase(Tipo.DATOS, "El personal anuló una constancia de supervivencia suya.", True),
    "prestamo.concedido": Frase(Tipo.DATOS, "Se registró un préstamo suyo, por una solicitud concedida."),
    "prestamo.retirado": Frase(Tipo.DATOS, "Se retiró un préstamo, por una solicitud que se decidió otra vez.", True),
    "pago.enviado": Frase(Tipo.DATOS, "Se envió a su banco un pago, por una solicitud concedida."),
    "pago.pagado": Frase(Tipo.DATOS, "Su banco recibió un pago, por una solicitud concedida."),
    "pago.devuelto": Frase(Tipo.DATOS, "Su banco devolvió un pago.", True),
    "deposito.rechazado": Frase(Tipo.DATOS, "Su banco rechazó el depósito de su pensión.", True),
    "fondos.retirados": Frase(Tipo.DATOS, "Salió dinero de sus fondos de reserva, por una solicitud concedida."),
    "fondos.restituidos": Frase(
        Tipo.DATOS, "Volvió dinero a sus fondos de reserva, por una solicitud que se decidió otra vez.", True
    ),
    "cobertura.concedida": Frase(
        Tipo.DATOS, "Empezó la cobertura de salud de una persona, por una solicitud concedida."
    ),
    "cobertura.retirada": Frase(
        Tipo.DATOS, "Se retiró una cobertura de salud, por una solicitud que se decidió otra vez.", True
    ),
    "cobertura.terminada": Frase(Tipo.DATOS, "Terminó la cobertura de salud de una persona."),
    "datos.correo_pedido": Frase(Tipo.DATOS, "Se pidió cambiar su correo."),
    "datos.correo_confirmado": Frase(Tipo.DATOS, "Se cambió su correo."),
    "datos.congelados": Frase(Tipo.DATOS, "Se detuvo un cambio de sus datos.", True),
    "cuenta_bancaria.registrada": Frase(Tipo.DATOS, "Se registró una cuenta bancaria."),
    "cuenta_bancaria.validada": Frase(Tipo.DATOS, "Se validó su cuenta bancaria."),
    "cuenta_bancaria.rechazada": Frase(Tipo.DATOS, "Se rechazó su cuenta bancaria.", True),
    "poder.otorgado": Frase(Tipo.DATOS, "Usted dio un poder a otra persona."),
    "poder.aceptado": Frase(Tipo.DATOS, "La otra persona aceptó el poder que usted dio."),
    "poder.usado": Frase(Tipo.INGRESOS, "Quien tiene su poder empezó a actuar en su nombre."),
    "poder.retirado": Frase(Tipo.DATOS, "Usted retiró un poder."),
    "poder.renunciado": Frase(Tipo.DATOS, "La otra persona dejó el poder que usted le dio."),
    "poder.rechazado": Frase(Tipo.DATOS, "La otra persona no aceptó el poder que usted dio."),
    "clave_patronal.pedida": Frase(
        Tipo.DATOS, "Se envió al correo del empleador el enlace para crear la clave patronal."
    ),
    "clave_patronal.activada": Frase(Tipo.DATOS, "Se creó la clave patronal con el enlace.", True),
    "empleador.correo": Frase(Tipo.DATOS, "La ventanilla corrigió el correo del empleador.", True),
    "delegacion.otorgada": Frase(Tipo.DATOS, "Se autorizó a una persona a actuar por el empleador."),
    "delegacion.aceptada": Frase(Tipo.DATOS, "Una persona aceptó actuar por el empleador."),
    "delegacion.usada": Frase(Tipo.INGRESOS, "Una persona autorizada empezó a actuar por el empleador."),
    "delegacion.retirado": Frase(Tipo.DATOS, "Se retiró la autorización de una persona."),
    "delegacion.renunciado": Frase(Tipo.DATOS, "Una persona dejó de actuar por el empleador."),
    "delegacion.rechazado": Frase(Tipo.DATOS, "Una persona no aceptó actuar por el empleador."),
    "planilla.pago": Frase(Tipo.DATOS, "Se recibió un pago de una planilla."),
    "convenio.concedido": Frase(Tipo.DATOS, "Empezó un convenio de pagos."),
    "convenio.pago": Frase(Tipo.DATOS, "Se recibió un pago de una cuota de un convenio."),
    "convenio.cumplido": Frase(Tipo.DATOS, "Se cumplió un convenio de pagos."),
    "convenio.repuesto": Frase(Tipo.DATOS, "Se repuso un convenio de pagos: su cuota se había pagado a tiempo."),
    "convenio.roto": Frase(Tipo.DATOS, "Terminó un convenio de pagos: no se pagó una cuota.", True),
    "convenio.sin_efecto": Frase(Tipo.DATOS, "Quedó sin efecto un convenio de pagos, por otra decisión.", True),
    "pago.por_aplicar": Frase(Tipo.DATOS, "El personal aplicó un pago que esperaba."),
    "novedad.entrada": Frase(Tipo.DATOS, "Un empleador dio aviso de que usted entró a trabajar."),
    "novedad.salida": Frase(Tipo.DATOS, "Un empleador dio aviso de que usted dejó el trabajo."),
    "novedad.sueldo": Frase(Tipo.DATOS, "Un empleador registró un sueldo nuevo para usted."),
    "novedad.extras": Frase(Tipo.DATOS, "Un empleador registró valores extra de un mes para usted."),
    "novedad.deshecha": Frase(Tipo.DATOS, "Un empleador deshizo un aviso sobre su trabajo."),
    "lote.recibido": Frase(Tipo.DATOS, "Se subió un archivo con avisos de varios trabajadores."),
    "lote.revisado": Frase(Tipo.DATOS, "Se revisó un archivo de avisos."),
    "lote.confirmado": Frase(Tipo.DATOS, "Se confirmó que se registren los avisos de un archivo."),
    "lote.aplicado": Frase(Tipo.DATOS, "Se registraron los avisos de un archivo."),
    "lote.reintentado": Frase(Tipo.DATOS, "Se siguió con un archivo de avisos que se había detenido."),
    "lote.cancelado": Frase(Tipo.DATOS, "Se canceló o se descartó un archivo de avisos."),
    "lote.detenido": Frase(Tipo.DATOS, "Se detuvo el registro de un archivo de avisos.", True),
    "lote.caducado": Frase(Tipo.DATOS, "Se borró un archivo de avisos que nadie confirmó."),
    "planillas.generadas": Frase(Tipo.DATOS, "Se generaron las planillas de un mes."),
    "planillas.ajustadas": Frase(Tipo.DATOS, "Se pidió la planilla de ajuste de un mes cerrado."),
    "planillas.mes_generado": Frase(Tipo.DATOS, "El instituto generó las planillas de un mes de los empleadores."),
    "planilla.anulada": Frase(Tipo.DATOS, "El instituto anuló una planilla del empleador.", True),
    "mes.reabierto": Frase(Tipo.DATOS, "El instituto reabrió un mes del empleador."),
    "mes.cerrado": Frase(Tipo.DATOS, "El instituto cerró otra vez un mes del empleador."),
    "avisos.preferencias": Frase(Tipo.DATOS, "Se cambiaron los avisos que recibe por correo."),
    "correo.rechazado": Frase(Tipo.DATOS, "No se pudo entregar un aviso: el servidor rechazó su correo.", True),
    "correo.recuperado": Frase(Tipo.DATOS, "Su correo volvió a recibir avisos."),
    "mis_datos.pedidos": Frase(Tipo.DATOS, "Usted pidió el archivo de sus datos."),
    "mis_datos.listos": Frase(Tipo.DATOS, "Se preparó el archivo de sus datos."),
    "mis_datos.descargados": Frase(Tipo.DATOS, "Se descargó el archivo de sus datos."),
    "expediente.abierto": Frase(Tipo.PERSONAL, "El personal abrió su expediente."),
    "atencion.empezada": Frase(Tipo.PERSONAL, "El personal empezó a atenderle en la ventanilla."),
    "atencion.terminada": Frase(Tipo.PERSONAL, "El personal terminó de atenderle en la ventanilla."),
    "consulta.personal": Frase(Tipo.PERSONAL, "El personal vio una página con sus datos."),
}
# Of the running of the portal: they concern nobody in particular and never reach this page.
DEL_PORTAL = frozenset(
    {
        "anuncio.cambiado",
        "anuncio.publicado",
        "anuncio.retirado",
        "cuenta.correo_del_personal",
        "cuenta.personal",
        "feriado.creado",
        "feriado.cambiado",
        "ficha.editada",
        "importar_registro",
        "mantenimiento.activado",
        "mantenimiento.cambiado",
        "mantenimiento.terminado",
        "outbox.reintentado",
        "pagos.archivo",
        "parametro.agregado",
        "rol.archivo",
        "rol.archivo_descargado",
        "rol.generado",
        "rol.respuesta",
        "rutr.importada",
        "transparencia.mes_cerrado",
        "transparencia.reexpresada",
    }
)
NEUTRA = Frase(Tipo.DATOS, "Se registró un movimiento en su cuenta o en sus datos.")


def frase_de(accion: str) -> Frase:
    return FRASES.get(accion, NEUTRA)
