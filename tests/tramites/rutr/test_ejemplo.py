"""The official sheet IESS-034-01-07, as the project ships it."""

from tests.tramites.rutr.hojas import EJEMPLO, HOY, leer_ejemplo, meses
from tramites.rutr import Contacto, Horario, leer


def test_the_shipped_sheet_reads_without_a_single_problem():
    assert leer(EJEMPLO.read_bytes(), hoy=HOY).problemas == ()


def test_its_identity_and_public_are_read():
    hoja = leer_ejemplo()

    assert hoja.codigo == "IESS-034-01-07"
    assert hoja.nombre == "RELIQUIDACIÓN DE PENSIONES"
    assert hoja.institucion == "INSTITUTO ECUATORIANO DE SEGURIDAD SOCIAL"
    assert hoja.descripcion.endswith("le debía.")
    assert hoja.dirigido_a.startswith("A las personas pensionistas")
    assert hoja.personas == ("Persona Natural - Ecuatoriana", "Persona Natural - Extranjera")
    assert hoja.tipo_resultado == "Acceder a beneficio o servicio"
    assert hoja.resultado == "Reliquidación de Pensiones"


def test_its_three_requirements_keep_title_and_detail_apart():
    hoja = leer_ejemplo()

    assert [requisito.titulo for requisito in hoja.requisitos] == [
        "Clave de acceso al portal IESS",
        "Cédula",
        "Solicitud de Mejora de Jubilación",
    ]
    assert all(requisito.detalle for requisito in hoja.requisitos)
    assert hoja.requisitos_nota == ("Acuerdo que concede la reliquidación de la renta de vejez, invalidez o muerte",)


def test_the_way_to_do_it_is_read_for_each_channel():
    hoja = leer_ejemplo()

    assert hoja.modalidad == "Trámite virtual"
    assert len(hoja.consideraciones) == 3
    assert hoja.indicaciones_en_linea[0].startswith("En www.iess.gob.ec elija")
    assert hoja.indicaciones_presencial[0].startswith("Entregue la solicitud")
    assert len(hoja.notas) == 1
    assert hoja.canales == ("En línea (Sitio / Portal Web / Aplicación web)", "Presencial")
    assert hoja.costo == "El trámite no tiene costo"
    assert hoja.horarios == (Horario("Virtual", "24 horas"), Horario("Presencial", "08:00 a 17:00 horas"))
    assert hoja.contacto == Contacto("Atención al ciudadano", "atencionalusuario@iess.gob.ec", "593 23945666")


def test_what_the_sheet_leaves_empty_stays_empty():
    hoja = leer_ejemplo()

    assert hoja.base_legal == ()
    assert hoja.vigencia == ""
    assert hoja.requisitos_especiales == ()
    assert hoja.indicaciones == ()


def test_its_21_months_are_read_with_their_line():
    hoja = leer_ejemplo()

    assert len(hoja.transparencia) == 21
    assert (2025, 7, 8, 263) in meses(hoja)  # sheet IESS-034-01-07, row 2025-07
    assert sum(m.quejas for m in hoja.transparencia if m.anio == 2024) == 7
    assert sum(m.atenciones for m in hoja.transparencia if m.anio == 2024) == 996
    primero = hoja.transparencia[0]
    renglon = EJEMPLO.read_text(encoding="utf-8").splitlines()[primero.linea - 1]
    assert renglon == "2025\t09\t3\t0"
