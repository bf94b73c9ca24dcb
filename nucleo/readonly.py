"""A GET changes no fact: what writes is refused while one is answered, but for a closed list of tables and verbs."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# OR IGNORE is how a bulk_create leaves rows alone; OR REPLACE would overwrite them, so no pattern here has it.
WRITE = re.compile(r'^\s*(?:(INSERT)\s+(?:OR\s+IGNORE\s+)?INTO|(UPDATE)|(DELETE)\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)
UPSERT = re.compile(r"\bDO\s+UPDATE\b", re.IGNORECASE)
# EXPLAIN is not among them: with ANALYZE it runs what it explains. A UNION puts its SELECTs in parentheses.
HARMLESS = re.compile(r"^(?:[\s(]*SELECT|\s*(?:BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|PRAGMA|SET))\b", re.IGNORECASE)
SEVERAL = re.compile(r";\s*\S")


class WriteDuringGet(RuntimeError):
    """Code tried to change a fact while answering a GET."""


def refuse_writes(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    if SEVERAL.search(sql) or not (HARMLESS.match(sql) or excepted(sql)):
        raise WriteDuringGet(f"a GET may not run: {sql[:120]}")
    return execute(sql, params, many, context)


def excepted(sql: str) -> bool:
    """Whether the closed list lets this statement write. One that inserts or updates needs both verbs."""
    write = WRITE.match(sql)
    if write is None:
        return False
    *verbs, table = write.groups()
    needed = {verb.upper() for verb in verbs if verb} | ({"UPDATE"} if UPSERT.search(sql) else set())
    allowed, _reason = settings.READONLY_GET_EXCEPTIONS.get(table.lower(), (frozenset(), ""))
    return needed <= allowed


class ReadOnlyGetMiddleware:
    """Wraps every connection during a safe method. The admin is no exception."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with connections["default"].execute_wrapper(refuse_writes):
            return self.get_response(request)
