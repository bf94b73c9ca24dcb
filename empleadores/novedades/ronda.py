"""What a few notices write in the register, gathered first: `empleadores.novedades.services` holds the transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from cuentas.actuacion import Actuacion
from empleadores.models import Lote, Novedad
from empleadores.novedades.normas import Normas
from empleadores.novedades.selectors import empresa_de, trabajadores
from empleadores.reglas.novedades import (
    SIN_SUCURSALES,
    Entrada,
    Extras,
    NormaNovedades,
    NuevoSueldo,
    Pedido,
    Problema,
    Salida,
    Trabajador,
    Vinculo,
    plazo,
    revisar,
    ya_consta,
)
from nucleo.masivo import crear_filas
from registro.dialecto import dialecto_de
from registro.models import Empleador, Relacion, Sucursal

DE_LA_ENTRADA = ("actividad", "cargo", "jornada", "origen_pago", "relacion_trabajo", "seguro")
DEL_PORTAL = ("cargo", "jornada", "relacion_trabajo", "sueldo")
"""What of an employment is known by its aviso de entrada."""
CAMBIAN = "carga_relaciones"
ESCRIBE_CAMBIOS = f"""
UPDATE registro_relacion AS r
   SET sueldo = COALESCE(c.sueldo, r.sueldo),
       fecha_salida = COALESCE(c.salida, r.fecha_salida),
       causa_salida = COALESCE(c.causa, r.causa_salida)
  FROM {CAMBIAN} c WHERE c.id = r.id
"""  # noqa: S608 (a name of our own)
REEMPLAZADA = "La reemplazó otra del mismo mes."


class NovedadesRechazadas(Exception):
    """Some can't be taken, so none was: by the place of each in what was asked, everything that is wrong with it."""

    def __init__(self, problemas: Mapping[int, Sequence[Problema]]) -> None:
        super().__init__("; ".join(p.texto for varios in problemas.values() for p in varios))
        self.problemas = problemas


@dataclass(frozen=True)
class Comun:
    actuacion: Actuacion
    empleador: Empleador
    normas: Normas
    hoy: date
    ahora: datetime
    solicitud: str
    lote: Lote | None


