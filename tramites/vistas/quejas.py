"""Complaints: filed by anybody from any page, and followed by whoever filed them."""

import uuid
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cuentas import borradores
from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from cuentas.clave.forms import CodigoForm
from cuentas.codigos import CodigoRechazado
from cuentas.limites import red_de
from nucleo.escritura import cuando, mes_corto
from nucleo.formularios import RespuestaRechazada
from nucleo.graficos import Serie, barras
from nucleo.paginas import pagina_de
from nucleo.texto import correo_enmascarado
from registro.parametros import Parametros
from tramites import selectors as catalogo
from tramites.casos.estados import Estado as EstadoDeCaso
from tramites.casos.models import Solicitud
from tramites.casos.selectors import LO_PESADO, solicitudes_de
from tramites.quejas import confirmacion, selectors, services
from tramites.quejas.estados import Tema
from tramites.quejas.forms import NUMERO, CodigoDeQuejaForm, CorreoForm, PruebasForm, QuejaForm, ReabrirForm, SeguirForm
from tramites.quejas.models import REABRIR, Queja
from tramites.quejas.origen import Origen, leer
from tramites.quejas.pruebas import anexar, documento_de, pruebas_de
from tramites.transparencia.quejas import meses_de_quejas
from tramites.vistas.adjuntos import descarga

PER_PAGE = 20
SOLICITUDES_A_ELEGIR = 100
MESES_DEL_GRAFICO = 24
EN_SESION = "quejas"
"""The numbers that this browser has opened with a code."""
EN_SESION_MAXIMO = 20
DEMASIADOS = 429
MUCHOS = "Hubo demasiados intentos. Podrá volver a intentarlo {}."

TEMAS = (
    (Tema.TRAMITE, "Un trámite", "Lo que pide, lo que tarda o cómo se hace."),
    (Tema.CASO, "Una solicitud mía", "Algo que ya presentó y no va bien. Se elige después de ingresar."),
    (Tema.SERVICIO, "El servicio", "Una ventanilla, una espera, una página o una llamada."),
    (Tema.DATOS, "Mis datos personales", "Alguien vio o usó datos suyos sin derecho. Se atiende antes que todo."),
)


@sensitive_post_parameters("texto", "nombre", "correo")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nueva(request: Peticion) -> HttpResponse:
    """First what it is about, unless the page it came from tells; then its form."""
    origen = leer(request.GET.get("desde", ""))
    tema = _tema(request, origen)
    if tema is None:
        return render(request, "tramites/quejas/temas.html", {"temas": _enlaces(request), "mias": _tiene(request)})
    anonima = request.actuacion.sujeto is None
    if tema is Tema.CASO and anonima:
        return _ingresar(request)
    form = _formulario(request, tema, origen)
    status = 200
    if form.is_valid():
        try:
            return _presentar(request, form, origen)
        except confirmacion.Agotado as razon:
            form.add_error(None, MUCHOS.format(cuando(razon.hasta)))
            status = DEMASIADOS
        except services.NoProcede as razon:
            form.add_error(None, str(razon))
    contexto = {
        "form": form,
        "anonima": anonima,
        "peticion": _peticion(request),
        "sin_solicitudes": tema is Tema.CASO and not form.solicitudes,
        "otro": f"{resolve_url('tramites:quejas')}?{urlencode({'sobre': '', 'desde': origen.pagina})}",
        **_plazo(Queja(tema=tema)),
    }
    return render(request, "tramites/quejas/nueva.html", contexto, status=status)


def _tema(request: Peticion, origen: Origen) -> Tema | None:
    """None: it is still to be chosen."""
    if "sobre" in request.GET:
        elegido = request.GET["sobre"]
        return Tema(elegido) if elegido in Tema.values else None
    if origen.numero and request.actuacion.sujeto is not None:
        return Tema.CASO
    return Tema.TRAMITE if origen.slug else None


def _enlaces(request: Peticion) -> list[tuple[str, str, str]]:
    """Words, address and explanation of each thing that one may complain about."""
    desde = {"desde": request.GET["desde"]} if leer(request.GET.get("desde", "")).pagina else {}
    base = resolve_url("tramites:quejas")
    return [(texto, f"{base}?{urlencode({'sobre': tema.value} | desde)}", ayuda) for tema, texto, ayuda in TEMAS]


def _tiene(request: Peticion) -> bool:
    return request.actuacion.sujeto is not None and selectors.quejas_de(request.actuacion).exists()


def _ingresar(request: Peticion) -> HttpResponse:
    """One's own cases are known after the login; what was written when a session ended is kept for then."""
    if request.method == "POST" and borradores.guardar_de(request):
        return redirect_to_login(resolve_url("cuentas:borrador"))
    return redirect_to_login(request.get_full_path())


