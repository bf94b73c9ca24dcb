"""The verbs of notices: they write in the register what an employer tells of its workers, and take it back.

Whoever gives or takes back notices of an employer holds its row, so that two people of one employer come one after the
other, and each sees what the other did.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from cuentas.actuacion import Actuacion
from empleadores.models import Lote, Novedad
from empleadores.novedades.avisos import avisar_deshecha, prometer_avisos
from empleadores.novedades.normas import Normas
from empleadores.novedades.selectors import empresa_de, trabajadores
from empleadores.planillas.meses import mes_de
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
from nucleo.bitacora import anotar_todas, linea
from nucleo.fechas import fecha as en_palabras
from nucleo.fechas import mes as mes_en_palabras
from nucleo.masivo import crear_filas
from registro.dialecto import dialecto_de
from registro.models import Aporte, Empleador, Relacion, Sucursal

ACCIONES = {
    Novedad.Tipo.ENTRADA: "novedad.entrada",
    Novedad.Tipo.SALIDA: "novedad.salida",
    Novedad.Tipo.SUELDO: "novedad.sueldo",
    Novedad.Tipo.EXTRAS: "novedad.extras",
}
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


class NoSeDeshace(Exception):
    """The notice stays; the message says why, and what to do instead."""


def bloquear(empleador: Empleador) -> Empleador:
    """Holds the row of the employer until the transaction ends; what points to it may still be written."""
    return Empleador.objects.select_for_update(no_key=True).get(pk=empleador.pk)


def aplicar(
    *,
    actuacion: Actuacion,
    pedidos: Sequence[tuple[Pedido, int | None]],
    aviso_por_correo: bool = True,
    solicitud: str = "",
    lote: Lote | None = None,
) -> list[Novedad]:
    """Writes notices in the register: each with the line of the `lote` that it comes from, or None. All or none.

    What is in force exactly so already is left out of what is given back: nothing is told twice. `solicitud` is the
    case that admits notices of long ago. Raises NovedadesRechazadas. The number of statements does not depend on how
    many they are, as long as each is of another worker.
    """
    hechas: list[tuple[int, Novedad]] = []
    with transaction.atomic():
        empleador = bloquear(actuacion.empleador)
        comun = _Comun(actuacion, empleador, Normas.leer(), timezone.localdate(), timezone.now(), solicitud, lote)
        for ronda in _rondas(pedidos):
            hechas += _Ronda(comun).aplicar(ronda)
        novedades = [novedad for _, novedad in sorted(hechas, key=lambda hecha: hecha[0])]
        anotar_todas([_linea(actuacion, novedad) for novedad in novedades])
        if aviso_por_correo:
            prometer_avisos(novedades)
    return novedades


def _rondas(
    pedidos: Sequence[tuple[Pedido, int | None]],
) -> Iterator[list[tuple[int, Pedido, int | None]]]:
    """Each with one notice of a worker at most: the second is judged by what the first changed."""
    quedan = [(indice, pedido, linea_) for indice, (pedido, linea_) in enumerate(pedidos)]
    while quedan:
        vistos: set[str] = set()
        ronda: list[tuple[int, Pedido, int | None]] = []
        despues: list[tuple[int, Pedido, int | None]] = []
        for uno in quedan:
            (despues if uno[1].cedula in vistos else ronda).append(uno)
            vistos.add(uno[1].cedula)
        yield ronda
        quedan = despues


@dataclass(frozen=True)
class _Comun:
    actuacion: Actuacion
    empleador: Empleador
    normas: Normas
    hoy: date
    ahora: datetime
    solicitud: str
    lote: Lote | None


@dataclass
class _Ronda:
    """Notices of different workers, gathered first and written together."""

    comun: _Comun
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


def _linea(actuacion: Actuacion, novedad: Novedad, accion: str = "", **datos: Any) -> Any:
    return linea(
        actor=actuacion.nombre_actor,
        accion=accion or ACCIONES[Novedad.Tipo(novedad.tipo)],
        persona_id=novedad.persona_id,
        objeto=f"novedad:{novedad.pk}",
        por=actuacion.por,
        datos={"tipo": novedad.tipo, "fecha": novedad.fecha.isoformat(), **datos},
    )


# --- taking back ------------------------------------------------------------------------------------------------------


def deshacer(*, actuacion: Actuacion, novedad_id: int, motivo: str) -> Novedad:
    """Takes a notice back while its month is open: it stays, with who did it and why. Raises NoSeDeshace.

    Raises Novedad.DoesNotExist where it is none of this employer.
    """
    with transaction.atomic():
        empleador = bloquear(actuacion.empleador)
        novedad = Novedad.objects.select_for_update(of=("self",)).get(pk=novedad_id, empleador=empleador)
        novedad.empleador = empleador
        razon = por_que_no_se_deshace(novedad)
        if razon:
            raise NoSeDeshace(razon)
        if not motivo.strip():
            raise NoSeDeshace("Escriba por qué lo deshace.")
        _quitar(actuacion, novedad, motivo)
    return novedad


def retirar_las_de(*, actuacion: Actuacion, solicitud: str, motivo: str) -> None:
    """Takes back what a case had written, whatever its month: it was decided otherwise. Raises NoSeDeshace."""
    with transaction.atomic():
        empleador = bloquear(actuacion.empleador)
        suyas = Novedad.objects.select_for_update(of=("self",)).filter(
            empleador=empleador, solicitud_numero=solicitud, deshecha_en=None
        )
        for novedad in suyas:
            novedad.empleador = empleador
            razon = _lo_que_depende(novedad)
            if razon:
                raise NoSeDeshace(razon)
            _quitar(actuacion, novedad, motivo)


def _quitar(actuacion: Actuacion, novedad: Novedad, motivo: str) -> None:
    _devolver(novedad)
    novedad.deshecha_en, novedad.deshecha_por = timezone.now(), actuacion.nombre_actor
    novedad.motivo_deshecha = motivo.strip()[:250]
    novedad.save(update_fields=["deshecha_en", "deshecha_por", "motivo_deshecha", "relacion"])
    anotar_todas([_linea(actuacion, novedad, "novedad.deshecha", motivo=novedad.motivo_deshecha)])
    avisar_deshecha(novedad)


def por_que_no_se_deshace(novedad: Novedad) -> str:
    """Why a notice can't be taken back today; "" when it can."""
    if novedad.deshecha_en:
        return "Este aviso ya se deshizo."
    mes = mes_de(novedad.empleador, novedad.fecha.replace(day=1))
    if not mes.abierto:
        return (
            f"El mes de {mes_en_palabras(mes.periodo)} está cerrado. {mes.por_que} "
            "Para corregirlo, vaya a un centro de atención con el número de este aviso."
        )
    return _lo_que_depende(novedad)


