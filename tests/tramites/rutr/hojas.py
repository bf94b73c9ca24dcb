"""Sheets for the tests: the one of the project and one of an invented procedure with other fields filled in."""

from datetime import date
from pathlib import Path

from tramites.rutr import HojaRUTR, leer_texto

HOY = date(2026, 11, 21)
EJEMPLO = Path(__file__).parents[3] / "tramites" / "rutr" / "ejemplo" / "IESS-034-01-07.txt"

FERIAS = """\
Registro Único de Trámites y Regulaciones
Código de Trámite: INFE-012-03-01 Página 1 de 2
Información de Trámite
Nombre Trámite\tPERMISO DE FERIA CANTONAL
Institución\tINSTITUTO FICTICIO DE FERIAS
Descripción\tPermite instalar una feria de productos
\tde temporada en una plaza pública.
¿A quién está dirigido?\tA quienes organizan ferias.
\tDirigido a: Persona Jurídica - Privada, persona natural – ecuatoriana, Comunidad Ancestral.
¿Qué obtendré si completo satisfactoriamente el trámite?\tTipo de Resultado: Registro, certificaciones o constancias.
\tResultado a obtener: Permiso de feria
¿Qué necesito para hacer el trámite?
Requisitos Generales:
Trámite resuelto en ventanilla.
1. Solicitud: Escriba el lugar y las fechas.
NOTA: La firma es imprescindible.
2. Plano de la plaza
Requisitos Especiales:
• Permiso sanitario: Solo si se vende comida.
• Autorización del dueño
Formatos y anexos
• Formulario de feria
¿Cómo hago el trámite?
1. Entregue los requisitos en la ventanilla.
2. Espere la respuesta en su correo.
Canales de atención:
Presencial, Correo electrónico.
¿Cuál es el costo del trámite?
USD 12,50
¿Dónde y cuál es el horario de atención?
Presencial: lunes a viernes, 08:00 a 16:30 Telefónico: 24 horas
¿Cuál es la vigencia de lo emitido al completar el trámite?
30 días
Registro Único de Trámites y Regulaciones
Código de Trámite: INFE-012-03-01 Página 2 de 2
Base Legal
• Ordenanza de ferias, art. 4.
• Ley de plazas, art. 12, numeral 3.
Contacto para atención ciudadana
Funcionario/Dependencia: Ventanilla única
Correo Electrónico: ferias@example.org
Teléfono: 02 000 0000 ext. 12
Transparencia
Año\tMes\tVolumen de Quejas\tVolumen de Atenciones
2026\t10\t2\t1.204
2026\t09\t0\t31
"""

TABLA = """\
Código de Trámite: INFE-012-03-01
Nombre Trámite\tPERMISO DE FERIA
Transparencia
"""


def leer_ejemplo(texto: str | None = None) -> HojaRUTR:
    return leer_texto(EJEMPLO.read_text(encoding="utf-8") if texto is None else texto, hoy=HOY)


def meses(hoja: HojaRUTR) -> list[tuple[int, int, int, int]]:
    return [(m.anio, m.mes, m.quejas, m.atenciones) for m in hoja.transparencia]


def leer_tabla(*filas: str, cabecera: str = "Año\tMes\tVolumen de Quejas\tVolumen de Atenciones") -> HojaRUTR:
    """A sheet with only a monthly table. The first of `filas` is line 5."""
    return leer_texto(TABLA + "\n".join((cabecera, *filas)), hoy=HOY)


def motivos(hoja: HojaRUTR) -> list[tuple[int, str]]:
    return [(problema.linea, problema.motivo) for problema in hoja.problemas]
