"""A GET changes no fact: INSERT, UPDATE and DELETE are refused while one is answered, but for one closed list."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WRITE = re.compile(
    r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)"?', re.IGNORECASE
)
HARMLESS = re.compile(r"^\s*(?:SELECT|EXPLAIN|BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|PRAGMA|SET)\b", re.IGNORECASE)


class WriteDuringGet(RuntimeError):
    """Code tried to change a fact while answering a GET."""


def refuse_writes(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    write = WRITE.match(sql)
    allowed = write[1].lower() in settings.READONLY_GET_EXCEPTIONS if write else HARMLESS.match(sql)
    if not allowed:
        raise WriteDuringGet(f"a GET may not run: {sql[:120]}")
    return execute(sql, params, many, context)


class ReadOnlyGetMiddleware:
    """Wraps every connection during a safe method. The admin is no exception."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with connections["default"].execute_wrapper(refuse_writes):
            return self.get_response(request)
