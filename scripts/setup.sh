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

python=$(find_python) || {
    say "Python 3.11 or newer is needed, and none was found. On Debian: sudo apt-get install python3"
    exit 1
}
if command -v dpkg-query >/dev/null; then
    ensure_packages "${lists[@]}"
else
    say "This is not a Debian: if something is missing, these packages' counterparts are needed:"
    say "  $(package_names "${lists[@]}" | tr '\n' ' ')"
fi
ensure_venv "$python" "$extras"
