#!/usr/bin/env bash
# Sets up what `make run` and `make test` need: Debian packages and .venv.
#
#   scripts/setup.sh run     the program and its demo (run compass: at a simulated Compass)
#   scripts/setup.sh test    the same, the tests, the gates and the bench
#   scripts/setup.sh windows the same, and what builds and tries the program for Windows
#
# Does nothing, and calls neither apt nor pip, when everything is there already. Without root or
# password-free sudo it prints the one command that is missing and ends with status 1.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/setup_lib.sh
. scripts/setup_lib.sh

purpose=${1:-run}
case $purpose in
run)
    lists=(python desktop)
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || lists+=(headless)
    [ "${2:-}" != compass ] || lists+=(compass)
    extras=simulator
    ;;
test)
    lists=(python desktop headless compass test)
    extras=simulator,test,gates,bench
    ;;
windows)
    lists=(python desktop headless compass test windows)
    extras=simulator,test,gates,bench
    ;;
*)
    say "usage: scripts/setup.sh run [compass]|test|windows"
    exit 2
    ;;
esac

prepare_system "${lists[@]}"
ensure_venv "$python" "$extras"