def _formulario(request: Peticion, tema: Tema, origen: Origen) -> QuejaForm:
    tramites = sorted(catalogo.catalogo(), key=lambda t: t.nombre) if tema is Tema.TRAMITE else ()
    return QuejaForm(
        request.POST if request.method == "POST" else None,
        tema=tema,
        tramites=tramites,
        solicitudes=_solicitudes(request) if tema is Tema.CASO else (),
        anonima=request.actuacion.sujeto is None,
        initial={"tramite": origen.slug, "solicitud": origen.numero},
    )


def _solicitudes(request: Peticion) -> list[Solicitud]:
    enviadas = solicitudes_de(request.actuacion).exclude(estado=EstadoDeCaso.BORRADOR).defer(*LO_PESADO)
    return list(enviadas[:SOLICITUDES_A_ELEGIR])


def _presentar(request: Peticion, form: QuejaForm, origen: Origen) -> HttpResponse:
    escrito, peticion = form.escrito(origen.pagina), _peticion(request)
    if request.actuacion.sujeto is None:
        confirmacion.escribir(escrito=escrito, peticion=peticion, red=red_de(request))
        return redirect("tramites:queja_confirmar", peticion)
    return redirect(services.presentar(actuacion=request.actuacion, escrito=escrito, peticion=peticion))


def _peticion(request: Peticion) -> uuid.UUID:
    """The number of this form, so that a double click is one complaint."""
    try:
        return uuid.UUID(request.POST.get("peticion", ""))
    except ValueError:
        return uuid.uuid4()


