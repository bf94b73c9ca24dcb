"""What a filter comes to, added up by the database and by the rule."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from empleadores.aportes.selectors import Aportes, Filtro
from registro.models import Aporte, Planilla
from tests import mundo
from tests.empleadores.planillas.mundo_de_planillas import HOY, OCTUBRE


class TestSumas(TestCase):
    @given(
        st.lists(
            st.tuples(
                st.decimals("0", "99999.99", places=2),
                st.one_of(st.none(), st.decimals("0", "99.99", places=2)),
                st.booleans(),
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_the_sums_of_the_database_are_those_of_the_rule(self, sueldos):
        empresa = mundo.empleador()
        planilla = Planilla.objects.create(
            empleador=empresa,
            sucursal="0001",
            periodo=OCTUBRE,
            tipo="APORTES",
            fecha_vencimiento=date(2026, 11, 16),
            trabajadores=len(sueldos),
            aportes_impagos=sum(not pagado for *_, pagado in sueldos),
            tasa_personal=Decimal("9.45"),
            tasa_patronal=Decimal("11.15"),
            tasa_ccc=Decimal(1),
            tasa_fondos=Decimal("8.33"),
        )
        for n, (sueldo, salud, pagado) in enumerate(sueldos):
            Aporte.objects.create(
                persona=mundo.persona(f"{n:010d}"),
                empleador=empresa,
                planilla=planilla,
                ruc=empresa.ruc,
                sucursal="0001",
                periodo=OCTUBRE,
                dias=30,
                sueldo=sueldo,
                salud=salud,
                tipo_planilla="APORTES",
                fecha_pago=HOY if pagado else None,
            )
        aportes = Aportes(empresa, Filtro(OCTUBRE, OCTUBRE), HOY)
        filas = list(aportes)

        suma = aportes.totales().suma

        assert suma.aportes == len(filas)
        assert suma.base == sum(fila.aporte.sueldo for fila in filas)
        for campo in ("personal", "patronal", "ccc", "fondos", "salud"):
            assert getattr(suma.valores, campo) == sum(getattr(fila.valores, campo) for fila in filas), campo
        assert suma.pagado == sum(fila.valores.total for fila in filas if fila.aporte.pagado)
