"""The process that looks into one file: it comes in at stdin, the judgement goes out at stdout.

It holds no secret, writes no file, and ends by itself when the file asks for too much memory or time.
"""

import resource
import sys

from nucleo.archivos.examen import examinar
from nucleo.archivos.tipos import ArchivoRechazado

MEMORIA = 1024 * 1024 * 1024
SEGUNDOS = 10


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA, MEMORIA))
    resource.setrlimit(resource.RLIMIT_CPU, (SEGUNDOS, SEGUNDOS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        juicio = examinar(sys.stdin.buffer.read())
    except ArchivoRechazado as rechazo:
        respuesta = b"no\n" + str(rechazo).encode()
    else:
        respuesta = juicio.tipo.value.encode() + b"\n" + juicio.contenido
    sys.stdout.buffer.write(respuesta)


main()
