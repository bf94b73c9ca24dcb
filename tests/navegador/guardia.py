"""What no page may do, whatever the test is about: complain in the console, break the CSP, or call another host."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

TELL_VIOLATIONS = """document.addEventListener('securitypolicyviolation',
  (event) => console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`))"""
OWN_SCHEMES = {"data", "blob"}


class Guardia:
    """Listens to a browser context; `molestias` holds what was heard."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.documentos: set[str] = set()
        self.molestias: list[str] = []
        context.add_init_script(TELL_VIOLATIONS)
        context.on("request", self._pedido)
        context.on("console", self._consola)
        context.on("weberror", lambda error: self.molestias.append(f"{error.page.url}: {error.error}"))

    def _pedido(self, pedido: Request) -> None:
        if pedido.is_navigation_request():
            self.documentos.add(pedido.url)
        partes = urlsplit(pedido.url)
        if partes.netloc != self.host and partes.scheme not in OWN_SCHEMES:
            self.molestias.append(f"asked another host: {pedido.url}")

    def _consola(self, mensaje: ConsoleMessage) -> None:
        if mensaje.type not in {"error", "warning"}:
            return
        es_pagina_de_error = mensaje.location["url"] in self.documentos and "Failed to load resource" in mensaje.text
        if not es_pagina_de_error:
            self.molestias.append(f"{mensaje.location['url']}: {mensaje.text}")