def _lo_que_depende(novedad: Novedad) -> str:
    """What in the register stands on a notice, in words; "": nothing does."""
    if novedad.tipo == Novedad.Tipo.ENTRADA:
        return _por_que_no_la_entrada(novedad)
    if novedad.tipo == Novedad.Tipo.SALIDA:
        return _por_que_no_la_salida(novedad)
    return ""


def _por_que_no_la_entrada(novedad: Novedad) -> str:
    otra = Novedad.objects.filter(relacion=novedad.relacion_id, deshecha_en=None).exclude(pk=novedad.pk).first()
    if otra:
        return f"Hay otro aviso de este trabajo, {otra.numero} ({otra.get_tipo_display()}): deshaga primero ese."
    del_trabajo = Aporte.objects.filter(
        persona=novedad.persona_id,
        ruc=novedad.empleador.ruc,
        sucursal=novedad.sucursal,
        periodo__gte=novedad.fecha.replace(day=1),
    )
    # What the portal charged for its month, unpaid, is made again without it.
    por_rehacer = Q(periodo=novedad.fecha.replace(day=1), planilla__generada_en__isnull=False, fecha_pago=None)
    aporte = del_trabajo.exclude(por_rehacer).order_by("periodo").first()
    if aporte:
        return (
            f"La planilla de {mes_en_palabras(aporte.periodo)} ya tiene un aporte de este trabajo. "
            "Si la persona dejó de trabajar, registre su salida."
        )
    return ""


def _por_que_no_la_salida(novedad: Novedad) -> str:
    despues = Relacion.objects.filter(
        persona=novedad.persona_id,
        empleador=novedad.empleador_id,
        sucursal=novedad.sucursal,
        fecha_ingreso__gt=novedad.fecha,
    ).first()
    if despues:
        return f"La persona volvió a entrar el {en_palabras(despues.fecha_ingreso)}: deshaga primero esa entrada."
    return ""


def _devolver(novedad: Novedad) -> None:
    """What the register showed before it."""
    if novedad.tipo == Novedad.Tipo.EXTRAS:
        return
    assert novedad.relacion_id is not None
    relacion = Relacion.objects.select_for_update(of=("self",)).get(pk=novedad.relacion_id)
    match novedad.tipo:
        case Novedad.Tipo.ENTRADA:
            relacion.delete()
            novedad.relacion = None
        case Novedad.Tipo.SALIDA:
            relacion.fecha_salida, relacion.causa_salida = None, ""
            relacion.save(update_fields=["fecha_salida", "causa_salida"])
        case Novedad.Tipo.SUELDO:
            _devolver_sueldo(novedad, relacion)


def _devolver_sueldo(novedad: Novedad, relacion: Relacion) -> None:
    """The months until the next new salary are paid again with what was paid before this one."""
    assert novedad.antes is not None
    sigue = (
        Novedad.objects.filter(relacion=relacion, tipo=Novedad.Tipo.SUELDO, deshecha_en=None, fecha__gt=novedad.fecha)
        .order_by("fecha")
        .first()
    )
    if sigue:
        sigue.antes = novedad.antes
        sigue.save(update_fields=["antes"])
    else:
        relacion.sueldo = novedad.antes
        relacion.save(update_fields=["sueldo"])
