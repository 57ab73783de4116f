#!/usr/bin/env bash
# The guide's name for scripts/backup. For cron: ln -s …/scripts/backup-mesapartes.sh /usr/local/bin/
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/backup" "$@"
