# Where the system is and how to speak to it, in a clone or in containers; sourced by backup and restore. Not a command.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
SETTINGS=(BACKUP_DIR RETENTION_DAYS BACKUP_HOOK BACKUP_METRICS_FILE BACKUP_AGE_RECIPIENT BACKUP_AGE_IDENTITY
    BACKUP_PASSPHRASE_FILE COMPOSE_FILE COMPOSE_PROJECT_NAME MESA_DATA_DIR DATABASE_URL)
MODE=
COMPOSE=()
RUN_ENV=()
HOLDER_PID=

# Nothing ends in silence.
set -E
trap 'say "Se interrumpió en ${BASH_SOURCE[0]##*/}, línea $LINENO."' ERR

# What went wrong, for whoever reads of it later on the screen.
WHY=

say() { printf '%s\n' "$*" >&2; }
# shellcheck disable=SC2034
fail() { WHY=$1; say "$1"; exit "${2:-2}"; }

# What cron does not pass on is read from the clone's .env; what the caller says wins.
read_settings() {
    local name value
    [[ -r $ROOT/.env ]] || return 0
    while IFS='=' read -r name value; do
        [[ " ${SETTINGS[*]} " == *" $name "* && -z ${!name:-} && -n $value ]] || continue
        value=${value%$'\r'} value=${value#[\"\']} value=${value%[\"\']}
        export "$name=$value"
    done < "$ROOT/.env"
}

# --- Containers ---

dc() { (cd "$ROOT" && docker compose "${COMPOSE[@]}" "$@"); }

# find_system: MODE, unless it was chosen; the containers of this clone are found by Docker's own labels.
find_system() {
    local project files file
    if [[ $MODE != local && ${#COMPOSE[@]} -eq 0 && -z ${COMPOSE_FILE:-} ]] && command -v docker > /dev/null; then
        IFS=$'\t' read -r project files < <(docker ps --filter label=com.docker.compose.service=postgres \
            --filter "label=com.docker.compose.project.working_dir=$ROOT" \
            --format '{{.Label "com.docker.compose.project"}}{{"\t"}}{{.Label "com.docker.compose.project.config_files"}}' \
            2> /dev/null | head -n 1) || true
        if [[ -n ${project:-} ]]; then
            COMPOSE=(-p "$project")
            while IFS= read -r -d, file; do COMPOSE+=(-f "$file"); done <<< "$files,"
        fi
    fi
    if [[ -z $MODE ]]; then
        [[ ${#COMPOSE[@]} -gt 0 || -n ${COMPOSE_FILE:-} ]] && MODE=compose || MODE=local
    fi
    if [[ $MODE == local ]]; then find_clone; fi
}

# --- A clone that runs by itself ---

find_clone() {
    local data=${MESA_DATA_DIR:-$ROOT/var}
    [[ $data == /* ]] || data=$PWD/$data
    MESA_DATA_DIR=$(realpath -m "$data")
    export MESA_DATA_DIR PYTHONPATH="$ROOT/backend"
    (cd "$ROOT" && ./scripts/prepare python)
}

# Whether ./scripts/start runs there: it holds this lock for as long as it lives.
runs_here() {
    [[ -e $MESA_DATA_DIR/lock ]] && ! flock -n "$MESA_DATA_DIR/lock" true
}

# use_services: settings of the running system; of a stopped one, its own database started for as long as we last.
use_services() {
    [[ $MODE == local ]] || return 0
    if [[ -z ${DATABASE_URL:-} ]]; then
        if ! runs_here; then start_services; fi
        [[ -f $MESA_DATA_DIR/run.env ]] || fail "No se encontró $MESA_DATA_DIR/run.env. ¿Está arrancando el sistema? Intente de nuevo."
        set -a
        # shellcheck source=/dev/null
        . "$MESA_DATA_DIR/run.env"
        set +a
    fi
    eval "$(mesa keeping connection)"
    if [[ -n ${PG_BIN_DIR:-} ]]; then export PATH="$PG_BIN_DIR:$PATH"; fi
}

start_services() {
    local ready
    converse services_here
    HOLDER_PID=$TALK_PID HOLDER_IN=$TALK_IN
    if ! IFS= read -r ready <&"$TALK_OUT" || [[ $ready != listo ]]; then
        fail "No se pudo iniciar la base de datos de $MESA_DATA_DIR."
    fi
}

services_here() { (cd "$ROOT/backend" && exec "$ROOT/.venv/bin/python" -m app.keeping.services); }

stop_services() {
    [[ -n ${HOLDER_IN:-} ]] || return 0
    exec {HOLDER_IN}>&-
    wait "$HOLDER_PID" 2> /dev/null || true
    HOLDER_IN=
}

# converse COMMAND…: runs it in the background. TALK_IN writes to it and ends it when closed, TALK_OUT reads from it.
converse() {
    local pipes
    pipes=$(mktemp -d)
    mkfifo "$pipes/in" "$pipes/out"
    "$@" < "$pipes/in" > "$pipes/out" &
    TALK_PID=$!
    exec {TALK_IN}> "$pipes/in" {TALK_OUT}< "$pipes/out"
    rm -rf "$pipes"
}

# --- The system's own commands, and PostgreSQL's ---

mesa() {
    if [[ $MODE == local ]]; then
        (cd "$ROOT/backend" && env "${RUN_ENV[@]}" "$ROOT/.venv/bin/python" -m app.cli "$@")
    elif [[ ${#RUN_ENV[@]} -eq 0 && -z ${STOPPED:-} ]]; then
        dc exec -T backend python -m app.cli "$@"
    else
        in_container python -m app.cli "$@"
    fi
}

# A container of its own, for when the system is stopped or must see other settings. Compose talks on stderr.
in_container() {
    local setting options=()
    for setting in "${RUN_ENV[@]}"; do options+=(-e "$setting"); done
    dc --progress quiet run --rm -T --no-deps "${options[@]}" backend "$@"
}

# postgres PROGRAM ARGUMENT…: pg_dump or psql, as the role that owns the database.
postgres() {
    if [[ $MODE == local ]]; then
        LD_LIBRARY_PATH=${PG_BIN_DIR:+${PG_BIN_DIR%/bin}/lib} "$@"
    else
        # shellcheck disable=SC2016
        dc exec -T postgres sh -c 'export PGUSER="$POSTGRES_USER" PGDATABASE="${PGDATABASE:-$POSTGRES_DB}"; exec "$@"' sh "$@"
    fi
}

sql() { postgres psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

# --- Closing and opening ---

seal_suffix() {
    if [[ -n ${BACKUP_AGE_RECIPIENT:-} ]]; then echo .age; elif [[ -n ${BACKUP_PASSPHRASE_FILE:-} ]]; then echo .gpg; fi
}

# seal: standard input, encrypted when the settings say so. With age the machine itself cannot open what it closed.
seal() {
    case $(seal_suffix) in
        .age) if [[ -f $BACKUP_AGE_RECIPIENT ]]; then age -R "$BACKUP_AGE_RECIPIENT"; else age -r "$BACKUP_AGE_RECIPIENT"; fi ;;
        .gpg) gpg_with_passphrase --symmetric --cipher-algo AES256 --compress-algo none ;;
        *) cat ;;
    esac
}

# unseal FILE: its plain content.
unseal() {
    case $1 in
        *.age) age -d -i "${BACKUP_AGE_IDENTITY:?Indique BACKUP_AGE_IDENTITY, el archivo con la clave privada}" "$1" ;;
        *.gpg) gpg_with_passphrase --decrypt < "$1" ;;
        *) cat "$1" ;;
    esac
}

gpg_with_passphrase() {
    local home status=0
    home=$(mktemp -d)
    gpg --homedir "$home" --batch --quiet --no-tty --pinentry-mode loopback \
        --passphrase-file "${BACKUP_PASSPHRASE_FILE:?Indique BACKUP_PASSPHRASE_FILE}" "$@" || status=$?
    gpgconf --homedir "$home" --kill all 2> /dev/null || true
    rm -rf "$home"
    return "$status"
}

# --- What others read ---

# note KIND OUTCOME SECONDS SUMMARY: for «Copias y archivos»; what it reads is the detail. A database that is away, or
# too old to know of it, takes nothing from what was done.
note() {
    [[ -n ${NOTABLE:-} ]] || return 0
    local RUN_ENV=()
    mesa keeping note "$1" "$2" --seconds "$3" --summary "$4" ${KEEPING_RUN:+--run "$KEEPING_RUN"} > /dev/null 2>&1 \
        || say "No se pudo anotar el resultado en el sistema."
}

# write_metrics NAME VALUE…: into BACKUP_METRICS_FILE, for node-exporter; measures of other names stay.
write_metrics() {
    [[ -n ${BACKUP_METRICS_FILE:-} ]] || return 0
    local partial=$BACKUP_METRICS_FILE.$$ name
    # node-exporter, another user, reads it.
    (umask 022 && mkdir -p "$(dirname "$BACKUP_METRICS_FILE")")
    if [[ -f $BACKUP_METRICS_FILE ]]; then cp "$BACKUP_METRICS_FILE" "$partial"; else : > "$partial"; fi
    while [[ $# -gt 0 ]]; do
        name=$1
        sed -i "/^# TYPE $name /d; /^$name /d" "$partial"
        printf '# TYPE %s gauge\n%s %s\n' "$name" "$name" "$2" >> "$partial"
        shift 2
    done
    chmod 644 "$partial"
    mv "$partial" "$BACKUP_METRICS_FILE"
}

# field NAME FILE: a plain value of a manifest, which we write with one to a line.
field() { sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$2" | head -n 1; }

# list_copies FOLDER: the copies in it, for people.
list_copies() {
    local manifest facts
    printf '%-17s %-9s %9s  %s\n' Fecha Sistema Tamaño 'Últimos números'
    for manifest in "$1"/manifest_*.json; do
        [[ -e $manifest ]] || { say "No hay copias en $1."; return 1; }
        facts=$(sed -n 's/^ *"facts": .*"numbers":\[\([^]]*\)\].*/\1/p' "$manifest")
        printf '%-17s %-9s %8sB  %s%s\n' "$(field date "$manifest")" "$(field mode "$manifest")" \
            "$(numfmt --to=iec "$(($(field db_size "$manifest") + $(field files_size "$manifest")))")" \
            "${facts//\"/}" "$([[ $(field damaged "$manifest") == 0 ]] || echo '  (con originales dañados)')"
    done
}
