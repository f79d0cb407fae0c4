#!/usr/bin/env bash
# Sets everything up, builds the program for Windows and drives the build under Wine.
#
#   scripts/test_windows.sh [PYTEST-WORD...]      -k word, a file below tests/windows, ...
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh windows
export CTI_WINDOWS_CACHE=${CTI_WINDOWS_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cti-desk}
CTI_WINDOWS_PYTHON=$(installer/windows/make-python.sh)
CTI_WINDOWS_BUILD=$(installer/windows/build.sh)
export CTI_WINDOWS_PYTHON CTI_WINDOWS_BUILD
for word in "$@"; do
    case $word in tests/windows*) exec .venv/bin/python -m pytest "$@" ;; esac
done
exec .venv/bin/python -m pytest tests/windows "$@"
