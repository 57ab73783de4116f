#!/usr/bin/env bash
# The guide's name for scripts/restore: restore-backup.sh FILE, any file of a copy.
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/restore" "$@"
