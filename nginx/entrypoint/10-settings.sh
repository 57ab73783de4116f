#!/bin/sh
# What nginx takes from the environment.
set -eu
mkdir -p /run/mesa
# Room for the parts around a file in a multipart body.
printf 'client_max_body_size %d;\n' "$((${MAX_UPLOAD_SIZE:-10485760} + 2097152))" > /run/mesa/body_size.conf