def _plazo(queja: Queja) -> dict[str, object]:
    """The term of its answer in words, and whether no norm says so."""
    parametros = Parametros.al(timezone.localdate())
    return {
        "plazo": queja.plazo.en_palabras(parametros),
        "referencial": parametros.referencial(queja.plazo.parametro),
        "reabrir_en": REABRIR.en_palabras(parametros),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirmar(request: Peticion, peticion: uuid.UUID) -> HttpResponse:
    """The code that was mailed files the complaint. Nothing of what was written is shown here."""
    queja = selectors.por_confirmar(str(peticion))
    if queja is None:
        messages.warning(request, "Esa queja ya se presentó o venció sin confirmar. Si la presentó, siga su número.")
        return redirect("tramites:queja_seguir")
    reenvia = "reenviar" in request.POST
    form = CodigoForm(request.POST if request.method == "POST" and not reenvia else None)
    status = 200
    try:
        if reenvia:
            confirmacion.reenviar(queja=queja, red=red_de(request))
            messages.success(request, "Le enviamos un código nuevo. El anterior ya no sirve.")
            return redirect("tramites:queja_confirmar", peticion)
        if form.is_valid():
            codigo = form.cleaned_data["codigo"]
            return _abrir(request, confirmacion.confirmar(queja=queja, codigo=codigo, red=red_de(request)))
    except CodigoRechazado as razon:
        form.add_error("codigo", str(razon))
    except services.NoProcede as razon:
        form.add_error(None, str(razon))
    except confirmacion.Agotado as razon:
        messages.warning(request, MUCHOS.format(cuando(razon.hasta)))
        status = DEMASIADOS
    contexto = {
        "form": form,
        "correo": correo_enmascarado(queja.correo),
        "vence": confirmacion.vencimiento(queja),
        "otra": f"{resolve_url('tramites:quejas')}?{urlencode({'sobre': queja.tema})}",
    }
    return render(request, "tramites/quejas/confirmar.html", contexto, status=status)


def _abrir(request: Peticion, queja: Queja) -> HttpResponse:
    """From here on this browser may read the complaint: who reads its mailbox has it in their hands."""
    abiertas = [numero for numero in request.session.get(EN_SESION, []) if numero != queja.numero]
    request.session[EN_SESION] = [*abiertas, queja.numero][-EN_SESION_MAXIMO:]
    request.session.cycle_key()
    return redirect(queja)


@require_safe
def seguir(request: Peticion) -> HttpResponse:
    form = SeguirForm(request.GET if "numero" in request.GET else None)
    if form.is_valid():
        return redirect("tramites:queja", form.cleaned_data["numero"])
    return render(request, "tramites/quejas/seguir.html", {"form": form, "mias": _tiene(request)})


@never_cache
@require_safe
def mias(request: Peticion) -> HttpResponse:
    pagina = pagina_de(selectors.quejas_de(request.actuacion).defer("texto"), request.GET.get("pagina"), PER_PAGE)
    return render(request, "tramites/quejas/lista.html", {"pagina": pagina})


def _mia(request: Peticion, numero: str) -> Queja | None:
    """One's own, or one that this browser opened with a code; None: whether there is another is not told."""
    queja = selectors.queja_de(request.actuacion, numero)
    if queja is None and numero in request.session.get(EN_SESION, []):
        queja = selectors.queja_abierta_con_codigo(numero)
    return queja


@sensitive_post_parameters("correo", "codigo")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def una(request: Peticion, numero: str) -> HttpResponse:
    """The page of a complaint; to whoever may not read it, how to open it with a code."""
    queja = _mia(request, numero)
    if queja is None:
        return _con_codigo(request, numero.upper())
    anotar_lectura(request.actuacion, f"queja:{queja.numero}")
    hoy = timezone.localdate()
    pasos = selectors.pasos_de(queja)
    contexto = {
        "queja": queja,
        "pasos": pasos,
        "pruebas": pruebas_de(queja),
        "respuesta": None if queja.abierta else selectors.respuesta_en(pasos),
        "atrasada": queja.atrasada(hoy),
        "reabrible": queja.reabrible(hoy),
        **_plazo(queja),
    }
    return render(request, "tramites/quejas/queja.html", contexto)


def _con_codigo(request: Peticion, numero: str) -> HttpResponse:
    """Whoever knows a number proves to read its mailbox. Every number that could be one gets the same page."""
    if not NUMERO.fullmatch(numero):
        raise Http404
    pide = "codigo" not in request.POST
    enviado = request.POST if request.method == "POST" else None
    form: forms.Form = CorreoForm(enviado) if pide else CodigoDeQuejaForm(enviado)
    status = 200
    try:
        if form.is_valid():
            correo, red = form.cleaned_data["correo"], red_de(request)
            if not pide:
                codigo = form.cleaned_data["codigo"]
                return _abrir(request, confirmacion.abrir(numero=numero, correo=correo, codigo=codigo, red=red))
            confirmacion.pedir_codigo(numero=numero, correo=correo, red=red)
            form, pide = CodigoDeQuejaForm(initial={"correo": correo}), False
    except CodigoRechazado as razon:
        form.add_error("codigo", str(razon))
    except confirmacion.Agotado as razon:
        form.add_error(None, MUCHOS.format(cuando(razon.hasta)))
        status = DEMASIADOS
    return render(request, "tramites/quejas/abrir.html", {"form": form, "numero": numero, "pide": pide}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def documentos(request: Peticion, numero: str) -> HttpResponse:
    """Adds documents to an open complaint. What is good of them stays, whatever is wrong with the others."""
    queja = _mia(request, numero)
    if queja is None or not queja.abierta:
        return redirect("tramites:queja", numero)
    form = PruebasForm(request.POST if request.method == "POST" else None)
    archivos = request.FILES.getlist("archivos") if request.method == "POST" else []
    if archivos:
        rechazos = _recibir(request, queja, archivos)
        if not rechazos:
            messages.success(request, "Recibimos lo que entregó. Quien atiende su queja lo verá.")
            return redirect(queja)
        form.rechazar(rechazos)
    contexto = {"queja": queja, "form": form, "pruebas": pruebas_de(queja)}
    return render(request, "tramites/quejas/documentos.html", contexto)


def _recibir(request: Peticion, queja: Queja, archivos: list[UploadedFile]) -> list[str]:
    """What is wrong with which."""
    rechazos = []
    for archivo in archivos:
        try:
            anexar(actuacion=request.actuacion, queja=queja, archivo=archivo)
        except RespuestaRechazada as rechazo:
            rechazos.append(rechazo.mensaje)
    return rechazos


@require_safe
def documento(request: Peticion, numero: str, adjunto: uuid.UUID) -> HttpResponseBase:
    """The file, to whom may read the complaint; while it can't be had, its page says why."""
    queja = _mia(request, numero)
    suyo = documento_de(queja, adjunto) if queja is not None else None
    if queja is None or suyo is None:
        raise Http404
    anotar_lectura(request.actuacion, f"adjunto:{suyo.numero}")
    return descarga(suyo) if suyo.disponible else redirect(queja)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reabrir(request: Peticion, numero: str) -> HttpResponse:
    queja = _mia(request, numero)
    if queja is None or not queja.reabrible(timezone.localdate()):
        return redirect("tramites:queja", numero)
    form = ReabrirForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.reabrir(actuacion=request.actuacion, queja=queja, motivo=form.cleaned_data["motivo"])
        except services.NoProcede as razon:
            form.add_error(None, str(razon))
        else:
            messages.success(request, "Su queja está abierta otra vez, con un plazo nuevo.")
            return redirect(queja)
    return render(request, "tramites/quejas/reabrir.html", {"queja": queja, "form": form, **_plazo(queja)})


@require_safe
def cifras(request: Peticion) -> HttpResponse:
    """How many in each month, and about what. Never what they say."""
    meses = meses_de_quejas()
    ultimos = list(reversed(meses[:MESES_DEL_GRAFICO]))
    rotulos = [mes_corto(m.desde) for m in ultimos]
    grafico = barras("Quejas por mes", rotulos, [Serie("Quejas", [m.total for m in ultimos])]) if meses else None
    contexto = {"meses": meses, "grafico": grafico, "total": sum(m.total for m in meses)}
    return render(request, "tramites/quejas/cifras.html", contexto)
