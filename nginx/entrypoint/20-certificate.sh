#!/bin/sh
# A certificate to begin with, signed by itself, where nginx/ssl has none: browsers warn until scripts/renew-certificates
# brings one of an authority.
set -eu
folder=/etc/nginx/ssl
if [ -s "$folder/fullchain.pem" ] && [ -s "$folder/privkey.pem" ]; then exit 0; fi

host=${PUBLIC_URL#*://}
host=${host%%[:/]*}
echo "nginx/ssl no tiene certificado: se crea uno provisional para ${host:=localhost}, que los navegadores no reconocen."
umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj "/CN=$host" \
    -addext "subjectAltName=DNS:$host,DNS:localhost" -keyout "$folder/privkey.pem.new" -out "$folder/fullchain.pem.new" 2> /dev/null
# Whose folder it is keeps what is in it.
chown "$(stat -c %u:%g "$folder")" "$folder/privkey.pem.new" "$folder/fullchain.pem.new"
chmod 0644 "$folder/fullchain.pem.new"
mv "$folder/privkey.pem.new" "$folder/privkey.pem"
mv "$folder/fullchain.pem.new" "$folder/fullchain.pem"
