#!/bin/sh
# Keeps the list of backends and frontends that answer, for upstreams.conf, and reloads nginx when it changes. Docker knows
# their addresses by name; one that was killed comes back with another, and a new one counts once it answers.
set -eu
folder=/run/mesa
mkdir -p "$folder"

# answers URL: 0 it does, 1 nobody listens there, 2 no answer yet (busy, or starting).
answers() {
    curl -fs -o /dev/null --max-time 2 "$1" && return 0
    [ $? -eq 7 ] && return 1
    return 2
}

# listed NAME PORT PATH FILE: writes FILE; succeeds when it is another than before.
listed() {
    name=$1 port=$2 path=$3 file=$4
    : > "$file.new"
    for address in $(getent ahostsv4 "$name" | cut -d' ' -f1 | sort -u); do
        status=0
        answers "http://$address:$port$path" || status=$?
        # A busy one that is in the list already stays: nginx itself goes around it.
        if [ "$status" -eq 0 ] || { [ "$status" -eq 2 ] && grep -qs "server $address:$port " "$file"; }; then
            echo "server $address:$port max_fails=2 fail_timeout=3s;" >> "$file.new"
        fi
    done
    # With nobody there nginx says 502 by itself, and goes on asking the last that were known.
    if [ ! -s "$file.new" ]; then
        if [ -s "$file" ]; then return 1; fi
        echo "server 127.0.0.1:9 max_fails=0;" > "$file.new"
    fi
    if cmp -s "$file" "$file.new"; then return 1; fi
    mv "$file.new" "$file"
}

look() {
    changed=1
    if listed backend 8000 /health/live "$folder/backends.conf"; then changed=0; fi
    if listed frontend 8080 /index.html "$folder/frontends.conf"; then changed=0; fi
    return "$changed"
}

watch() {
    while sleep 2; do
        if look; then
            echo "Servidores que responden: $(grep -ho '[0-9.]*:8000' "$folder/backends.conf" | tr '\n' ' ')"
            nginx -c /etc/nginx/mesa/nginx.conf -s reload || true
        fi
    done
}

look || true
watch &
