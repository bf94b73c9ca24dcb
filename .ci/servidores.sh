# Sourced: PostgreSQL and Redis from Debian, started for this run, and their addresses in the environment.
# shellcheck shell=bash

PG_PUERTO=25432
REDIS_PUERTO=26379

levantar_servidores() {
    local bin datos
    bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
    datos=$(mktemp -d)
    chmod 755 "$datos"
    como_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }
    [ "$(id -u)" != 0 ] || chown postgres "$datos"
    como_postgres "$bin/initdb -D $datos/pg -U portal --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null"
    como_postgres "$bin/pg_ctl -D $datos/pg -w -l $datos/pg.log -o '-p $PG_PUERTO -k $datos -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off' start >/dev/null"
    redis-server --port $REDIS_PUERTO --bind 127.0.0.1 --save '' --daemonize yes --dir "$datos" --pidfile "$datos/redis.pid" >/dev/null
    como_postgres "$bin/createdb -h 127.0.0.1 -p $PG_PUERTO -U portal portal"
    export DATABASE_URL=postgres://portal:portal@127.0.0.1:$PG_PUERTO/portal REDIS_URL=redis://127.0.0.1:$REDIS_PUERTO/0
    # shellcheck disable=SC2064 # the folder of now
    trap "redis-cli -p $REDIS_PUERTO shutdown nosave 2>/dev/null || true; como_postgres '$bin/pg_ctl -D $datos/pg -m immediate stop >/dev/null' || true; rm -rf $datos" EXIT
    printf 'PostgreSQL %s and Redis %s are up\n' "$("$bin/postgres" --version | cut -d' ' -f3)" "$(redis-server --version | sed 's/.*v=\([^ ]*\).*/\1/')"
}
