#!/usr/bin/env bash
# Runs the genuine Windows Python of make-python.sh on this checkout's source.
#
#   [WINEPREFIX=DIR] installer/windows/wine-python.sh [WORD...]      as after "python"
#
# See wine.sh for WINEPREFIX.
set -euo pipefail
# shellcheck source=installer/windows/lib.sh
. "$(dirname "$0")/lib.sh"

find_wine
home=$("$WINDOWS_FOLDER/make-python.sh")
# Wine's drive Z: is the root; the source is run in place and nothing is written beside it.
export PYTHONPATH="Z:${CHECKOUT//\//\\}" PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1
exec "$WINDOWS_FOLDER/wine.sh" "$home/python/python.exe" "$@"
