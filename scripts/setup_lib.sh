# Functions of setup.sh, in a file of their own so that tests can call them one by one.
# shellcheck shell=bash

VENV=${CTI_VENV:-.venv}
POLICY=${CTI_POLICY_FILE:-/usr/sbin/policy-rc.d}

say() { printf '%s\n' "$*" >&2; }

find_python() {
    local candidate
    for candidate in python3.11 python3 python3.12 python3.13 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# Installs the packages of the lists and leaves the interpreter in `python`. A bare Debian has no
# Python at all: then it is one of the packages.
prepare_system() {
    python=$(find_python || true)
    if command -v dpkg-query >/dev/null; then
        [ -n "$python" ] || set -- interpreter "$@"
        ensure_packages "$@"
        python=$(find_python || true)
    else
        say "This is not a Debian: if something is missing, these packages' counterparts are needed:"
        say "  $(package_names "$@" | tr '\n' ' ')"
    fi
    if [ -z "$python" ]; then
        say "Python 3.11 or newer is needed, and this system's is older, or there is none."
        exit 1
    fi
}

# The names in scripts/packages/*.txt, one a line, without their comments.
package_names() {
    local list
    for list in "$@"; do
        sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "scripts/packages/$list.txt"
    done
}

# A command as this user types it to have it run as root: not every Debian has sudo.
as_root() {
    if command -v sudo >/dev/null; then echo "sudo $1"; else echo "su -c '$1'"; fi
}

missing_packages() {
    local name
    for name in $(package_names "$@"); do
        if [ "$name" = python3-venv ] && [ -n "$python" ]; then
            "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "$name"
        elif [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$name" 2>/dev/null)" != installed ]; then
            echo "$name"
        fi
    done
}

ensure_packages() {
    local missing sudo=()
    missing=$(missing_packages "$@" | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            say "Some Debian packages are missing. Install them with this command, then start again:"
            say "  $(as_root "apt-get install --no-install-recommends $missing")"
            exit 1
        fi
        sudo=(sudo -n)
    fi
    say "Installing Debian packages: $missing"
    # shellcheck disable=SC2086 # one word each
    install_packages $missing
}

# Installs without letting any of the packages start a service of the system: what the tests
# need of RabbitMQ they start themselves, with directories and ports of their own.
install_packages() {
    local log
    forbid_services
    trap allow_services EXIT
    log=$(mktemp)
    if ! { "${sudo[@]}" apt-get update &&
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes \
            --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        say "The packages could not be installed: apt-get's answer stands above."
        exit 1
    fi
    rm -f "$log"
    allow_services
    trap - EXIT
}

forbid_services() {
    if [ -e "$POLICY" ] && [ ! -e "$POLICY.before-cti-desk" ]; then
        "${sudo[@]}" mv "$POLICY" "$POLICY.before-cti-desk"
    fi
    printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee "$POLICY" >/dev/null
    "${sudo[@]}" chmod 755 "$POLICY"
}

allow_services() {
    "${sudo[@]}" rm -f "$POLICY"
    if [ -e "$POLICY.before-cti-desk" ]; then
        "${sudo[@]}" mv "$POLICY.before-cti-desk" "$POLICY"
    fi
}

# What the environment was made from: place, interpreter, declarations and pins.
venv_key() {
    { pwd && "$1" -V && cat pyproject.toml constraints.txt; } | sha256sum | cut -d' ' -f1
}

# Makes or completes the environment. Extras are remembered: one set up for the tests serves the
# program too, and is not made smaller.
ensure_venv() {
    local python=$1 extras=$2 key stamp=$VENV/cti-desk-stamp
    key=$(venv_key "$python")
    if [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" = "$key" ] && "$VENV/bin/python" -c '' 2>/dev/null; then
        if grep -qx "extras $extras" "$stamp"; then return 0; fi
    else
        rm -f "$stamp"
        # An environment that was moved or whose interpreter is gone is of no use.
        if ! [ "$("$VENV/bin/python" -c 'import sys; print(sys.prefix)' 2>/dev/null)" = "$PWD/$VENV" ] ||
            ! head -n 1 "$VENV/bin/pip" 2>/dev/null | grep -qF "$PWD/$VENV/"; then
            rm -rf "$VENV"
        fi
    fi
    if [ ! -x "$VENV/bin/python" ]; then
        say "Making $VENV with $("$python" -V)"
        "$python" -m venv "$VENV"
    fi
    say "Installing the Python packages ($extras); this takes a minute"
    "$VENV/bin/python" -m pip install --quiet --quiet --disable-pip-version-check \
        --constraint constraints.txt --editable ".[$extras]"
    [ -f "$stamp" ] || echo "$key" >"$stamp"
    # Everything the program needs is part of every set.
    printf 'extras %s\n' "$extras" simulator >>"$stamp"
}
