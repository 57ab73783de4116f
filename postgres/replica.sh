#!/usr/bin/env bash
# Runs a standby of `postgres`: copies it once, then follows it. Its slot keeps what it has not read, up to
# max_slot_wal_keep_size; one that fell further behind is thrown away by removing its volume, and made anew.
set -euo pipefail

as_owner() { PGPASSWORD=$POSTGRES_PASSWORD psql -qX -h postgres -U mesapartes_user -d mesapartes -v ON_ERROR_STOP=1 "$@"; }

prepare_primary() {
    until as_owner -c 'SELECT 1' > /dev/null 2>&1; do sleep 1; done
    as_owner -v password="$REPLICATION_PASSWORD" <<'SQL'
SELECT 'CREATE ROLE mesapartes_replica REPLICATION LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mesapartes_replica') \gexec
ALTER ROLE mesapartes_replica PASSWORD :'password';
SELECT pg_drop_replication_slot(slot_name)
  FROM pg_replication_slots WHERE slot_name = 'mesapartes_replica' AND NOT active;
SQL
}

if [[ ! -s $PGDATA/PG_VERSION ]]; then
    echo "Copiando la base de datos principal …"
    prepare_primary
    rm -rf "$PGDATA" "$PGDATA.new"
    PGPASSWORD=$REPLICATION_PASSWORD pg_basebackup -h postgres -U mesapartes_replica -D "$PGDATA.new" \
        --create-slot --slot=mesapartes_replica --wal-method=stream --checkpoint=fast --write-recovery-conf
    mv "$PGDATA.new" "$PGDATA"
fi
exec postgres -c config_file=/etc/mesa/postgresql.conf -c hba_file=/etc/mesa/pg_hba.conf \
    -c shared_buffers="$SHARED_BUFFERS" -c effective_cache_size="$EFFECTIVE_CACHE_SIZE"
