# Sourced by bin/demo and bin/test: finds Python, the Debian packages and the virtual environment, and installs what is missing.
# shellcheck shell=sh

decir() { printf '\033[1m%s\033[0m\n' "$*"; }
terminar() { printf '%s\n' "$*" >&2; exit 1; }

# preparar REQUIREMENTS PACKAGE... — leaves $PYTHON_VENV ready to run.
preparar() {
    requisitos=$1
    shift
    python=$(elegir_python) || terminar "Hace falta Python 3.11 o más nuevo (paquete python3)."
    instalar_paquetes "$python" "$@"
    [ -x .venv/bin/python ] || { decir "Creando el entorno .venv"; "$python" -m venv .venv; }
    PYTHON_VENV=$(pwd)/.venv/bin/python
    huella=$(sha256sum "$requisitos" | cut -d' ' -f1)
    sello=.venv/instalado-$(basename "$requisitos" .txt)
    if [ "$(cat "$sello" 2>/dev/null)" != "$huella" ]; then
        decir "Instalando las bibliotecas de $requisitos (una sola vez)"
        "$PYTHON_VENV" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requisitos"
        printf '%s' "$huella" > "$sello"
    fi
}

elegir_python() {
    for candidato in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidato" >/dev/null 2>&1 &&
            "$candidato" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidato"
            return 0
        fi
    done
    return 1
}

# Names the Debian packages that are missing, and installs them where root or sudo is at hand.
instalar_paquetes() {
    python=$1
    shift
    faltan=""
    "$python" -c 'import ensurepip, venv' 2>/dev/null || faltan="python3-venv"
    if command -v dpkg-query >/dev/null 2>&1; then
        for paquete in "$@"; do
            dpkg-query -W -f '${Status}' "$paquete" 2>/dev/null | grep -q 'install ok installed' || faltan="$faltan $paquete"
        done
    fi
    [ -n "$faltan" ] || return 0
    decir "Faltan paquetes del sistema:$faltan"
    if [ "$(id -u)" = 0 ]; then
        con_permiso=""
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        con_permiso="sudo"
    else
        printf 'Instálelos con:\n  sudo apt-get install -y%s\n' "$faltan" >&2
        case " $faltan " in *python3-venv*) exit 1 ;; esac
        return 0
    fi
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # $faltan and $con_permiso are lists of words
    { $con_permiso apt-get update -qq && $con_permiso apt-get install -y -qq --no-install-recommends $faltan; } >/dev/null ||
        terminar "No se pudieron instalar:$faltan"
}

# Rendering: Pango, and the subsetter without which each document takes several times longer.
# shellcheck disable=SC2034 # used by the scripts that source this
PAQUETES_PDF="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# The tools, not written by us, with which the tests check documents.
# shellcheck disable=SC2034
PAQUETES_PRUEBAS="poppler-utils qpdf zbar-tools libnss3-tools"
