#!/usr/bin/env bash
# Sets everything up and starts the demo: in a window where there is a display, else by itself on
# a screen of its own, with pictures and a journal in build/demo. Takes the options of
# `cti-desk demo`, such as --vendor compass.
set -euo pipefail
cd "$(dirname "$0")/.."
case " $* " in
*"compass "*) scripts/setup.sh run compass ;;
*) scripts/setup.sh run ;;
esac
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/cti-desk demo "$@"
fi
exec .venv/bin/cti-desk demo --headless build/demo "$@"
