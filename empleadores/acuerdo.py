"""The agreement on the use of electronic media: what the legal representative accepts for the employer.

A change of its words is a new version: each signed document holds the words that were accepted.
"""

VERSION = "1, de noviembre de 2026"
TITULO = "Acuerdo de responsabilidad y uso de medios electrónicos"
CLAUSULAS = (
    (
        "El empleador hará en este portal sus trámites con el instituto. Lo que se haga con la clave patronal, o por "
        "quienes él autorice, vale como hecho por el empleador."
    ),
    (
        "La clave patronal se entrega al representante legal, que responde por ella: la guarda en reserva, no la "
        "presta y la cambia si cree que alguien más la conoce."
    ),
    (
        "Para que otras personas actúen por el empleador, este las autoriza en el portal, cada una con su propia "
        "clave, y retira la autorización cuando dejen de hacerlo."
    ),
    "Los datos que el empleador envíe serán ciertos y completos; los falsos tienen las consecuencias que fija la ley.",
    (
        "El empleador mantendrá al día su correo electrónico. Los avisos que el instituto envíe a ese correo o deje en "
        "el portal se tienen por recibidos."
    ),
    "El portal guarda quién hizo cada trámite, cuándo y desde dónde, y ese registro sirve de prueba.",
    "Si cambia el representante legal, se pide una clave nueva; la anterior deja de servir al crearla.",
)
BASE_LEGAL = (
    "Ley de Comercio Electrónico, Firmas Electrónicas y Mensajes de Datos; Resolución C.D. 625, Reglamento de "
    "Aseguramiento, Recaudación y Gestión de Cartera del IESS."
)
