"""What the register shows of the workers of an employer, as the rule of notices takes it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Max, Q, QuerySet

from cuentas.models import Cuenta
from empleadores.models import Generacion, Novedad
from empleadores.planillas.meses import mes_de
from empleadores.reglas.novedades import CambioSueldo, Empresa, Trabajador, ValorExtra, Vinculo
from nucleo.fechas import fecha as en_palabras
from nucleo.fechas import mes as mes_en_palabras
from nucleo.texto import normalizar
from registro.models import Aporte, Empleador, Persona, Planilla, Relacion, Sucursal
from registro.reglas.puertas import mover


def empresa_de(empleador: Empleador) -> Empresa:
    """One query."""
    codigos = Sucursal.objects.filter(empleador=empleador).values_list("codigo", flat=True)
    return Empresa(empleador.ruc, empleador.tipo, frozenset(codigos))


def trabajadores(
    empleador: Empleador, cedulas: Collection[str], empresa: Empresa | None = None
) -> dict[str, Trabajador]:
    """One for each cédula, also of whom the register knows nobody. Four queries at most, whatever their number."""
    empresa = empresa or empresa_de(empleador)
    personas = list(
        Persona.objects.filter(cedula__in=set(cedulas)).values_list(
            "pk", "cedula", "apellidos", "nombres", "fecha_nacimiento", "fecha_fallecimiento"
        )
    )
    vinculos = _vinculos(empleador, [pk for pk, *_ in personas])
    conocidos = {
        cedula: Trabajador(
            cedula=cedula,
            empresa=empresa,
            nombre=f"{apellidos} {nombres}",
            nacimiento=nacimiento,
            fallecimiento=fallecimiento,
            persona=pk,
            vinculos=tuple(vinculos[pk]),
        )
        for pk, cedula, apellidos, nombres, nacimiento, fallecimiento in personas
    }
    return {cedula: conocidos.get(cedula) or Trabajador(cedula, empresa) for cedula in cedulas}


def _vinculos(empleador: Empleador, personas: Collection[int]) -> dict[int, list[Vinculo]]:
    relaciones = list(
        Relacion.objects.filter(empleador=empleador, persona__in=personas)
        .order_by("fecha_ingreso", "pk")
        .values_list(
            *("persona_id", "pk", "sucursal", "fecha_ingreso", "fecha_salida", "causa_salida"),
            *("sueldo", "jornada", "cargo"),
        )
    )
    por_persona: dict[int, list[Vinculo]] = defaultdict(list)
    if not relaciones:
        return por_persona
    cambios, extras = _de_sueldo(empleador, personas)
    for persona, pk, sucursal, ingreso, salida, causa, sueldo, jornada, cargo in relaciones:
        por_persona[persona].append(
            Vinculo(
                relacion=pk,
                sucursal=sucursal,
                ingreso=ingreso,
                salida=salida,
                causa=causa,
                sueldo=sueldo,
                jornada=jornada,
                cargo=cargo,
                cambios=tuple(cambios[pk]),
                extras=tuple(extras[pk]),
            )
        )
    return por_persona


def _de_sueldo(
    empleador: Empleador, personas: Collection[int]
) -> tuple[dict[int, list[CambioSueldo]], dict[int, list[ValorExtra]]]:
    """The new salaries and the extras in force, of each employment."""
    filas = (
        Novedad.objects.filter(
            empleador=empleador,
            persona__in=personas,
            tipo__in=[Novedad.Tipo.SUELDO, Novedad.Tipo.EXTRAS],
            deshecha_en=None,
        )
        .order_by("fecha")
        .values_list("relacion_id", "tipo", "pk", "fecha", "causa", "valor", "antes")
    )
    cambios: dict[int, list[CambioSueldo]] = defaultdict(list)
    extras: dict[int, list[ValorExtra]] = defaultdict(list)
    for relacion, tipo, pk, fecha, causa, valor, antes in filas:
        if tipo == Novedad.Tipo.SUELDO:
            cambios[relacion].append(CambioSueldo(pk, fecha, valor, antes))
        else:
            extras[relacion].append(ValorExtra(pk, fecha, causa, valor))
    return cambios, extras


def novedades_de(
    empleador: Empleador, *, mes: date | None = None, tipo: str = "", quien: str = "", tarde: bool = False
) -> "QuerySet[Novedad]":
    """The notices of an employer, the newest first. `mes`: that of the fact; `quien`: a cédula, or part of a name."""
    filas = Novedad.objects.filter(empleador=empleador).select_related("persona").order_by("-registrada_en", "-pk")
    if mes:
        filas = filas.filter(fecha__gte=mes, fecha__lt=mover(mes, 1))
    if tipo:
        filas = filas.filter(tipo=tipo)
    if quien:
        filas = filas.filter(persona__busqueda__contains=normalizar(quien))
    return filas.filter(dias_tarde__gt=0) if tarde else filas


def quienes(novedad: Novedad) -> tuple[str, str]:
    """Who gave a notice and who undid it, by name: the row keeps the number of their account."""
    numeros = (novedad.registrada_por, novedad.deshecha_por)
    cuentas = Cuenta.objects.filter(identificador__in=numeros).select_related("persona", "empleador").defer("password")
    nombres = {cuenta.identificador: cuenta.nombre_visible for cuenta in cuentas}
    dio, deshizo = (nombres.get(numero, "el portal") for numero in numeros)
    return dio, deshizo


def mes_por_rehacer(novedad: Novedad) -> date | None:
    """The month whose planillas were made by a notice that was undone since, where they can be made again."""
    periodo = novedad.fecha.replace(day=1)
    if novedad.deshecha_en is None or not mes_de(novedad.empleador, periodo).abierto:
        return None
    del_mes = {"empleador": novedad.empleador_id, "periodo": periodo}
    hechas = Planilla.objects.filter(**del_mes).aggregate(generada=Max("generada_en"), anulada=Max("anulada_en"))
    # Those that did not change keep their date: that they were made again is only here.
    pedidas = Generacion.objects.filter(**del_mes).aggregate(terminada=Max("terminada_en"))
    ultima = max((cuando for cuando in (*hechas.values(), *pedidas.values()) if cuando), default=None)
    return periodo if ultima and novedad.registrada_en <= ultima <= novedad.deshecha_en else None


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
    return lo_que_depende(novedad)


def lo_que_depende(novedad: Novedad) -> str:
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


def en_funciones(empleador: Empleador, quien: str) -> "QuerySet[Relacion]":
    """Who works for an employer, by name."""
    filas = Relacion.objects.filter(empleador=empleador, fecha_salida=None).select_related("persona")
    if quien:
        filas = filas.filter(persona__busqueda__contains=normalizar(quien))
    return filas.order_by("persona__apellidos", "persona__nombres", "pk")
