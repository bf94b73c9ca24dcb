"""Who is covered through somebody else, for how much and until when (A §8, EX)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afiliados.normas.cobertura import norma_cobertura_de
from afiliados.reglas.cobertura import (
    Calidad,
    Cubierto,
    Dependiente,
    Documento,
    EstadoCivil,
    MotivoFin,
    Parentesco,
    SeguroPropio,
    Titular,
    costo,
    costo_total,
    fines,
    pruebas,
    terminada,
)
from afiliados.reglas.cobertura_dictamen import dictamen
from registro.models import Dependiente as Registrado
from registro.models import Parametro, Persona
from registro.parametros import ParametroMalFormado, Parametros, Version, leer
from registro.reglas.dictamen import Confianza, Dictamen
from registro.reglas.puertas import cumpleanos

VERSIONES = leer()
HOY = date(2026, 11, 20)
NORMA = norma_cobertura_de(Parametros(HOY, VERSIONES))
ANA = Titular(
    "1710034065",
    Calidad.AFILIADO,
    vigente=True,
    base=Decimal(482),
    nacimiento=date(1985, 5, 17),
    estado_civil=EstadoCivil.CASADO,
    ultimo_mes=date(2026, 10, 1),
)
PENSIONISTA = replace(ANA, calidad=Calidad.PENSIONISTA, base=Decimal("600.00"))
ESPOSO = Dependiente("1710034073", Parentesco.CONYUGE, date(1984, 1, 2), consta=True, estado_civil=EstadoCivil.CASADO)
PAREJA = replace(ESPOSO, parentesco=Parentesco.CONVIVIENTE, consta=False, estado_civil=EstadoCivil.SOLTERO)
HIJA = Dependiente("1710034081", Parentesco.HIJO, date(2012, 3, 9), consta=True)


def decidir(dependiente: Dependiente, titular: Titular = ANA, hoy: date = HOY) -> Dictamen:
    return dictamen(dependiente, titular, norma=NORMA, hoy=hoy, parametros={})


def falta(hecho: Dictamen) -> dict[str, str]:
    return {requisito.nombre: requisito.registrado for requisito in hecho.faltan}


# --- the cost


@pytest.mark.parametrize(
    ("base", "valor"),
    [
        ("366", "12.48"),  # EX-01, milomenos 2016
        ("482", "16.44"),  # EX-03, computed on the SBU of 2026
        ("0.15", "0.01"),  # half a cent goes up
        ("0.14", "0.00"),
    ],
)
def test_a_spouse_costs_341_per_cent_of_what_is_contributed_on(base, valor):
    hecho = decidir(ESPOSO, replace(ANA, base=Decimal(base)))

    assert hecho.califica
    assert hecho.datos["aporte_adicional"] == Decimal(valor)
    assert hecho.datos["porcentaje"] == Decimal("0.0341")
    assert not hecho.referencial


@pytest.mark.parametrize(
    ("quien", "titular", "valor"),
    [
        (HIJA, ANA, "0.00"),  # gucyi: the children of an affiliate are free
        (ESPOSO, PENSIONISTA, "24.90"),  # gucyi: 4.15 % of the pension
        (HIJA, PENSIONISTA, "20.46"),  # gucyi: 3.41 % of the pension
    ],
)
def test_the_percentage_is_that_of_the_titular_and_the_kinship(quien, titular, valor):
    assert decidir(quien, titular).datos["aporte_adicional"] == Decimal(valor)


def test_each_dependant_is_a_line_of_the_comprobante():
    costos = [costo(quien, replace(PENSIONISTA, base=Decimal("100.10")), NORMA, HOY) for quien in (ESPOSO, HIJA, HIJA)]

    assert costo_total(costos) == Decimal("4.15") + 2 * Decimal("3.41")


@pytest.mark.parametrize(
    ("ultimo", "primero", "acceso", "parto"),
    [
        (date(2026, 10, 1), date(2026, 11, 1), date(2027, 2, 1), date(2027, 11, 1)),
        (date(2026, 11, 1), date(2026, 12, 1), date(2027, 3, 1), date(2027, 12, 1)),
        (None, date(2026, 11, 1), date(2027, 2, 1), date(2027, 11, 1)),
    ],
)
def test_a_spouse_gets_care_after_three_contributions_and_a_birth_after_twelve(ultimo, primero, acceso, parto):
    # El Comercio 2012; gucyi
    datos = decidir(ESPOSO, replace(ANA, ultimo_mes=ultimo)).datos

    assert (datos["primer_aporte"], datos["acceso_desde"], datos["maternidad_desde"]) == (primero, acceso, parto)


def test_a_child_is_covered_at_once():
    datos = decidir(HIJA).datos

    assert datos["acceso_desde"] == HOY
    assert "maternidad_desde" not in datos


# --- who


@pytest.mark.parametrize(
    ("nacimiento", "califica", "dice"),
    [
        (date(2008, 11, 21), True, "17 años; cumple 18 el 21 de noviembre de 2026"),
        (date(2008, 11, 20), False, "18 años; cumplió 18 el 20 de noviembre de 2026"),
        (HOY, True, "0 años; cumple 18 el 20 de noviembre de 2044"),
        (HOY + timedelta(days=1), False, "Nacimiento el 21 de noviembre de 2026: no es posible"),
        (ANA.nacimiento, False, "Nacimiento el 17 de mayo de 1985: no es posible"),
        (None, False, "No consta su fecha de nacimiento"),
    ],
)
def test_a_child_is_covered_until_the_day_of_eighteen(nacimiento, califica, dice):
    hecho = decidir(replace(HIJA, nacimiento=nacimiento))

    assert hecho.califica is califica
    assert next(r.registrado for r in hecho.requisitos if r.nombre == "edad") == dice


def test_who_was_born_on_29_february_is_eighteen_on_the_28th():
    bisiesta = replace(HIJA, nacimiento=date(2008, 2, 29))

    assert decidir(bisiesta, hoy=date(2026, 2, 27)).califica
    assert not decidir(bisiesta, hoy=date(2026, 2, 28)).califica


def test_a_grown_child_with_a_disability_needs_the_document_and_the_figure_is_a_reference():
    hijo = replace(HIJA, nacimiento=date(2000, 1, 1), discapacidad=True)
    con_carne = replace(hijo, documentos=frozenset({Documento.CARNE_DE_DISCAPACIDAD}))

    assert falta(decidir(hijo)) == {"discapacidad": "No consta; adjunte el documento"}
    assert decidir(con_carne).califica
    assert decidir(con_carne).referencial
    assert decidir(con_carne).datos["aporte_adicional"] == 0
    assert "cobertura_hasta" not in decidir(con_carne).datos
    assert decidir(con_carne, PENSIONISTA).datos["aporte_adicional"] == Decimal("20.46")
    assert not decidir(replace(con_carne, discapacidad=False)).califica


@pytest.mark.parametrize(
    ("seguro", "califica", "cuando"),
    [
        (None, True, None),
        (SeguroPropio("Afiliación con Sol S.A.", date(2020, 1, 1)), False, None),
        (SeguroPropio("Afiliación con Sol S.A.", date(2020, 1, 1), HOY), False, HOY + timedelta(days=1)),
        (SeguroPropio("Afiliación con Sol S.A.", date(2020, 1, 1), HOY - timedelta(days=1)), True, None),
        (SeguroPropio("Afiliación con Sol S.A.", HOY), False, None),
        (SeguroPropio("Afiliación con Sol S.A.", HOY + timedelta(days=1)), True, None),
    ],
)
def test_a_spouse_who_is_insured_is_refused(seguro, califica, cuando):
    # procedures.md, row 21
    hecho = decidir(replace(ESPOSO, seguro=seguro))

    assert hecho.califica is califica
    assert next(r for r in hecho.requisitos if r.nombre == "sin_seguro_propio").fecha_en_que_cumple == cuando
    if not califica:
        assert set(falta(hecho)) == {"sin_seguro_propio"}


@pytest.mark.parametrize(
    ("quien", "titular", "nombre"),
    [
        (replace(ESPOSO, cedula=ANA.cedula), ANA, "otra_persona"),
        (replace(HIJA, fallecimiento=date(2020, 1, 1)), ANA, "otra_persona"),
        (ESPOSO, replace(ANA, vigente=False, cese=date(2026, 10, 31)), "titular_asegurado"),
        (ESPOSO, replace(ANA, fallecimiento=date(2026, 11, 1)), "titular_asegurado"),
        (
            ESPOSO,
            replace(ANA, cubiertos=[Cubierto("1710034099", Parentesco.CONVIVIENTE, date(2020, 1, 1))]),
            "una_pareja",
        ),
        (HIJA, replace(ANA, cubiertos=[Cubierto(HIJA.cedula, Parentesco.HIJO, date(2020, 1, 1))]), "sin_cobertura"),
        (replace(HIJA, de_otro=True), ANA, "sin_cobertura"),
    ],
)
def test_what_stands_in_the_way_is_named(quien, titular, nombre):
    assert set(falta(decidir(quien, titular))) == {nombre}


def test_of_the_other_person_nothing_is_told_but_that_it_stands_in_the_way():
    viudo = decidir(replace(ESPOSO, estado_civil=EstadoCivil.VIUDO))
    asegurado = decidir(replace(ESPOSO, seguro=SeguroPropio("Afiliación a su nombre", date(2020, 1, 1))))
    de_otro = decidir(replace(HIJA, de_otro=True))

    assert falta(viudo)["estado_civil"] == "Según el registro, usted casado/a; el de la otra persona no es ese"
    assert falta(asegurado) == {"sin_seguro_propio": "Afiliación a su nombre"}
    assert falta(de_otro) == {"sin_cobertura": "Ya tiene esta cobertura"}


def test_who_was_covered_once_can_be_covered_again():
    antes = [
        Cubierto(ESPOSO.cedula, Parentesco.CONYUGE, date(2015, 1, 1), date(2018, 1, 1)),
        Cubierto("1710034099", Parentesco.CONVIVIENTE, date(2019, 1, 1), HOY - timedelta(days=1)),
    ]

    assert decidir(ESPOSO, replace(ANA, cubiertos=antes)).califica
    hoy_todavia = replace(antes[1], hasta=HOY)
    hecho = decidir(ESPOSO, replace(ANA, cubiertos=[hoy_todavia]))
    assert hecho.faltan[0].fecha_en_que_cumple == HOY + timedelta(days=1)


# --- what the record says and what is declared


@pytest.mark.parametrize(
    ("quien", "titular", "sirven"),
    [
        (ESPOSO, ANA, None),
        (HIJA, ANA, None),
        (replace(ESPOSO, consta=False), ANA, {Documento.CEDULA, Documento.ACTA_DE_MATRIMONIO}),
        (
            replace(ESPOSO, consta=False),
            replace(ANA, estado_civil=None),
            {Documento.CEDULA, Documento.ACTA_DE_MATRIMONIO},
        ),
        (replace(ESPOSO, consta=False), replace(ANA, estado_civil=EstadoCivil.SOLTERO), {Documento.ACTA_DE_MATRIMONIO}),
        (ESPOSO, replace(ANA, estado_civil=EstadoCivil.DIVORCIADO), {Documento.ACTA_DE_MATRIMONIO}),
        (
            PAREJA,
            replace(ANA, estado_civil=EstadoCivil.SOLTERO),
            {Documento.UNION_REGISTRADA, Documento.DECLARACION_JURAMENTADA},
        ),
        (replace(HIJA, consta=False), ANA, {Documento.CEDULA, Documento.PARTIDA_DE_NACIMIENTO}),
    ],
)
def test_a_document_is_asked_only_for_what_the_register_does_not_show(quien, titular, sirven):
    piden = pruebas(quien, titular, NORMA, HOY)

    assert ({documento for prueba in piden for documento in prueba.sirven} or None) == sirven
    assert decidir(quien, titular).califica is (sirven is None)
    for documento in sirven or ():
        assert decidir(replace(quien, documentos=frozenset({documento})), titular).califica


def test_another_document_does_not_prove_it():
    otra = replace(HIJA, consta=False, documentos=frozenset({Documento.CARNE_DE_DISCAPACIDAD}))

    assert falta(decidir(otra)) == {"parentesco": "No consta; adjunte el documento"}


@pytest.mark.parametrize("quien", ["titular", "pareja"])
def test_who_is_married_has_no_partner_by_law_whatever_the_document(quien):
    pareja = replace(PAREJA, documentos=frozenset(Documento))
    titular = replace(ANA, estado_civil=EstadoCivil.SOLTERO)
    if quien == "titular":
        titular = ANA
    else:
        pareja = replace(pareja, estado_civil=EstadoCivil.SEPARADO)

    hecho = decidir(pareja, titular)

    assert set(falta(hecho)) == {"estado_civil"}
    assert hecho.faltan[0].confianza is Confianza.BAJA


# --- the end


@pytest.mark.parametrize(("dia", "motivo"), [(date(2030, 3, 8), None), (date(2030, 3, 9), MotivoFin.EDAD)])
def test_the_cover_of_a_child_ends_by_itself_on_the_day_of_eighteen(dia, motivo):
    fin = terminada(HIJA, ANA, NORMA, dia)

    assert (fin.motivo if fin else None) == motivo
    assert decidir(HIJA).datos["cobertura_hasta"] == date(2030, 3, 8)


@pytest.mark.parametrize(
    ("quien", "titular", "motivo", "ultimo"),
    [
        (replace(ESPOSO, fin_de_union=date(2026, 12, 1)), ANA, MotivoFin.FIN_DE_UNION, date(2026, 11, 30)),
        (ESPOSO, replace(ANA, estado_civil=EstadoCivil.DIVORCIADO), MotivoFin.FIN_DE_UNION, HOY - timedelta(days=1)),
        (PAREJA, ANA, MotivoFin.FIN_DE_UNION, HOY - timedelta(days=1)),
        (
            replace(ESPOSO, seguro=SeguroPropio("Afiliación", date(2026, 12, 1))),
            ANA,
            MotivoFin.SEGURO_PROPIO,
            date(2026, 11, 30),
        ),
        # Ecuavisa 2023: sixty days from the aviso de salida
        (ESPOSO, replace(ANA, vigente=False, cese=date(2026, 10, 31)), MotivoFin.CESE_DEL_TITULAR, date(2026, 12, 30)),
        (HIJA, replace(ANA, fallecimiento=date(2026, 11, 1)), MotivoFin.FALLECIMIENTO, date(2026, 11, 1)),
    ],
)
def test_a_cover_ends_with_the_first_of_its_reasons(quien, titular, motivo, ultimo):
    primero = fines(quien, titular, NORMA, HOY)[0]

    assert (primero.motivo, primero.ultimo_dia) == (motivo, ultimo)
    assert decidir(quien, titular).datos.get("cobertura_hasta") == (ultimo if ultimo >= HOY else None)
    assert terminada(quien, titular, NORMA, ultimo + timedelta(days=1)) is not None


@pytest.mark.parametrize(
    ("quien", "titular"),
    [
        (ESPOSO, ANA),
        (ESPOSO, replace(ANA, estado_civil=EstadoCivil.SOLTERO)),  # the register lags behind
        (
            replace(ESPOSO, documentos=frozenset({Documento.ACTA_DE_MATRIMONIO})),
            replace(ANA, estado_civil=EstadoCivil.DIVORCIADO),
        ),
        (replace(ESPOSO, seguro=SeguroPropio("Afiliación", date(2019, 1, 1), date(2020, 1, 1))), ANA),
        (replace(HIJA, discapacidad=True), ANA),
        (replace(HIJA, discapacidad=True), PENSIONISTA),
    ],
)
def test_a_cover_without_a_known_end_runs(quien, titular):
    assert terminada(quien, titular, NORMA, HOY) is None
    assert "cobertura_hasta" not in decidir(quien, titular).datos


def test_an_end_without_a_day_is_said_in_words():
    assert decidir(ESPOSO).datos["termina"] == (
        "con el divorcio o el fin de la unión; cuando tenga su propio seguro; "
        "60 días después de que usted deje de aportar"
    )
    assert decidir(HIJA, PENSIONISTA).datos["termina"] == "el día en que cumple 18 años"
    assert (
        decidir(replace(HIJA, discapacidad=True), PENSIONISTA).datos["termina"]
        == "cuando usted deje de estar asegurado"
    )


# --- the dictamen


@pytest.mark.parametrize("quien", [ESPOSO, PAREJA, HIJA, replace(HIJA, nacimiento=None)])
@pytest.mark.parametrize("titular", [ANA, PENSIONISTA])
def test_a_dictamen_survives_being_stored_and_says_what_each_figure_stands_on(quien, titular):
    hecho = decidir(quien, titular)

    assert hecho == Dictamen.de_json(hecho.a_json())
    assert all(paso.base_legal and paso.formula and paso.entradas for paso in hecho.pasos)
    assert all(requisito.exigido and requisito.registrado for requisito in hecho.requisitos)


def test_the_codes_are_those_of_the_register():
    assert {uno.value for uno in Parentesco} == set(Registrado.Parentesco.values)
    assert {uno.value for uno in EstadoCivil} == set(Persona.EstadoCivil.values)


@pytest.mark.parametrize("clave", ["cobertura_conyuge_asegurado", "cobertura_fin_conyuge"])
def test_a_norm_that_the_rule_does_not_know_is_not_applied(clave):
    otra = Version(clave, "OTRA", date(2026, 1, 1), None, "b", "f", Parametro.Confianza.ALTA, "")

    with pytest.raises(ParametroMalFormado):
        norma_cobertura_de(Parametros(HOY, [*VERSIONES, otra]))


@settings(max_examples=50)
@given(
    nacimiento=st.dates(date(1986, 1, 1), date(2026, 11, 1)),
    hoy=st.dates(date(2026, 11, 1), date(2050, 1, 1)),
    base=st.decimals("0", "20000", places=2),
    parentesco=st.sampled_from(Parentesco),
    calidad=st.sampled_from(Calidad),
    discapacidad=st.booleans(),
)
def test_who_may_be_covered_today_is_covered_for_less_than_the_base_and_not_ended(
    *, nacimiento, hoy, base, parentesco, calidad, discapacidad
):
    quien = Dependiente(
        "1710034081", parentesco, nacimiento, discapacidad=discapacidad, documentos=frozenset(Documento)
    )
    titular = replace(ANA, base=base, calidad=calidad, estado_civil=None)
    hecho = decidir(quien, titular, hoy)

    assert 0 <= hecho.datos["aporte_adicional"] <= base
    assert hecho.califica is (terminada(quien, titular, NORMA, hoy) is None)
    if parentesco is Parentesco.HIJO and not discapacidad:
        assert hecho.califica is (hoy < cumpleanos(nacimiento, 18))
