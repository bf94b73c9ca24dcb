"""A person at a browser, as far as HTTP goes: cookies, forms with their token, gzip."""

import http.cookiejar
import re
import urllib.parse
import urllib.request
from dataclasses import dataclass
from urllib.error import HTTPError

OCULTO = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class _SinSeguir(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


@dataclass(frozen=True)
class Respuesta:
    """`contenido` as it came over the wire, compressed when `gzip`."""

    estado: int
    contenido: bytes
    cabeceras: dict[str, str]

    @property
    def ocultos(self) -> dict[str, str]:
        """The hidden fields of the last form of the page."""
        return dict(OCULTO.findall(self.contenido.decode()))


class Navegador:
    def __init__(self, url: str) -> None:
        self._url = url
        self._galletas = http.cookiejar.CookieJar()
        self._abrir = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._galletas), _SinSeguir, urllib.request.ProxyHandler({})
        ).open

    def get(self, ruta: str, *, gzip: bool = False) -> Respuesta:
        return self._pedir(
            urllib.request.Request(self._url + ruta, headers={"Accept-Encoding": "gzip"} if gzip else {})
        )

    def post(self, ruta: str, campos: dict[str, str]) -> Respuesta:
        return self._pedir(urllib.request.Request(self._url + ruta, data=urllib.parse.urlencode(campos).encode()))

    def ingresar(self, identificacion: str, clave: str) -> None:
        ocultos = self.get("/ingresar/").ocultos
        respuesta = self.post("/ingresar/", ocultos | {"identificacion": identificacion, "clave": clave})
        if respuesta.estado != 302:
            raise RuntimeError(f"no se pudo ingresar: {respuesta.estado}")

    @property
    def cookie(self) -> str:
        """The header with which another program continues this session."""
        return "; ".join(f"{galleta.name}={galleta.value}" for galleta in self._galletas)

    def _pedir(self, pedido: urllib.request.Request) -> Respuesta:
        try:
            with self._abrir(pedido, timeout=30) as respuesta:
                return Respuesta(respuesta.status, respuesta.read(), dict(respuesta.headers))
        except HTTPError as otra:  # redirects and refusals are answers too
            with otra:
                return Respuesta(otra.code, otra.read(), dict(otra.headers))