@dataclass
class Ronda:
    """Notices of different workers, gathered first and written together."""

    comun: Comun
    nuevas: list[Relacion] = field(default_factory=list)
    salidas: dict[int, Salida] = field(default_factory=dict)
    sueldos: dict[int, Decimal] = field(default_factory=dict)
    antes: dict[int, Decimal] = field(default_factory=dict)
    """Of new salaries that come later: what was paid before them is now another."""
    reemplazadas: list[int] = field(default_factory=list)

    def aplicar(self, ronda: Sequence[tuple[int, Pedido, int | None]]) -> list[tuple[int, Novedad]]:
        empresa = empresa_de(self.comun.empleador)
        de = trabajadores(self.comun.empleador, {pedido.cedula for _, pedido, _ in ronda}, empresa)
        problemas: dict[int, list[Problema]] = {}
        hechas: list[tuple[int, Novedad]] = []
        for indice, pedido, linea_ in ronda:
            trabajador, norma = de[pedido.cedula], self.comun.normas.de(pedido)
            hay = revisar(pedido, trabajador, norma, self.comun.hoy)
            if self.comun.solicitud:
                hay = [problema for problema in hay if not problema.extemporanea]
            if hay:
                problemas[indice] = hay
            elif not problemas and not ya_consta(pedido, trabajador):
                hechas.append((indice, self._reunir(pedido, trabajador, norma, linea_)))
        if problemas:
            raise NovedadesRechazadas(problemas)
        if self.nuevas and not empresa.sucursales:
            Sucursal.objects.create(empleador=self.comun.empleador, codigo=SIN_SUCURSALES)
        self._escribir([novedad for _, novedad in hechas])
        return hechas

    def _reunir(self, pedido: Pedido, trabajador: Trabajador, norma: NormaNovedades, linea_: int | None) -> Novedad:
        cuando = plazo(pedido, norma, self.comun.hoy, trabajador)
        novedad = Novedad(
            empleador=self.comun.empleador,
            persona_id=trabajador.persona,
            sucursal=pedido.sucursal,
            limite=cuando.limite,
            dias_tarde=cuando.dias_tarde,
            multa=cuando.multa,
            lote_id=self.comun.lote.pk if self.comun.lote else None,
            linea=linea_,
            solicitud_numero=self.comun.solicitud,
            registrada_en=self.comun.ahora,
            registrada_por=self.comun.actuacion.nombre_actor,
        )
        match pedido:
            case Entrada():
                self._entrada(novedad, pedido, norma)
            case Salida():
                self._salida(novedad, pedido, trabajador)
            case NuevoSueldo():
                self._sueldo(novedad, pedido, _del_mes(trabajador, pedido))
            case Extras():
                self._extras(novedad, pedido, _del_mes(trabajador, pedido))
        return novedad

    def _entrada(self, novedad: Novedad, pedido: Entrada, norma: NormaNovedades) -> None:
        novedad.tipo, novedad.fecha, novedad.valor = Novedad.Tipo.ENTRADA, pedido.ingreso, pedido.sueldo
        novedad.detalle = {campo: getattr(pedido, campo) for campo in DE_LA_ENTRADA}
        novedad.relacion = Relacion(
            persona_id=novedad.persona_id,
            empleador=self.comun.empleador,
            ruc=self.comun.empleador.ruc,
            sucursal=pedido.sucursal,
            fecha_ingreso=pedido.ingreso,
            cargo=pedido.cargo,
            relacion_trabajo=norma.relaciones[pedido.relacion_trabajo],
            jornada=pedido.jornada,
            sueldo=pedido.sueldo,
            cambiado_en_portal=list(DEL_PORTAL),
        )
        self.nuevas.append(novedad.relacion)

    def _salida(self, novedad: Novedad, pedido: Salida, trabajador: Trabajador) -> None:
        vinculo = trabajador.abierto(pedido.sucursal)
        assert vinculo is not None
        novedad.tipo, novedad.fecha, novedad.causa = Novedad.Tipo.SALIDA, pedido.fecha, pedido.causa
        novedad.relacion_id = vinculo.relacion
        if pedido.fallecimiento:
            novedad.detalle = {"fallecimiento": pedido.fallecimiento.isoformat()}
        self.salidas[vinculo.relacion] = pedido

    def _sueldo(self, novedad: Novedad, pedido: NuevoSueldo, vinculo: Vinculo) -> None:
        """Takes its place among the new salaries of that employment: one of the same month makes room for it."""
        novedad.tipo, novedad.fecha, novedad.valor = Novedad.Tipo.SUELDO, pedido.periodo, pedido.sueldo
        novedad.relacion_id = vinculo.relacion
        mismo = next((cambio for cambio in vinculo.cambios if cambio.periodo == pedido.periodo), None)
        sigue = next((cambio for cambio in vinculo.cambios if cambio.periodo > pedido.periodo), None)
        novedad.antes = mismo.antes if mismo else vinculo.sueldo_en(pedido.periodo)
        if mismo:
            self.reemplazadas.append(mismo.novedad)
        if sigue:
            self.antes[sigue.novedad] = pedido.sueldo
        else:
            self.sueldos[vinculo.relacion] = pedido.sueldo

    def _extras(self, novedad: Novedad, pedido: Extras, vinculo: Vinculo) -> None:
        novedad.tipo, novedad.fecha, novedad.valor = Novedad.Tipo.EXTRAS, pedido.periodo, pedido.valor
        novedad.relacion_id, novedad.causa = vinculo.relacion, pedido.causa
        mismos = (e.novedad for e in vinculo.extras if (e.periodo, e.causa) == (pedido.periodo, pedido.causa))
        self.reemplazadas += mismos

    def _escribir(self, novedades: list[Novedad]) -> None:
        crear_filas(self.nuevas)
        if self.salidas or self.sueldos:
            self._cambiar_relaciones()
        if self.antes:
            filas = Novedad.objects.in_bulk(self.antes)
            for pk, fila in filas.items():
                fila.antes = self.antes[pk]
            Novedad.objects.bulk_update(filas.values(), ["antes"])
        if self.reemplazadas:
            Novedad.objects.filter(pk__in=self.reemplazadas).update(
                deshecha_en=self.comun.ahora,
                deshecha_por=self.comun.actuacion.nombre_actor,
                motivo_deshecha=REEMPLAZADA,
            )
        crear_filas(novedades)

    def _cambiar_relaciones(self) -> None:
        """In one statement however many they are: the ORM writes a CASE for each."""
        cambian = {*self.salidas, *self.sueldos}
        marcas: dict[tuple[str, ...], list[int]] = defaultdict(list)
        bloqueadas = Relacion.objects.select_for_update().filter(pk__in=cambian).order_by("pk")
        for relacion in bloqueadas.only("cambiado_en_portal"):
            relacion.marcar_cambio(*self._campos_de(relacion.pk))
            marcas[tuple(relacion.cambiado_en_portal)].append(relacion.pk)
        for campos, numeros in marcas.items():
            Relacion.objects.filter(pk__in=numeros).update(cambiado_en_portal=list(campos))
        dialecto = dialecto_de(connection)
        dialecto.crear(CAMBIAN, "id bigint, sueldo decimal, salida date, causa text")
        dialecto.insertar(CAMBIAN, ("id", "sueldo", "salida", "causa"), [self._cambio_de(pk) for pk in cambian])
        dialecto.ejecutar(ESCRIBE_CAMBIOS)

    def _campos_de(self, relacion: int) -> list[str]:
        de_salida = ["fecha_salida", "causa_salida"] if relacion in self.salidas else []
        return [*de_salida, "sueldo"] if relacion in self.sueldos else de_salida

    def _cambio_de(self, relacion: int) -> tuple[int, str | None, str | None, str | None]:
        salida, sueldo = self.salidas.get(relacion), self.sueldos.get(relacion)
        return (
            relacion,
            str(sueldo) if sueldo is not None else None,
            salida.fecha.isoformat() if salida else None,
            salida.causa if salida else None,
        )


def _del_mes(trabajador: Trabajador, pedido: NuevoSueldo | Extras) -> Vinculo:
    vinculo = trabajador.del_mes(pedido.sucursal, pedido.periodo)
    assert vinculo is not None
    return vinculo
