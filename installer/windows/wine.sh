#!/usr/bin/env bash
# Runs a Windows program under Wine, with this project's quiet settings.
#
#   WINEPREFIX=DIR installer/windows/wine.sh PROGRAM.exe [WORD...]
#
# Without WINEPREFIX it runs in one of its own, which is gone afterwards. Without a standard input
# to read it is given an empty one, without which Python would not start.
set -euo pipefail
# shellcheck source=installer/windows/lib.sh
. "$(dirname "$0")/lib.sh"

find_wine
quiet_wine
[ $# -gt 0 ] || {
    say "usage: installer/windows/wine.sh PROGRAM.exe [WORD...]"
    exit 2
}
[ ! -t 0 ] || exec </dev/null
if [ -n "${WINEPREFIX:-}" ]; then
    "$WINDOWS_FOLDER/new-prefix.sh" "$WINEPREFIX"
    exec "$WINE" "$@" 2> >(cat >&2) > >(cat)
fi
WINEPREFIX=$(mktemp -d)
export WINEPREFIX
trap '"$WINESERVER" --kill; rm -rf "$WINEPREFIX"' EXIT
"$WINDOWS_FOLDER/new-prefix.sh" "$WINEPREFIX"
status=0
"$WINE" "$@" 2> >(cat >&2) > >(cat) || status=$?
exit "$status"
